"""A finished run built by hand, so that the report can be tested without a file or a K-means."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from personae.actions.offers.affinity import Affinities, Affinity
from personae.actions.offers.offers import Offers
from personae.actions.suggestion import Suggestion
from personae.actions.worth.backtest import Backtest, ForetoldGroup
from personae.actions.worth.forecast import Forecast, Level
from personae.actions.worth.purchase_process import PurchaseProcess
from personae.actions.worth.spending import Spending
from personae.actions.worth.worth import GroupWorth, Worth
from personae.cluster.evidence import Evidence, KChoice, KMeansFit
from personae.config import Options
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Change, Ledger
from personae.data.plan import CleaningPlan
from personae.data.schema import ColumnRole, Finding, Schema
from personae.data.source import Source, Stated
from personae.features.history import History
from personae.features.purchase_days import PurchaseDays, day_number
from personae.features.select import FeatureSelection
from personae.features.space import FeatureSpace, SpaceStep
from personae.monitor.cohorts import Cohort, Cohorts
from personae.monitor.moves import MoveCounts
from personae.monitor.snapshots import Snapshot, SnapshotGroup, Trends, TrendSegment
from personae.monitor.usefulness import Grouping, Usefulness, Versus
from personae.profile.segment import (
    CategoryProfile,
    Difference,
    KeyAccounts,
    Neighbour,
    NumberProfile,
    OutcomeRate,
    Rule,
    Segment,
    Segmentation,
    SegmentMap,
)
from personae.workflow.result import Result

NAMES = (
    "Steady regulars",
    "Lapsing big spenders",
    "Newcomers",
    "Bargain hunters",
    "Loyal top customers",
)
CENTERS = np.array([[25, 5, 900], [150, 4, 2600], [12, 1.4, 260], [60, 2.5, 420], [9, 14, 4800]])
SPREAD = np.array([0.35, 0.3, 0.35])


def build_result(
    *,
    n: int = 400,
    k: int = 5,
    names: tuple[str, ...] = NAMES,
    labels: tuple[str, str, str] = ("days since the last purchase", "orders", "revenue"),
    category: str = "United Kingdom",
    text: str = "",
    id_of: Callable[[int], str] = "CUST-{:05d}".format,
    with_money: bool = True,
    with_silhouette: bool = True,
    richest: float | None = None,
    with_found: bool = False,
) -> Result:
    """Return a run of `n` customers in `k` segments; `text` is put into every free text.

    With `with_found` its log also told what segments buy, how they went, and what they foretold.
    """
    rng = np.random.default_rng(7)
    share = np.array([0.34, 0.24, 0.2, 0.13, 0.09])[:k] if k <= 5 else np.full(k, 1 / k)
    sizes = np.maximum(2, np.floor(share / share.sum() * n)).astype(int)
    sizes[0] += n - sizes.sum()
    member = np.repeat(np.arange(k), sizes).astype(np.int32)
    base = CENTERS[np.arange(k) % 5] * (1 + 0.4 * (np.arange(k) // 5))[:, None]
    values = base[member] * np.exp(rng.normal(size=(n, 3)) * SPREAD)
    if richest is not None:
        values[0, 2] = richest
    X = (np.log1p(values) - np.log1p(values).mean(0)) / np.log1p(values).std(0)
    columns = (
        CustomerColumn("recency_days", "number", "behaviour", "recency", "days", labels[0]),
        CustomerColumn("frequency", "number", "behaviour", "frequency", "orders", labels[1]),
        CustomerColumn("monetary", "number", "behaviour", "spend", "money", labels[2]),
        CustomerColumn("age", "number", "sensitive", "", "", "age"),
        CustomerColumn("country", "category", "described", "", "", "country"),
    )
    age = np.where(rng.random(n) < 0.05, np.nan, rng.normal(44, 12, n).round())
    country = np.where(rng.random(n) < 0.8, category, "Germany")
    table = pa.table(
        {
            "recency_days": values[:, 0],
            "frequency": values[:, 1],
            "monetary": values[:, 2],
            "age": pa.array([None if np.isnan(a) else float(a) for a in age], pa.float64()),
            "country": pa.array(country.tolist(), pa.string()),
        }
    )
    numeric = {
        "recency_days": values[:, 0],
        "frequency": values[:, 1],
        "monetary": values[:, 2],
        "age": age,
    }
    customers = Customers(
        kind="transactions",
        ids=pa.array([id_of(i) for i in range(n)]),
        table=table,
        columns=columns,
        ledger=_ledger(n, text),
        money="monetary" if with_money else None,
        currency="£",
        as_of=dt.date(2011, 12, 10),
        findings=(),
        facts={
            "first_day": "2010-12-01",
            "last_day": "2011-12-09",
            "n_lines": 541909,
            "n_orders": 18532,
            "revenue": float(values[:, 2].sum()),
            "gross_revenue": float(values[:, 2].sum() * 1.04),
            "lines_without_id": 135080,
        },
    )
    silhouette = np.clip(rng.normal(0.42, 0.2, n), -0.3, 0.85)
    centers = np.array([X[member == j].mean(0) for j in range(k)])
    fit = KMeansFit(centers, member, float(((X - centers[member]) ** 2).sum()), 12, True)
    total = values[:, 2].sum()
    segments = tuple(
        _segment(
            j,
            names[j % len(names)] + ("" if j < len(names) else f" {j}"),
            member == j,
            numeric=numeric,
            country=country,
            total=total if with_money else None,
            category=category,
            text=text,
            labels=labels,
            k=k,
        )
        for j in range(k)
    )
    points = pa.table(
        {"x": X[:, 0], "y": X[:, 1], "z": X[:, 2], "segment": pa.array(member + 1, pa.int32())}
    )
    accounts = KeyAccounts(
        11,
        11 / n,
        float(total * 0.25),
        0.25,
        "11 customers bring a quarter of the revenue. " + text,
        (
            "One customer buys on nearly every day: a till, a marketplace or a test account? "
            + text,
        ),
        pa.table({"customer_id": [id_of(i) for i in range(11)]}),
    )
    segmentation = Segmentation(
        segments=segments,
        rules_cost=1.21,
        key_accounts=accounts if with_money else None,
        map=SegmentMap(
            points,
            tuple(map(tuple, centers[:, :3].tolist())),
            (0.61, 0.27, 0.12),
            (
                "orders (+0.68), revenue (+0.66) " + text,
                "days since the last purchase (+0.95)",
                "orders (-0.71), revenue (+0.70)",
            ),
            n,
            False,
        ),
        sentence="⟪1⟫ is the largest group (34 % of customers); "
        + (f"⟪{k}⟫ is 9 % of customers and 38 % of revenue. " if k > 1 else "")
        + text,
        trust_sentence=(
            "Four of five segments came back in nearly every resample; ⟪2⟫ is a pattern only. "
            + text
        ),
    )
    result = Result(
        options=Options(
            k=None, features=("recency_days", "frequency", "monetary"), seed=3, min_cell=1
        ),
        source=Source(
            None,
            "t0",
            (),
            "online_retail.csv.gz",
            541909,  # type: ignore[arg-type]
            (Stated("encoding", "utf-8", "detected", "--encoding", "valid throughout " + text),),
        ),
        schema=Schema(
            "transactions",
            "Several rows per customer, with a date. " + text,
            (
                ColumnRole(
                    "InvoiceDate" + text, "date", "date", "The only column of dates. " + text
                ),
            ),
            (),
            money_check="Quantity x UnitPrice: prices do not grow with the quantity.",
        ),
        plan=CleaningPlan("transactions", ()),
        customers=customers,
        selection=FeatureSelection(
            ("recency_days", "frequency", "monetary"),
            "chosen",
            "The three figures of a log that say how lately, how often, how much. " + text,
            (("age", "sensitive: describes only " + text), ("country", "a category")),
        ),
        space=FeatureSpace(
            "log",
            tuple(
                SpaceStep(
                    name,
                    None,
                    0.0,
                    None,
                    None,
                    True,
                    0.0,
                    1.0,
                    1.0,
                    "log1p, then z-scores, as asked",
                    0.0,
                    1.0,
                )
                for name in ("recency_days", "frequency", "monetary")
            ),
        ),
        X=X,
        choice=_choice(k, fit, member, text),
        fit=fit,
        silhouette=silhouette if with_silhouette else None,
        segmentation=segmentation,
        findings=(
            Finding(
                "features/redundant",
                "warning",
                "Log frequency and log monetary correlate (0.81). " + text,
                column="frequency",
                fix="--features recency_days,frequency",
            ),
            Finding("dates/future", "note", "No dates lie in the future. " + text),
        ),
        model=None,
        summary={"structure": None},  # type: ignore[arg-type]
        worth=_worth([item.size for item in segments], with_money=with_money),
        history=_history(n, customers.ids, with_money=with_money),
    )
    # what a run reckons when it is asked for is kept in its own dictionary
    vars(result)["suggestions"] = _suggestions(segments, text)
    if with_found:
        vars(result).update(
            offers=_offers(k, text), _trends=_trends(k, text), _usefulness=_usefulness(text)
        )
    return result


def _offers(k: int, text: str) -> Offers:
    """Return what the first two segments pick more often; the others pick nothing."""
    day = dt.date(2011, 1, 1)
    most = tuple(
        tuple(
            Affinity(
                segment, "product", f"P{place}", f"Thing {place} {text}", 40 + place, 20.0, 0.1,
                190.0, 170.0 - 9.0 * place, 140.0 - 9.0 * place, 205.0, 0.01, day, day,
            )
            for place in range(4)
        )
        if segment < 3
        else ()
        for segment in range(1, k + 1)
    )  # fmt: skip
    found = Affinities(pa.table({"segment": [1]}), most, ((),) * k, 200, 8)
    return Offers(found, None, None, (), ())


def _trends(k: int, text: str) -> Trends:
    """Return five days on which the first segment grows at the cost of the last."""
    names = tuple(
        TrendSegment(place + 1, f"Followed {place + 1} {text}", True) for place in range(k)
    )
    snapshots = []
    for step in range(5):
        sizes = [20 + (5 * step if place == 0 else 0) for place in range(k)]
        groups = tuple(
            SnapshotGroup(
                place + 1, n, n / sum(sizes), 10.0 * n, n / sum(sizes), 3, 1, 2,
                None if step == 4 else n // 2,
            )
            for place, n in enumerate(sizes)
        )  # fmt: skip
        as_of = dt.date(2011, 6, 1) + dt.timedelta(days=30 * step)
        snapshots.append(Snapshot(as_of, sum(sizes), 10.0 * sum(sizes), groups))
    numbers = tuple(range(1, k + 1))
    matrix = tuple(
        tuple(15 if row == column else int(column == 0) for column in range(k)) for row in range(k)
    )
    move = MoveCounts(numbers, numbers, matrix, (3,) * k, (2,) * k)
    rows = (Cohort("2011 Q1", 50, (20, 10)), Cohort("2011 Q2", 30, (9,)))
    return Trends(180, 30, names, tuple(snapshots), (move,) * 4, Cohorts("quarter", rows))


def _usefulness(text: str) -> Usefulness:
    """Return segments that beat one rule and lose against another."""
    names = (("segments", "the segments"), ("rfm_cells", "RFM fifths " + text), ("rule", "a rule"))
    groupings = tuple(Grouping(code, name, 5, 0.3, 0.7) for code, name in names)
    versus = tuple(
        Versus(code, measure, lead, lead - 0.02, lead + 0.02)
        for measure in ("spend", "returned")
        for code, lead in (("rfm_cells", -0.05), ("rule", 0.06))
    )
    return Usefulness("2011-06-01", 180, 300, 200, groupings, versus)


def _segment(
    j: int,
    name: str,
    mine: np.ndarray,
    *,
    numeric: dict[str, np.ndarray],
    country: np.ndarray,
    total: float | None,
    category: str,
    text: str,
    labels: tuple[str, str, str],
    k: int,
) -> Segment:
    numbers = []
    for column, values in numeric.items():
        inside, everybody = values[mine & np.isfinite(values)], values[np.isfinite(values)]
        quartiles = np.quantile(inside, [0.25, 0.5, 0.75])
        numbers.append(
            NumberProfile(
                column,
                float(inside.mean()),
                float(quartiles[1]),
                float(quartiles[0]),
                float(quartiles[2]),
                len(inside),
                float(everybody.mean()),
                float(np.median(everybody)),
                float(everybody.std()),
                float(100 * inside.mean() / everybody.mean()),
                float((inside.mean() - everybody.mean()) / everybody.std()),
            )
        )
    ranked = sorted(numbers[:3], key=lambda item: -abs(item.difference))
    named = dict(zip(numeric, (*labels, "age"), strict=True))
    strongest = tuple(
        Difference(
            item.column,
            named[item.column],
            f"{named[item.column]}: {item.mean:.1f} against {item.overall_mean:.1f} "
            f"({item.difference:+.1f} sd) {text}",
            item.mean,
            item.overall_mean,
            item.difference,
            True,
        )
        for item in ranked
    )
    home = float((country[mine] == category).mean())
    money = float(numeric["monetary"][mine].sum())
    return Segment(
        segment=j + 1,
        name=name,
        archetype="regular",
        size=int(mine.sum()),
        share=float(mine.mean()),
        headline="They order often and the basket is large. " + text,
        revenue=money if total else None,
        revenue_share=money / total if total else None,
        trust=("act", "pattern", "weak", "act", None)[j % 5],
        stability=(0.93, 0.71, 0.52, 0.88, None)[j % 5],
        silhouette=0.41 + 0.02 * j,
        numbers=tuple(numbers),
        categories=(
            CategoryProfile(
                "country",
                category,
                int(home * mine.sum()),
                home,
                0.8,
                100 * home / 0.8,
                (home - 0.8) / 0.4,
            ),
            CategoryProfile(
                "country", "Germany", 1, 1 - home, 0.2, 100 * (1 - home) / 0.2, (0.8 - home) / 0.4
            ),
        ),
        outcomes=(
            OutcomeRate(
                "churned" + text, "yes", int(mine.sum()), 12, 0.12 + 0.04 * j, 0.08, 0.31, 0.2
            ),
        ),
        strongest=strongest,
        neighbour=None
        if k == 1
        else Neighbour(
            (j + 1) % k + 1,
            "",
            f"Nearest is ⟪{(j + 1) % k + 1}⟫: fewer orders (4.2 against 9.1). {text}",
        ),
        rule=Rule(
            "orders >= 4 and revenue >= £1,200 " + text, (("frequency", ">=", 4.0),), 0.87, 0.91
        ),
    )


def _choice(k: int, fit: KMeansFit, member: np.ndarray, text: str) -> KChoice:
    rows = tuple(
        Evidence(
            i,
            3000.0 / i**0.9,
            1 - 1 / i**0.9,
            0.3,
            0.44 - 0.02 * abs(i - 3),
            400,
            True,
            300.0 - 10 * i,
            0.9 + 0.02 * i,
            tuple([0.9 - 0.03 * i] * i),
            0.3 / i,
            True,
            tuple([400 // i] * i),
        )
        for i in sorted({2, 3, 4, 5, 6, 7, 8, 9, 10} | {k})
    )
    return KChoice(
        k,
        "chosen",
        "Of 4 to 7 segments, these are the most stable in which each differs from its nearest. "
        + text,
        ("The silhouette prefers k = 3 (.44 against .40). " + text, "The elbow lies at k = 4."),
        "useful",
        rows,
        _fits(k, fit, member),
    )


def _fits(k: int, fit: KMeansFit, member: np.ndarray) -> dict[int, KMeansFit]:
    """Return the fit beside one that joins the last two segments and one that halves the first."""
    if k == 1:
        return {1: fit}
    halves = np.where((member == 0) & (np.arange(len(member)) % 2 == 1), k, member)
    other = {k - 1: np.minimum(member, k - 2), k + 1: halves}
    made = {
        number: dataclasses.replace(
            fit, centers=np.zeros((number, 3)), labels=labels.astype(np.int32)
        )
        for number, labels in other.items()
    }
    return {k: fit, **made}


def _suggestions(segments: tuple[Segment, ...], text: str) -> tuple[Suggestion, ...]:
    told: list[Suggestion] = []
    for rank, item in enumerate(sorted(segments, key=lambda item: -(item.revenue or item.size))):
        told.append(
            Suggestion(
                f"win-back-{rank}",
                item.segment,
                "Win them back while they still remember you " + text,
                "Write to those who have been silent longer than their own rhythm. " + text,
                ("last order 150 days ago, everybody 46 " + text, "2.6k revenue a head"),
                item.size,
                item.revenue,
                float(100 - rank),
            )
        )
    return tuple(told)


def _worth(sizes: list[int], *, with_money: bool) -> Worth:
    """A forecast of 90 days that was tested, with round figures."""
    process = PurchaseProcess(
        "MBG/NBD", np.array([0.5, 6.0, 0.9, 1.6]), -9582.0, sum(sizes), np.eye(4) * 0.01
    )
    spending = Spending(np.array([6.0, 3.7, 15.0]), -4055.0, 100, 0.1, np.eye(3) * 0.01)
    forecast = Forecast(
        process,
        spending if with_money else None,
        Level(1.05, 1.02, ((0.1, 0.14),)),
        "" if with_money else "the log does not say what was paid",
    )
    groups = [
        GroupWorth(place + 1, size, 0.5, 2.0 * size, 80.0 * size, 60.0 * size, 105.0 * size)
        for place, size in enumerate(sizes)
    ]
    tenths = [
        ForetoldGroup(
            place + 1,
            sum(sizes) // 10,
            100.0 / (place + 1),
            120.0 / (place + 1),
            4000.0 / (place + 1) if with_money else None,
            4400.0 / (place + 1) if with_money else None,
        )
        for place in range(10)
    ]
    total = ForetoldGroup(
        1, sum(sizes), 290.0, 350.0, *((11_700.0, 12_900.0) if with_money else (None, None))
    )
    test = Backtest(
        "2011-06-30", 90, total, 20_000.0 if with_money else None, (total,), tuple(tenths), forecast
    )
    n = sum(sizes)
    return Worth(
        use="yes",
        horizon=90,
        forecast=forecast,
        test=test,
        alive=np.full(n, 0.5),
        purchases=np.full(n, 2.0),
        worth=np.full(n, 80.0),
        segments=tuple(groups),
        deciles=tuple(groups),
    )


def _history(n: int, ids: pa.Array, *, with_money: bool) -> History:
    """Customers who buy every week or every month; every fifth has stopped."""
    start = day_number(dt.date(2010, 12, 1))
    rows = [
        (customer, start + day)
        for customer in range(n)
        for day in range(customer % 7, 280 if customer % 5 else 250, 7 + 23 * (customer % 2))
    ]
    table = np.array(rows, dtype=np.int32)
    return History(
        PurchaseDays(
            ids=ids,
            as_of=dt.date(2011, 9, 10),
            log_start=dt.date(2010, 12, 1),
            customer=table[:, 0],
            day=table[:, 1],
            value=np.full(len(table), 12.5) if with_money else None,
        )
    )


def _ledger(n: int, text: str) -> Ledger:
    rejected = pa.table(
        {
            "line": pa.array([3, 9, 11], pa.int64()),
            "code": ["no-id", "no-id", "zero-price"],
            "reason": ["The line has no customer id. " + text] * 2 + ["The price is zero."],
        }
    )
    return Ledger(
        n + 3,
        n,
        3,
        0,
        (Change("returns/netted", "Returns set against their purchase. " + text, 812),),
        rejected,
    )


@pytest.fixture(scope="session")
def make_result() -> Callable[..., Result]:
    return build_result


@pytest.fixture(scope="session")
def ageless_result() -> Result:
    """Return a run in whose second segment nobody's age is known."""
    result = build_result()
    ages = result.customers.table.column("age").to_numpy().copy()
    ages[result.fit.labels == 1] = np.nan
    place = result.customers.table.column_names.index("age")
    column = pa.array(ages, pa.float64(), from_pandas=True)
    table = result.customers.table.set_column(place, "age", column)
    first, second, *others = result.segmentation.segments
    known = tuple(item for item in second.numbers if item.column != "age")
    segments = (first, dataclasses.replace(second, numbers=known), *others)
    return dataclasses.replace(
        result,
        customers=dataclasses.replace(result.customers, table=table),
        segmentation=dataclasses.replace(result.segmentation, segments=segments),
    )


@pytest.fixture(scope="session")
def example_document() -> dict[str, Any]:
    from personae.report.content import document

    return document(build_result(with_found=True))


@pytest.fixture(scope="session")
def example_drawings(example_document: dict[str, Any]) -> Any:
    from personae.report.drawing import draw

    return draw(example_document)
