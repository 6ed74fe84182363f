"""Entries 124 to 136: where results go, and the machine on which it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalogue.case import Case, people, written


def with_out(make: Any) -> Any:
    """Return a function that writes the usual table, and prepares the output folder."""

    def prepared(folder: Path) -> tuple[Path, dict[str, Any]]:
        source = Path(written(people(), folder, "csv"))
        return source, {"out": make(folder)}

    return prepared


def theirs(folder: Path) -> Path:
    (folder / "theirs").mkdir()
    (folder / "theirs" / "letter.txt").write_text("mine", encoding="utf-8")
    return folder / "theirs"


def taken(folder: Path) -> Path:
    (folder / "taken").write_text("mine", encoding="utf-8")
    return folder / "taken"


def dangling(folder: Path) -> Path:
    (folder / "link").symlink_to(folder / "nowhere")
    return folder / "link"


def linked(folder: Path) -> Path:
    (folder / "link").symlink_to(theirs(folder))
    return folder / "link"


def under_a_file(folder: Path) -> Path:
    return taken(folder) / "result"


def itself(folder: Path) -> Path:
    return folder / "customers.csv"


def case(entry: int, name: str, given: str, does: str, make: Any) -> Case:
    return Case(entry, name, given, does, with_out(make), code=5, command="run",
                rule="output/any", option="--out")  # fmt: skip


def cases() -> list[Case]:
    return [
        case(124, "theirs", "an output folder with files of somebody else",
             "refuses before it reads; changes nothing", theirs),
        case(125, "file", "an output that is a file", "refuses; changes nothing", taken),
        case(125, "input", "an output that is the input file", "refuses; changes nothing", itself),
        case(125, "under-file", "an output folder under a file", "refuses; changes nothing",
             under_a_file),
        case(125, "linked", "an output that is a link to a folder of somebody else",
             "refuses; changes nothing", linked),
        case(125, "dangling", "an output that is a link to nowhere", "refuses; changes nothing",
             dangling),
        case(125, "root", "the root folder as output", "refuses; changes nothing",
             lambda _: Path("/")),
        case(125, "here", "the folder of the input as output", "refuses; changes nothing",
             lambda folder: folder),
        case(125, "long", "an output whose name is too long", "refuses",
             lambda folder: folder / ("x" * 300)),
    ]  # fmt: skip
