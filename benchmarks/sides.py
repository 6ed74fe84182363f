"""What `kmeans.py` runs: the same work as every library does it.

Each function takes rows and first centres, and returns for each side a call that does the work and
returns what it found. Sides whose library is missing are left out.
"""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

Side = Callable[[], dict[str, float]]

PEERS = {"scikit-learn": "sklearn", "scikit-learn-intelex": "sklearnex", "faiss": "faiss"}
LEFT_OUT: set[str] = set()
THREADS = 2
# Rows of a sampled silhouette.
SAMPLE = 10_000


def missing() -> list[str]:
    """Return the sides whose library cannot be imported."""
    return [name for name, module in PEERS.items() if importlib.util.find_spec(module) is None]


def wanted(sides: dict[str, Side]) -> dict[str, Side]:
    """Return the sides that can be run and were not left out."""
    out = {*missing(), *LEFT_OUT}
    return {name: side for name, side in sides.items() if name not in out}


def fits(X: np.ndarray, start: np.ndarray, *, max_iter: float = 300) -> dict[str, Side]:
    """One start from given centres, until nothing moves or `max_iter` is reached."""
    k = len(start)
    # faiss stops where its objective does, and else runs as long as scikit-learn, its forerunner.
    taken = {"n_iter": min(20, int(max_iter))}
    options = {"n_clusters": k, "init": start, "n_init": 1, "max_iter": int(max_iter), "tol": 0}

    def ours() -> dict[str, float]:
        from personae import KMeans

        return _facts(KMeans(**options).fit(X))

    def sklearn() -> dict[str, float]:
        from sklearn.cluster import KMeans

        model = _quiet(KMeans(**options, algorithm="lloyd"), X)
        taken["n_iter"] = int(model.n_iter_)
        return _facts(model)

    def intelex() -> dict[str, float]:
        from sklearnex.cluster import KMeans

        return _facts(_quiet(KMeans(**options, algorithm="lloyd"), X))

    def faiss() -> dict[str, float]:
        import faiss

        faiss.omp_set_num_threads(THREADS)
        n, d = X.shape
        model = faiss.Kmeans(
            d, k, niter=taken["n_iter"], max_points_per_centroid=n, min_points_per_centroid=1
        )
        model.train(X, init_centroids=start)
        return {"inertia": float(model.obj[-1]), "n_iter": len(model.obj)}

    sides = {"personae": ours, "scikit-learn": sklearn, "scikit-learn-intelex": intelex}
    return wanted({**sides, "faiss": faiss} if X.dtype == np.float32 else sides)


def many_starts(X: np.ndarray, start: np.ndarray) -> dict[str, Side]:
    """Ten starts that each library draws for itself, others in every round: some take longer."""
    options = {"n_clusters": len(start), "n_init": 10}
    rounds = [itertools.count() for _ in range(3)]

    def ours() -> dict[str, float]:
        from personae import KMeans

        return _facts(KMeans(**options, random_state=next(rounds[0])).fit(X))

    def sklearn() -> dict[str, float]:
        from sklearn.cluster import KMeans

        return _facts(_quiet(KMeans(**options, random_state=next(rounds[1])), X))

    def intelex() -> dict[str, float]:
        from sklearnex.cluster import KMeans

        return _facts(_quiet(KMeans(**options, random_state=next(rounds[2])), X))

    return wanted({"personae": ours, "scikit-learn": sklearn, "scikit-learn-intelex": intelex})


def silhouettes(X: np.ndarray, start: np.ndarray) -> dict[str, Side]:
    """The exact silhouette of every row."""
    # Distances in float64: the whole of scikit-learn's float32 ones is no nearer than 1e-4.
    labels = _nearest(X, start)

    def ours() -> dict[str, float]:
        from personae.cluster.indices import silhouette_samples

        return {"mean": float(np.mean(silhouette_samples(X, labels)))}

    def sklearn() -> dict[str, float]:
        from sklearn.metrics import silhouette_samples

        return {"mean": float(np.mean(silhouette_samples(X, labels)))}

    return wanted({"personae": ours, "scikit-learn": sklearn})


def sweeps(X: np.ndarray, start: np.ndarray) -> dict[str, Side]:
    """Every k from 2 on, ten starts each, and the silhouette of a sample for each.

    `personae.choose_k` also judges stability and every other criterion. `excess` is the largest
    ratio of an inertia to that of scikit-learn at the same k.
    """
    ks = range(2, len(start) + 1)
    theirs: dict[int, float] = {}

    def ours() -> dict[str, float]:
        from personae import KMeans
        from personae.cluster.indices import silhouette_samples
        from personae.stats.sample import content_keys, hash_sample

        rows = hash_sample(content_keys(X), min(SAMPLE, len(X)), seed=0, stage="silhouette")
        inertias = {}
        for k in ks:
            model = KMeans(k, n_init=10, random_state=0).fit(X)
            silhouette_samples(X[rows], model.labels_[rows])
            inertias[k] = model.inertia_
        return _excess(inertias, theirs)

    def chosen() -> dict[str, float]:
        import personae

        choice = personae.choose_k(X, k_max=ks[-1])
        found = {row.k: row.inertia for row in choice.evidence}
        return {"chosen": choice.k, **_excess(found, theirs)}

    def sklearn() -> dict[str, float]:
        from sklearn.cluster import KMeans
        from sklearn.metrics import silhouette_score

        for k in ks:
            model = _quiet(KMeans(k, n_init=10, random_state=0), X)
            size = min(SAMPLE, len(X))
            silhouette_score(X, model.labels_, sample_size=size, random_state=0)
            theirs[k] = float(model.inertia_)
        return {}

    # scikit-learn first: the others compare their inertias with its.
    return wanted({"scikit-learn": sklearn, "personae": ours, "personae.choose_k": chosen})


def assigns(X: np.ndarray, start: np.ndarray) -> dict[str, Side]:
    """The nearest centre of every row; and reading the same array once, for scale."""
    fitted: dict[str, object] = {}

    def read() -> dict[str, float]:
        parts = np.array_split(X.reshape(-1), 64)
        with ThreadPoolExecutor(THREADS) as pool:
            return {"largest": float(max(pool.map(np.max, parts)))}

    def predicted(module: str) -> Side:
        def run() -> dict[str, float]:
            if module not in fitted:
                estimator = importlib.import_module(module).KMeans
                # Fitted to the centres themselves, where they stay; each twice, because
                # scikit-learn-intelex leaves as many rows as clusters to scikit-learn.
                model = estimator(len(start), init=start, n_init=1, max_iter=1)
                fitted[module] = _quiet(model, np.repeat(start, 2, axis=0))
            return _counted(fitted[module].predict(X))

        return run

    def faiss() -> dict[str, float]:
        import faiss

        faiss.omp_set_num_threads(THREADS)
        index = faiss.IndexFlatL2(X.shape[1])
        index.add(start)
        return _counted(index.search(X, 1)[1][:, 0])

    return wanted(
        {
            "personae": predicted("personae"),
            "memory read": read,
            "scikit-learn": predicted("sklearn.cluster"),
            "scikit-learn-intelex": predicted("sklearnex.cluster"),
            "faiss": faiss,
        }
    )


def _quiet(model: object, X: np.ndarray) -> object:
    """Fit without the warning that iterations ran out: they are meant to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(X)


def _facts(model: object) -> dict[str, float]:
    return {"inertia": float(model.inertia_), "n_iter": int(model.n_iter_)}


def _excess(found: dict[int, float], theirs: dict[int, float]) -> dict[str, float]:
    return {"excess": max(found[k] / theirs[k] for k in theirs)} if theirs else {}


def _counted(labels: np.ndarray) -> dict[str, float]:
    return {"in_first": int((np.asarray(labels) == 0).sum())}


def _nearest(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    squared = [((X - center).astype(np.float64) ** 2).sum(axis=1) for center in centers]
    return np.argmin(squared, axis=0).astype(np.int32)
