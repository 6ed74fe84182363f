"""Nothing in the package writes but `personae.disk`, so that its promises hold for all files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "personae"

# Who may write otherwise, and what it is that makes that safe.
ALLOWED = {
    "actions/budget/silent_stdout.py": "the device that keeps nothing",
    "data/csv_file.py": "tables into memory",
    "engines/duckdb.py": "links and spilled rows in the engine's own folder, which goes with it",
    "data/reading/": "decoded copies in the folder of the engine",
    "report/drawing_process.py": "a file without a name, for the errors of a child process",
    "report/charts/": "pictures into memory",
    "workflow/run_files.py": "tables into memory",
}
WRITING_METHODS = {
    "copyfile", "copy2", "copytree", "hardlink_to", "makedirs", "mkdir", "mkdtemp", "mkstemp",
    "removedirs", "rmdir", "rmtree", "savefig", "symlink_to", "to_csv", "to_excel", "to_feather",
    "to_parquet", "tofile", "touch", "truncate", "unlink", "write_bytes", "write_csv",
    "write_table", "write_text", "NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile",
}  # fmt: skip
WRITING = set("wax+")
OF_OS = {"link", "open", "remove", "rename", "replace", "symlink", "truncate"}


def writes(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of every call that can change a disk."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = getattr(function, "attr", None) or getattr(function, "id", "")
        owner = getattr(getattr(function, "value", None), "id", "")
        is_method = isinstance(function, ast.Attribute)
        if name == "open" and owner != "os":
            given = node.args[:1] if is_method else node.args[1:2]
            modes = [*given, *(key.value for key in node.keywords if key.arg == "mode")]
            texts = [one.value for one in modes if isinstance(one, ast.Constant)]
            if any(set(str(text)) & WRITING for text in texts):
                yield node.lineno, name
        # `to_csv(table)` and its like, called by their bare names, return bytes
        elif (name in WRITING_METHODS and (is_method or not name.startswith("to_"))) or (
            owner == "os" and name in OF_OS
        ):
            yield node.lineno, name


def test_only_the_disk_room_writes() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place.startswith(("disk/", *ALLOWED)):
            continue
        wrong += [
            f"{place}:{line} calls {name}"
            for line, name in writes(path.read_text(encoding="utf-8"))
            if (place, name) != ("cli/main.py", "open")  # the empty device, after a closed pipe
        ]
    assert wrong == []


def test_no_database_is_told_to_write_a_file() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lstrip().startswith(("COPY ", "EXPORT DATABASE"))
    ]
    assert wrong == []


@pytest.mark.parametrize("place", ALLOWED)
def test_who_may_write_otherwise_does(place: str) -> None:
    """So that the list of those who may does not outlive its reasons."""
    path = PACKAGE / place
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    assert any(list(writes(file.read_text(encoding="utf-8"))) for file in files)


@pytest.mark.parametrize(
    "text",
    [
        "open('a', 'w')",
        "open('a', mode='ab')",
        "path.open('x')",
        "path.write_text('a')",
        "os.replace('a', 'b')",
        "shutil.rmtree('a')",
        "frame.to_csv('a.csv')",
        "tempfile.mkdtemp()",
    ],
)
def test_what_writes_is_seen(text: str) -> None:
    assert list(writes(text))


@pytest.mark.parametrize(
    "text", ["open('a')", "open('a', 'rb')", "text.replace('a', 'b')", "to_csv(table)"]
)
def test_what_only_reads_is_not(text: str) -> None:
    assert not list(writes(text))
