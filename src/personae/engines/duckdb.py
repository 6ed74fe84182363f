"""Passes that run in DuckDB: larger than memory, on all cores, in one process."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass
from personae.disk.held import HeldFolder, hold_folder, sweep
from personae.engines.memory import engine_share, memory_ceiling
from personae.errors import DatabaseError, Problem, ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pyarrow as pa

    from personae.engines.base import Aggregate

__all__ = ["DuckDBEngine", "TableName", "TextLayout", "quote_identifier", "quote_literal"]

# DuckDB gives a line two of its buffers; a longer one needs a larger limit from the start.
_USUAL_LINE_LIMIT = 2_097_152
_BUFFER = 8_388_608
# What the names of the folders for temporary files begin with.
_WORK = ".personae-work-"


def quote_identifier(name: str) -> str:
    """Return a name as it may stand in a query, whatever characters it holds.

    Examples
    --------
    >>> print(quote_identifier('a"b'))
    "a""b"
    """
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """Return a text as it may stand in a query, for the few places that take no parameter.

    Examples
    --------
    >>> print(quote_literal("O'Neil"))
    'O''Neil'
    """
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class TextLayout:
    """How a regular UTF-8 text file is laid out: nothing is left for the reader to guess.

    Parameters
    ----------
    n_fields : int
        Fields of every record.
    delimiter : str
        What stands between two fields.
    skip : int
        Lines before the first record.
    quote, escape : str
        What encloses a field, and what stands before a quote inside one.
    newline : str
        How records end: line feed, or carriage return and line feed.
    longest : int
        Bytes of the longest record.
    parallel : bool
        Whether several threads may read; not where a quoted field holds a line break.
    """

    n_fields: int
    delimiter: str
    skip: int = 0
    quote: str = '"'
    escape: str = '"'
    newline: str = "\n"
    longest: int = 0
    parallel: bool = True


@dataclass(frozen=True)
class TableName:
    """A table or view of an attached file, with its columns' names in order."""

    schema: str
    name: str
    columns: tuple[str, ...]
    is_view: bool = False

    @property
    def full(self) -> str:
        """The name with the schema."""
        return f"{self.schema}.{self.name}"

    @property
    def shown(self) -> str:
        """The name as people type it: the schema ``main`` goes without saying."""
        return self.name if self.schema == "main" else self.full


class DuckDBEngine:
    """A private in-process database that loads no extension and opens no network address.

    What does not fit into memory is spilled into a folder that only this user can enter and that
    goes when the engine is closed or forgotten.

    Parameters
    ----------
    settings : mapping, optional
        Settings of the database that take the place of ours.
    memory : int, optional
        Bytes that the whole program may use; a share of the machine's memory by default.
    """

    def __init__(
        self, settings: Mapping[str, Any] | None = None, *, memory: int | None = None
    ) -> None:
        import duckdb

        self.memory = memory_ceiling(memory)
        # Only this user can enter it: spilled rows are personal data. What a killed process left
        # behind goes now.
        held = _held_folder()
        try:
            self.folder = held.path
            self._remove_folder = weakref.finalize(self, held.leave)
        except BaseException:  # a stop may come before anybody is to remove it
            held.leave()
            raise
        defaults: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": f"{engine_share(self.memory)}B",
            "allow_community_extensions": False,
            "preserve_insertion_order": True,
            "temp_directory": str(self.folder / "spill"),
        }
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:", config={**defaults, **(settings or {})}
        )
        self.connection.execute("SET TimeZone = 'UTC'").fetchall()
        self._viewed: list[str] = []
        self._shown: dict[str, pa.Table] = {}
        self._is_locked = False

    def lock(self) -> None:
        """Close the door once the input is open: no other file, no address, no other setting.

        From here on the engine reads nothing but what it holds, the Parquet file that a view
        shows, and what it spilled itself; extensions cannot be installed or loaded, and none of
        this can be undone. So a query that somebody smuggled in would find nothing to read or
        write.
        """
        if self._is_locked:
            return
        kept = ", ".join(map(quote_literal, self._viewed))
        for statement in (
            f"SET allowed_paths = [{kept}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self.run(statement)
        self._is_locked = True

    def run(self, statement: str, parameters: tuple[Any, ...] = ()) -> None:
        """Carry out a statement that has no answer."""
        with _room(self.memory):
            self.connection.execute(statement, parameters).fetchall()

    def rows(self, query: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return a short answer as Python values."""
        with _room(self.memory):
            return self.connection.execute(query, parameters).fetchall()

    def fetch(self, query: str, parameters: tuple[Any, ...] = ()) -> pa.Table:
        """Return the whole answer of a query as an Arrow table."""
        with _room(self.memory):
            if parameters:
                return self.connection.sql(query, params=list(parameters)).to_arrow_table()
            return self.connection.sql(query).to_arrow_table()

    def load(self, table: pa.Table, *, into: str) -> str:
        """Copy an Arrow table into the engine; return the name it has there."""
        self.connection.register("__arriving", table)
        self.run(f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS SELECT * FROM __arriving")
        self.connection.unregister("__arriving")
        return into

    def show(self, table: pa.Table, *, into: str) -> str:
        """Show an Arrow table under a name, without copying it; return the name."""
        self.connection.register(into, table)
        self._shown[into] = table
        return into

    def hide(self, name: str) -> None:
        """Forget an Arrow table that is shown, so that its memory can be given back."""
        self.connection.unregister(name)
        del self._shown[name]

    def table(self, name: str) -> pa.Table:
        """Return a whole relation as an Arrow table, without copying it if it is shown as one."""
        if name in self._shown:
            return self._shown[name]
        return self.fetch(f"SELECT * FROM {quote_identifier(name)}")

    def group(self, relation: str, by: str, aggregates: tuple[Aggregate, ...], *, into: str) -> str:
        """Aggregate a table by a column (one row per group) into a new table; return its name."""
        columns = ", ".join(_aggregate_sql(aggregate) for aggregate in aggregates)
        self.run(
            f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS "
            f"SELECT {by}, {columns} FROM {quote_identifier(relation)} GROUP BY {by}"
        )
        return into

    def read_text(self, path: Path, layout: TextLayout, *, into: str) -> int:
        """Read a regular UTF-8 text file into a table of texts ``c0``, ``c1``, ...

        Every record must have the fields that `layout` says; an empty field becomes NULL. The
        rows keep the order of the file, so that ``rowid`` counts them from 0.

        Returns
        -------
        int
            How many rows were read.

        Raises
        ------
        DatabaseError
            If the file is not laid out as `layout` says.
        """
        import duckdb

        line_limit = max(_USUAL_LINE_LIMIT, layout.longest + 1024)
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(layout.n_fields))
        settings = {
            "auto_detect": "false",
            "header": "false",
            "compression": "'none'",
            "hive_partitioning": "false",
            "strict_mode": "true",
            "skip": str(layout.skip),
            "delim": quote_literal(layout.delimiter),
            "quote": quote_literal(layout.quote),
            "escape": quote_literal(layout.escape),
            "max_line_size": str(line_limit),
            # Threads share a file by its buffers: four of the usual 32 MB would leave most idle.
            "buffer_size": str(max(_BUFFER, 4 * line_limit)),
            "parallel": "true" if layout.parallel else "false",
            "columns": "{" + columns + "}",
        }
        if layout.newline == "\n":
            # Told so, the engine takes a carriage return inside quotes for what it is. Told
            # "\\r\\n", version 2.0 skips wrongly; it finds that out by itself.
            settings["new_line"] = "'\\n'"
        listed = ", ".join(f"{name} = {value}" for name, value in settings.items())
        try:
            self.run(
                f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS SELECT * "
                f"FROM read_csv({quote_literal(self._plain_name(path))}, {listed})"
            )
        except duckdb.Error as error:
            # The message of the database quotes the line, which may hold personal data.
            raise DatabaseError(
                Problem(
                    "engine/text",
                    f"The engine does not read the text as {layout.n_fields} fields a record "
                    f"({type(error).__name__}).",
                )
            ) from None
        return int(self.rows(f"SELECT count(*) FROM {quote_identifier(into)}")[0][0])

    def view_parquet(self, path: Path, *, n_columns: int, into: str) -> None:
        """Show a Parquet file as a view of ``c0``, ``c1``, ... and ``line``, the row from 1.

        Raises
        ------
        DatabaseError
            If the file cannot be read.
        """
        import duckdb

        physical = ", ".join(f"c{i}" for i in range(n_columns))
        name = self._plain_name(path)
        self._viewed.append(name)
        try:
            self.run(
                f"CREATE VIEW {quote_identifier(into)} AS SELECT file_row + 1 AS line, {physical} "
                f"FROM read_parquet({quote_literal(name)}, "
                "file_row_number = true, hive_partitioning = false) "
                f"AS file({physical}, file_row)"
            )
        except duckdb.Error as error:
            raise _unreadable(path, error) from None

    def attach(self, path: Path) -> None:
        """Open a DuckDB file for reading beside this database, as ``attached``.

        Raises
        ------
        DatabaseError
            If it is locked, damaged, or written by a newer version.
        """
        import duckdb

        try:
            name = quote_literal(self._plain_name(path))
            self.run(f"ATTACH {name} AS attached (READ_ONLY)")
        except duckdb.Error as error:
            raise _not_attached(path, error) from None

    def tables(self) -> list[TableName]:
        """Return the tables and views of the attached file, by schema and name."""
        names = self.rows(
            "SELECT schema_name, table_name, false FROM duckdb_tables() "
            "WHERE database_name = 'attached' AND NOT internal UNION ALL "
            "SELECT schema_name, view_name, true FROM duckdb_views() "
            "WHERE database_name = 'attached' AND NOT internal ORDER BY 1, 2"
        )
        query = (
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'attached' "
            "AND schema_name = ? AND table_name = ? ORDER BY column_index"
        )
        columns = [self.rows(query, (schema, name)) for schema, name, _ in names]
        return [
            TableName(schema, name, tuple(row[0] for row in rows), is_view)
            for (schema, name, is_view), rows in zip(names, columns, strict=True)
        ]

    def count_rows(self, table: TableName) -> int:
        """Return how many rows a table or view of the attached file has."""
        import duckdb

        where = f"attached.{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
        try:
            return int(self.rows(f"SELECT count(*) FROM {where}")[0][0])
        except duckdb.PermissionException:
            raise _reads_elsewhere(table) from None

    def view_table(self, table: TableName, *, into: str) -> None:
        """Show a table of the attached file as ``c0``, ``c1``, ... and ``line``, the row from 1.

        Raises
        ------
        DatabaseError
            If it is a view that reads other files than this one.
        """
        import duckdb

        physical = ", ".join(f"c{i}" for i in range(len(table.columns)))
        where = f"attached.{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
        # The rows of a view have no number of their own; it is read once, so that they keep one.
        kind, line = ("TABLE", "row_number() OVER ()") if table.is_view else ("VIEW", "rowid + 1")
        try:
            self.run(
                f"CREATE {kind} {quote_identifier(into)} AS SELECT {line} AS line, {physical} "
                f"FROM {where} AS file({physical})"
            )
        except duckdb.PermissionException:
            raise _reads_elsewhere(table) from None

    def is_text(self, relation: str, column: str) -> bool:
        """Tell whether the bytes of a column are UTF-8 text."""
        import duckdb

        try:
            self.rows(f"SELECT count(decode({column})) FROM {quote_identifier(relation)}")
        except duckdb.ConversionException:
            return False
        return True

    def _plain_name(self, path: Path) -> str:
        """Return a name for a file that is text, and in which DuckDB sees no pattern of names."""
        path = path.absolute()
        is_text = str(path).isprintable()  # half a pair, for a byte that is none, is not
        if is_text and not set("*?[]{}\\") & set(str(path)):
            return str(path)
        link = self.folder / f"linked{len(list(self.folder.iterdir()))}"
        try:
            link.symlink_to(path)
        except OSError:
            shutil.copyfile(path, link)
        return str(link)

    def interrupt(self) -> None:
        """End the query that runs in another thread, with an error there; none is no mistake."""
        import duckdb

        # it may have been closed a moment ago
        with contextlib.suppress(duckdb.Error):
            self.connection.interrupt()

    def close(self) -> None:
        """Give the memory back and remove everything that was spilled."""
        self.connection.close()
        self._shown.clear()
        # What was read went through Arrow, which keeps what it gave back for the next time.
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
        self._remove_folder()


@contextlib.contextmanager
def _room(memory: int) -> Iterator[None]:
    """Say it plainly where a query finds no room in memory, nor on the disk."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        # the database's own text names its settings, which nobody here can type
        raise ResourceError(
            Problem(
                "engine/memory",
                f"The table needs more memory than the {memory / 1e9:,.1f} GB that may be used, "
                "or more room in the folder for temporary files.",
                "Pass --memory with a larger size, close other programs, or free space where "
                "TMPDIR points.",
            )
        ) from None


def _held_folder() -> HeldFolder:
    parent = Path(tempfile.gettempdir())
    try:
        sweep(parent, prefix=_WORK)
        return hold_folder(parent, prefix=_WORK)
    except OSError as error:
        raise ResourceError(
            Problem(
                "engine/no-space",
                f"No folder for temporary files can be made in {parent} ({error.strerror}).",
                "Free some space there, or name another folder by the environment variable TMPDIR.",
            )
        ) from error


def _unreadable(path: Path, error: Exception) -> DatabaseError:
    return DatabaseError(
        Problem(
            "engine/file",
            f"The engine cannot read {path.name} ({type(error).__name__}).",
            "Copy or export it again.",
        )
    )


def _reads_elsewhere(table: TableName) -> DatabaseError:
    return DatabaseError(
        Problem(
            "engine/view-reads-files",
            f'The view "{table.shown}" reads other files or addresses, and only the file itself '
            "is read here.",
            "Export the view as Parquet, or make a table of it.",
        )
    )


def _not_attached(path: Path, error: Exception) -> DatabaseError:
    """Say why a DuckDB file cannot be opened, in words that help."""
    said = str(error).lower()
    if "set lock" in said or "conflicting lock" in said or "being used by another" in said:
        what = "is open in another program"
        fix = "Close that program, or copy the file and give the copy."
    elif "version" in said and "newer" in said:
        what = "was written by a newer version of DuckDB"
        fix = "Install a newer duckdb, or export the table as Parquet."
    elif "encrypt" in said:
        what, fix = "is encrypted", "Export the table as Parquet."
    else:
        what, fix = f"is a damaged DuckDB file ({type(error).__name__})", "Copy or export it again."
    return DatabaseError(Problem("engine/attach", f"{path.name} {what}.", fix))


def _aggregate_sql(aggregate: Aggregate) -> str:
    inner = aggregate.expression
    call = f"{aggregate.how}({inner})"
    if aggregate.how == "count_distinct":
        call = f"count(DISTINCT {inner})"
    where = f" FILTER (WHERE {aggregate.where})" if aggregate.where else ""
    return f"{call}{where} AS {quote_identifier(aggregate.name)}"
