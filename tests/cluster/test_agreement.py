import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from personae.cluster.agreement import adjusted_rand, agreement
from personae.cluster.kmeans import kmeans
from personae.cluster.stability import redraw
from personae.stats.sample import row_keys

pairs = st.integers(1, 40).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)
)


def test_adjusted_rand_by_hand():
    # {a b c} {d e f} against {a b} {c d} {e f}. Together in both: ab, ef = 2. In one: 3 + 3 = 6,
    # in the other: 3. All pairs: 15. Chance: 6 * 3 / 15 = 1.2. (2 - 1.2) / (4.5 - 1.2) = 8 / 33.
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    assert adjusted_rand(one, other) == pytest.approx(8 / 33)


@pytest.mark.parametrize(("labels"), [[0, 0, 0], [0, 1, 2], [0]])
def test_divisions_that_leave_nothing_to_chance_agree_with_themselves(labels):
    assert adjusted_rand(np.array(labels), np.array(labels)) == 1.0


@given(pairs)
def test_adjusted_rand_is_scikit_learns(both):
    one, other = map(np.array, both)
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


@given(pairs, st.permutations(range(5)))
def test_neither_the_side_nor_the_numbers_matter(both, numbers):
    one, other = map(np.array, both)
    assert adjusted_rand(one, other) == adjusted_rand(other, one)
    assert adjusted_rand(one, np.array(numbers)[other]) == adjusted_rand(one, other)


def agreement_of(X, k):
    keys = row_keys([f"c{row}" for row in range(len(X))], key="test")
    fit = kmeans(X, k, keys=keys)
    return agreement(X, fit, redraw(X, fit, keys=keys), keys=keys)


def test_groups_are_found_again_and_noise_is_not():
    random = np.random.RandomState(0)
    groups = np.concatenate([random.normal(center, 0.5, (40, 2)) for center in (0.0, 9.0, 18.0)])
    found = agreement_of(groups, 3)
    assert (found.starts, found.subsamples) == (1.0, 1.0)
    noise = agreement_of(random.normal(size=(150, 20)), 6)
    assert max(noise.starts, noise.subsamples) < 0.5
