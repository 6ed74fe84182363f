"""Every package is locked by hash, and its licence is known and lets people use it."""

from __future__ import annotations

import importlib.util
import re
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# Licences under which a shop may use Personae and anybody may pass it on.
FINE = re.compile(
    r"MIT|MIT-CMU|BSD-[23]-Clause|0BSD|Apache-2\.0( WITH LLVM-exception)?|PSF-2\.0|ISC|Zlib|"
    r"CC0-1\.0|MPL-2\.0|Matplotlib License \(PSF-based\)"
)


@pytest.fixture(scope="module")
def licences() -> dict[str, tuple[str, str]]:
    """Versions and licence of each package on the page."""
    page = (ROOT / "docs/reference/licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| (?:yes)? ?\| ([^|]+) \|$", page, re.MULTILINE)
    return {name: (versions, licence) for name, versions, licence in rows}


@pytest.fixture(scope="module")
def licence_writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs/write_licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_names_every_locked_package_and_version(
    licences: dict[str, tuple[str, str]], licence_writer: ModuleType
) -> None:
    locked = {name: ", ".join(versions) for name, versions in licence_writer.locked().items()}
    assert len(locked) > 60
    assert {name: versions for name, (versions, _) in licences.items()} == locked, (
        "run: python docs/write_licences.py"
    )


def test_every_licence_is_one_that_lets_people_use_it(
    licences: dict[str, tuple[str, str]],
) -> None:
    for name, (_, licence) in licences.items():
        parts = re.split(r" AND | OR |, ", licence)
        assert all(FINE.fullmatch(part) for part in parts), f"{name}: {licence}"


def test_the_list_says_what_the_packages_say(
    licences: dict[str, tuple[str, str]], licence_writer: ModuleType
) -> None:
    compared = 0
    for name, (versions, licence) in licences.items():
        try:
            if metadata.version(name) not in versions.split(", "):
                continue
        except metadata.PackageNotFoundError:
            continue
        assert licence_writer.licence_of(name) == licence, name
        compared += 1
    assert compared > 20


def test_every_locked_version_has_a_hash() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 60
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "http" not in LOCK
