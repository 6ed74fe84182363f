"""Compiled code that is kept: found again whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from personae.disk.kept import folders_beside, keep, kept


def test_the_first_place_that_can_be_written_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    places = [tmp_path / "file" / "code", tmp_path / "folder" / "code", tmp_path / "other"]
    assert keep(places, b"\x00\n\xff")
    assert kept(places) == b"\x00\n\xff"
    assert [place.exists() for place in places] == [False, True, False]


def test_nothing_is_said_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert not keep([tmp_path / "file" / "code"], b"code")
    assert kept([tmp_path / "file" / "code"]) is None


@pytest.mark.parametrize("change", [lambda code: code[:-1], lambda code: code[1:], lambda _: b""])
def test_what_was_damaged_counts_as_absent_and_the_next_place_is_asked(tmp_path, change) -> None:
    damaged, whole = tmp_path / "a", tmp_path / "b"
    assert keep([damaged], b"code")
    assert keep([whole], b"code")
    damaged.write_bytes(change(damaged.read_bytes()))
    assert kept([damaged]) is None
    assert kept([damaged, whole]) == b"code"


def test_code_lies_beside_its_source_or_in_the_cache_of_the_user(monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert folders_beside("/lib/a.py") == [Path("/lib/__pycache__"), Path("/cache/personae")]
