import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.cluster.evidence import KMeansFit
from personae.cluster.tree import Branch, cluster_tree


def fits_of(labels_by_k):
    return {
        k: KMeansFit(np.zeros((k, 1)), np.array(labels, dtype=np.int32), 0.0, 1, True)
        for k, labels in labels_by_k.items()
    }


def test_a_split_and_a_new_border_by_hand():
    # Of segment 1 (a b c) c leaves; with d of segment 2 (d e) it becomes a new segment.
    tree = cluster_tree(fits_of({2: [0, 0, 0, 1, 1], 3: [0, 0, 1, 1, 2]}))
    assert tree == (
        Branch(2, 1, 3, 1, 2, 2 / 3, 1.0),
        Branch(2, 1, 3, 2, 1, 1 / 3, 0.5),
        Branch(2, 2, 3, 2, 1, 1 / 2, 0.5),
        Branch(2, 2, 3, 3, 1, 1 / 2, 1.0),
    )


def test_numbers_that_were_not_looked_at_are_stepped_over():
    tree = cluster_tree(fits_of({5: [0, 1, 2, 3, 4], 2: [0, 0, 0, 1, 1]}))
    assert {(branch.k, branch.next_k) for branch in tree} == {(2, 5)}


def test_one_fit_has_no_branches():
    assert cluster_tree(fits_of({3: [0, 1, 2]})) == ()


@given(st.integers(1, 30).flatmap(lambda n: st.lists(st.integers(0, 59), min_size=n, max_size=n)))
def test_every_customer_goes_along_one_branch_and_shares_add_up(codes):
    codes = np.array(codes)
    tree = cluster_tree(fits_of({3: codes % 3, 4: codes % 4, 5: codes % 5}))
    for k, next_k in ((3, 4), (4, 5)):
        level = [branch for branch in tree if (branch.k, branch.next_k) == (k, next_k)]
        assert sum(branch.n for branch in level) == len(codes)
        for side, share in (("segment", "out_share"), ("next_segment", "in_share")):
            sums = {}
            for branch in level:
                number = getattr(branch, side)
                sums[number] = sums.get(number, 0.0) + getattr(branch, share)
            assert np.allclose(list(sums.values()), 1.0)
