import numpy as np

from personae.cluster.earlier_day import EarlierDay
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
    assert (firm.question, firm.moved) == ("noise", firm.unchanged)
    assert firm.stability_error == redraw(X, fit, keys=keys).error
    order = np.random.RandomState(1).permutation(120)
    again = firmness(X[order], kmeans(X[order], 3, keys=keys[order]), keys=keys[order])
    assert again == firm


def test_an_earlier_day_answers_in_the_place_of_noise_which_stays_beside_it():
    X = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    keys = row_keys([f"c{row}" for row in range(60)], key="test")
    day = EarlierDay((0.7, 0.9), (20, 30))
    firm = firmness(X, kmeans(X, 2, keys=keys), keys=keys, earlier=day)
    assert (firm.question, firm.unchanged, firm.moved) == ("date", (0.7, 0.9), (1.0, 1.0))
