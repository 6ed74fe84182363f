"""The list of files says what was written, and no byte of it can change unseen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from personae.errors import InputError, IntegrityError, PersonaeError
from personae.workflow.manifest import Entry, manifest_bytes, read_manifest

FILES = {"b.txt": b"two", "a.txt": b"one"}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    content = manifest_bytes(FILES, kind="personae.run/1", facts={"personae": "9", "rows": 3})
    (tmp_path / "manifest.json").write_bytes(content)
    return tmp_path


def test_what_was_written_is_read(written: Path) -> None:
    manifest = read_manifest(written)
    assert (manifest.format, manifest.kind) == ("personae.run/1", "personae.run")
    digest = hashlib.sha256(b"one").hexdigest()
    assert manifest.entries[0] == Entry("a.txt", 3, digest)
    assert [entry.name for entry in manifest.entries] == ["a.txt", "b.txt"]
    assert manifest.facts["rows"] == 3


def test_every_flipped_bit_and_every_cut_is_found(written: Path) -> None:
    """All of them, not a sample: the manifest is what everything else is checked with."""
    path = written / "manifest.json"
    content = path.read_bytes()
    changed = [content[:end] for end in range(len(content))]
    for place in range(len(content)):
        for bit in range(8):
            one = bytearray(content)
            one[place] ^= 1 << bit
            changed.append(bytes(one))
    for one in changed:
        path.write_bytes(one)
        with pytest.raises(IntegrityError):
            read_manifest(written)


def test_a_changed_manifest_is_told(written: Path) -> None:
    path = written / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(IntegrityError) as caught:
        read_manifest(written)
    assert str(caught.value) == (
        f"manifest.json of {written} was changed since it was written, so nothing in the folder "
        "can be checked.\n"
        "Fix: Fetch the folder from a backup, or remove it and make it again."
    )


@pytest.mark.parametrize("text", [None, "[]", "{}", '{"name": "a web page", "files": []}'])
def test_what_others_wrote_is_told_apart(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} is not a folder that Personae wrote, or its manifest.json is gone.\n"
        "Fix: Pass the folder of a run, a campaign or a budget, such as customers-personae."
    )


@pytest.mark.parametrize(
    "name", ["../passwords", "/etc/passwd", "a/../../b", "./a", "manifest.json"]
)
def test_a_manifest_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    content = manifest_bytes({name: b""}, kind="personae.run/1", facts={})
    assert json.loads(content)["files"][0]["name"] == name
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(PersonaeError):
        read_manifest(tmp_path)
