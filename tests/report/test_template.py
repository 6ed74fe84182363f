"""The page's template is compiled once on a machine."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from personae.report import template


@pytest.fixture
def new_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(template, "folders_beside", lambda _: [tmp_path])
    template._render.cache_clear()
    yield tmp_path
    template._render.cache_clear()


def test_the_second_process_finds_what_the_first_compiled(new_machine, monkeypatch) -> None:
    template._render()
    (path,) = new_machine.iterdir()
    assert path.suffix == ".template"
    template._render.cache_clear()
    jinja2.Environment().cache.clear()
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_: pytest.fail("compiled again"))
    template._render()


def test_a_damaged_file_is_made_anew(new_machine) -> None:
    template._render()
    (path,) = new_machine.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    template._render.cache_clear()
    template._render()
    assert path.read_bytes() == whole


def test_another_version_of_jinja2_reads_nothing_of_this_one(new_machine, monkeypatch) -> None:
    template._render()
    template._render.cache_clear()
    monkeypatch.setattr(jinja2, "__version__", "0.1")
    template._render()
    assert len(list(new_machine.iterdir())) == 2
