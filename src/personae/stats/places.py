"""Ids in, where each stands in another list of ids out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["places_of"]


def places_of(ids: pa.Array, among: pa.Array) -> NDArray[np.int64]:
    """Return where each id stands in another list of ids; -1 where it does not.

    Examples
    --------
    >>> import pyarrow as pa
    >>> places_of(pa.array(["b", "x", "a"]), pa.array(["a", "b"])).tolist()
    [1, -1, 0]
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.fill_null(pc.index_in(ids, value_set=among), -1)
    return np.asarray(found.cast(pa.int64()), dtype=np.int64)
