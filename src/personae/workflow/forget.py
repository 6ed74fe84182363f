"""A run folder and one customer's id in, the same folder without that customer out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from personae import __version__
from personae.data.csv_file import guarded
from personae.dataclass import dataclass
from personae.errors import InputError, Problem
from personae.workflow.manifest import read_manifest
from personae.workflow.publish import hold
from personae.workflow.run_files import to_parquet
from personae.workflow.run_folder import run_files, run_manifest

__all__ = ["Forgotten", "forget"]

_ID_COLUMNS = ("id", "customer_id")
_OURS = frozenset({"written", "sha256"})
_TELLING = 6  # shorter texts occur anywhere by chance
_SOURCE = (
    "The file that the run was made from still holds them: delete them there too, or the next "
    "run brings them back."
)
_LISTS = (
    "Lists that were copied, sent or uploaded before are not touched, nor are folders of "
    "campaigns: tell whoever has them."
)
_DISK = "Backups and deleted files of the disk may hold the folder as it was."
LEFT_TO_DO = (_SOURCE, _LISTS, _DISK)
"""What forgetting does not do, in words for people."""


@dataclass(frozen=True)
class Forgotten:
    """What was removed, and what was not.

    Parameters
    ----------
    path : Path
        The folder.
    removed : dict of str to int
        Rows taken out, by file.
    searched : int
        Lists that were looked through.
    mentioned : tuple of str
        Files in which the text of the id still stands, such as a figure of the same digits.
    """

    path: Path
    removed: dict[str, int]
    searched: int
    mentioned: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the id as JSON-ready values."""
        return {
            "run": str(self.path), "removed": self.removed, "lists_searched": self.searched,
            "mentioned": list(self.mentioned), "left_to_do": list(LEFT_TO_DO),
        }  # fmt: skip


def forget(folder: str | Path, customer: str) -> Forgotten:
    """Remove a customer from every list of a run.

    Sums and means were made with the customer and stay as they are; they tell of nobody alone (see
    ``--min-cell``).

    Parameters
    ----------
    folder : path
        A run folder.
    customer : str
        The id as it stands in ``segments.csv``.

    Returns
    -------
    Forgotten
        What was removed, and from where it has to be removed by hand.

    Raises
    ------
    InputError
        If the folder is no run folder, or no list of it holds the id.
    IntegrityError
        If it is not as it was written.
    BusyError
        If another command is writing to it.
    """
    path = Path(folder)
    run_manifest(path)  # a folder that is none of ours is said to be that, not to be in the way
    # Held from the first reading on, so that nothing is put back meanwhile.
    with hold(path) as claim:
        files, removed, searched = _all_without(path, customer)
        if not removed:
            raise InputError(_not_there(path, searched))
        claim.publish(files, facts=_facts(path))
    return Forgotten(path, removed, searched, _mentioned(files, customer))


def _all_without(path: Path, customer: str) -> tuple[dict[str, bytes], dict[str, int], int]:
    """Return all files without a customer, the rows that took by file, and the lists searched."""
    files, removed, searched = run_files(path), dict[str, int](), 0
    for name in sorted(files):
        without = _without(name, files[name], customer)
        if without is None:
            continue
        searched += 1
        files[name], rows = without
        if rows:
            removed[name] = rows
    return files, removed, searched


def _without(name: str, content: bytes, customer: str) -> tuple[bytes, int] | None:
    """Return a list without a customer and how many rows that took; None for what is no list."""
    if name.endswith(".parquet"):
        return _parquet_without(content, customer)
    return _csv_without(content, customer) if name.endswith(".csv") else None


def _parquet_without(content: bytes, customer: str) -> tuple[bytes, int] | None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(content))
    column = next((name for name in _ID_COLUMNS if name in table.column_names), None)
    if column is None:
        return None
    kept = table.filter(pc.not_equal(table.column(column).cast(pa.string()), customer))
    rows = table.num_rows - kept.num_rows
    return (to_parquet(kept) if rows else content), rows


def _csv_without(content: bytes, customer: str) -> tuple[bytes, int] | None:
    """Take the lines of a customer out of a CSV file, and leave every other byte as it is."""
    lines = _records(content.decode("utf-8"))
    head = next(csv.reader([lines[0]])) if lines else []
    place = next((head.index(name) for name in _ID_COLUMNS if name in head), None)
    if place is None:
        return None
    spelt = guarded(customer)
    # quotes are doubled in a file: what lies between them is sought before a line is parsed
    inside = max(customer.split('"'), key=len)
    kept = [
        line
        for at, line in enumerate(lines)
        if at == 0 or inside not in line or next(csv.reader([line]))[place] != spelt
    ]
    return "".join(kept).encode("utf-8"), len(lines) - len(kept)


def _records(text: str) -> list[str]:
    """Split a CSV file into its records; a field in quotes may hold line breaks."""
    records: list[str] = []
    inside = False
    for line in io.StringIO(text, newline="\n"):
        if inside:
            records[-1] += line
        else:
            records.append(line)
        inside ^= line.count('"') % 2 == 1
    return records


def _facts(path: Path) -> dict[str, Any]:
    """Return what the manifest said, and of how many people it is without."""
    told = read_manifest(path).facts
    facts = {name: value for name, value in told.items() if name not in _OURS}
    return facts | {"personae": __version__, "forgotten": int(facts.get("forgotten", 0)) + 1}


def _mentioned(files: dict[str, Any], customer: str) -> tuple[str, ...]:
    """Return where the text of the id still stands, if it is long enough to mean something."""
    if len(customer) < _TELLING:
        return ()
    spelt = [customer.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return tuple(
        name for name, content in sorted(files.items()) if any(text in content for text in spelt)
    )


def _not_there(path: Path, searched: int) -> Problem:
    return Problem(
        "forget/not-there",
        f"No list of {path} holds that id; {searched} lists were searched, nothing was changed.",
        "Give the id as it stands in the column id of segments.csv, with its leading zeros; put "
        "it in quotes if it has blanks.",
    )
