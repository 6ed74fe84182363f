"""An Arrow table in, a frame of the caller's own library out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["beside", "like"]


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


def beside(frame: Any, table: pa.Table, *, id_column: str | None) -> Any:
    """Return a table that has one row per row of a frame, with the frame's own ids and index.

    Parameters
    ----------
    frame : frame
        What the caller gave: any eager frame that narwhals knows.
    table : pyarrow.Table
        Its rows stand in the order of the frame; the column ``id`` holds the ids as text.
    id_column : str or None
        The frame's column that holds the ids; None where no single one does.

    Returns
    -------
    frame
        A frame of the caller's library that can be set beside theirs, row by row.

    Examples
    --------
    >>> import pandas as pd, pyarrow as pa
    >>> frame = pd.DataFrame({"customer": [10, 9]}, index=["x", "y"])
    >>> table = pa.table({"id": ["10", "9"], "segment": [2, 1]})
    >>> answer = beside(frame, table, id_column="customer")
    >>> answer["id"].tolist(), answer.loc["y", "segment"].item()
    ([10, 9], 1)
    """
    import narwhals as nw

    answer = like(frame, table)
    given = nw.from_native(frame, eager_only=True)
    if given.implementation.is_pandas():
        answer.index = frame.index
    if id_column is None or not isinstance(answer, type(frame)):
        return answer
    return nw.from_native(answer).with_columns(given[id_column].alias("id")).to_native()
