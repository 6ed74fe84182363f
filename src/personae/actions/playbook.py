"""Segments in, suggestions out: what could be done, for whom, and the facts that led to it."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from personae.actions.suggestion import Suggestion
from personae.profile.neighbours import described_label
from personae.profile.wording import bare_figure, count, figure, labels_of, percent

if TYPE_CHECKING:
    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.segment import OutcomeRate, Segment, Segmentation

__all__ = ["Entry", "entries", "suggest"]

MOST_PER_SEGMENT = 3
# A segment's second suggestion counts a third, so that the first page shows several segments.
_NEXT_OF_SAME = 3.0
_TRAIT_FACTS = {
    "one-time": "at least 80\N{NO-BREAK SPACE}% of them ordered exactly once",
    "at-risk": "valuable, but silent for clearly longer than others",
}


@dataclass(frozen=True)
class Entry:
    """One entry of the playbook; ``playbook.toml`` says what each field means."""

    code: str
    title: str
    text: str
    stake: float
    levels: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kind: str = ""
    revenue_ratio: float = 0.0
    outcome_ratio: float = 0.0
    last_resort: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        """What stands in braces in the text."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.text) if name)


@dataclass(frozen=True)
class _Case:
    """A segment as the playbook sees it: what is true of it, and its figures by meaning."""

    segment: Segment
    customers: Customers
    true: frozenset[str]
    columns: dict[str, CustomerColumn]
    labels: dict[str, str]

    def typical(self, meaning: str) -> str:
        """Return the median of the column that has this meaning, in its unit."""
        column = self.columns[meaning]
        return figure(self.segment.number(column.name).median, column, self.customers)


@cache
def entries() -> tuple[Entry, ...]:
    """Return the playbook that comes with the package.

    Examples
    --------
    >>> [entry.code for entry in entries()][:2]
    ['win-back-valuable', 'win-back']
    """
    text = resources.files("personae.actions").joinpath("playbook.toml").read_text(encoding="utf-8")
    return tuple(_entry(values) for values in tomllib.loads(text)["entry"])


def _entry(values: dict[str, Any]) -> Entry:
    frozen: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Entry(**frozen)


def suggest(segmentation: Segmentation, customers: Customers) -> tuple[Suggestion, ...]:
    """Say what could be done about every segment, what matters most first.

    An entry of the playbook fits a segment by what is true of it, never by its name. Suggestions
    are sorted by the money at stake (the segment's revenue times the part that the entry may move;
    people instead where no money is known); the second one for a segment counts a third.

    Parameters
    ----------
    segmentation : Segmentation
        The described segments.
    customers : Customers
        For meanings, units and words.

    Returns
    -------
    tuple of Suggestion
        At least one and at most three for every segment.
    """
    found: list[Suggestion] = []
    for segment in segmentation.segments:
        case = _case(segment, customers)
        fitting = [entry for entry in entries() if not entry.last_resort and _fits(entry, case)]
        if not fitting:
            fitting = [entry for entry in entries() if entry.last_resort and _fits(entry, case)][:1]
        fitting.sort(key=lambda entry: -entry.stake)
        for rank, entry in enumerate(fitting[:MOST_PER_SEGMENT]):
            found.append(_suggestion(entry, case, rank))
    found.sort(key=lambda item: (-round(item.priority, 6), item.segment))
    return tuple(found)


def _case(segment: Segment, customers: Customers) -> _Case:
    known = {item.column for item in segment.numbers}
    levels = dict(segment.levels)
    columns: dict[str, CustomerColumn] = {}
    said: dict[str, set[str]] = {}
    for column in customers.columns:
        if not column.meaning or column.name not in known:
            continue
        level = levels.get(column.name)
        # a column that clearly differs speaks for its meaning before one that does not
        if column.meaning not in columns or (level and not said.get(column.meaning)):
            columns[column.meaning] = column
        if level:
            said.setdefault(column.meaning, set()).add(level)
    # two columns of one meaning that contradict each other say nothing
    true = {f"{meaning} {next(iter(one))}" for meaning, one in said.items() if len(one) == 1}
    if segment.levels:
        true.add("something clear")
    return _Case(
        segment,
        customers,
        frozenset(true | set(segment.traits)),
        columns,
        labels_of(customers.columns),
    )


def _fits(entry: Entry, case: _Case) -> bool:
    segment = case.segment
    if entry.kind and entry.kind != case.customers.kind:
        return False
    if not case.true.issuperset((*entry.levels, *entry.traits)) or case.true & set(entry.without):
        return False
    if entry.any and not case.true & set(entry.any):
        return False
    if not case.columns.keys() >= {*entry.figures, *(entry.placeholders - {"people"})}:
        return False
    if entry.revenue_ratio and (segment.revenue_share or 0.0) < entry.revenue_ratio * segment.share:
        return False
    return not entry.outcome_ratio or _outcome(entry, segment) is not None


def _outcome(entry: Entry, segment: Segment) -> OutcomeRate | None:
    """Return the outcome that is most clearly more frequent in the segment than among everybody."""
    frequent = [
        rate
        for rate in segment.outcomes
        if rate.rate >= entry.outcome_ratio * rate.overall_rate and rate.low > rate.overall_rate
    ]
    return max(frequent, key=lambda rate: rate.rate / rate.overall_rate, default=None)


def _suggestion(entry: Entry, case: _Case, rank: int) -> Suggestion:
    segment = case.segment
    filled = {
        name: case.typical(name) if name != "people" else count(segment.size, "customer")
        for name in entry.placeholders
    }
    at_stake = float(segment.size) if segment.revenue is None else max(segment.revenue, 0.0)
    return Suggestion(
        code=entry.code,
        segment=segment.segment,
        title=entry.title,
        text=entry.text.format(**filled),
        facts=_facts(entry, case),
        people=segment.size,
        money=segment.revenue,
        priority=at_stake * entry.stake / _NEXT_OF_SAME**rank,
    )


def _facts(entry: Entry, case: _Case) -> tuple[str, ...]:
    segment = case.segment
    facts = [_TRAIT_FACTS[trait] for trait in entry.traits if trait in _TRAIT_FACTS]
    asked = [
        condition.split()[0] for condition in (*entry.levels, *entry.any) if condition in case.true
    ]
    meanings = dict.fromkeys((*asked, *entry.facts))
    facts.extend(_fact(meaning, case) for meaning in meanings if meaning in case.columns)
    if entry.outcome_ratio and (rate := _outcome(entry, segment)) is not None:
        facts.append(
            f"{case.labels[rate.column]} ({rate.outcome}): {percent(rate.rate)} "
            f"({percent(rate.low)} to {percent(rate.high)}) against {percent(rate.overall_rate)}"
        )
    if segment.revenue_share is not None:
        facts.append(
            f"{percent(segment.revenue_share)} of the {case.customers.money_word} from "
            f"{percent(segment.share)} of the customers"
        )
    if entry.last_resort or not facts:
        facts.extend(difference.text for difference in segment.strongest[:3])
    if segment.trust == "weak":
        facts.append("the segment does not come back reliably: try it on a few first")
    return tuple(facts) or (f"{count(segment.size, 'customer')}, like everybody else",)


def _fact(meaning: str, case: _Case) -> str:
    column = case.columns[meaning]
    overall = case.segment.number(column.name).overall_median
    typical = bare_figure(case.segment.number(column.name).median, column, case.customers)
    return (
        f"{described_label(column, case.labels)}: typically {typical} "
        f"(everybody {bare_figure(overall, column, case.customers)})"
    )
