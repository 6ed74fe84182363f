"""The plan of the house, kept by a machine: who may import what, and how large things may get."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "personae"

# Each room imports only from the rooms above it.
CORRIDOR = (
    ("dataclass",),
    ("errors", "config", "_optional"),
    ("disk",),
    ("stats",),
    ("engines",),
    ("data",),
    ("features",),
    ("cluster",),
    ("profile",),
    ("scoring",),
    ("monitor",),
    ("actions",),
    ("report",),
    ("workflow",),
    ("plots",),
    ("cli", "studio"),
    ("__main__",),
)
RANK = {room: place for place, rooms in enumerate(CORRIDOR) for room in rooms}

KERNELS = (
    *(
        f"cluster/{name}kernels.py"
        for name in ("", "tile_", "sum_", "lloyd_", "start_", "label_", "pair_", "move_")
    ),
    "cluster/lanes.py",
)

# Where a package may be imported; a package that is not named here may be imported anywhere.
HOMES = {
    "click": ("cli/",),
    "duckdb": ("engines/duckdb.py",),
    "fastexcel": ("data/reading/excel.py",),
    "jinja2": ("report/",),
    "matplotlib": ("report/", "plots"),
    "llvmlite": ("cluster/native.py", "cluster/kernels.py", "cluster/lanes.py"),
    "narwhals": ("data/", "scoring/"),
    "numba": KERNELS,
    "pandas": ("data/", "features/", "cluster/estimator.py", "scoring/", "workflow/", "plots"),
    "rich": ("cli/",),
    "seaborn": ("plots",),
    "sklearn": ("cluster/estimator.py",),
}
# Reading one of these formats can run code that somebody else wrote.
UNSAFE_MODULES = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "read_pickle", "to_pickle"}
VAGUE_NAMES = {"base2", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

MODULE_LINES, FUNCTION_LINES = 600, 60


@dataclass(frozen=True)
class Import:
    """One imported module: where, and whether it is ever imported while the program runs."""

    name: str
    line: int
    at_run_time: bool


def module_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    for_types = {
        id(inner)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree_of(path)):
        at_run_time = id(node) not in for_types
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, at_run_time) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno} is a relative import"
            module = node.module or ""
            found += [
                Import(_submodule(module, alias.name), node.lineno, at_run_time)
                for alias in node.names
            ]
    return tuple(found)


def _submodule(module: str, name: str) -> str:
    """Return `module.name` where that is a module of ours, else the module itself."""
    if not module.startswith("personae"):
        return module
    inner = PACKAGE.joinpath(*module.split(".")[1:], name)
    return f"{module}.{name}" if inner.is_dir() or inner.with_suffix(".py").is_file() else module


def test_every_room_imports_only_from_the_rooms_before_it() -> None:
    wrong = []
    for path in module_files():
        room = room_of(path)
        if room == "__init__":
            continue  # the front door resolves names when they are used
        for item in imports_of(path):
            parts = item.name.split(".")
            if parts[0] != "personae" or len(parts) == 1 or parts[1] == room:
                continue
            # A report is told of a finished run, whose type stands at the end of the corridor.
            if item.name == "personae.workflow.result" and not item.at_run_time:
                continue
            if RANK[parts[1]] > RANK[room]:
                wrong.append(f"{place(path)}:{item.line} imports {item.name}")
    assert wrong == []


def test_no_room_is_missing_from_the_plan() -> None:
    rooms = {room_of(path) for path in module_files()} - {"__init__"}
    assert rooms <= set(RANK)


def test_modules_import_one_another_in_no_circle() -> None:
    graph = {_name_of(path): set() for path in module_files()}
    for path in module_files():
        if room_of(path) == "__init__":
            continue
        graph[_name_of(path)] = {
            item.name for item in imports_of(path) if item.at_run_time and item.name in graph
        } - {_name_of(path)}
    resting = {name for name, targets in graph.items() if not targets}
    while more := {n for n, targets in graph.items() if n not in resting and targets <= resting}:
        resting |= more
    assert sorted(set(graph) - resting) == []


def _name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_packages_are_imported_only_where_they_live() -> None:
    wrong = [
        f"{place(path)}:{item.line} imports {item.name}"
        for path in module_files()
        for item in imports_of(path)
        if item.at_run_time
        and (homes := HOMES.get(item.name.split(".")[0]))
        and not place(path).startswith(homes)
    ]
    assert wrong == []


def test_only_declared_packages_are_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    renamed = {"scikit-learn": "sklearn"}
    declared = {
        renamed.get(name, name)
        for name in (re.split(r"[^\w-]", entry)[0] for entry in project["dependencies"])
    }
    imported = {
        item.name.split(".")[0]
        for path in module_files()
        for item in imports_of(path)
        if item.at_run_time
    }
    assert imported - declared - set(sys.stdlib_module_names) - {"personae"} == set()


def test_nothing_is_read_that_can_run_code() -> None:
    wrong = []
    for path in module_files():
        wrong += [
            f"{place(path)}:{item.line} imports {item.name}"
            for item in imports_of(path)
            if item.name.split(".")[0] in UNSAFE_MODULES
        ]
        wrong += [
            f"{place(path)}:{line} calls {name}"
            for name, line in _calls(path)
            if name in UNSAFE_CALLS
        ]
    assert wrong == []


def test_only_the_command_line_prints() -> None:
    wrong = [
        f"{place(path)}:{line}"
        for path in module_files()
        for name, line in _calls(path)
        if name == "print" and room_of(path) != "cli"
    ]
    assert wrong == []


def _calls(path: Path) -> list[tuple[str, int]]:
    """Return what is called by a bare name, and methods that read or write unsafe formats."""
    found = []
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found.append((node.func.id, node.lineno))
        elif isinstance(node.func, ast.Attribute) and node.func.attr.endswith("_pickle"):
            found.append((node.func.attr, node.lineno))
    return found


def test_modules_stay_small_enough_to_read_at_one_sitting() -> None:
    sizes = {
        place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in module_files()
    }
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_functions_stay_small_enough_to_read_at_one_glance() -> None:
    """Counted without the docstring, which is there to be long where it must be."""
    wrong = {}
    for path in module_files():
        if place(path) in KERNELS:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _lines_of_code(node)
                if lines > FUNCTION_LINES:
                    wrong[f"{place(path)}:{node.name}"] = lines
    assert wrong == {}


def _lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    is_docstring = ast.get_docstring(function, clean=False) is not None
    return total - ((first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0)


def test_every_module_says_what_it_turns_into_what() -> None:
    assert [place(path) for path in module_files() if not ast.get_docstring(tree_of(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [place(path) for path in module_files() if path.stem in VAGUE_NAMES] == []


@pytest.mark.parametrize(
    "start",
    [
        "import personae",
        (
            "import click; from personae.cli.app import COMMANDS, app\n"
            "for name in COMMANDS: app.get_command(click.Context(app), name)"
        ),
    ],
)
def test_starting_loads_no_heavy_package(start: str) -> None:
    heavy = {"numpy", "pandas", "pyarrow", "scipy", "numba", "jinja2", "pydantic", *HOMES}
    names = sorted(heavy - {"click"})
    code = f"{start}\nimport sys; print([name for name in {names!r} if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.strip() == "[]"
