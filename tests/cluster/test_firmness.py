import numpy as np

from personae.cluster.firmness import firmness
from personae.cluster.jitter import unchanged_shares
from personae.cluster.kmeans import kmeans
from personae.cluster.stability import redraw
from personae.stats.sample import row_keys


def test_every_figure_is_that_of_its_own_file_and_row_order_changes_none():
    X = np.random.RandomState(0).normal(size=(120, 3))
    keys = row_keys([f"c{row}" for row in range(120)], key="test")
    fit = kmeans(X, 3, keys=keys)
    firm = firmness(X, fit, keys=keys)
    assert firm.unchanged == unchanged_shares(X, fit, keys=keys)
    assert firm.stability_error == redraw(X, fit, keys=keys).error
    order = np.random.RandomState(1).permutation(120)
    again = firmness(X[order], kmeans(X[order], 3, keys=keys[order]), keys=keys[order])
    assert again == firm
