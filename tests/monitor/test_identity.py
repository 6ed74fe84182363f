"""A refit keeps the numbers of the segments that it finds again, and never gives one twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import personae
from personae.monitor.identity import _joined, _parted, paired, shared_of

CORNERS = {"quiet": (0, 0), "spenders": (0, 400), "visitors": (300, 0), "best": (300, 400)}
FAR = {**CORNERS, "giants": (900, 1_600)}
HOW = {"transform": "standard", "k_max": 6}


def shop(*corners: str, shift: int = 0) -> pd.DataFrame:
    """Return customers around corners; each corner has its own ids, whatever else is there."""
    rows = [
        (f"{name}{i:02d}", x + i % 5 + shift, y + i % 7 + shift)
        for place, (name, (x, y)) in enumerate(FAR.items())
        if name in corners
        for i in range(30 + place)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "visits", "spend"])


def numbers_of(result: personae.Result) -> dict[str, set[int]]:
    """Return the segment numbers of each corner's customers."""
    frame = result.segments
    corner = frame["id"].str.rstrip("0123456789")
    return {name: set(part) for name, part in frame["segment"].groupby(corner)}


@pytest.fixture(scope="module")
def first() -> personae.Result:
    return personae.segment(shop(*CORNERS), k=4, **HOW)


def test_the_same_file_keeps_everything_and_nobody_moves(first: personae.Result) -> None:
    rows = shop(*CORNERS).sample(frac=1, random_state=3)
    again = personae.segment(rows, k=4, like=first, **HOW)
    assert again.segments_table.equals(first.segments_table)
    assert again.identity is not None
    assert again.moves is not None
    assert [item.origin for item in again.identity.now] == ["kept"] * 4
    assert {item.shared for item in again.identity.now} == {1.0}
    assert max(item.moved or 0.0 for item in again.identity.now) == 0.0
    assert (again.moves.n_moved, again.moves.changed, again.moves.table.num_rows) == (0, 0, 0)
    assert again.moves.newcomers == again.moves.leavers == (0, 0, 0, 0)
    assert [item.code for item in again.findings if item.code.startswith("like/")] == []


def test_numbers_stay_although_sizes_change_their_order(first: personae.Result) -> None:
    assert numbers_of(first) == {"best": {1}, "visitors": {2}, "spenders": {3}, "quiet": {4}}
    more = shop(*CORNERS, shift=2)
    twins = more[more["customer_id"].str.startswith("quiet")].assign(
        customer_id=lambda part: "new" + part["customer_id"]
    )
    now = personae.segment(pd.concat([more, twins]), k=4, like=first, **HOW)
    assert [item.size for item in now.segmentation.segments] == [33, 32, 31, 60]
    assert numbers_of(now) == numbers_of(first) | {"newquiet": {4}}
    assert now.moves is not None
    assert now.moves.newcomers == (0, 0, 0, 30)


def test_a_number_is_never_given_twice_in_a_chain(first: personae.Result) -> None:
    """Spenders go, giants come; then giants go and spenders come back: they are new by then."""
    second = personae.segment(shop("quiet", "visitors", "best", "giants"), k=4, like=first, **HOW)
    kept = {"best": {1}, "visitors": {2}, "quiet": {4}}
    assert numbers_of(second) == kept | {"giants": {5}}
    assert second.segmentation.numbers == (1, 2, 4, 5)
    assert second.identity is not None
    gone = {item.segment: item.fate for item in second.identity.then}
    assert gone == {1: "kept", 2: "kept", 3: "vanished", 4: "kept"}
    codes = [item.code for item in second.findings if item.code.startswith("like/")]
    assert set(codes) == {"like/new", "like/vanished", "like/renamed"}
    names = {item.segment: item.name for item in first.segmentation.segments}
    now = {item.segment: item.name for item in second.segmentation.segments}
    (told,) = [item for item in second.findings if item.code == "like/vanished"]
    assert told.what == (
        f'Segment 3 "{names[3]}" of the earlier run is gone: no segment of now holds half of its '
        "customers or lies where it lay. Its number is not given again."
    )
    told, *_ = [item for item in second.findings if item.code == "like/renamed"]
    number = int(told.what.split()[1])
    assert names[number] != now[number]
    assert told.what == (
        f'Segment {number} was called "{names[number]}" in the earlier run, which is not true of '
        f'it any more; it is called "{now[number]}" now.'
    )
    third = personae.segment(shop(*CORNERS), k=4, like=second, **HOW)
    assert numbers_of(third) == kept | {"spenders": {6}}
    assert third.model.last_number == 6
    fourth = personae.segment(shop("quiet", "visitors", "best"), k=3, like=third, **HOW)
    fifth = personae.segment(shop("quiet", "visitors", "best", "giants"), k=4, like=fourth, **HOW)
    assert numbers_of(fifth) == kept | {"giants": {7}}


def test_everything_that_is_told_has_the_same_numbers(first: personae.Result) -> None:
    now = personae.segment(shop("quiet", "visitors", "best", "giants"), k=4, like=first, **HOW)
    numbers = {1, 2, 4, 5}
    assert {
        item.neighbour.segment for item in now.segmentation.segments if item.neighbour
    } <= numbers
    assert set(now.segmentation.map.points.column("segment").to_pylist()) == numbers
    assert [item.segment for item in now.model.segments] == sorted(numbers)
    assert set(now.segments["runner_up"]) <= numbers
    assert {item.segment for item in now.suggestions} == numbers
    assert now.segmentation.key_accounts is not None
    accounts = now.segmentation.key_accounts.table.to_pylist()
    own = dict(zip(now.segments["id"], now.segments["segment"], strict=True))
    assert all(row["segment"] == own[row["customer_id"]] for row in accounts)
    scored = now.model.assign(shop("quiet", "visitors", "best", "giants"))
    assert [own[one] for one in scored["id"]] == scored["segment"].tolist()
    for label, item in enumerate(now.segmentation.segments):
        assert item.size == int((now.fit.labels == label).sum())


def test_a_segment_that_splits_and_two_that_merge_are_called_that(first: personae.Result) -> None:
    two = personae.segment(shop(*CORNERS), k=2, like=first, **HOW)
    assert two.identity is not None
    origins = [item.origin for item in two.identity.now]
    assert origins.count("merged") >= 1
    four = personae.segment(shop(*CORNERS), k=4, like=two, **HOW)
    assert four.identity is not None
    assert "split" in {item.origin for item in four.identity.now}
    assert {item.segment for item in four.identity.now} & {
        item.segment for item in two.identity.now
    }


def test_a_kept_name_stays_and_a_persons_name_in_any_case(first: personae.Result) -> None:
    named = personae.segment(shop(*CORNERS), k=4, like=first, **HOW)
    model = named.model.renamed(2, "Window shoppers")

    again = personae.segment(shop(*CORNERS, shift=1), k=4, like=replace(named, model=model), **HOW)
    assert model.names == {item.segment: item.name for item in again.segmentation.segments}
    assert again.segmentation.of(2).named_by == "person"


def test_customers_of_whom_nobody_is_known_are_matched_by_place(first: personae.Result) -> None:
    others = shop(*CORNERS).assign(customer_id=lambda part: "x" + part["customer_id"])
    now = personae.segment(others, k=4, like=first, **HOW)
    assert now.identity is not None
    assert now.identity.n_both == 0
    assert now.identity.kept == (1, 2, 3, 4)
    assert {item.shared for item in now.identity.now} == {None}


def test_other_features_are_matched_by_members(first: personae.Result) -> None:
    now = personae.segment(
        shop(*CORNERS).rename(columns={"visits": "orders", "spend": "paid"}), k=4, like=first, **HOW
    )
    assert now.identity is not None
    assert now.identity.kept == (1, 2, 3, 4)
    assert {item.moved for item in now.identity.now} == {None}
    assert now.moves is not None
    assert now.moves.changed is None


def test_pairs_are_those_that_agree_most_together() -> None:
    """Each for itself would take the first; together the crossing is better (1.1 against 1.0)."""
    shared = np.array([[0.6, 0.55], [0.55, 0.0]])
    far = np.full((2, 2), np.nan)
    assert paired(shared, far) == {0: 1, 1: 0}


def test_too_little_in_common_is_no_match() -> None:
    shared = np.array([[0.49, 0.2], [0.1, 0.5]])
    assert paired(shared, np.array([[0.5, 2.0], [3.0, 9.0]])) == {1: 1}
    assert paired(shared, np.array([[0.49, 2.0], [3.0, 9.0]])) == {0: 0, 1: 1}


def test_shares_by_hand() -> None:
    table = np.array([[20, 5], [0, 15]])
    assert shared_of(table).tolist() == [[20 / 25, 5 / 40], [0.0, 15 / 20]]
    assert np.isnan(shared_of(np.array([[20, 9]]))).all()


def test_who_joins_and_who_parts_by_hand() -> None:
    # the second of then went into the first of now; most of the third of now are of the first
    table = np.array([[40, 0, 10], [12, 3, 0], [0, 30, 5]])
    heir = {0: 0, 1: 2}
    assert _joined(table, heir) == {1: 0}
    assert _parted(table, heir) == {2: 0}
