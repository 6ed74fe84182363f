"""An Arrow table in, a frame of the caller's own library out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["like"]


def like(where: Any, table: pa.Table) -> Any:
    """Return a table as a frame of the library that the input came from.

    Parameters
    ----------
    where : path or frame
        What the caller gave.
    table : pyarrow.Table
        What they get back.

    Returns
    -------
    frame
        pandas for pandas, polars for polars, pyarrow for pyarrow; pandas for a file.

    Examples
    --------
    >>> import pandas as pd, pyarrow as pa
    >>> like(pd.DataFrame(), pa.table({"segment": [1, 2]}))["segment"].tolist()
    [1, 2]
    """
    if isinstance(where, str | Path):
        return table.to_pandas()
    import narwhals as nw

    library = nw.from_native(where).implementation
    if library.is_pyarrow():
        return table
    if not (library.is_pandas() or library.is_polars()):
        return table.to_pandas()
    return nw.from_arrow(table, backend=library).to_native()
