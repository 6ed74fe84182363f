import tracemalloc

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from personae import KMeans


# Some checks give 8 clusters 4 distinct rows; the warning is what they should see.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks([KMeans()])
def test_scikit_learn_finds_nothing_to_complain_of(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def blobs():
    random = np.random.RandomState(1)
    return np.concatenate([random.normal(center, 1.0, (40, 2)) for center in (0.0, 6.0, 12.0)])


def test_predict_on_the_training_rows_is_labels(blobs):
    model = KMeans(3).fit(blobs)
    assert (model.predict(blobs) == model.labels_).all()
    assert model.transform(blobs).argmin(axis=1).tolist() == model.labels_.tolist()
    assert model.score(blobs) == pytest.approx(-model.inertia_)


def test_with_given_centres_label_j_is_centre_j(blobs):
    model = KMeans(3, init=np.array([[12.0, 12.0], [0.0, 0.0], [6.0, 6.0]])).fit(blobs)
    assert model.labels_[[0, 40, 80]].tolist() == [1, 2, 0]


def test_a_weight_of_three_is_three_rows(blobs):
    weights = np.arange(len(blobs)) % 4
    weighted = KMeans(4, random_state=3).fit(blobs, sample_weight=weights)
    repeated = KMeans(4, random_state=3).fit(np.repeat(blobs, weights, axis=0))
    assert weighted.cluster_centers_.tobytes() == repeated.cluster_centers_.tobytes()
    assert weighted.inertia_ == repeated.inertia_


def test_row_order_changes_no_bit(blobs):
    order = np.random.RandomState(0).permutation(len(blobs))
    one, other = KMeans(5).fit(blobs), KMeans(5).fit(blobs[order])
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()
    assert (one.labels_[order] == other.labels_).all()
    assert one.inertia_ == other.inertia_


@pytest.mark.parametrize(
    "init", ["random", lambda X, k, random_state: X[random_state.permutation(len(X))[:k]]]
)
def test_other_first_centres_reach_the_same_clusters(blobs, init):
    found = KMeans(3, init=init, n_init=8, random_state=0).fit(blobs)
    assert found.inertia_ == pytest.approx(KMeans(3).fit(blobs).inertia_)


def test_it_works_in_a_pipeline_and_names_its_columns(blobs):
    pipeline = make_pipeline(StandardScaler(), clone(KMeans(2))).set_output(transform="pandas")
    assert list(pipeline.fit_transform(blobs).columns) == ["kmeans0", "kmeans1"]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"init": "nonsense"}, "init is not known."),
        ({"n_init": 0}, "n_init must be at least 1."),
        ({"max_iter": 0}, "max_iter must be at least 1, tol at least 0."),
        ({"init": np.zeros((2, 2))}, r"init must have the shape \(3, 2\)."),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_told(blobs, parameters, message):
    with pytest.raises(ValueError, match=message):
        KMeans(3, **parameters).fit(blobs)


def test_fewer_distinct_rows_than_clusters_is_warned_of_and_leaves_empty_clusters():
    with pytest.warns(
        ConvergenceWarning, match="n_clusters is 3, but there are only 2 distinct rows"
    ):
        model = KMeans(3).fit([[0.0], [0.0], [5.0], [0.0]])
    assert model.cluster_centers_.tolist() == [[0.0], [5.0], [5.0]]
    assert model.predict([[0.0], [9.0]]).tolist() == [0, 1]


def test_a_fit_of_many_rows_needs_one_copy_of_them_and_little_more():
    X = np.random.default_rng(0).normal(size=(2_000_000, 2)).astype(np.float32)
    for init in (X[:3].copy(), "k-means++"):
        KMeans(3, init=init, n_init=1, max_iter=2, random_state=0).fit(X[:40_000])
        tracemalloc.start()
        KMeans(3, init=init, n_init=1, max_iter=2, random_state=0).fit(X)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak <= X.nbytes + 16 * len(X) + 64 * 2**20


def test_copies_and_weights_mean_the_same_to_many_rows(monkeypatch):
    monkeypatch.setattr("personae.cluster.estimator.MANY_ROWS", 10)
    X = np.array([[0.0], [1.0], [10.0], [11.0]] * 5)
    with pytest.warns(ConvergenceWarning, match="there are only 4 distinct rows"):
        few = KMeans(6, random_state=0).fit(X)
    assert few.inertia_ == 0
    assert few.labels_.tolist() == few.predict(X).tolist()
    weights = np.array([1.0, 3.0, 0.0, 2.0] * 5)
    weighted = KMeans(2, random_state=0).fit(X, sample_weight=weights)
    assert sorted(weighted.cluster_centers_.ravel().tolist()) == [0.75, 11.0]


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("place", [0, 127, 128, 20_000, 40_001])
def test_predict_refuses_a_number_that_is_none_wherever_it_stands(number, dtype, place):
    X = np.random.RandomState(0).normal(size=(40_002, 3)).astype(dtype)
    model = KMeans(3, n_init=1).fit(X[:100])
    X[place, 1] = number
    with pytest.raises(ValueError, match="1 row holds a missing or infinite number") as caught:
        model.predict(X)
    assert "column 2" in str(caught.value)


def test_predict_takes_the_largest_numbers_of_float32():
    X = np.array([[3e38, -3e38], [1.0, 2.0], [-3e38, 3e38]], dtype=np.float32)
    model = KMeans(3, init=X, n_init=1, max_iter=1).fit(X)
    assert model.predict(X).tolist() == [0, 1, 2]
