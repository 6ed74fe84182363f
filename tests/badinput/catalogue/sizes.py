"""Entries 106 to 123: too few rows, too many segments, and what numbers cannot carry."""

from __future__ import annotations

from typing import Any

from catalogue.case import MARK, Case, cycle, people

TINY = {name: cells[:3] for name, cells in people().items()}


def rows(n: int, **more: Any) -> dict[str, Any]:
    return dict(people(n, **more))


def cases() -> list[Case]:
    usual = people()
    return [
        *(Case(106, f"rows-{n}", f"{given} in all", "says how many it takes", rows(n), code=4,
               rule="data/too-few-rows", command="run", formats=("csv", "pandas"))
          for n, given in ((1, "one customer"), (2, "two customers"))),
        Case(107, "more-k", "fewer customers than segments asked for",
             "says how many there are", usual, options={"k": 31}, code=4, rule="k/exceeds-rows",
             option="--k", command="run", remedy={"k": 3}),
        Case(107, "k-is-n", "as many segments as customers", "refuses: everybody alone",
             usual, options={"k": 30}, code=4, rule="k/every-row-alone", option="--k",
             command="run"),
        Case(108, "distinct", "fewer different customers than segments",
             "says how many there are", people(
                 visits=cycle("1", "2", "3"), spend=cycle("4", "5", "6")),
             options={"k": 5}, code=4, rule="k/exceeds-distinct", option="--k", command="run",
             remedy={"k": 3}),
        *(Case(109, f"k-{name}", f"--k {value}", "says what it may be", usual,
               options={"k": value}, code=2, rule="options/value", option="--k", command="run")
          for name, value in (("zero", "0"), ("negative", "-1"), ("half", "2.5"),
                              ("word", "five"), ("huge", "1000000000"), ("nan", "NaN"),
                              ("infinite", "inf"))),
        Case(110, "k-one", "--k 1", "makes one segment; its silhouette is not defined, not 0",
             usual, options={"k": 1}, command="run", rows=30, holds=_no_silhouette),
        Case(111, "identical", "customers who are all alike", "says so",
             people(visits=cycle("5"), spend=cycle("7")), code=4, rule="features/none",
             command="run"),
        Case(111, "identical-two", "customers who are alike but for one",
             "makes two segments at most", people(
                 visits=["9", *["5"] * 29], spend=["9", *["7"] * 29]), options={"k": 3}, code=4,
             rule="k/exceeds-distinct", option="--k", command="run", remedy={"k": 2}),
        Case(112, "noise", "evenly spread numbers without any groups",
             "says that there are no natural groups", rows(300, **_noise(300)), rows=300,
             command="run", options={"k_max": 3}, holds=_continuum),
        Case(113, "duplicates", "customers of whom 99 in 100 are alike", "makes segments of them",
             rows(200, visits=["9", "3", *["5"] * 198], spend=["9", "2", *["7"] * 198]),
             options={"k": 3}, command="run", rows=200),
        Case(114, "ties", "customers halfway between two segments",
             "puts each of them into the one with the lower number", {
                 "customer_id": [f"{MARK}{i}" for i in range(9)],
                 "visits": ["0", "0", "0", "0", "5", "10", "10", "10", "10"],
                 "spend": ["0", "0", "0", "0", "0.5", "1", "1", "1", "1"]},
             options={"k": 2}, command="run", rows=9),
        Case(115, "wide", "more columns than customers", "makes segments, and warns",
             rows(10, **{f"score_{j}": [f"{(i * (j + 3)) % 17}.5" for i in range(10)]
                         for j in range(12)}), options={"k": 2}, command="run", rows=10),
        Case(117, "far", "one customer far from all others", "keeps that customer", people(
            visits=["100000", *usual["visits"][1:]]), options={"k": 2}, command="run", rows=30),
        Case(119, "all-refused", "no id in any row", "says so", people(
            customer_id=cycle("")), code=3, rule="id/none", option="--id",
             remedy={"id": ["row"]}),
        Case(119, "all-refused-told", "no value in any row of the id that was named",
             "says that no customer is left, and why", people(customer_id=cycle("", "n/a")),
             options={"id": ["customer_id"]}, code=4, rule="data/too-few-rows", command="run"),
        Case(119, "log-refused", "a log without a single date that reads",
             "says that no purchase is left, and why", {
                 "customer_id": [f"{MARK}{i % 5}" for i in range(60)],
                 "order_date": [f"2099-01-{i % 28 + 1:02d}" for i in range(60)],
                 "amount": [f"{i}.50" for i in range(60)]}, code=4, rule="log/no purchases",
             option="--date"),
        Case(120, "half-missing", "a column of which half is missing", "warns",
             people(age_score=cycle("", "5", "", "8")), rows=30, rule="missing/many"),
        Case(120, "half-missing-feature", "a feature of which half is missing",
             "fills it, says how many, and warns", people(
                 points=[("" if i % 2 else str(i)) for i in range(30)]),
             options={"features": ["points", "spend"], "k": 2}, rows=30, rule="missing/many",
             command="run"),
        Case(122, "dominated", "customers of whom nearly all fall into one segment",
             "says how large each is", people(
                 visits=["900", *(str(5 + i % 3) for i in range(29))]), options={"k": 2},
             command="run", rows=30),
    ]  # fmt: skip


def _noise(n: int) -> dict[str, list[str]]:
    """Return two columns of evenly spread numbers, the same each time."""
    return {
        "visits": [f"{(i * 0.754877666) % 1:.6f}" for i in range(n)],
        "spend": [f"{(i * 0.569840296) % 1:.6f}" for i in range(n)],
    }


def _no_silhouette(found: Any) -> None:
    assert found.summary["silhouette"] is None


def _continuum(found: Any) -> None:
    assert found.summary["structure"] == "continuum"
