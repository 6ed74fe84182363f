"""Which columns of a purchase log are the date, the money, the order and the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.understanding.numbers import currency_of
from personae.data.understanding.words import phrases, spoken

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Sequence

    from personae.data.schema import ColumnFacts

__all__ = ["is_rate", "pick_line_roles", "purchase_dates"]

_KEY = r"(?:id|no|number|nr|key|code|num|ref|uuid|nummer)"
_ORDER = (
    r"(?:order|invoice|basket|transaction|trans|receipt|bill|cart|bestell\w*|rechnung\w*|purchase"
    r"|ticket|check)"
)
_PRODUCT = r"(?:product|prod|item|sku|article|artikel|goods|material|stock)"

# For each role the rules from plain to vague; a column of the plainest rule that occurs is taken.
_RULES: dict[str, tuple[re.Pattern[str], ...]] = {
    "quantity": (
        phrases("quantity | qty | menge | anzahl | cantidad | quantite | quantité"),
        phrases(r"""
            (?:number|num|no|count|n) of (?!orders)\w+ | units?(?! (?:price|cost)) | pieces | items
            | item count
        """),
        phrases("count | volume"),
    ),
    "price": (
        phrases("""
            unit price | price (?:per|each) | per unit | item price | product price | einzelpreis
            | stückpreis | stueckpreis | prix unitaire | precio unitario
        """),
        phrases(r"price | \w*preis | prix | precio"),
    ),
    "amount": (
        phrases("""
            (?:line|extended) (?:total|amount|value|price|sales) | (?:price|amount|sales) total
            | total (?:price|amount|value|sales|paid|revenue|spend|spent|cost)
            | (?:sales?|order|invoice|basket|transaction) (?:amount|value|total|amt)
            | (?:purchase|payment|net|gross|dollar) (?:amount|value|total|amt)
            | (?:order|net|gross|dollar) (?:sales|revenue) | grand total | amount paid
            | rechnungs(?:betrag|summe) | gesamt(?:betrag|preis|summe|wert|umsatz)
            | bestell(?:wert|summe) | zahlbetrag | endbetrag | montant total | importe total
            | prix total | precio total
        """),
        phrases(r"""
            amount | amt | revenue | sales | turnover | total | subtotal | spend | spent
            | spending | gmv
            | monetary | \w*umsatz | \w*betrag | montant | importe | paid | payment | dollars?
            | gesamt | \w*summe | warenwert
        """),
        phrases(r"value | money | charge | wert | net | gross | netto | brutto"),
    ),
    "order": (
        phrases(f"{_ORDER} ?{_KEY}"),
        phrases("(?:order|invoice|basket|transaction|receipt|bill|cart)$"),
        phrases(f"session ?{_KEY}"),
    ),
    "product": (
        phrases(f"stock ?code | {_PRODUCT} ?{_KEY} | sku | upc | ean | asin | isbn"),
        phrases("(?:product|item|article|artikel)$"),
    ),
    "description": (
        phrases(r"""
            (?:product|item|article|stock) (?:name|title|desc\w*) | productname | description
        """),
        phrases("desc | title"),
    ),
    "category": (
        phrases("^category$ | (?:product|item) category | department | dept"),
        phrases("category | commodity | product (?:type|group|line|class|family) | division"),
    ),
    "discount": (phrases(r"discounts? | disc | rebates? | markdown | rabatt\w* | nachlass"),),
    "cost": (phrases("cost | costs | cogs"),),
}  # fmt: skip
_NUMBERS = {"quantity", "price", "amount", "discount", "cost"}
_BARRED = {
    "amount": phrases(r"""
        discounts? | disc | tax | vat | shipping | freight | (?<!total )cost | units?
        | quantity | items
        | (?<!line )(?<!total )(?<!extended )price(?! total) | type | method | profit | balance
        | income | score | weight | steuer\w* | mwst | rabatt\w* | versand\w* | porto
        | prix(?! total) | precio(?! total)
    """),
    "quantity": phrases("discount | price | value | amount | stock"),
    "price": phrases(
        r"discount | total | line price | extended | old | list | msrp | gesamtpreis | rabatt\w*"
    ),
    "cost": phrases("shipping | freight | acquisition | total cost"),
    "order": phrases(r"date | status | priority | time\w* | type | quantity | amount | value"),
}  # fmt: skip

_PURCHASE = phrases(
    r"""
    order\w* | invoice\w* | purchase\w* | transaction\w* | trans | sales? | bought | bill\w*
    | receipt
    | visit\w*
    """
)
_STATUS = phrases(
    r"""
    sign ?up | regist\w* | birth\w* | dob | join\w* | churn\w* | cancel\w* | first | last
    | since | end
    | renew\w* | expir\w* | enrol\w* | subscri\w* | ship\w* | deliver\w* | due | return\w* | updated
    | modified | deleted | opened | closed | member\w*
    """
)


def purchase_dates(
    facts: Sequence[ColumnFacts], *, taken: Container[str] = ()
) -> list[tuple[int, str]]:
    """Return the date columns that may be the date of a purchase, the plainest first.

    Returns
    -------
    list of (int, str)
        0 for names like ``order_date``, 1 for any other moment, 2 for status dates such as
        ``signup_date``; and the column.
    """
    ranked = []
    for position, item in enumerate(facts):
        if item.type != "date" or item.column.name in taken:
            continue
        words = spoken(item.column.name)
        rank = 2 if _STATUS.search(words) else 0 if _PURCHASE.search(words) else 1
        ranked.append((rank, position, item.column.name))
    return [(rank, name) for rank, _, name in sorted(ranked)]


def pick_line_roles(facts: Sequence[ColumnFacts], *, taken: Container[str]) -> dict[str, str]:
    """Find the columns of a purchase line by their names and types.

    Parameters
    ----------
    facts : sequence of ColumnFacts
        What the scan said of every column.
    taken : container of str
        Columns that have a role already.

    Returns
    -------
    dict of str to str
        Column to role. Several columns may be discounts; any other role stands once.
    """
    picked: dict[str, str] = {}
    for role, rules in _RULES.items():
        free = [
            item
            for item in facts
            if item.column.name not in taken and item.column.name not in picked
        ]
        found = _first_rule(role, rules, free)
        for name in found if role == "discount" else found[:1]:
            picked[name] = role
    if not {"amount", "price"} & set(picked.values()):
        picked |= dict.fromkeys(_money_by_sign(facts, taken=taken, picked=picked), "amount")
    if "product" not in picked.values():
        # a product without a code is known by its text
        picked = {
            name: "product" if role == "description" else role for name, role in picked.items()
        }
    return picked


def _money_by_sign(
    facts: Sequence[ColumnFacts], *, taken: Container[str], picked: Container[str]
) -> list[str]:
    """Return the one free column whose values carry a currency, whatever it is called."""
    found = [
        item.column.name
        for item in facts
        if item.type == "number"
        and currency_of(item.number)
        and item.column.name not in taken
        and item.column.name not in picked
        and not _BARRED["amount"].search(spoken(item.column.name))
    ]
    return found if len(found) == 1 else []


def _first_rule(
    role: str, rules: tuple[re.Pattern[str], ...], facts: Sequence[ColumnFacts]
) -> list[str]:
    barred = _BARRED.get(role)
    for rule in rules:
        found = []
        for item in facts:
            words = spoken(item.column.name)
            if not _type_fits(role, item) or (barred and barred.search(words)):
                continue
            if rule.search(words):
                found.append(item.column.name)
        if found:
            return found
    return []


def _type_fits(role: str, facts: ColumnFacts) -> bool:
    if facts.n_present == 0 or facts.type in {"date", "boolean"}:
        return False
    if role == "discount" and is_rate(facts):
        return False
    if role in _NUMBERS:
        return facts.type == "number"
    return role not in {"description", "category"} or facts.type == "text"


def is_rate(facts: ColumnFacts) -> bool:
    """Tell whether a discount is a share of the price (0.2, 20 %) and not money."""
    if facts.number is not None and "%" in facts.number.suffix:
        return True
    low, high = facts.minimum or 0.0, facts.maximum or 0.0
    return low >= 0 and 0 < high <= 1 and facts.share_whole < 1
