"""Which products of a log are no goods: postage, fees, manual corrections, gift cards.

Such lines are money that was paid, so they stay in revenue, orders and dates. They are not
things that were bought, so they count neither as items nor as products nor as returned goods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.cells import shown_sql
from personae.data.values import plain_text_sql
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from personae.data.source import Column, Source
    from personae.engines.duckdb import DuckDBEngine

__all__ = ["CHARGE_PATTERN", "find_charges", "find_weighed"]

_WORD = r"[^\s]+"
_SENT = r"(postage|carriage|shipping|delivery|freight|post)"
_WORTH = r"([^a-z]*\d[^a-z]*(eur|usd|gbp|chf)?)?"  # such as £20.00 or 25 EUR
_PACKED = r"(packing|packaging|handling)"
# Each is a whole text, so that a coffee mug, a carriage clock or a gift card holder stays goods.
_TEXTS = (
    rf"((dotcom|next day|express|standard) )?{_SENT}( (costs?|charges?|fees?|(and|&) {_PACKED}))?",
    r"p ?& ?p",
    r"versand(kosten)?|porto|fracht(kosten)?|frais de port|livraison|gastos de env[ií]o|env[ií]o",
    r"spese di spedizione|spedizione|verzendkosten",
    rf"({_WORD} ){{0,2}}(fees?|charges?|surcharges?|commission|geb[uü]hr(en)?)",
    r"manual( adjustment| correction| entry)?|adjust(ment|ed)?( bad debt)?|bad debt",
    r"correction|write[- ]?off",
    r"(order )?(discount|rebate|rabatt|remise|descuento)|samples?|tips?|gratuity|donation",
    r"deposit|pfand|(sales )?tax|vat",
    rf"({_WORD} )?(e[- ])?gift ?(vouchers?|cards?|certificates?|tokens?){_WORTH}",
    rf"(geschenk)?gutschein{_WORTH}|carte cadeau|store credit",
)
_CODES = (r"gift_.+", r"amazonfee", r"bank charges", r"dot", r"adjust\d*")

CHARGE_PATTERN = "|".join(f"(?:{part})" for part in _TEXTS)
"""Matches a whole product text, in lower case, that names a charge."""

_CODE_PATTERN = "|".join(f"(?:{part})" for part in (*_TEXTS, *_CODES))

# A product whose description was once mistyped as "postage" stays goods: most lines decide.
_RECOGNISED = f"""
regexp_full_match(lower(trim(CAST(name AS VARCHAR))), {quote_literal(_CODE_PATTERN)})
OR 2 * sum(n) FILTER (WHERE regexp_full_match(lower(trim(text)), {quote_literal(CHARGE_PATTERN)}))
 > sum(n) FILTER (WHERE trim(text) <> '')
"""

_NONE: tuple[object, ...] = ()

MANY_UNITS = 50
FAR_CHEAPER = 50
SOME_LINES = 10


def find_charges(
    source: Source,
    *,
    product: str,
    texts: str = "",
    description: Column | None,
    given: tuple[str, ...] | None,
    into: str,
) -> str:
    """Write the products that are charges into a table with the column ``product``.

    Parameters
    ----------
    source : Source
        The log.
    product : str
        SQL over `Source.coded` for the product of a line.
    texts : str
        The table of the texts of the products, if these are codes; else empty.
    description : Column or None
        The column that describes it; without one a product is judged by its code.
    given : tuple of str or None
        Product codes that a person named; ``("none",)`` for no charges; None to recognise them.
    into : str
        The table to write.

    Returns
    -------
    str
        `into`.
    """
    about, about_texts = _about(description)
    counted = (
        f"SELECT {product} AS product, {about} AS about, count(*) AS n "
        f"FROM {quote_identifier(source.coded)} GROUP BY 1, 2"
    )
    shown = (
        f"SELECT product, {shown_sql(texts, 'product')} AS name, "
        f"{shown_sql(about_texts, 'about')} AS text, n FROM counted"
    )
    rule, parameters = _RECOGNISED, _NONE
    if given is not None:
        rule = "list_contains(CAST(? AS VARCHAR[]), CAST(name AS VARCHAR))"
        parameters = (_codes(given),)
    source.engine.run(
        f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS WITH counted AS ({counted}), "
        f"shown AS ({shown}) "
        f"SELECT product FROM shown WHERE product IS NOT NULL GROUP BY product, name HAVING {rule}",
        parameters,
    )
    return into


def _about(description: Column | None) -> tuple[str, str]:
    """Return SQL for what describes a product, and the table of its texts where it has codes."""
    if description is None:
        return "CAST(NULL AS VARCHAR)", ""
    if description.texts:
        return quote_identifier(description.physical), description.texts
    return plain_text_sql(description), ""


def _codes(given: tuple[str, ...]) -> list[str]:
    """Return the codes that were given; the word none alone stands for no code."""
    return [] if [code.lower() for code in given] == ["none"] else list(given)


def find_weighed(engine: DuckDBEngine, relation: str, *, into: str) -> str:
    """Write the products sold by weight or volume into a table with the column ``product``.

    A product is, if one in ten of its purchase lines has a quantity that is no whole number, or if
    its mean quantity is 50 times that of the median product while a unit costs a fiftieth: fuel
    comes in thousands of millilitres at a fraction of a cent. A pallet of cups at the price of cups
    is counted in cups.

    Parameters
    ----------
    engine : DuckDBEngine
        Where the log lies.
    relation : str
        A table with ``product``, ``quantity``, ``money`` and ``is_return``.
    into : str
        The table to write.
    """
    engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        WITH bought AS (
            SELECT product, count(*) AS n,
                CAST(sum(quantity) AS DOUBLE) AS units, CAST(sum(money) AS DOUBLE) AS money,
                count(*) FILTER (WHERE quantity <> trunc(quantity)) AS broken
            FROM {quote_identifier(relation)}
            WHERE NOT is_return AND product IS NOT NULL AND quantity > 0 AND money > 0
            GROUP BY product
        ), each AS (
            SELECT product, n, broken, units / n AS size, money / units AS price FROM bought
        ), usual AS (
            SELECT median(size) AS size, median(price) AS price FROM each
        )
        SELECT product FROM each, usual
        WHERE {SOME_LINES} * broken >= n
            OR (each.size >= {MANY_UNITS} * usual.size
                AND each.price * {FAR_CHEAPER} <= usual.price)
        """
    )
    return into
