"""Which columns of a purchase log are the date, the money, the order and the product."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.data.dates import words_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from personae.data.schema import ColumnFacts

__all__ = ["is_rate", "pick_line_roles", "purchase_dates"]

_KEY = r"(?:id|no|number|nr|key|code|num|ref|uuid|nummer)"
_ORDER = r"(?:order|invoice|basket|transaction|trans|receipt|bill|cart|bestell\w*|rechnung\w*|purchase|ticket|check)"
_PRODUCT = r"(?:product|prod|item|sku|article|artikel|goods|material|stock)"

# For each role the rules from plain to vague; a column of the plainest rule that occurs is taken.
_RULES: dict[str, tuple[str, ...]] = {
    "quantity": (
        r"\bquantity\b|\bqty\b|\bmenge\b|\bcantidad\b|\bquantite\b",
        r"\b(?:number|num|no|count|n) of (?!orders)\w+|\bunits?\b(?! (?:price|cost))|\bpieces\b|\bitems\b|\bitem count\b",
        r"\bcount\b|\bvolume\b",
    ),
    "price": (
        r"\bunit price\b|\bprice (?:per|each)\b|\bper unit\b|\bitem price\b|\bproduct price\b",
        r"\bprice\b|\bpreis\b|\bprix\b|\bprecio\b",
    ),
    "amount": (
        r"\b(?:line|extended) (?:total|amount|value|price|sales)\b|\btotal (?:price|amount|value|sales|paid|revenue|"
        r"spend|spent|cost)\b|\b(?:sales?|order|invoice|basket|transaction|purchase|payment|net|gross|dollar) "
        r"(?:amount|value|total|amt|sales|revenue)\b|\b(?:price|amount|sales) total\b",
        r"\bamount\b|\bamt\b|\brevenue\b|\bsales\b|\bturnover\b|\btotal\b|\bsubtotal\b|\bspend\b|\bspent\b|\bspending\b|"
        r"\bgmv\b|\bmonetary\b|\bumsatz\b|\bbetrag\b|\bmontant\b|\bimporte\b|\bpaid\b|\bpayment\b|\bdollars?\b",
        r"\bvalue\b|\bmoney\b|\bcharge\b",
    ),
    "order": (
        rf"\b{_ORDER} {_KEY}\b|\b{_ORDER}{_KEY}\b",
        r"\b(?:order|invoice|basket|transaction|receipt|bill|cart)\b$",
        rf"\bsession {_KEY}\b",
    ),
    "product": (
        rf"\bstock ?code\b|\b{_PRODUCT} {_KEY}\b|\b{_PRODUCT}{_KEY}\b|\bsku\b|\bupc\b|\bean\b|\basin\b|\bisbn\b",
        r"\b(?:product|item|article|artikel)\b$",
    ),
    "description": (
        r"\b(?:product|item|article|stock) (?:name|title|desc\w*)\b|\bproductname\b|\bdescription\b",
        r"\bdesc\b|\btitle\b",
    ),
    "category": (
        r"^category$|\b(?:product|item) category\b|\bdepartment\b|\bdept\b",
        r"\bcategory\b|\bcommodity\b|\bproduct (?:type|group|line|class|family)\b|\bdivision\b",
    ),
    "discount": (r"\bdiscounts?\b|\bdisc\b|\brebates?\b|\bmarkdown\b",),
    "cost": (r"\bcost\b|\bcosts\b|\bcogs\b",),
}  # fmt: skip
_NUMBERS = {"quantity", "price", "amount", "discount", "cost"}
_BARRED = {
    "amount": r"\bdiscounts?\b|\bdisc\b|\btax\b|\bvat\b|\bshipping\b|\bfreight\b|\bcost\b(?<!total cost)|\bunits?\b|"
    r"\bprice\b(?<!line price)(?<!total price)(?<!extended price)(?! total)|\bquantity\b|\bitems\b|\btype\b|\bmethod\b|\bprofit\b|\bbalance\b|\bincome\b|\bscore\b",
    "quantity": r"\bdiscount\b|\bprice\b|\bvalue\b|\bamount\b|\bstock\b",
    "price": r"\bdiscount\b|\btotal\b|\bline price\b|\bextended\b|\bold\b|\blist\b|\bmsrp\b",
    "cost": r"\bshipping\b|\bfreight\b|\bacquisition\b|\btotal cost\b",
    "order": r"\bdate\b|\bstatus\b|\bpriority\b|\btime\w*\b|\btype\b|\bquantity\b|\bamount\b|\bvalue\b",
}

_PURCHASE = re.compile(r"\border|\binvoice|\bpurchase|\btransaction|\btrans\b|\bsale|\bbought|\bbill|\breceipt|\bvisit")
_STATUS = re.compile(
    r"\bsign ?up|\bregist|\bbirth|\bdob\b|\bjoin|\bchurn|\bcancel|\bfirst\b|\blast\b|\bsince\b|\bend\b|\brenew|\bexpir|"
    r"\benrol|\bsubscri|\bship|\bdeliver|\bdue\b|\breturn|\bupdated|\bmodified|\bdeleted|\bopened\b|\bclosed\b|\bmember"
)


def purchase_dates(facts: Sequence[ColumnFacts], *, taken: Container[str] = ()) -> list[tuple[int, str]]:
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
        spoken = " ".join(words_of(item.column.name))
        rank = 2 if _STATUS.search(spoken) else 0 if _PURCHASE.search(spoken) else 1
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
        found = _first_rule(role, rules, [
            item for item in facts if item.column.name not in taken and item.column.name not in picked
        ])  # fmt: skip
        for name in found if role == "discount" else found[:1]:
            picked[name] = role
    if "product" not in picked.values():
        # a product without a code is known by its text
        picked = {name: "product" if role == "description" else role for name, role in picked.items()}
    return picked


def _first_rule(role: str, rules: tuple[str, ...], facts: Sequence[ColumnFacts]) -> list[str]:
    barred = _BARRED.get(role)
    for rule in rules:
        found = []
        for item in facts:
            spoken = " ".join(words_of(item.column.name))
            if not _type_fits(role, item) or (barred and re.search(barred, spoken)):
                continue
            if re.search(rule, spoken):
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
