"""A model whose types are right in, what cannot be meant in it out: field by field.

The types say that a scale is a number; these rules say that it is above 0. They are checked before
a model is used, so that no later step meets a value for which it was not made.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, get_args

from personae.config import Options, option_specs
from personae.data.schema import Role
from personae.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.features.step import SpaceStep
    from personae.scoring.model import SegmentModel

__all__ = ["MOST_DEEP", "MOST_VALUES", "READING", "is_deep", "misfits"]

MOST_DEEP = 16
"""Levels of lists and objects within one another; models have 6."""
MOST_VALUES = 4_000_000
"""Commas and brackets of a file; a thousand segments of a hundred columns have a quarter."""
READING = ("encoding", "delimiter", "header", "skip", "sheet", "table")
"""The options of reading that a model keeps for the files to come."""
_LARGEST = 1e150
"""A number whose square can still be added up."""
_MOST_SEGMENTS = 1_000_000
_POLICIES = ("day after the last purchase", "fixed", "none")
_USES = ("behaviour", "sensitive", "date", "outcome", "described")


def is_deep(values: Any) -> bool:
    """Tell whether values lie deeper within one another than those of any model.

    Examples
    --------
    >>> is_deep({"a": [1, 2]}), is_deep([[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]])
    (False, True)
    """
    level = [values]
    for _ in range(MOST_DEEP):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def misfits(model: SegmentModel) -> list[str]:
    """Return the fields whose values cannot be meant, such as ``space.steps.2.scale``.

    Parameters
    ----------
    model : SegmentModel
        A model whose types are right.
    """
    return [*_of_facts(model), *_of_plan(model.plan), *_of_space(model), *_of_segments(model)]


def _of_plan(plan: CleaningPlan) -> Iterator[str]:
    choices = {spec.name: spec.choices for spec in option_specs()}
    for name in ("returns", "duplicates"):
        if getattr(plan, name) not in choices[name]:
            yield f"plan.{name}"
    if plan.as_of_policy not in _POLICIES:
        yield "plan.as_of_policy"
    if plan.window is not None and plan.window < 1:
        yield "plan.window"
    if plan.margin is not None and not 0 <= plan.margin <= 1:
        yield "plan.margin"
    if set(plan.needed or ()) - {column.name for column in plan.columns}:
        yield "plan.needed"
    yield from _of_columns(plan.columns)


def _of_columns(columns: Sequence[ColumnPlan]) -> Iterator[str]:
    names = [column.name for column in columns]
    for place, column in enumerate(columns):
        where = f"plan.columns.{place}"
        if not column.name or column.name in names[:place]:
            yield f"{where}.name"
        if column.role not in get_args(Role):
            yield f"{where}.role"
        if column.use not in _USES:
            yield f"{where}.use"
        if column.number is not None and not 0 <= column.number.places <= 38:
            yield f"{where}.number.places"
        if column.date is not None and not _is_pattern(column.date.pattern):
            yield f"{where}.date.pattern"


def _is_pattern(pattern: str) -> bool:
    """Tell whether a date's pattern is a word of ours, or made of strptime's signs."""
    known = {"iso", "unix seconds", "unix milliseconds", "excel serial"}
    parts = pattern.split("|")
    return pattern in known or all("%" in part and len(part) <= 60 for part in parts)


def _of_space(model: SegmentModel) -> Iterator[str]:
    for place, step in enumerate(model.space.steps):
        for name in _unfit_figures(step):
            yield f"space.steps.{place}.{name}"


def _unfit_figures(step: SpaceStep) -> Iterator[str]:
    figures = ("fill", "lower", "upper", "mean", "scale", "weight", "minimum", "maximum", "unit")
    for name in figures:
        value = getattr(step, name)
        if value is not None and not abs(value) <= _LARGEST:
            yield name
    for name in ("scale", "weight", "unit"):
        # the reciprocal, too, has to be a number
        if not getattr(step, name) >= 1 / _LARGEST:
            yield name
    if step.maximum < step.minimum:
        yield "maximum"
    if step.lower is not None and step.upper is not None and step.upper < step.lower:
        yield "upper"


def _of_segments(model: SegmentModel) -> Iterator[str]:
    before, names = 0, set[str]()
    n_axes = len(model.space.steps)
    if not model.segments:
        yield "segments"
    for place, item in enumerate(model.segments):
        where = f"segments.{place}"
        if not before < item.segment <= _MOST_SEGMENTS:
            yield f"{where}.segment"
        before = item.segment
        if not item.name or item.name in names:
            yield f"{where}.name"
        names.add(item.name)
        for name in ("center", "original"):
            point = getattr(item, name)
            if len(point) != n_axes or not all(abs(value) <= _LARGEST for value in point):
                yield f"{where}.{name}"
        if not 0 <= item.size <= model.n_customers:
            yield f"{where}.size"
        if not 0 <= item.share <= 1:
            yield f"{where}.share"
        if item.stability is not None and not math.isfinite(item.stability):
            yield f"{where}.stability"


def _of_facts(model: SegmentModel) -> Iterator[str]:
    if not 0 < model.n_customers < 2**53:
        yield "n_customers"
    if not 0 <= model.last_number <= _MOST_SEGMENTS:
        yield "last_number"
    if model.history_days is not None and not 0 <= model.history_days <= 10**6:
        yield "history_days"
    try:
        dt.date.fromisoformat(model.as_of or "2000-01-01")
    except ValueError:
        yield "as_of"
    for name in READING:
        try:
            kept = {name: model.options[name]} if name in model.options else {}
            Options.from_mapping(kept, origin="the model")
        except UsageError:
            yield f"options.{name}"
