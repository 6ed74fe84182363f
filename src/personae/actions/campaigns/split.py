"""Customer ids and the name of a campaign in, who gets it and who is held out out.

Everybody has a place between 0 and 1 that comes from a hash of the campaign's name and the id and
of nothing else. Who stands below the hold-out's share is control. So no arm ever hangs on who else
is on the list, and a larger share only moves people from treatment to control, never back.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from personae.stats.sample import row_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["audience_code", "campaign_key", "in_global_holdout", "places"]

# A name of its own, so that no campaign can happen to draw the same people.
_GLOBAL = "personae.global-holdout"


def campaign_key(name: str) -> str:
    """Return what a campaign's draws are keyed with: its name without case and extra blanks.

    Examples
    --------
    >>> campaign_key(" Spring  Offer") == campaign_key("spring offer")
    True
    >>> campaign_key("spring offer") == campaign_key("spring offer 2")
    False
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"personae.campaign/{plain}"


def places(ids: pa.Array | Sequence[str], *, key: str) -> NDArray[np.float64]:
    """Return everybody's place between 0 (included) and 1 (excluded) under a key.

    Parameters
    ----------
    ids : pyarrow.Array of string, or sequence of str
        Customer ids.
    key : str
        What is drawn for; another key, unrelated places.

    Returns
    -------
    ndarray of float64, shape (n_ids,)
        The upper 53 bits of `personae.stats.sample.row_keys`, over 2^53.

    Examples
    --------
    >>> places(["a", "b"], key="demo").round(3).tolist()
    [0.428, 0.182]
    """
    return (row_keys(ids, key=key) >> np.uint64(7)).astype(np.float64) * 2.0**-53


def in_global_holdout(ids: pa.Array | Sequence[str], *, share: float) -> NDArray[np.bool_]:
    """Tell who is left out of every campaign, whatever its name.

    They show what all campaigns together bring. The same share gives the same people for ever; a
    larger one adds people to them.

    Examples
    --------
    >>> in_global_holdout(["a", "b"], share=0.0).tolist()
    [False, False]
    """
    left_out: NDArray[np.bool_] = places(ids, key=_GLOBAL) < share
    return left_out


def audience_code(campaign: str, segment: int) -> str:
    """Return the name that an audience has on a platform: neutral, and the same every time.

    A platform, and everybody who can look into the account, must not read what a shop thinks of
    its customers; a segment's name may be "lost" or "bargain hunters".

    Examples
    --------
    >>> audience_code("Win back the lost", 2)
    'P-2DE3-S2-T'
    """
    [number] = row_keys([campaign_key(campaign)], key="personae.audience").tolist()
    return f"P-{number >> 44:04X}-S{segment}-T"
