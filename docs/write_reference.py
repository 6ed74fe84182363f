"""Writes the pages of docs/reference that a machine knows: run it after an option changes.

python docs/write_reference.py
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from personae.cli.parameters import metavar_of, shown_default
from personae.config import OptionSpec, option_specs

PAGE = Path(__file__).parent / "reference" / "options.md"
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


if __name__ == "__main__":
    PAGE.write_text(options_page(), encoding="utf-8")
