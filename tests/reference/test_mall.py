"""Mall Customers from the file: figures of research computed with 200 scikit-learn starts.

Source of the inertias, silhouettes and sizes: the best solutions found by scikit-learn 1.9.1 with
n_init 100 to 200 on the public teaching set (200 customers); WCSS 44448.455 at k = 5 on income and
spending score is published in many repositories.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import personae

INCOME, SPENDING = "Annual Income (k$)", "Spending Score (1-100)"


@pytest.fixture(scope="module")
def mall(data_folder: Path) -> Path:
    return data_folder / "mall_customers.csv"


def sizes(result: personae.Result) -> list[int]:
    return [segment.size for segment in result.segmentation.segments]


def test_no_option_is_needed(mall: Path) -> None:
    result = personae.segment(mall)
    assert result.schema.one("id") == "CustomerID"
    assert result.selection.features == (INCOME, SPENDING)
    assert sizes(result) == [81, 39, 35, 23, 22]
    described = {column.name for column in result.customers.columns} - set(
        result.selection.features
    )
    assert described == {"Gender", "Age"}
    first = result.segmentation.segments[0]
    assert {item.column for item in first.categories} == {"Gender"}
    assert "Age" in {item.column for item in first.numbers}


@pytest.mark.parametrize(
    ("transform", "inertia", "silhouette"),
    [("raw", 44448.455448, 0.553932), ("standard", 65.568408, 0.554657)],
)
def test_income_and_spending(mall: Path, transform: str, inertia: float, silhouette: float) -> None:
    result = personae.segment(mall, features=[INCOME, SPENDING], transform=transform)
    assert result.choice.k == 5
    assert result.fit.inertia <= inertia * (1 + 1e-6)
    assert result.summary["silhouette"] == pytest.approx(silhouette, abs=1e-4)
    assert sizes(result) == [81, 39, 35, 23, 22]


def test_with_age_there_are_six(mall: Path) -> None:
    result = personae.segment(mall, features=["Age", INCOME, SPENDING], transform="standard")
    assert result.choice.k == 6
    assert result.fit.inertia <= 133.868334 * (1 + 1e-6)
    assert result.summary["silhouette"] == pytest.approx(0.427428, abs=1e-4)


RAW = {2: 181363.595960, 3: 106348.373062, 4: 73679.789039, 5: 44448.455448, 6: 37233.814511,
       7: 30227.606513, 8: 24986.525641, 9: 21806.812999, 10: 19634.554629}  # fmt: skip


def test_the_best_known_inertia_is_reached_for_every_k(mall: Path) -> None:
    evidence = personae.segment(mall, features=[INCOME, SPENDING], transform="raw").choice.evidence
    assert {row.k for row in evidence} == set(RAW)
    for row in evidence:
        assert row.inertia <= RAW[row.k] * (1 + 1e-6), row.k


def test_the_order_of_the_rows_changes_nothing(mall: Path, tmp_path: Path) -> None:
    header, *rows = mall.read_text().splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *sorted(rows, key=lambda row: row[::-1])]) + "\n")
    one, other = personae.segment(mall), personae.segment(shuffled)
    assert one.segments_table.equals(other.segments_table)
    assert one.summary == other.summary
