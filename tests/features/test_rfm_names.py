from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from personae.features.rfm_names import RFM_NAMES, rfm_name

CELLS = list(product(range(1, 6), repeat=3))


def test_all_125_cells_have_a_name_and_every_name_has_cells() -> None:
    """The bounds of the rfm package leave 36 cells and three names empty."""
    counts = Counter(rfm_name(*cell) for cell in CELLS)
    assert sum(counts.values()) == 125
    assert counts.keys() == {item.name for item in RFM_NAMES}
    assert len(counts) == 11


def test_every_rule_decides_some_cell() -> None:
    first = Counter(
        next(n for n, item in enumerate(RFM_NAMES) if item.fits(*cell)) for cell in CELLS
    )
    assert set(first) == set(range(len(RFM_NAMES)))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ((5, 5, 5), "Champions"), ((4, 4, 4), "Champions"), ((1, 5, 5), "Can't Lose Them"),
        ((3, 5, 5), "Loyal Customers"), ((5, 5, 1), "Loyal Customers"),
        ((5, 1, 1), "New Customers"),
        ((4, 1, 1), "Promising"), ((5, 2, 2), "Potential Loyalist"), ((3, 3, 3), "Need Attention"),
        ((3, 1, 1), "About To Sleep"), ((2, 4, 4), "At Risk"), ((2, 1, 1), "Hibernating"),
        ((1, 1, 1), "Lost"),
    ],
)  # fmt: skip
def test_well_known_cells_have_their_usual_name(cell: tuple[int, int, int], name: str) -> None:
    assert rfm_name(*cell) == name


def test_names_of_the_lapsed_need_a_low_recency_score_and_of_the_active_a_high_one() -> None:
    lapsed = {"Can't Lose Them", "At Risk", "Hibernating", "Lost"}
    for recency, frequency, monetary in CELLS:
        assert (rfm_name(recency, frequency, monetary) in lapsed) == (recency <= 2)


def test_every_name_has_a_meaning() -> None:
    assert all(item.meaning for item in RFM_NAMES)
