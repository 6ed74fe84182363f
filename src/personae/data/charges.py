"""Which products of a log are no goods: postage, fees, manual corrections, gift cards.

Such lines are money that was paid, so they stay in revenue, orders and dates. They are not
things that were bought, so they count neither as items nor as products nor as returned goods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.values import plain_text_sql
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from personae.data.plan import ColumnPlan
    from personae.data.source import Source
    from personae.engines.duckdb import DuckDBEngine

__all__ = ["CHARGE_PATTERN", "find_charges", "find_weighed"]

_WORD = r"[^\s]+"
_TEXTS = (
    # a whole text, so that a coffee mug, a carriage clock or a gift card holder stays goods
    r"(dotcom |next day |express |standard )?(postage|carriage|shipping|delivery|freight|post)"
    r"( costs?| charges?| fees?| (and|&) (packing|packaging|handling))?",
    r"p ?& ?p|versand(kosten)?|porto|fracht(kosten)?|frais de port|livraison|gastos de env[ií]o|env[ií]o"
    r"|spese di spedizione|spedizione|verzendkosten",
    rf"({_WORD} ){{0,2}}(fees?|charges?|surcharges?|commission|geb[uü]hr(en)?)",
    r"manual( adjustment| correction| entry)?|adjust(ment|ed)?( bad debt)?|bad debt|correction|write[- ]?off",
    r"(order )?(discount|rebate|rabatt|remise|descuento)|samples?|tips?|gratuity|donation|deposit|pfand"
    r"|(sales )?tax|vat",
    rf"({_WORD} )?(e[- ])?gift ?(vouchers?|cards?|certificates?|tokens?)([^a-z]*)|(geschenk)?gutschein[^a-z]*"
    r"|carte cadeau|store credit",
)
_CODES = (r"gift_.+", r"amazonfee", r"bank charges", r"dot", r"adjust\d*")

CHARGE_PATTERN = "|".join(f"(?:{part})" for part in _TEXTS)
"""Matches a whole product text, in lower case, that names a charge."""

_CODE_PATTERN = "|".join(f"(?:{part})" for part in (*_TEXTS, *_CODES))

MANY_UNITS = 50
FAR_CHEAPER = 50
SOME_LINES = 10


def find_charges(
    source: Source,
    *,
    product: ColumnPlan | None,
    description: ColumnPlan | None,
    given: tuple[str, ...] | None,
    into: str,
) -> str:
    """Write the products that are charges into a table with the column ``product``.

    Parameters
    ----------
    source : Source
        The log.
    product, description : ColumnPlan or None
        Its columns; a product without a description is judged by its code.
    given : tuple of str or None
        Product codes that a person named; ``("none",)`` for no charges; None to recognise them.
    into : str
        The table to write.

    Returns
    -------
    str
        `into`.
    """
    if given is not None:
        codes = [code for code in given if code.lower() != "none" or len(given) > 1]
        source.engine.run(
            f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS "
            "SELECT DISTINCT unnest(CAST(? AS VARCHAR[])) AS product",
            (codes,),
        )
        return into
    code, text = _text(source, product), _text(source, description)
    code_pattern, text_pattern = quote_literal(_CODE_PATTERN), quote_literal(CHARGE_PATTERN)
    # a product whose description was once mistyped as "postage" stays goods: most lines decide
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        WITH texts AS (
            SELECT {code} AS product, {text} AS text, count(*) AS n
            FROM {quote_identifier(source.relation)} GROUP BY 1, 2
        )
        SELECT product FROM texts WHERE product IS NOT NULL GROUP BY product
        HAVING regexp_full_match(lower(trim(product)), {code_pattern})
            OR 2 * sum(n) FILTER (WHERE regexp_full_match(lower(trim(text)), {text_pattern}))
             > sum(n) FILTER (WHERE trim(text) <> '')
        """
    )
    return into


def _text(source: Source, column: ColumnPlan | None) -> str:
    return plain_text_sql(source.column(column.name)) if column else "CAST(NULL AS VARCHAR)"


def find_weighed(engine: DuckDBEngine, relation: str, *, into: str) -> str:
    """Write the products sold by weight or volume into a table with the column ``product``.

    A product is, if one in ten of its purchase lines has a quantity that is no whole number, or if
    its mean quantity is 50 times the log's median while a unit costs a fiftieth of the log's
    median: fuel comes in thousands of millilitres at a fraction of a cent. A pallet of cups at the
    price of cups is not.

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
            SELECT product, count(*) AS n, sum(quantity) AS units, sum(money) AS money,
                count(*) FILTER (WHERE quantity <> trunc(quantity)) AS broken
            FROM {quote_identifier(relation)}
            WHERE NOT is_return AND product IS NOT NULL AND quantity > 0 AND money > 0
            GROUP BY product
        ), usual AS (
            SELECT median(CAST(units AS DOUBLE) / n) AS units,
                median(CAST(money AS DOUBLE) / CAST(units AS DOUBLE)) AS price FROM bought
        )
        SELECT product FROM bought, usual
        WHERE {SOME_LINES} * broken >= n
            OR (CAST(bought.units AS DOUBLE) / n >= {MANY_UNITS} * usual.units
                AND CAST(money AS DOUBLE) / CAST(bought.units AS DOUBLE) * {FAR_CHEAPER} <= usual.price)
        """
    )
    return into
