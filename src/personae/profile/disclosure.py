"""Segments in, the same without what would tell of fewer people than a limit out.

Names, sizes and shares of customers are always kept. What else is told of a segment, a category or
an outcome is left out where it stands on too few people, and so is what it could be worked out
from: see `stats.suppression`.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.stats.suppression import hidden_cells, hidden_parts, hidden_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from personae.data.schema import Finding
    from personae.profile.segment import NumberProfile, Segment, Segmentation

__all__ = ["Limits", "few_in_words", "findings_of_many", "kept_back", "protected"]

DIGITS = 3
"""Significant digits of the figures of a shared report: no person's exact amount stands there."""


@dataclass(frozen=True)
class Limits:
    """What may be told: the fewest people, and whether the report is meant for others."""

    smallest: int = 1
    share: bool = False


def findings_of_many(findings: Iterable[Finding], smallest: int) -> tuple[Finding, ...]:
    """Leave out findings that tell of fewer people than may be told of, such as one large customer.

    Parameters
    ----------
    findings : iterable of Finding
        What was found; a count is one of rows, cells or customers.
    smallest : int
        The smallest group that may be described.

    Examples
    --------
    >>> from personae.data.schema import Finding
    >>> one = Finding("numbers/heavy-tail", "warning", "One customer holds half.", count=1)
    >>> findings_of_many([one, Finding("log/charges", "note", "Postage.", count=90)], 11)
    (Finding(code='log/charges', severity='note', what='Postage.', column='', count=90, fix=''),)
    """
    return tuple(item for item in findings if not 0 < (item.count or 0) < smallest)


def few_in_words(smallest: int) -> str:
    """Return what stands in place of a description."""
    return f"Not described: the figures would tell of fewer than {smallest} people."


def kept_back(sizes: Sequence[int], smallest: int) -> list[bool]:
    """Return which segments are not described: small ones, and one that would give them away."""
    return hidden_rows(sizes, smallest)


def protected(segmentation: Segmentation, limits: Limits) -> Segmentation:
    """Leave out of all segments what would tell of fewer people than the limit.

    Parameters
    ----------
    segmentation : Segmentation
        Everything that is known.
    limits : Limits
        With `share` also key accounts and rules that only few contradict are left out, and figures
        are rounded.
    """
    segments = segmentation.segments
    if limits.smallest <= 1:
        return segmentation
    back = kept_back([item.size for item in segments], limits.smallest)
    places = [place for place, hidden in enumerate(back) if hidden]
    told = _numbers(list(segments), limits, back=places)
    told = _categories(told, limits.smallest, back=places)
    told = _outcomes(told, limits.smallest, back=places)
    told = [_small_parts(item, limits) for item in told]
    for place in places:
        told[place] = _undescribed(told[place], limits.smallest)
    accounts = segmentation.key_accounts
    if accounts is not None and (limits.share or accounts.n < limits.smallest):
        accounts = None
    return replace(segmentation, segments=tuple(told), key_accounts=accounts)


def _undescribed(item: Segment, smallest: int) -> Segment:
    """Keep number, name, size and how firm it is."""
    return replace(
        item, headline=few_in_words(smallest), revenue=None, revenue_share=None, numbers=(),
        categories=(), outcomes=(), strongest=(), neighbour=None, rule=None, notes=(), levels=(),
        traits=(), claims=(), unchanged=None, known_before=None,
        described=False,
    )  # fmt: skip


def _numbers(segments: list[Segment], limits: Limits, *, back: Sequence[int]) -> list[Segment]:
    """Leave out columns that few of a segment have a value in."""
    columns = dict.fromkeys(number.column for item in segments for number in item.numbers)
    for column in columns:
        known = [_of_column(item, column) for item in segments]
        counts = [0 if number is None else number.n_present for number in known]
        small = hidden_rows(counts, limits.smallest, also=back)
        segments = [
            _without_number(item, column) if hidden else item
            for item, hidden in zip(segments, small, strict=True)
        ]
    if limits.share:
        segments = [
            replace(item, numbers=tuple(_rounded(number) for number in item.numbers))
            for item in segments
        ]
    return segments


def _of_column(item: Segment, column: str) -> NumberProfile | None:
    return next((number for number in item.numbers if number.column == column), None)


def _without_number(item: Segment, column: str) -> Segment:
    return replace(
        item,
        numbers=tuple(number for number in item.numbers if number.column != column),
        strongest=tuple(diff for diff in item.strongest if diff.column != column),
    )


def _rounded(number: NumberProfile) -> NumberProfile:
    def short(value: float) -> float:
        return round(value, DIGITS - 1 - floor(log10(abs(value)))) if value else value

    return replace(
        number, mean=short(number.mean), median=short(number.median),
        lower_quartile=short(number.lower_quartile), upper_quartile=short(number.upper_quartile),
        overall_mean=short(number.overall_mean), overall_median=short(number.overall_median),
    )  # fmt: skip


def _categories(segments: list[Segment], smallest: int, *, back: Sequence[int]) -> list[Segment]:
    """Leave out shares of few people, and those that they could be worked out from."""
    columns = dict.fromkeys(row.column for item in segments for row in item.categories)
    for column in columns:
        names = list(
            dict.fromkeys(
                row.category for item in segments for row in item.categories if row.column == column
            )
        )
        counts = np.zeros((len(segments), len(names)), dtype=np.int64)
        for place, item in enumerate(segments):
            rows = {row.category: row for row in item.categories if row.column == column}
            counts[place] = [rows[name].count if name in rows else 0 for name in names]
        hidden = hidden_cells(counts, smallest, rows=back)
        segments = [
            _without_categories(
                item, column, {name for name, is_it in zip(names, row, strict=True) if is_it}
            )
            for item, row in zip(segments, hidden, strict=True)
        ]
    return segments


def _without_categories(item: Segment, column: str, names: set[str]) -> Segment:
    if not names:
        return item
    return replace(
        item,
        categories=tuple(
            row for row in item.categories if row.column != column or row.category not in names
        ),
        strongest=tuple(
            diff for diff in item.strongest
            if diff.column != column or not any(name in diff.text for name in names)
        ),
    )  # fmt: skip


def _outcomes(segments: list[Segment], smallest: int, *, back: Sequence[int]) -> list[Segment]:
    """Leave out rates that stand on few people who had the outcome, or had it not."""
    asked = dict.fromkeys(
        (rate.column, rate.outcome) for item in segments for rate in item.outcomes
    )
    for key in asked:
        rates = [
            next((rate for rate in item.outcomes if (rate.column, rate.outcome) == key), None)
            for item in segments
        ]
        parts = [0 if rate is None else rate.count for rate in rates]
        wholes = [0 if rate is None else rate.n for rate in rates]
        small = hidden_parts(parts, wholes, smallest, rows=back)
        segments = [
            replace(
                item,
                outcomes=tuple(
                    rate for rate in item.outcomes if (rate.column, rate.outcome) != key
                ),
            )
            if hidden
            else item
            for item, hidden in zip(segments, small, strict=True)
        ]
    return segments


def _small_parts(item: Segment, limits: Limits) -> Segment:
    """Leave out who stays and whom a rule misses, where it is about few."""
    known = item.known_before
    if known is not None and item.unchanged is not None:
        stayed = round(known * item.unchanged)
        if 0 < stayed < limits.smallest or 0 < known - stayed < limits.smallest:
            item = replace(item, known_before=None)
    if item.rule is not None and limits.share:
        inside = round(item.rule.coverage * item.size)
        matching = round(inside / item.rule.precision) if item.rule.precision else 0
        if any(0 < n < limits.smallest for n in (item.size - inside, matching - inside, inside)):
            item = replace(item, rule=None)
    return item
