"""Whether a money column is the price of a unit or the money of the whole line.

A line total grows with the quantity, a unit price does not. So the data are asked: within the same
product, with what power of the quantity does the column grow? About 0 for a unit price, about 1
for a line total.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from personae.data.cells import Cells
from personae.data.understanding.words import words_of
from personae.data.values import number_sql, text_sql
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["MoneyCheck", "check_money", "growth_with_quantity"]

_LEAST_LINES = 30  # fewer lines, and the name of the column decides
_TOTAL, _UNIT = 0.75, 0.25


@dataclass(frozen=True)
class MoneyCheck:
    """Whether a money column is a unit price, in a sentence, and whether name and data disagree.

    `discount` says what is taken for granted of a discount beside quantity x price; empty if there
    is none.
    """

    unit_price: bool
    sentence: str
    doubtful: bool = False
    discount: str = ""


def growth_with_quantity(
    source: Source, money: ColumnFacts, quantity: ColumnFacts, *, product: str | None
) -> float | None:
    """Return the power of the quantity with which a money column grows.

    The slope of ln(money) on ln(quantity), within products where a product column is given:
    sum of cov / sum of var over products, from exact decimal sums.

    Parameters
    ----------
    source : Source
        The purchase lines.
    money, quantity : ColumnFacts
        The two columns.
    product : str or None
        The column of the product.

    Returns
    -------
    float or None
        None where quantities hardly vary or there are fewer than 30 usable lines.
    """
    cells = Cells(source)
    group = "1"
    if product:
        column = source.column(product)
        group = cells.key(column) if column.texts else text_sql(column)

    def logarithm(item: ColumnFacts) -> str:
        return cells.made(item.column, lambda cell: _logarithm_sql(number_sql(cell, item.number)))

    paid, bought = logarithm(money), logarithm(quantity)
    with cells.rows() as lines_of:
        row = source.engine.rows(
            f"WITH logs AS (SELECT {group} AS g, {paid} AS y, {bought} AS x FROM {lines_of}), "
            "sums AS (SELECT count(*) AS n, sum(x) AS sx, sum(y) AS sy, sum(x * y) AS sxy, "
            "sum(x * x) AS sxx FROM logs WHERE x IS NOT NULL AND y IS NOT NULL "
            "GROUP BY g HAVING min(x) < max(x)) "
            "SELECT sum(n), sum(CAST(round(sxy - CAST(sx AS DOUBLE) * sy / n) AS HUGEINT)), "
            "sum(CAST(round(sxx - CAST(sx AS DOUBLE) * sx / n) AS HUGEINT)) FROM sums"
        )[0]
    lines, together, alone = (float(value or 0) for value in row)
    return together / alone if lines >= _LEAST_LINES and alone > 0 else None


def _logarithm_sql(number: str) -> str:
    """Return SQL for a logarithm in whole thousandths: sums of these do not hang on row order."""
    return f"CASE WHEN {number} > 0 THEN CAST(round(1000 * ln({number})) AS BIGINT) END"


def check_money(
    source: Source, facts: Sequence[ColumnFacts], picked: dict[str, str], *, told: bool
) -> MoneyCheck:
    """Decide how the money of a line is reckoned, and say so in a sentence.

    Parameters
    ----------
    source : Source
        The purchase lines.
    facts : sequence of ColumnFacts
        What the scan said.
    picked : dict of str to str
        Role (``"amount"``, ``"price"``, ``"quantity"``, ``"product"``) to column.
    told : bool
        Whether the user named the money column: then the option decides.
    """
    check = _reckoned(source, facts, picked, told=told)
    discount = picked.get("discount")
    if not check.unit_price or discount is None:
        return check
    note = (
        f'Whether "{picked["price"]}" is the price before or after "{discount}" cannot be known '
        "from the file: it is taken as what was paid, and the discount is not taken off."
    )
    return replace(check, sentence=f"{check.sentence} {note}", discount=note)


def _reckoned(
    source: Source, facts: Sequence[ColumnFacts], picked: dict[str, str], *, told: bool
) -> MoneyCheck:
    by_name = {item.column.name: item for item in facts}
    amount, price, quantity = (picked.get(role) for role in ("amount", "price", "quantity"))
    money = amount or price
    if money is None:
        return MoneyCheck(unit_price=False, sentence="")
    if quantity is None:
        sentence = f'The money of a line is "{money}"; there is no quantity column.'
        return MoneyCheck(unit_price=False, sentence=sentence)
    growth = growth_with_quantity(
        source, by_name[money], by_name[quantity], product=picked.get("product")
    )
    within = "Within a product" if picked.get("product") else "Over all lines"
    if told:
        how = "--amount" if amount else "--price"
        return _answer(
            money, quantity, growth, unit=amount is None, why=f"as {how} says", within=within
        )
    if amount:
        check = _answer(money, quantity, growth, unit=False, why="as its name says", within=within)
        doubtful = growth is not None and growth < _UNIT
        return MoneyCheck(unit_price=False, sentence=check.sentence, doubtful=doubtful)
    plain = {"unit", "per", "each"} & set(words_of(money))
    total = growth is not None and growth > (_TOTAL if plain else 0.5)
    why = "as the data say" if growth is not None else "as its name says"
    check = _answer(money, quantity, growth, unit=not total, why=why, within=within)
    return MoneyCheck(not total, check.sentence, doubtful=bool(plain and total))


def _answer(
    money: str, quantity: str, growth: float | None, *, unit: bool, why: str, within: str
) -> MoneyCheck:
    if unit:
        rule = f'"{money}" is the price of a unit, {why}: '
        rule += f'the money of a line is "{quantity}" x "{money}".'
    else:
        rule = f'"{money}" is the money of the whole line, {why}: '
        rule += f'it is not multiplied by "{quantity}".'
    if growth is None:
        return MoneyCheck(unit, rule)
    evidence = (
        f' {within} it grows with the power {growth:.2f} of "{quantity}" (a unit price: about '
        "0, a line total: about 1)."
    )
    return MoneyCheck(unit, rule + evidence)
