"""The number of segments on data whose groups are known.

s1, s3, a1, unbalance: Fränti and Sieranoja (2018), K-means properties on six clustering benchmark
datasets, Applied Intelligence 48:4743-4759; 15, 15, 20 and 8 Gaussian groups. Iris: Fisher (1936),
three species of which two touch. Mall: see test_mall.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris

import personae
from personae.cluster.evidence import KChoice

INCOME, SPENDING = "Annual Income (k$)", "Spending Score (1-100)"


def choice_on(folder: Path, name: str, *, raw: bool = False, **options: float) -> KChoice:
    with gzip.open(folder / "clusters" / f"{name}.data.gz") as file:
        X = np.loadtxt(file)
    return personae.choose_k(X if raw else (X - X.mean(axis=0)) / X.std(axis=0), **options)


@pytest.mark.parametrize(
    ("name", "k_max", "k"),
    [
        ("s1", 20, 15),
        pytest.param("s3", 20, 15, marks=pytest.mark.full),
        pytest.param("a1", 25, 20, marks=pytest.mark.full),
    ],
)
def test_the_groups_of_the_benchmark_sets_are_counted(
    data_folder: Path, name: str, k_max: int, k: int
) -> None:
    choice = choice_on(data_folder, name, k_max=k_max)
    assert (choice.k, choice.verdict) == (k, "stable")
    assert choice.structure is not None
    assert choice.structure.verdict == "clusters"


def test_iris_is_two_and_three_is_told_beside_it() -> None:
    """Two species touch: they are one group or two, and both are told with their figures."""
    choice = personae.choose_k(load_iris().data)
    assert (choice.k, choice.verdict) == (2, "stable")
    assert choice.of(2).silhouette == pytest.approx(0.681, abs=5e-4)
    assert choice.of(3).silhouette == pytest.approx(0.553, abs=5e-4)
    assert choice.next_best is not None
    assert choice.next_best.k == 3
    assert "(silhouette 0.55 against 0.68)" in choice.next_best.text
    assert choice.against[0] == (
        "Calinski-Harabasz, the spread between segments over the spread within, is highest with 3 "
        "(562 against 514)."
    )


def test_unbalance_is_two_clouds_of_groups_and_its_eight_are_next(data_folder: Path) -> None:
    """Its 8 groups lie in two clouds so far apart that 2 part more clearly than 8.

    The rule takes the highest silhouette among what can be relied on, and 2 and 8 come back alike.
    What speaks for 8 is told: three criteria, and the next best number.
    """
    choice = choice_on(data_folder, "unbalance", raw=True, min_share=0.01)
    assert (choice.k, choice.verdict) == (2, "stable")
    assert choice.of(2).silhouette == pytest.approx(0.879, abs=5e-4)
    assert choice.of(8).silhouette == pytest.approx(0.858, abs=5e-4)
    assert choice.of(8).sizes == (2000, 2000, 2000, 100, 100, 100, 100, 100)
    assert choice.of(8).smallest_stability > 0.99
    assert choice.next_best is not None
    assert choice.next_best.k == 8
    said = {opinion.criterion for opinion in choice.opinions if opinion.k == 8}
    assert said == {"calinski_harabasz", "bic", "gap"}


@pytest.mark.parametrize(
    ("features", "k", "stability"),
    # Our own figures, of 30 redraws with ten fresh starts each; their standard error is 0.01 at 5
    # and 0.02 at 6.
    [([INCOME, SPENDING], 5, 0.98), (["Age", INCOME, SPENDING], 6, 0.90)],
)
def test_mall_is_five_and_with_age_six(
    data_folder: Path, features: list[str], k: int, stability: float
) -> None:
    result = personae.segment(
        data_folder / "mall_customers.csv", features=features, transform="standard"
    )
    assert (result.choice.k, result.choice.verdict) == (k, "stable")
    assert result.choice.of(k).smallest_stability == pytest.approx(stability, abs=0.03)
    assert result.choice.of(k).smallest_stability >= 0.75


@pytest.mark.parametrize("transform", ["standard", "auto"])
def test_the_units_of_the_columns_change_neither_the_number_nor_anybodys_segment(
    data_folder: Path, transform: str
) -> None:
    """Skewed amounts, which auto logs: one in hundredths, one in thousands."""
    import pandas as pd

    wholesale = pd.read_csv(data_folder / "wholesale.csv").drop(columns=["Channel", "Region"])
    other = wholesale.assign(Fresh=wholesale["Fresh"] * 100.0, Milk=wholesale["Milk"] / 1_000.0)
    features = ["Fresh", "Milk", "Grocery"]
    one, two = (
        personae.segment(table, id="row", features=features, transform=transform, k_max=5)
        for table in (wholesale, other)
    )
    assert two.choice.k == one.choice.k
    assert (two.fit.labels == one.fit.labels).all()
    for mine, theirs in zip(one.choice.evidence, two.choice.evidence, strict=True):
        assert theirs.silhouette == pytest.approx(mine.silhouette, abs=1e-6)
        assert theirs.smallest_stability == pytest.approx(mine.smallest_stability, abs=1e-6)
