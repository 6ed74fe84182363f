"""How often the intervals of `personae lift` hold: draws campaigns whose effect is known.

python benchmarks/lift_coverage.py [--runs 2000] [--data FOLDER]

Prints the tables of docs/methods/lift.md. Online Retail takes part where its file is found.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.lift.amount_difference import amount_difference
from personae.actions.lift.difference import Difference
from personae.actions.lift.heterogeneity import heterogeneity
from personae.actions.lift.rate_difference import rate_difference
from personae.actions.lift.several_tests import holm, level_of_each
from personae.actions.lift.spend_cap import spend_cap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Numbers = Any  # an array of float, or one
Counts = tuple[Numbers, Numbers, Numbers, Numbers]
MONTHS = "generate_series(DATE '2011-03-01', DATE '2011-10-01', INTERVAL 1 MONTH)"
MORE = 0.1  # of an effect: a tenth more buyers, and a tenth more money of each


@dataclass(frozen=True)
class Population:
    """What people spend: before the send, after it without the campaign, and after it with it."""

    name: str
    before: NDArray[np.float64]
    without: NDArray[np.float64]
    with_it: NDArray[np.float64] = field(repr=False)

    @property
    def share(self) -> float:
        return float((self.without > 0).mean())

    @property
    def more_buyers(self) -> float:
        return float((self.with_it > 0).mean() - self.share)

    @property
    def more_money(self) -> float:
        return float(self.with_it.mean() - self.without.mean())

    def more_below(self, most: float) -> float:
        """Return the true difference if nobody is counted with more than `most`."""
        return float(np.minimum(self.with_it, most).mean() - np.minimum(self.without, most).mean())


@dataclass(frozen=True)
class Campaign:
    """One draw: what both arms spent."""

    spend: NDArray[np.float64]
    before: NDArray[np.float64]
    control_spend: NDArray[np.float64]
    control_before: NDArray[np.float64]


def populations(folder: Path | None, *, effect: bool) -> list[Population]:
    """Return the populations to draw from, with or without an effect."""
    found = [
        lognormal("lognormal, sigma 1", share=0.10, sigma=1.0, effect=effect),
        lognormal("lognormal, sigma 1.5", share=0.05, sigma=1.5, effect=effect),
    ]
    log = folder / "online_retail.csv.gz" if folder else None
    return [online_retail(log, effect=effect), *found] if log and log.is_file() else found


def lognormal(name: str, *, share: float, sigma: float, effect: bool) -> Population:
    """Return made-up people whose spend before and after hangs together (correlation 0.6)."""
    from scipy import stats

    rng = np.random.default_rng(1)
    size = 100_000
    taste, amount, chance = (rng.standard_normal(size) for _ in range(3))
    before = np.exp(sigma * taste + 2) * (rng.random(size) < 0.5)
    money = np.exp(sigma * (0.6 * taste + 0.8 * amount) + 2)
    buys = 0.6 * taste + 0.8 * chance > stats.norm.ppf(1 - share)
    return Population(name, before, *_treated(np.where(buys, money, 0.0), effect=effect))


def online_retail(log: Path, *, effect: bool) -> Population:
    """Return what customers of a real shop spent in 90 days, and in the 30 days after these."""
    import duckdb

    rows = duckdb.sql(
        f"""
        WITH lines AS (
            SELECT CustomerID AS id, InvoiceDate AS day, Quantity * UnitPrice AS money
            FROM read_csv('{log}') WHERE CustomerID IS NOT NULL AND Quantity > 0
        ), sends AS (SELECT unnest({MONTHS}) AS sent)
        SELECT coalesce(sum(money) FILTER (WHERE day < sent AND day >= sent - INTERVAL 90 DAY), 0),
            coalesce(sum(money) FILTER (WHERE day >= sent), 0)
        FROM lines, sends WHERE day < sent + INTERVAL 30 DAY
        GROUP BY sent, id HAVING min(day) < sent ORDER BY sent, id
        """
    ).fetchall()
    before, money = (np.array(part, dtype=np.float64) for part in zip(*rows, strict=True))
    return Population("Online Retail", before, *_treated(money, effect=effect))


def _treated(
    money: NDArray[np.float64], *, effect: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the money without and with a campaign."""
    after = money.copy()
    if effect:
        rng = np.random.default_rng(2)
        buyers, others = np.flatnonzero(money > 0), np.flatnonzero(money <= 0)
        won = rng.choice(others, int(MORE * len(buyers)), replace=False)
        after[won] = money[rng.choice(buyers, len(won))]
        after *= 1 + MORE
    return money, after


def draws(
    people: Population, *, buyers: int, held_back: float, runs: int, seed: int
) -> Iterator[Campaign]:
    """Draw campaigns in whose control arm so many people buy on average."""
    rng = np.random.default_rng(seed)
    control = round(buyers / people.share)
    treated = round(control * (1 - held_back) / held_back)
    for _ in range(runs):
        one = rng.integers(len(people.before), size=treated)
        other = rng.integers(len(people.before), size=control)
        yield Campaign(
            people.with_it[one], people.before[one], people.without[other], people.before[other]
        )


def coverage(
    people: Population, *, buyers: int, held_back: float, runs: int, seed: int = 3
) -> dict[str, float]:
    """Return the share of campaigns whose 95 % intervals hold the truth.

    ``rate`` and ``money`` are what `personae lift` prints; ``unadjusted`` is money where nobody
    knows the spend before; ``uncapped`` asks whether the printed interval holds the difference of
    all money, capped or not; ``usual`` is Welch's interval over the money as it stands.
    """
    from scipy import stats

    hits: dict[str, list[bool]] = {
        name: [] for name in ("money", "unadjusted", "uncapped", "usual")
    }
    counts = []
    for one in draws(people, buyers=buyers, held_back=held_back, runs=runs, seed=seed):
        cap = spend_cap(np.concatenate([one.spend, one.control_spend])).most
        ceiling = spend_cap(np.concatenate([one.before, one.control_before])).most
        capped = np.minimum(one.spend, cap), np.minimum(one.control_spend, cap)
        adjusted = amount_difference(
            *capped,
            before=np.minimum(one.before, ceiling),
            control_before=np.minimum(one.control_before, ceiling),
        )
        plain = amount_difference(*capped)
        usual = stats.ttest_ind(one.spend, one.control_spend, equal_var=False)
        usual = usual.confidence_interval()
        truth = people.more_below(cap)
        hits["money"].append(bool(adjusted.low <= truth <= adjusted.high))
        hits["unadjusted"].append(bool(plain.low <= truth <= plain.high))
        hits["uncapped"].append(bool(adjusted.low <= people.more_money <= adjusted.high))
        hits["usual"].append(bool(usual.low <= people.more_money <= usual.high))
        arms = (one.spend, one.control_spend)
        counts.append([number for arm in arms for number in ((arm > 0).sum(), len(arm))])
    x1, n1, x0, n0 = np.array(counts).T
    rate = rate_difference(x1, n1, control_buyers=x0, control_people=n0)
    held = (rate.low <= people.more_buyers) & (people.more_buyers <= rate.high)
    return {"rate": float(held.mean()), **{name: float(np.mean(hit)) for name, hit in hits.items()}}


def false_alarms(
    people: Population, *, segments: int, buyers: int, runs: int, seed: int = 4
) -> dict[str, float]:
    """Return how often campaigns that do nothing "work" or harm in at least one segment.

    For buyers (``rate``) and for money: ``holm`` by Holm's p-values, ``interval`` by the intervals
    that the verdicts go by, ``alone`` by the p-value of each segment as if it were the only one;
    ``differ`` says how often the segments are said to differ.
    """
    alarms: dict[str, list[bool]] = {}
    level = level_of_each(0.95, segments)
    campaigns = draws(people, buyers=buyers, held_back=0.5, runs=runs * segments, seed=seed)
    for _ in range(runs):
        group = [next(campaigns) for _ in range(segments)]
        both = {"rate": _rates(group, level), "money": _together(group, level)}
        for what, found in both.items():
            answers = {
                "alone": (found.p < 0.05).any(),
                "holm": (holm(found.p) < 0.05).any(),
                "interval": ((found.low > 0) | (found.high < 0)).any(),
                "differ": heterogeneity(found.estimate, found.error).p < 0.05,
            }
            for how, answer in answers.items():
                alarms.setdefault(f"{what} {how}", []).append(bool(answer))
    return {name: float(np.mean(found)) for name, found in alarms.items()}


def _rates(group: list[Campaign], level: float) -> Difference:
    counts = [
        ((one.spend > 0).sum(), len(one.spend), (one.control_spend > 0).sum()) for one in group
    ]
    x1, n, x0 = np.array(counts).T
    return rate_difference(x1, n, control_buyers=x0, control_people=n, level=level)


def _together(group: list[Campaign], level: float) -> Difference:
    found = [_money(one, level) for one in group]
    parts = ("estimate", "low", "high", "error", "p")
    return Difference(*(np.array([float(getattr(one, part)) for one in found]) for part in parts))


def _money(one: Campaign, level: float) -> Difference:
    cap = spend_cap(np.concatenate([one.spend, one.control_spend])).most
    ceiling = spend_cap(np.concatenate([one.before, one.control_before])).most
    return amount_difference(
        np.minimum(one.spend, cap),
        np.minimum(one.control_spend, cap),
        before=np.minimum(one.before, ceiling),
        control_before=np.minimum(one.control_before, ceiling),
        level=level,
    )


def newcombe(counts: Counts, z: float) -> tuple[Numbers, Numbers]:
    """Newcombe's hybrid score interval (1998, method 10)."""
    x1, n1, x0, n0 = counts
    (low1, high1), (low0, high0) = (_wilson(x, n, z) for x, n in ((x1, n1), (x0, n0)))
    p1, p0 = x1 / n1, x0 / n0
    down, up = np.hypot(p1 - low1, high0 - p0), np.hypot(high1 - p1, p0 - low0)
    return p1 - p0 - down, p1 - p0 + up


def agresti_caffo(counts: Counts, z: float) -> tuple[Numbers, Numbers]:
    """Wald's interval after one more buyer and one more non-buyer in each arm (2000)."""
    x1, n1, x0, n0 = counts
    p1, p0 = (x1 + 1) / (n1 + 2), (x0 + 1) / (n0 + 2)
    reach = z * np.sqrt(p1 * (1 - p1) / (n1 + 2) + p0 * (1 - p0) / (n0 + 2))
    return p1 - p0 - reach, p1 - p0 + reach


def _wilson(x: Numbers, n: Numbers, z: float) -> tuple[Numbers, Numbers]:
    p, denominator = x / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / denominator
    reach = z / denominator * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return middle - reach, middle + reach


def rate_table(*, runs: int = 100_000) -> str:
    """Return, as Markdown, how often three intervals for shares hold."""
    titles = (
        "people", "held back", "buy anyway", "more buy", "buyers in control",
        "Miettinen-Nurminen", "Newcombe", "Agresti-Caffo",
    )  # fmt: skip
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    z = 1.959963984540054
    rng = np.random.default_rng(6)
    for people, held, share, more in (
        (2_000, 0.1, 0.02, 0.0), (2_000, 0.1, 0.02, 0.02), (2_000, 0.1, 0.10, 0.02),
        (10_000, 0.1, 0.02, 0.005), (10_000, 0.1, 0.10, 0.02), (10_000, 0.5, 0.02, 0.0),
    ):  # fmt: skip
        n0 = int(people * held)
        n1 = people - n0
        x1, x0 = rng.binomial(n1, share + more, runs), rng.binomial(n0, share, runs)
        found = rate_difference(x1, n1, control_buyers=x0, control_people=n0)
        counts = (x1, n1, x0, n0)
        ends = [(found.low, found.high), newcombe(counts, z), agresti_caffo(counts, z)]
        cells = [f"{100 * ((low <= more) & (more <= high)).mean():.1f}" for low, high in ends]
        lines.append(
            f"| {people:,} | {held:.0%} | {share:.0%} | {more:.1%} | {n0 * share:.0f} | "
            f"{' | '.join(cells)} |"
        )
    return "\n".join(lines)


def coverage_table(folder: Path | None, *, runs: int) -> str:
    """Return the table of coverage as Markdown."""
    columns = ("rate", "money", "unadjusted", "uncapped", "usual")
    titles = (
        "people", "held back", "buyers in control", "effect", "buyers", "money",
        "money, unadjusted", "all money", "usual t interval",
    )  # fmt: skip
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for effect in (False, True):
        for people in populations(folder, effect=effect):
            for held_back in (0.1, 0.5):
                for buyers in (10, 30, 100, 300):
                    found = coverage(people, buyers=buyers, held_back=held_back, runs=runs)
                    cells = " | ".join(f"{100 * found[name]:.1f}" for name in columns)
                    what = "a tenth more" if effect else "none"
                    lines.append(
                        f"| {people.name} | {held_back:.0%} | {buyers} | {what} | {cells} |"
                    )
    return "\n".join(lines)


def alarm_table(folder: Path | None, *, runs: int) -> str:
    """Return the table of false alarms as Markdown."""
    ways = ("alone", "holm", "interval", "differ")
    titles = ("people", "asked about", "each alone", "Holm", "intervals", "said to differ")
    lines = [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]
    for people in populations(folder, effect=False):
        found = false_alarms(people, segments=6, buyers=150, runs=runs)
        for what, name in (("buyers", "rate"), ("money", "money")):
            cells = " | ".join(f"{100 * found[f'{name} {how}']:.1f}" for how in ways)
            lines.append(f"| {people.name} | {what} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--data", type=Path, default=os.environ.get("PERSONAE_TEST_DATA"))
    wanted = parser.parse_args()
    folder = None if wanted.data is None else Path(wanted.data)
    print(coverage_table(folder, runs=wanted.runs))
    print()
    print(alarm_table(folder, runs=5 * wanted.runs))
    print()
    print(rate_table())


if __name__ == "__main__":
    main()
