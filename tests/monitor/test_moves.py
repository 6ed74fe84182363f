"""Moves add up: everybody of either day is counted once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from personae.monitor.moves import Move, moves_between

people = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from([1, 2, 5]))


def day(segments: dict[str, int]) -> tuple[pa.Array, np.ndarray]:
    return pa.array(list(segments), pa.string()), np.array(list(segments.values()), dtype=np.int32)


@given(people, people)
def test_everybody_is_counted_once(then: dict[str, int], now: dict[str, int]) -> None:
    moves = moves_between(day(then), day(now), numbers_before=(1, 2, 5), numbers_after=(1, 2, 5))
    for place, number in enumerate((1, 2, 5)):
        before = sum(moves.matrix[place]) + moves.leavers[place]
        after = sum(row[place] for row in moves.matrix) + moves.newcomers[place]
        assert before == list(then.values()).count(number)
        assert after == list(now.values()).count(number)
    listed = {row["id"]: (row["from"], row["to"]) for row in moves.table.to_pylist()}
    expected = {
        one: (then.get(one), now.get(one))
        for one in sorted({*then, *now})
        if then.get(one) != now.get(one)
    }
    assert list(listed.items()) == list(expected.items())
    assert moves.n_moved == sum(None not in pair for pair in expected.values())


def test_the_largest_move_comes_first_and_five_are_shown() -> None:
    then = day({str(i): 1 if i < 20 else 2 for i in range(30)})
    now = day({str(i): (1, 2, 3, 4, 5, 6, 7)[i % 7] for i in range(30)})
    moves = moves_between(then, now, numbers_before=(1, 2), numbers_after=(1, 2, 3, 4, 5, 6, 7))
    assert moves.largest()[0] == Move(before=1, after=2, n=3, share=3 / 20)
    assert [move.n for move in moves.largest()] == [3, 3, 3, 3, 3]
    assert moves.to_dict()["largest"][0] == {"before": 1, "after": 2, "n": 3, "share": 0.15}
    assert moves.to_dict()["customers_in_both"] == 30
