"""What the documents say and a machine can know is compared with the code."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest

from personae.cli.app import COMMANDS, app
from personae.config import option_specs
from personae.errors import PersonaeError

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def flags_of_commands() -> set[str]:
    commands = [app.get_command(click.Context(app), name) for name in COMMANDS]
    return {flag for command in commands for item in command.params for flag in item.opts}


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", ["options.md", "inputs.md"])
def test_the_pages_of_the_reference_are_fresh(name: str) -> None:
    spec = importlib.util.spec_from_file_location(
        "write_reference", ROOT / "docs/write_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    fresh = writer.PAGES[name]() == page(f"docs/reference/{name}")
    assert fresh, "run: python docs/write_reference.py"


def test_every_exit_code_is_on_its_page() -> None:
    listed = set(
        re.findall(r"^\| (\d+) \|", page("docs/reference/exit-codes.md"), flags=re.MULTILINE)
    )
    ours = {str(kind.exit_code) for kind in (PersonaeError, *PersonaeError.__subclasses__())}
    assert listed == ours | {"0", "143"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_the_documents_can_be_typed(path: Path) -> None:
    switches = flags_of_commands()
    text = path.read_text(encoding="utf-8")
    blocks = [block.replace("\\\n", " ") for block in fenced(text, "sh")]
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(personae [^`]+)`", text)
    for line in lines:
        words = shlex.split(line, comments=True)
        for place, word in enumerate(words[:-1]):
            if word.split("/")[-1] == "personae" and words[place + 1][0] != "-":
                assert words[place + 1] in COMMANDS, line
                flags = {other for other in words[place + 1 :] if other.startswith("--")}
                assert flags - {"--help", "--version"} <= switches, line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_options_named_in_the_documents_exist(path: Path) -> None:
    known = {spec.flag for spec in option_specs()} | {
        f"--{spec.name.replace('_', '-')}" for spec in option_specs()
    }
    known |= flags_of_commands() | {"--help", "--version"}
    known |= {"--full", "--no-"}  # of the tests; of every switch
    named = re.findall(r"`(--[a-z-]+)", path.read_text(encoding="utf-8"))
    assert set(named) <= known


def test_the_test_command_of_the_readme_is_the_one_that_ci_calls() -> None:
    commands = [block.strip() for block in fenced(page("README.md"), "sh")]
    assert "bash tests/run" in commands
    ci = page(".ci/run").splitlines()
    assert "bash tests/run" in ci


def test_python_in_the_documents_names_what_there_is() -> None:
    import personae

    named = set()
    for path in PAGES:
        for block in fenced(path.read_text(encoding="utf-8"), "python"):
            compile(block, str(path), "exec")
            named |= set(re.findall(r"\bpersonae\.([A-Za-z_]\w*)", block))
    assert named <= set(personae.__all__)


def test_no_document_and_no_lock_names_the_address_of_an_index() -> None:
    texts = [*PAGES, ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / ".ci/run"]
    for path in texts:
        assert not re.search(
            r"--index|find-links|https?://[^\s)]*/simple", path.read_text(encoding="utf-8")
        )


def test_the_picture_of_the_readme_is_small_enough_to_load_at_once() -> None:
    assert (ROOT / "docs/images/report.png").stat().st_size < 300_000
