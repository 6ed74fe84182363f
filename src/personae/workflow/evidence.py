"""A numeric table in, what speaks for each number of segments out: the evidence alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from personae.cluster.evidence import KChoice

__all__ = ["choose_k"]


def choose_k(
    X: Any,
    *,
    k_max: int = 10,
    min_share: float = 0.02,
    seed: int = 0,
    kind: Literal["customers", "transactions"] = "customers",
) -> KChoice:
    """Compare 2 to `k_max` segments of a numeric table and recommend one number.

    Parameters
    ----------
    X : array-like, shape (n_rows, n_features)
        Numbers on comparable scales; nothing is scaled here.
    k_max : int
        The largest number to look at.
    min_share : float
        The smallest share of the rows a segment should hold.
    seed : int
        Another seed, other random starts.
    kind : {"customers", "transactions"}
        Whether the rows come from a customer table or from a purchase log, whose silhouette
        always likes two.

    Returns
    -------
    KChoice
        The recommendation, its reason, what speaks against it, and one row of evidence per k.

    Examples
    --------
    >>> import numpy as np
    >>> corners = np.array([[0, 0], [0, 9], [9, 0], [9, 9]], dtype=float)
    >>> X = np.repeat(corners, 20, axis=0) + np.linspace(0, 1, 80)[:, None]
    >>> choose_k(X, k_max=6).k
    4
    """
    import numpy as np

    from personae.cluster.choose_k import choose_k as choose
    from personae.stats.sample import content_keys

    matrix = np.ascontiguousarray(X, dtype=np.float64)
    # Rows without ids are known by what they hold, so that their order does not matter.
    return choose(
        matrix,
        keys=content_keys(matrix),
        kind=kind,
        k_max=k_max,
        min_share=min_share,
        seed=seed,
    )
