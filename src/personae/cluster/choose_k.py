"""Rows in, the number of segments with everything that speaks for and against it out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np

from personae.cluster.checks import check_clusters, check_matrix, count_distinct
from personae.cluster.criteria import against, doubt, next_best, opinions
from personae.cluster.evidence import Evidence, KChoice, KMeansFit
from personae.cluster.indices import (
    calinski_harabasz,
    davies_bouldin,
    elbow_distances,
    spherical_bic,
)
from personae.cluster.kmeans import best_of, draw_starts, prepare
from personae.cluster.reasons import reason_for
from personae.cluster.silhouette_estimate import silhouettes_of_sweep
from personae.cluster.stability import bootstrap_jaccard_many
from personae.cluster.structure import structure_test
from personae.errors import Cancelled, NotEnoughDataError, Problem
from personae.stats.moments import exact_sum, moments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from personae.cluster.criteria import NextBest, Opinion
    from personae.cluster.gap import Gap
    from personae.cluster.kmeans import Rows

__all__ = ["STABLE", "USEFUL", "check_enough", "choose_k", "recommend"]

# Hennig (2007): a cluster whose bootstrap Jaccard reaches 0.75 is stable.
STABLE = 0.75
# Silhouettes closer than this are the same; the smaller k wins.
TIE = 0.001
# A handful: enough to act on differently, few enough to remember.
USEFUL = range(4, 8)
# Where starts run on a sample, all rows are iterated until the squared shifts of the centres are
# below this share of the variance: the last hundreds of iterations of a continuum change no
# picture.
REST_OF_MANY = 1e-5
# Two segments are told apart by this many standard deviations on some feature.
APART = 0.5


def choose_k(
    X: NDArray[np.floating],
    *,
    keys: NDArray[np.uint64],
    kind: Literal["customers", "transactions"],
    k: int | None = None,
    k_max: int = 10,
    min_share: float = 0.02,
    seed: int = 0,
    on_event: Callable[[str, int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> KChoice:
    """Compare 2 to `k_max` segments and choose; or obey `k` and compare all the same.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in the feature space.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    kind : {"customers", "transactions"}
        A purchase log is always treated as a continuum: its silhouette likes two, small and big.
    k : int, optional
        A number to obey.
    k_max : int
        The largest number to look at; at most as many as there are distinct rows.
    min_share : float
        The smallest share of rows a segment should hold.
    seed : int
        Another seed, other random starts.
    on_event : callable, optional
        Called with ("choosing k", done, total).
    cancel : callable, optional
        Asked often; when it says True, the work ends.

    Returns
    -------
    KChoice
        The number, the reasons, the evidence for every number, and all fits.

    Raises
    ------
    NotEnoughDataError
        If there are too few rows, or too few distinct rows.
    Cancelled
        If `cancel` said so.

    Examples
    --------
    >>> from personae.stats.sample import row_keys
    >>> corners = np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 0.0], [9.0, 9.0]])
    >>> X = np.repeat(corners, 20, axis=0) + np.linspace(0, 1, 80)[:, None]
    >>> keys = row_keys([str(row) for row in range(80)], key="demo")
    >>> choice = choose_k(X, keys=keys, kind="customers", k_max=6)
    >>> choice.k, choice.verdict, choice.of(4).sizes
    (4, 'stable', (20, 20, 20, 20))
    """
    X = check_matrix(X)
    swept = _sweep(X, k, k_max)
    ks = sorted({*swept, *(() if k is None else (k,))})
    watch = _Watch(on_event, cancel, total=2 * len(ks) + 2)
    rows = prepare(X, keys=keys, seed=seed)
    fits = _fit_all(rows, ks, seed=seed, watch=watch)
    structure = structure_test(
        X, keys=keys, k_max=max(ks), seed=seed, own_marginals=kind == "transactions",
        stop=watch.stop,
    )  # fmt: skip
    watch.finished()
    evidence = _evidence(X, fits, swept, keys=keys, seed=seed, gaps=structure.gaps, watch=watch)
    # Copies of a few distinct rows divide without a rest, groups or not.
    copies = any(fit.inertia == 0 for fit in fits.values())
    useful = kind == "transactions" or (structure.verdict == "continuum" and not copies)
    looked_at = [row for row in evidence if row.k in swept]
    chosen, verdict = (
        recommend(looked_at, useful=useful, min_share=min_share) if looked_at else (1, "pattern")
    )
    recommended = chosen
    if k is not None:
        chosen = k
        verdict = _verdict_of(next(row for row in evidence if row.k == k), useful=useful)
    case = _case_against(
        evidence, chosen, recommended, gaps=structure.gaps, useful=useful, min_share=min_share
    )
    keeps = any(row.smallest_share >= min_share for row in evidence if k in (None, row.k))
    return KChoice(
        k=chosen,
        how="chosen" if k is None else "given",
        reason=reason_for(
            evidence,
            chosen,
            verdict=verdict,
            min_share=min_share,
            bar=STABLE,
            of_shop=kind == "transactions",
            recommended=None if k is None else recommended,
            edge=k is None
            and chosen == k_max < min(len(X) - 1, count_distinct(X, at_least=k_max + 1)),
        ),
        verdict=verdict,
        evidence=tuple(evidence),
        fits=fits,
        keeps_min_share=keeps,
        structure=structure,
        **case,
    )


def recommend(
    evidence: Sequence[Evidence], *, useful: bool, min_share: float
) -> tuple[int, Literal["stable", "pattern", "useful"]]:
    """Apply the rule to the evidence.

    Where there are clusters: among the k whose segments all reach a bootstrap Jaccard of 0.75 and
    the smallest share, the highest silhouette, ties to the smaller k; if there is none, the most
    stable k, as a pattern. In a continuum and in purchase logs (`useful`): the most stable k of 4
    to 7 that keeps the smallest share and tells every segment from its nearest by half a standard
    deviation on some feature.

    Returns
    -------
    k : int
        The number of segments.
    verdict : {"stable", "pattern", "useful"}
        What it is worth.
    """
    keeping = [row for row in evidence if row.smallest_share >= min_share] or list(evidence)
    if useful:
        handful = [row for row in keeping if row.k in USEFUL]
        told_apart = [row for row in handful if row.separated]
        return _most_stable(told_apart or handful or keeping), "useful"
    stable = [row for row in keeping if row.smallest_stability >= STABLE]
    if not stable:
        return _most_stable(keeping), "pattern"
    best = max(row.silhouette for row in stable)
    return min(row.k for row in stable if row.silhouette > best - TIE), "stable"


class _Case(TypedDict):
    """The fields of `KChoice` that speak against the number chosen."""

    opinions: tuple[Opinion, ...]
    against: tuple[str, ...]
    next_best: NextBest | None


def _case_against(
    evidence: Sequence[Evidence],
    chosen: int,
    recommended: int,
    *,
    gaps: Sequence[Gap],
    useful: bool,
    min_share: float,
) -> _Case:
    """Say what every criterion would take, and what the rule would take without the chosen one."""
    said = opinions(evidence, chosen, gaps=gaps)
    rows = {row.k: row for row in evidence}
    doubts = {
        k: doubt(row, useful=useful, min_share=min_share, bar=STABLE, handful=USEFUL)
        for k, row in rows.items()
    }
    others = [row for row in evidence if row.k not in {1, chosen}]
    second = None
    if others:
        if recommended == chosen:
            recommended, _ = recommend(others, useful=useful, min_share=min_share)
        second = next_best(rows[recommended], rows[chosen], doubts=doubts[recommended])
    return {
        "opinions": said,
        "against": against(chosen, said, doubts=doubts),
        "next_best": second,
    }


def _most_stable(rows: Sequence[Evidence]) -> int:
    return max(rows, key=lambda row: (round(row.smallest_stability, 3), -row.k)).k


def _verdict_of(row: Evidence, *, useful: bool) -> Literal["stable", "pattern", "useful"]:
    if useful:
        return "useful"
    return "stable" if row.smallest_stability >= STABLE and row.k > 1 else "pattern"


class _Watch:
    """Counts finished steps, tells listeners, and stops the work where asked."""

    def __init__(
        self,
        on_event: Callable[[str, int, int], None] | None,
        cancel: Callable[[], bool] | None,
        *,
        total: int,
    ) -> None:
        self._on_event, self._cancel = on_event, cancel
        self._done, self._total = 0, total

    def stop(self) -> None:
        """Raise `Cancelled` if somebody asked to stop."""
        if self._cancel is not None and self._cancel():
            raise Cancelled(Problem("run/cancelled", "The run was stopped; nothing was written."))

    def finished(self) -> None:
        """Count one more step."""
        self.stop()
        self._done += 1
        if self._on_event is not None:
            self._on_event("choosing k", self._done, self._total)


def check_enough(n_customers: int) -> None:
    """Make sure that there is something to divide.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than three customers.
    """
    if n_customers >= 3:
        return
    have = "is 1 customer" if n_customers == 1 else f"are {n_customers} customers"
    raise NotEnoughDataError(
        Problem(
            "data/too-few-rows",
            f"There {have}; segments need at least 3, and many more to mean anything.",
            "Give a file with more customers.",
        )
    )


def _sweep(X: NDArray[np.floating], k: int | None, k_max: int) -> range:
    """Return the numbers to look at: no more than there are distinct rows, and fewer than rows."""
    if k is not None:
        check_clusters(X, k)
    check_enough(len(X))
    if k == len(X):
        raise NotEnoughDataError(
            Problem(
                "k/every-row-alone",
                f"{k} segments of {len(X)} customers would be one for each.",
                f"Ask for fewer, such as --k {max(2, len(X) // 10)}.",
            )
        )
    most = min(k_max, len(X) - 1, count_distinct(X, at_least=k_max))
    if most < 2 and k != 1:
        raise NotEnoughDataError(
            Problem(
                "k/exceeds-distinct",
                f"All {len(X)} customers are equal in the chosen features: there is nothing to "
                "divide (1 distinct row).",
                "Choose other columns with --features.",
            )
        )
    return range(2, most + 1)


def _fit_all(rows: Rows, ks: Sequence[int], *, seed: int, watch: _Watch) -> dict[int, KMeansFit]:
    starts = draw_starts(rows, max(ks), seed=seed)
    tol = 0.0
    if rows.sample is not None:
        tol = REST_OF_MANY * float(np.mean([moments(column).std ** 2 for column in rows.X.T]))
    fits = {}
    for k in ks:
        fits[k] = best_of(rows, starts[:, :k], tol=tol, seed=seed, stop=watch.stop)
        watch.finished()
    return fits


def _evidence(
    X: NDArray[np.floating],
    fits: dict[int, KMeansFit],
    swept: range,
    *,
    keys: NDArray[np.uint64],
    seed: int,
    gaps: Sequence[Gap],
    watch: _Watch,
) -> list[Evidence]:
    ks = list(fits)
    silhouettes = silhouettes_of_sweep(
        X, [fits[k].labels for k in ks], keys=keys, seed=seed, stop=watch.stop
    )
    watch.finished()
    stabilities = bootstrap_jaccard_many(
        X, [fits[k] for k in ks], keys=keys, seed=seed, stop=watch.stop, on_fit=watch.finished
    )
    columns = [moments(column) for column in X.T]
    total = exact_sum((X - np.array([column.mean for column in columns])) ** 2)
    elbow = dict(zip(swept, elbow_distances(swept, [fits[k].inertia for k in swept]), strict=True))
    gap_of = {gap.k: gap for gap in gaps}
    spread = np.array([column.std or 1.0 for column in columns])
    rows = []
    for k, found, stability in zip(ks, silhouettes, stabilities, strict=True):
        fit = fits[k]
        sizes = np.bincount(fit.labels, minlength=k)
        rows.append(
            Evidence(
                k=k,
                inertia=fit.inertia,
                explained=1 - fit.inertia / total if total > 0 else 0.0,
                elbow=elbow.get(k, 0.0),
                silhouette=found.mean,
                silhouette_rows=found.rows,
                silhouette_exact=found.exact,
                calinski_harabasz=calinski_harabasz(X, fit.labels),
                davies_bouldin=davies_bouldin(X, fit.labels),
                stability=stability,
                smallest_share=float(sizes.min()) / len(X),
                separated=_told_apart(fit.centers, spread),
                sizes=tuple(sizes.tolist()),
                bic=spherical_bic(sizes.tolist(), fit.inertia, d=X.shape[1]),
                silhouette_low=found.low,
                silhouette_high=found.high,
                gap=gap_of[k].gap if k in gap_of else math.nan,
                gap_error=gap_of[k].error if k in gap_of else math.nan,
            )
        )
    return rows


def _told_apart(centers: NDArray[np.float64], spread: NDArray[np.float64]) -> bool:
    """Tell whether every centre differs from its nearest enough on some feature."""
    if len(centers) == 1:
        return True
    offsets = np.abs(centers[:, None, :] - centers[None, :, :])
    squared = (offsets**2).sum(axis=2)
    np.fill_diagonal(squared, np.inf)
    nearest = squared.argmin(axis=1)
    widest = (offsets[np.arange(len(centers)), nearest] / spread).max(axis=1)
    return bool((widest >= APART).all())
