"""Segments in, suggestions out: what could be done, for whom, and the facts that led to it."""

from __future__ import annotations

import string
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from personae.actions.insight import WORDS, Insight
from personae.actions.suggestion import Suggestion
from personae.dataclass import dataclass
from personae.profile.meanings import without_meaning
from personae.profile.neighbours import described_label
from personae.profile.wording import bare_figure, count, figure, labels_of, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.segment import OutcomeRate, Segment, Segmentation

__all__ = ["Entry", "entries", "suggest"]

MOST_PER_SEGMENT = 3
# A segment's second suggestion counts a third, and the second one of a kind a tenth, so that the
# first page shows several segments and several things to do.
_NEXT_OF_SEGMENT = 3.0
_NEXT_OF_CODE = 10.0
FEW_PEOPLE = 100
FEW_SHARE = 0.02
"""A segment of so many customers, or of this share of them, can be looked after in person."""
CLEAR_DIFFERENCE = 0.5
"""So many standard deviations from everybody are something to start from."""
_TRAIT_FACTS = {
    "one-time": "at least 80\N{NO-BREAK SPACE}% of them ordered exactly once",
    "rare": "at least 80\N{NO-BREAK SPACE}% of them have no visit or order counted",
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
    found: tuple[str, ...] = ()
    kind: str = ""
    revenue_ratio: float = 0.0
    outcome_ratio: float = 0.0
    last_resort: bool = False
    not_below: tuple[str, ...] = ()
    few: bool | None = None
    pays: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        """What stands in braces in the title and the text."""
        parts = string.Formatter().parse(f"{self.title} {self.text}")
        return frozenset(name for _, name, _, _ in parts if name)


@dataclass(frozen=True)
class _Case:
    """A segment as the playbook sees it: what is true of it, and its figures by meaning."""

    segment: Segment
    customers: Customers
    true: frozenset[str]
    columns: dict[str, CustomerColumn]
    labels: dict[str, str]
    insights: Mapping[str, Insight]

    def typical(self, meaning: str) -> str:
        """Return the median of the column that has this meaning, in its unit."""
        column = self.columns[meaning]
        return figure(self.segment.number(column.name).median, column, self.customers)

    def side(self, meaning: str) -> str:
        """Return "high" or "low" if the typical figure lies above or below everybody's."""
        if meaning not in self.columns:
            return ""
        number = self.segment.number(self.columns[meaning].name)
        if number.median == number.overall_median:
            return ""
        return "high" if number.median > number.overall_median else "low"

    @property
    def at_stake(self) -> float:
        """The revenue of the segment, or its people where no money is known."""
        revenue = self.segment.revenue
        return float(self.segment.size) if revenue is None else max(revenue, 0.0)

    @property
    def is_few(self) -> bool:
        """Whether somebody could look after each of them."""
        return self.segment.size <= FEW_PEOPLE or self.segment.share <= FEW_SHARE

    @property
    def pays(self) -> bool:
        """Whether money is known and they typically bring some."""
        return "spend" in self.columns and (
            self.segment.number(self.columns["spend"].name).median > 0.0
        )


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


def suggest(
    segmentation: Segmentation,
    customers: Customers,
    insights: Mapping[int, tuple[Insight, ...]] | None = None,
) -> tuple[Suggestion, ...]:
    """Say what could be done about every segment, what matters most first.

    An entry of the playbook fits a segment by what is true of it, never by its name; columns
    whose figures do not keep what their name promises (`Segmentation.doubted`) count for
    nothing. Suggestions are sorted by the money at stake (the segment's revenue times the part
    that the entry may move; people instead where no money is known). The second one for a
    segment counts a third, and so on; the second one of a kind a tenth.

    Parameters
    ----------
    segmentation : Segmentation
        The described segments.
    customers : Customers
        For meanings, units and words.
    insights : mapping of int to tuple of Insight, optional
        What risk, worth, offers and headroom found of each segment.

    Returns
    -------
    tuple of Suggestion
        At least one and at most three for every segment.
    """
    customers = without_meaning(customers, segmentation.doubted)
    waiting: list[tuple[Entry, _Case]] = []
    for segment in segmentation.segments:
        case = _case(segment, customers, (insights or {}).get(segment.segment, ()))
        fitting = [entry for entry in entries() if not entry.last_resort and _fits(entry, case)]
        if not fitting:
            fitting = [entry for entry in entries() if entry.last_resort and _fits(entry, case)][:1]
        fitting.sort(key=lambda entry: -entry.stake)
        waiting.extend((entry, case) for entry in fitting[:MOST_PER_SEGMENT])
    return _in_order(waiting)


def _in_order(waiting: list[tuple[Entry, _Case]]) -> tuple[Suggestion, ...]:
    """Take what matters most, again and again; what was said before matters less the next time."""
    said: list[Suggestion] = []
    segments: Counter[int] = Counter()
    codes: Counter[str] = Counter()

    def worth(pair: tuple[Entry, _Case]) -> float:
        entry, case = pair
        before = _NEXT_OF_SEGMENT ** segments[case.segment.segment]
        return case.at_stake * entry.stake / before / _NEXT_OF_CODE ** codes[entry.code]

    while waiting:
        best = min(waiting, key=lambda pair: (-round(worth(pair), 6), pair[1].segment.segment))
        said.append(_suggestion(*best, priority=worth(best)))
        waiting.remove(best)
        segments[best[1].segment.segment] += 1
        codes[best[0].code] += 1
    return tuple(said)


def _case(segment: Segment, customers: Customers, found: tuple[Insight, ...]) -> _Case:
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
    true = _promoted(true, found)
    differs = segment.levels or "hardly-any" in segment.traits
    if differs or any(abs(d.difference) >= CLEAR_DIFFERENCE for d in segment.strongest):
        true.add("something clear")
    return _Case(
        segment,
        customers,
        frozenset(true | set(segment.traits)),
        columns,
        labels_of(customers.columns),
        {item.code: item for item in found},
    )


def _promoted(true: set[str], found: tuple[Insight, ...]) -> set[str]:
    """Let what baskets explain decide on discounts, where it is known.

    Who buys what is often on offer has much off their prices without looking for it.
    """
    for verdict, level in (("more", {"discount high"}), ("less", {"discount low"})):
        if any(item.code == f"promotion {verdict}" for item in found):
            return true - {"discount high", "discount low"} | level
    if any(item.code == "promotion as expected" for item in found):
        return true - {"discount high", "discount low"}
    return true


def _fits(entry: Entry, case: _Case) -> bool:
    words = {word for code in entry.found for word in WORDS[code]}
    segment, needed = case.segment, {*entry.figures, *(entry.placeholders - {"people"} - words)}
    return (
        entry.kind in {"", case.customers.kind}
        and case.true.issuperset((*entry.levels, *entry.traits))
        and not case.true & set(entry.without)
        and (not entry.any or bool(case.true & set(entry.any)))
        and case.columns.keys() >= needed
        and case.insights.keys() >= set(entry.found)
        and all(case.side(meaning) != "low" for meaning in entry.not_below)
        and entry.few in {None, case.is_few}
        and (case.pays or not entry.pays)
        and (segment.revenue_share or 0.0) >= entry.revenue_ratio * segment.share
        and (not entry.outcome_ratio or _outcome(entry, segment) is not None)
    )


def _outcome(entry: Entry, segment: Segment) -> OutcomeRate | None:
    """Return the outcome that is most clearly more frequent in the segment than among everybody."""
    frequent = [
        rate
        for rate in segment.outcomes
        if rate.rate >= entry.outcome_ratio * rate.overall_rate and rate.low > rate.overall_rate
    ]
    return max(frequent, key=lambda rate: rate.rate / rate.overall_rate, default=None)


def _suggestion(entry: Entry, case: _Case, *, priority: float) -> Suggestion:
    segment = case.segment
    found = [case.insights[code] for code in entry.found]
    filled = {word: text for item in found for word, text in item.words.items()}
    for name in entry.placeholders - filled.keys():
        filled[name] = count(segment.size, "customer") if name == "people" else case.typical(name)
    part = next((item for item in found if item.people is not None), None)
    return Suggestion(
        code=entry.code,
        segment=segment.segment,
        title=entry.title.format(**filled),
        text=entry.text.format(**filled),
        facts=_facts(entry, case),
        people=segment.size if part is None or part.people is None else part.people,
        money=segment.revenue if part is None else part.money,
        priority=priority,
        list=part.list if part is not None else "segments.csv",
    )


def _facts(entry: Entry, case: _Case) -> tuple[str, ...]:
    segment = case.segment
    conditions = (*entry.traits, *entry.any)
    facts = [
        text for trait, text in _TRAIT_FACTS.items() if trait in conditions and trait in case.true
    ]
    facts.extend(_fact(meaning, case) for meaning in _told_meanings(entry, case))
    facts.extend(
        case.insights[code].fact for code in (*entry.found, *entry.facts) if code in case.insights
    )
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


def _told_meanings(entry: Entry, case: _Case) -> list[str]:
    """Return the meanings whose figures led to it; a figure that does not support it is no reason.

    A condition that is true has a clear level, so that its figure supports it by definition.
    """
    asked = [
        condition.split()[0] for condition in (*entry.levels, *entry.any) if condition in case.true
    ]
    for fact in entry.facts:
        if fact in WORDS:
            continue  # what another part found is told in its own words
        meaning, _, wanted = fact.partition(" ")
        if not wanted or case.side(meaning) == wanted:
            asked.append(meaning)
    return [meaning for meaning in dict.fromkeys(asked) if meaning in case.columns]


def _fact(meaning: str, case: _Case) -> str:
    column = case.columns[meaning]
    overall = case.segment.number(column.name).overall_median
    typical = bare_figure(case.segment.number(column.name).median, column, case.customers)
    return (
        f"{described_label(column, case.labels)}: typically {typical} "
        f"(everybody {bare_figure(overall, column, case.customers)})"
    )
