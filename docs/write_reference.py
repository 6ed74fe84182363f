"""Writes the pages of docs/reference that a machine knows: run it after an option or case changes.

python docs/write_reference.py
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from personae.cli.parameters import metavar_of, shown_default
from personae.config import OptionSpec, option_specs

if TYPE_CHECKING:
    from catalogue.case import Case

REFERENCE = Path(__file__).parent / "reference"
CATALOGUE = Path(__file__).parent.parent / "tests" / "badinput"
COLUMNS = "| option | in Python | default | what it does |\n|---|---|---|---|\n"
HEAD = """\
# Options

<!-- Written by docs/write_reference.py from personae.config; a test compares them. -->

Every option is defined once, in `personae.config`. It has the same name in three places:

- on the command line: `personae run customers.csv --k-max 8`
- in a config file given with `--config`, TOML or JSON: `k_max = 8` (or `k-max = 8`)
- in Python: `personae.segment("customers.csv", k_max=8)`

What is typed wins over the config file, and the config file over the default. Nothing is read from
the folder you are in. Lists are separated by commas; a column name that holds a comma stands in
double quotes: `--features '"Sales, net",Age'`. Dates are written `2024-12-31`. A switch takes
`--no-` to turn it off again where a config file turned it on.

Where the default is empty, Personae finds out for itself or does without, as the text says. What it
found out, `personae check` shows together with the option that changes it.
"""


def options_page() -> str:
    """Return the page on options."""
    sections = [HEAD]
    for group, specs in groupby(option_specs(), key=lambda spec: spec.group):
        rows = "\n".join(_row(spec) for spec in specs)
        sections.append(f"## {group}\n\n{COLUMNS}{rows}\n")
    return "\n".join(sections)


def _row(spec: OptionSpec) -> str:
    """Return one option as a row of a table."""
    typed = " ".join(filter(None, (spec.flag, metavar_of(spec)))).replace("|", "\\|")
    default = f"`{shown_default(spec)}`" if shown_default(spec) else _plain_default(spec)
    return f"| `{typed}` | `{spec.name}` | {default} | {spec.help}{_bounds(spec)} |"


def _plain_default(spec: OptionSpec) -> str:
    if spec.type == "bool":
        return "on" if spec.default else "off"
    return ""


def _bounds(spec: OptionSpec) -> str:
    if spec.low is not None and spec.high is not None:
        return f" From {spec.low:g} to {spec.high:g}."
    return f" At least {spec.low:g}." if spec.low is not None else ""


INPUTS_HEAD = """\
# What happens to a file that is not as it should be

<!-- Written by docs/write_reference.py from tests/badinput/catalogue; a test compares them. -->

Every row of these tables is a test: the file is made, and read through Python and the command line.
Whatever Personae does to a file it says, in `personae check FILE`, in `quality.json` and in the
report: what it took for granted, what it changed, and how many rows it refused and why. It never
guesses where two readings are possible; then it stops and names the option that settles it. A file
that is refused leaves no result folder behind, and an earlier result as it was. No message shows
what stands in a cell.

"Exit" is the exit code of the command ([all of them](exit-codes.md)): 0 means that it works. An
option in the last column settles the question; [all options](options.md).
"""
INPUT_COLUMNS = "| in the file | what Personae does | exit | option |\n|---|---|---|---|\n"


def inputs_page() -> str:
    """Return the page on inputs that are not as they should be."""
    sys.path.insert(0, str(CATALOGUE))
    try:
        from catalogue.table import DECLINED, OTHERWISE, SECTIONS
    finally:
        sys.path.remove(str(CATALOGUE))
    sections = [INPUTS_HEAD]
    for title, module in SECTIONS.items():
        rows = dict.fromkeys(map(_input_row, module.cases()))
        sections.append(f"## {title}\n\n{INPUT_COLUMNS}" + "\n".join(rows) + "\n")
    listed = "\n".join(f"- {why}" for _, why in sorted({**OTHERWISE, **DECLINED}.items()))
    sections.append(f"## What is left undone, and why\n\n{listed}\n")
    return "\n".join(sections)


def _input_row(case: Case) -> str:
    """Return one case as a row of a table."""
    option = f"`{case.option}`" if case.option else ""
    cells = (case.given, case.does, str(case.code), option)
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Return a text that neither ends a cell of a table nor becomes HTML; code stays as it is."""
    return text.replace("|", "\\|").replace("<", "&lt;")


PAGES = {"options.md": options_page, "inputs.md": inputs_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
