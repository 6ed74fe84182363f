"""Text of strangers is never a query, a template, a format, a module or a command."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "personae"

# A text that holds one of these is a query or part of one.
SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|CREATE|CASE|CAST|TRY_CAST|FILTER|GROUP BY|ORDER BY|ATTACH|COPY|JOIN|"
    r"INSERT|DROP|DATE|TIMESTAMP)\b|\|\|"
)
QUOTING = "engines/duckdb.py"
QUOTES = {"quote_identifier", "quote_literal"}
# What the user's file says, by the names under which the code holds it.
FILE_TEXT = {"name", "names", "label", "shown", "category", "title", "pattern", "token", "text"}

# Format strings that are our own, in tables of this package; whoever adds one has looked.
OWN_FORMATS = {
    "actions/playbook.py": {"entry.title", "entry.text"},
    "cluster/criteria.py": {"_SENTENCES[said.criterion]"},
    "data/cleaning/log_columns.py": {"near"},
    "data/understanding/facts.py": {"rows"},
    "profile/headline.py": {"phrase"},
    "profile/naming.py": {"text"},
    "profile/parts.py": {"words[1]"},
}
UNSAFE_IMPORTS = {
    "cloudpickle", "code", "dill", "imp", "joblib", "jsonpickle", "logging.config", "marshal",
    "pickle", "pty", "pydoc", "runpy", "shelve", "skops", "xmlrpc", "yaml", "zipimport",
}  # fmt: skip
UNSAFE_CALLS = {
    "eval", "exec", "compile", "__import__", "execfile", "mktemp", "system", "popen", "read_pickle",
    "to_pickle", "query", "from_string", "unsafe_load", "full_load", "literal_eval", "startfile",
}  # fmt: skip
# Modules that may do what others may not, and why it is safe there.
IMPORTS_BY_NAME = {
    "__init__.py",
    "_optional.py",
    "cli/app.py",
}  # names from a table in the same file
PROCESSES = {"report/drawing_process.py"}  # our own program, as a list
MARKUP = {"report/html.py"}  # our own assets, and drawings in which every text is escaped
XML = {"data/reading/workbook_parts.py"}
# compiled kernels; one system call; the buffer of C's standard output; a switch of its memory
MEMORY = {
    "cluster/native.py",
    "disk/calls.py",
    "actions/budget/silent_stdout.py",
    "cli/startup.py",
}


def module_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Return every node of every module with the module's place."""
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), node)
        for path in module_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    for place, node in nodes():
        if isinstance(node, ast.Call):
            yield place, node, ast.unparse(node.func)


def queries() -> Iterator[tuple[str, ast.JoinedStr]]:
    """Return the texts with values in them that are queries."""
    for place, node in nodes():
        if isinstance(node, ast.JoinedStr) and place != QUOTING and SQL.search(fixed(node)):
            yield place, node


def fixed(node: ast.JoinedStr) -> str:
    parts = (part.value for part in node.values if isinstance(part, ast.Constant))
    return " ".join(map(str, parts))


def test_quotes_in_a_query_come_from_the_quoting_functions() -> None:
    """A quote that somebody wrote around a value ends where the value says."""
    wrong = [
        f"{place}:{node.lineno} quotes {found} by hand"
        for place, node in queries()
        for found in quoted_by_hand(node)
    ]
    assert wrong == []


def quoted_by_hand(node: ast.JoinedStr) -> Iterator[str]:
    for before, part in pairwise(node.values):
        if isinstance(part, ast.FormattedValue) and isinstance(before, ast.Constant):
            value = ast.unparse(part.value)
            if str(before.value).endswith(("'", '"')) and not value.endswith(".isoformat()"):
                yield value


def test_what_a_file_says_enters_a_query_only_quoted() -> None:
    wrong = []
    for place, node in queries():
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                wrong += [
                    f"{place}:{node.lineno} puts {ast.unparse(found)} into a query"
                    for found in unquoted(part.value)
                ]
    assert wrong == []


def unquoted(node: ast.AST) -> Iterator[ast.Attribute]:
    """Return what holds text of a file and does not go through a call that makes SQL of it."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called.split(".")[-1] in QUOTES or called.endswith("_sql"):
            return
        if isinstance(node.func, ast.Attribute) and not called.endswith("join"):
            # a method of a log or of cells makes SQL from our own physical names
            for inner in node.args:
                yield from unquoted(inner)
            return
    if isinstance(node, ast.Attribute) and node.attr in FILE_TEXT:
        yield node
    for inner in ast.iter_child_nodes(node):
        yield from unquoted(inner)


@pytest.mark.parametrize(
    "code",
    [
        """f"SELECT {column.name} FROM t\"""",
        """f"SELECT c0 FROM t WHERE c1 = '{value}'\"""",
        """f"SELECT {', '.join(item.name for item in columns)} FROM t\"""",
        """f'SELECT "{column}" FROM t'""",
        """f"CASE WHEN {cell} = {step.category} THEN 1 END\"""",
        """f"SELECT {log.shown(column.name)} FROM t\"""",
    ],
)
def test_the_rules_find_what_they_are_for(code: str) -> None:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.JoinedStr)
    values = (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    texts = [found for value in values for found in unquoted(value)]
    assert [*quoted_by_hand(node), *texts]


@pytest.mark.parametrize(
    "code",
    [
        """f"SELECT {quote_identifier(column.name)} FROM t\"""",
        """f"SELECT {text_sql(source.column(item.name))} AS c0 FROM {relation}\"""",
        """f"SELECT c0 FROM t WHERE c1 > DATE '{day.isoformat()}'\"""",
    ],
)
def test_the_rules_let_pass_what_is_quoted(code: str) -> None:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.JoinedStr)
    values = (part.value for part in node.values if isinstance(part, ast.FormattedValue))
    assert [*quoted_by_hand(node), *(found for value in values for found in unquoted(value))] == []


def test_only_one_module_doubles_quotes() -> None:
    wrong = [
        f"{place}:{node.lineno}"
        for place, node, called in calls()
        if called.endswith(".replace")
        and place != QUOTING
        and [ast.unparse(item) for item in node.args] in (['"\'"', "\"''\""], ["'\"'", "'\"\"'"])
    ]
    assert wrong == []


def test_only_the_engine_talks_to_the_database() -> None:
    wrong = [
        f"{place}:{node.lineno} calls {called}"
        for place, node, called in calls()
        if place != QUOTING and re.search(r"\bconnection\.|\.(execute|executemany|sql)$", called)
    ]
    assert wrong == []


def test_no_text_of_a_file_is_a_format() -> None:
    wrong = []
    for place, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            own = isinstance(node.func.value, ast.Constant)
            receiver = ast.unparse(node.func.value)
            allowed = own or receiver in OWN_FORMATS.get(place, set())
            if node.func.attr in {"format", "format_map"} and not allowed:
                wrong.append(f"{place}:{node.lineno} formats {receiver}")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            strings = isinstance(node.left, ast.JoinedStr) or (
                isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
            )
            if strings or isinstance(node.right, ast.Tuple | ast.Dict):
                wrong.append(f"{place}:{node.lineno} formats with %")
    assert wrong == []


def test_no_file_is_read_that_can_run_code() -> None:
    wrong = []
    for place, node in nodes():
        if isinstance(node, ast.Import):
            wrong += [f"{place} imports {item.name}" for item in node.names if unsafe(item.name)]
        elif isinstance(node, ast.ImportFrom) and unsafe(node.module or ""):
            wrong.append(f"{place} imports {node.module}")
    for place, node, called in calls():
        parts = called.split(".")
        if parts[-1] in UNSAFE_CALLS and not called.startswith(("re.", "self._", "_")):
            wrong.append(f"{place}:{node.lineno} calls {called}")
        if any(word.arg == "allow_pickle" for word in node.keywords):
            wrong.append(f"{place}:{node.lineno} may read pickles")
    assert wrong == []


def unsafe(module: str) -> bool:
    return module in UNSAFE_IMPORTS or module.split(".", maxsplit=1)[0] in UNSAFE_IMPORTS


def test_modules_processes_and_markup_have_one_place_each() -> None:
    wrong = []
    for place, node, called in calls():
        homes = {
            "importlib.import_module": IMPORTS_BY_NAME,
            "subprocess.Popen": PROCESSES,
            "Markup": MARKUP,
            "ET.fromstring": XML,
        }
        last = called.split(".")[-1]
        if called in homes and place not in homes[called]:
            wrong.append(f"{place}:{node.lineno} calls {called}")
        if called.startswith(("subprocess.", "os.exec", "os.spawn")) and place not in PROCESSES:
            wrong.append(f"{place}:{node.lineno} starts a process")
        if last in {"CDLL", "CFUNCTYPE"} and place not in MEMORY:
            wrong.append(f"{place}:{node.lineno} calls {called}")
        shell = [word for word in node.keywords if word.arg == "shell"]
        if shell or called.startswith("asyncio.create_subprocess_shell"):
            wrong.append(f"{place}:{node.lineno} gives a text to a shell")
        if last == "Environment" and "autoescape=True" not in ast.unparse(node):
            wrong.append(f"{place}:{node.lineno} makes templates that do not escape")
    assert wrong == []


def test_templates_escape_everything() -> None:
    for path in PACKAGE.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|\bcall\b|{%-?\s*import", text), path.name
        # an attribute without quotes ends at the first blank of a name
        assert not re.search(r"\w={{", text), path.name


def test_terminal_tables_are_given_no_markup() -> None:
    """Cells are `Text`, not strings that rich would read as its own markup."""
    for place, node, called in calls():
        if place.startswith("cli/") and called.endswith("Console"):
            assert "markup=False" in ast.unparse(node), place
        assert not called.endswith(("from_markup", "render_markup", "from_ansi")), place
