"""A name that a person gave outlives a refit where the segment does, and is reported where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import personae
from personae.monitor.align import _placed, kept_names

CORNERS = ((0, 0), (0, 400), (300, 0), (300, 400))


def shop(*corners: tuple[int, int], shift: int = 0) -> pd.DataFrame:
    rows = [
        (x + i % 5 + shift, y + i % 7 + shift)
        for place, (x, y) in enumerate(corners)
        for i in range(30 + place)
    ]
    ids = [f"c{i}" for i in range(len(rows))]
    return pd.DataFrame(rows, columns=["visits", "spend"]).assign(customer_id=ids)


@pytest.fixture(scope="module")
def earlier() -> personae.Result:
    return personae.segment(shop(*CORNERS), k=4, k_max=4, transform="standard")


def test_a_segment_that_is_still_there_keeps_its_name(earlier: personae.Result) -> None:
    model = earlier.model.renamed(2, "Wholesale VIPs")
    now = personae.segment(
        shop(*CORNERS[::-1], shift=3), k=4, k_max=4, transform="standard", earlier=model
    )
    (named,) = [item for item in now.segmentation.segments if item.named_by == "person"]
    assert named.name == "Wholesale VIPs"
    before = dict(zip(model.space.axes, model.segments[1].original, strict=True))
    for axis, value in before.items():
        assert named.number(axis).mean == pytest.approx(value + 3, abs=0.2)
    (finding,) = [item for item in now.findings if item.code == "names/kept"]
    assert f"segment {named.segment}," in finding.what


def test_amounts_far_apart_lie_where_they_lay_whatever_they_are_counted_in() -> None:
    """Under auto both columns are logged, each counted in its own median."""
    frame = shop((1, 1), (1, 300), (30, 1), (30, 300), (4_000, 90_000))
    how = {"features": ["visits", "spend"], "k": 5, "k_max": 5}
    before = personae.segment(frame, **how)
    assert [step.log for step in before.space.steps] == [True, True]
    assert before.space.steps[0].unit != 1
    placed = _placed(before.space, before.space.original(before.fit.centers))
    assert placed == pytest.approx(before.fit.centers, abs=1e-9)
    named = before.model.renamed(4, "Wholesale VIPs")
    now = personae.segment(frame.assign(spend=frame["spend"] * 1.1), earlier=named, **how)
    assert now.segmentation.of(4).name == "Wholesale VIPs"


def test_a_segment_that_is_gone_takes_its_name_with_it(earlier: personae.Result) -> None:
    far = max(earlier.model.segments, key=lambda item: sum(item.original)).segment
    model = earlier.model.renamed(far, "Wholesale VIPs")
    now = personae.segment(shop(*CORNERS[:3]), k=3, k_max=4, transform="standard", earlier=model)
    assert not [item for item in now.segmentation.segments if item.named_by == "person"]
    (finding,) = [item for item in now.findings if item.code == "names/lost"]
    assert finding.severity == "warning"
    assert finding.what == (
        'The name "Wholesale VIPs" of the earlier run is not kept: no segment of now matches it.'
    )


def test_other_features_have_no_match(earlier: personae.Result) -> None:
    model = earlier.model.renamed(1, "Wholesale VIPs")
    other = replace(model.space, steps=model.space.steps[:1])
    names, (finding,) = kept_names(model, other, np.zeros((2, 1)))
    assert names == {}
    assert "the features are others now" in finding.what


def test_names_of_our_own_are_made_anew(earlier: personae.Result) -> None:
    assert kept_names(earlier.model, earlier.space, earlier.fit.centers) == ({}, [])
