import re

import numpy as np
import pytest

from personae.cluster.checks import checked
from personae.cluster.kmeans import kmeans
from personae.errors import InputError, NotEnoughDataError, UsageError


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_the_extent_is_found_on_the_way(dtype):
    X = np.random.default_rng(0).integers(-50, 50, (1_000, 3)).astype(dtype)
    matrix, (low, high) = checked(X)
    assert matrix.dtype == (np.float32 if dtype == np.float32 else np.float64)
    assert (low.tolist(), high.tolist()) == (X.min(axis=0).tolist(), X.max(axis=0).tolist())


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (
            [[0.0], [np.nan], [np.inf]],
            InputError,
            (
                "2 rows hold a missing or infinite number (the first in column 1 of the matrix).\n"
                "Fix: Fill or remove these rows first."
            ),
        ),
        (
            [[0.0], [1e160], [2.0]],
            InputError,
            (
                "Some numbers are beyond 1e150: their squares are too large to add up.\n"
                "Fix: Divide the column by a constant, or use --transform standard."
            ),
        ),
        (
            [[0.0], [1.0]],
            NotEnoughDataError,
            (
                "3 segments were asked for, but there are 2 rows (n_samples=2).\n"
                "Fix: Ask for fewer, such as --k 1, or give more rows."
            ),
        ),
        (
            [[0.0], [0.0], [1.0], [-0.0]],
            NotEnoughDataError,
            (
                "3 segments were asked for, but the 4 rows hold only 2 distinct ones.\n"
                "Fix: Ask for at most --k 2, or use more features."
            ),
        ),
    ],
    ids=["not finite", "too large", "few rows", "few distinct rows"],
)
def test_what_cannot_be_divided_is_refused(X, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        kmeans(np.array(X), 3)


@pytest.mark.parametrize("k", [0, -1, 2.5, float("nan"), True])
def test_k_must_be_a_whole_number(k):
    with pytest.raises(UsageError, match="must be a whole number from 1 on"):
        kmeans(np.arange(20.0)[:, None], k)


@pytest.mark.parametrize(
    "weights", [[-1.0, 1, 1, 1], [np.nan, 1, 1, 1], [0.0, 0, 0, 0], [1.0, 1, 1]]
)
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(
        InputError, match="Every weight must be finite and at least 0, one for each of 4 rows"
    ):
        kmeans(np.arange(4.0)[:, None], 2, sample_weight=np.array(weights))
