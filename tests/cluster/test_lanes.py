"""Every operation side by side against NumPy's, on full lanes of both types."""

import numpy as np
import pytest
from numba import njit

from personae.cluster import lanes

TYPES = [np.float32, np.float64]


def numbers(dtype, *, seed=0):
    """As many numbers as lie side by side, exact in the type, some of them equal or 0."""
    count = 64 // np.dtype(dtype).itemsize
    return np.random.default_rng(seed).integers(-4, 5, count).astype(dtype)


@njit
def _squares(a, b, total, out):
    lanes.store(out, 0, lanes.plus_square(lanes.load(total, 0), lanes.load(a, 0), lanes.load(b, 0)))


@njit
def _rounded_squares(a, b, total, out):
    lanes.store(
        out, 0, lanes.plus_rounded_square(lanes.load(total, 0), lanes.load(a, 0), lanes.load(b, 0))
    )
    return lanes.lane_count(a)


@njit
def _extremes(a, b, low, high):
    one, other = lanes.load(a, 0), lanes.load(b, 0)
    lanes.store(low, 0, lanes.smaller(one, other))
    lanes.store(high, 0, lanes.larger(one, other))
    return lanes.least(one)


@njit
def _choice(a, b, out):
    one, other = lanes.load(a, 0), lanes.load(b, 0)
    lanes.store(out, 0, lanes.pick_less(one, other, lanes.spread(a, 7), other))
    return lanes.not_above_zero(one)


@njit
def _whole_numbers(a, whole, b, out):
    one, other = (
        lanes.load_like(whole, 0, lanes.load(a, 0)),
        lanes.load_like(b, 0, lanes.load(a, 0)),
    )
    lanes.store(out, 0, one)
    return lanes.differing(one, other)


@njit
def _steps(a, unit, other, out):
    steps = lanes.steps_of(lanes.load(a, 0), unit)
    others = lanes.load_like(other, 0, steps)
    lanes.store(out[0], 0, steps)
    lanes.store(out[1], 0, lanes.plus(steps, others))
    lanes.store(out[2], 0, lanes.minus(steps, others))
    lanes.store(out[3], 0, lanes.times(steps, 3))


@njit
def _apart(a, last, like, out):
    lanes.store(out, 0, lanes.load_apart(a, 3, 5, last, like))


@njit
def _number(a, number, out):
    lanes.store(out, 0, lanes.number_in(lanes.load(a, 0), number))


@njit
def _four(a, apart, out):
    for number, column in enumerate(lanes.load_four(a, 1, apart)):
        lanes.store(out, number * lanes.lane_count(a), column)


@njit
def _at(a, places, total, out):
    lanes.store(out, 0, lanes.load_at(a, lanes.load_like(places, 0, lanes.load(total, 0))))


@njit
def _wide(a, out):
    lanes.store(out, 0, lanes.widened(lanes.load_like(a, 0, lanes.load(out, 0))))


@njit
def _sums(a, b, out):
    lanes.store(out[0], 0, lanes.plus(lanes.load(a, 0), lanes.load(b, 0)))
    lanes.store(out[1], 0, lanes.minus(lanes.load(a, 0), lanes.load(b, 0)))


@njit
def _bits(number):
    return lanes.ones(number), lanes.lowest(number)


def as_bits(holds):
    return sum(1 << place for place in np.flatnonzero(holds).tolist())


@pytest.mark.parametrize("dtype", TYPES)
def test_squares_and_extremes(dtype):
    a, b, total = numbers(dtype), numbers(dtype, seed=1), numbers(dtype, seed=2)
    out, low, high = np.empty_like(a), np.empty_like(a), np.empty_like(a)
    _squares(a, b, total, out)
    assert out.tolist() == (total + (a - b) ** 2).tolist()
    assert _extremes(a, b, low, high) == a.min()
    assert low.tolist() == np.minimum(a, b).tolist()
    assert high.tolist() == np.maximum(a, b).tolist()


@pytest.mark.parametrize("dtype", TYPES)
def test_every_step_of_a_rounded_square_is_rounded(dtype):
    a, b = numbers(dtype) + dtype(0.1), numbers(dtype, seed=1) / dtype(3)
    total = -((a - b) ** 2)  # fused, what the rounding of the square left out would be there
    out = np.empty_like(a)
    assert _rounded_squares(a, b, total, out) == len(a)
    assert out.tolist() == (total + (a - b) * (a - b)).tolist() == [0.0] * len(a)


@pytest.mark.parametrize("dtype", TYPES)
def test_choices_and_their_bits(dtype):
    a, b = numbers(dtype), numbers(dtype, seed=1)
    out = np.empty_like(a)
    assert _choice(a, b, out) == as_bits(a <= 0)
    assert out.tolist() == np.where(a < b, 7, b).tolist()


@pytest.mark.parametrize("dtype", TYPES)
def test_whole_numbers_as_many_as_there_are_of_the_others(dtype):
    a, b = numbers(dtype), numbers(dtype, seed=1).astype(np.int32)
    out = np.full(16, -9, dtype=np.int32)
    assert _whole_numbers(a, a.astype(np.int32), b, out) == as_bits(a.astype(np.int32) != b)
    assert out.tolist() == [*a.astype(int).tolist(), *[-9] * (16 - len(a))]


@pytest.mark.parametrize("dtype", TYPES)
def test_steps_are_rounded_to_the_nearest_and_reckoned_with(dtype):
    a, other = numbers(dtype) + dtype(0.3), np.arange(16)
    steps = np.rint(a.astype(np.float64) * 1024.0).astype(np.int64)
    others = other[: len(a)]
    out = np.empty((4, len(a)), dtype=np.int64)
    _steps(a, 1024.0, other, out)
    assert out.tolist() == [
        steps.tolist(), (steps + others).tolist(), (steps - others).tolist(), (3 * steps).tolist()
    ]  # fmt: skip


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("last", [0, 2, 7, 11])
def test_numbers_apart_and_the_last_again(dtype, last):
    a, like = np.arange(60).astype(dtype), np.zeros(1, dtype=np.int64)
    out = np.empty(8, dtype=dtype)
    _apart(a, last, like, out)
    assert out.tolist() == [3 + 5 * min(e, last) for e in range(8)]


@pytest.mark.parametrize("dtype", TYPES)
def test_a_whole_number_for_each_of_the_others(dtype):
    a = numbers(dtype)
    out = np.full(16, -9, dtype=np.int32)
    _number(a, 5, out)
    assert out.tolist() == [*[5] * len(a), *[-9] * (16 - len(a))]


@pytest.mark.parametrize(
    ("dtype", "out_dtype"), [(np.float32,) * 2, (np.float64,) * 2, (np.float32, np.float64)]
)
def test_four_columns_of_as_many_rows(dtype, out_dtype):
    count = 64 // np.dtype(dtype).itemsize
    rows = np.arange(1 + 7 * count).astype(dtype)
    out = np.empty(4 * count, dtype=out_dtype)
    _four(rows, 7, out)
    assert out.tolist() == rows[1:].reshape(count, 7)[:, :4].T.ravel().tolist()


@pytest.mark.parametrize("dtype", TYPES)
def test_numbers_at_places(dtype):
    a, places = np.arange(60).astype(dtype), (np.arange(16, dtype=np.int32) * 13) % 60
    out = numbers(dtype)
    _at(a, places, out.copy(), out)
    assert out.tolist() == a[places[: len(out)]].tolist()


def test_wide_numbers():
    out = np.zeros(8)
    _wide(numbers(np.float32) / np.float32(3), out)
    assert out.tolist() == (numbers(np.float32) / np.float32(3))[:8].tolist()


@pytest.mark.parametrize("dtype", TYPES)
def test_sums_and_differences(dtype):
    a, b = numbers(dtype) / dtype(3), numbers(dtype, seed=1)
    out = np.empty((2, len(a)), dtype=dtype)
    _sums(a, b, out)
    assert out.tolist() == [(a + b).tolist(), (a - b).tolist()]


def test_bits_of_a_number():
    assert _bits(0b1011000) == (3, 3)
    assert _bits(1 << 62) == (1, 62)
