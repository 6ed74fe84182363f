"""Writes docs/reference/licences.md: run it after requirements.lock changes.

python docs/write_licences.py
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "reference" / "licences.md"
HEAD = """\
# Licences of what Personae stands on

<!-- Written by docs/write_licences.py from requirements.lock and the packages' own metadata. -->

Personae itself has the licence in `LICENSE`. `requirements.lock` names every package that it can be
installed and developed with, each version with the SHA-256 of every file of it, so that pip refuses
a file that somebody changed. This list has all of them, with the licence that each package states
about itself. "Comes along" says whether `pip install personae` brings it; all others are tools to
work on Personae, or needed for extras.

| package | locked | comes along | licence |
|---|---|---|---|
"""
# Packages whose metadata names no licence that a list can hold, and those that one system alone
# needs: read from the licence file that lies in the package.
READ_BY_US = {
    "cloudpickle": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "Matplotlib License (PSF-based)",
    "numba": "BSD-2-Clause",
    "scipy": "BSD-3-Clause",
    "seaborn": "BSD-3-Clause",
}
SPELLED = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def locked() -> dict[str, list[str]]:
    """Return the versions of every package of the lock."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK.read_text(), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


def licence_of(name: str) -> str:
    """Return what a package says that its licence is."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    about = metadata.metadata(name)
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier") or ()
        if text.startswith("License :: OSI")
    ]
    stated = about.get("License-Expression") or ", ".join(classifiers) or about.get("License") or ""
    return SPELLED.get(stated, stated)


def comes_along() -> set[str]:
    """Return what an installation of Personae brings, straight or through other packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting, found = list(project["dependencies"]), set[str]()
    while waiting:
        requirement = waiting.pop()
        name = re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")
        if "extra ==" in requirement or name in found:
            continue
        found.add(name)
        try:
            waiting += metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue  # needed on another system
    return found


def licences_page() -> str:
    """Return the page."""
    along = comes_along()
    rows = []
    for name, versions in sorted(locked().items()):
        brought = "yes" if name in along else ""
        rows.append(f"| {name} | {', '.join(versions)} | {brought} | {licence_of(name)} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(licences_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} holds {len(locked())} packages\n")
