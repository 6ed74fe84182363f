"""A run folder is read whole and unchanged, or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from personae.errors import InputError, IntegrityError
from personae.workflow.run import RunFolder
from personae.workflow.run_folder import run_files


def test_every_file_of_the_manifest_is_there(finished: RunFolder) -> None:
    files = run_files(finished.path)
    listed = json.loads((finished.path / "manifest.json").read_text())["files"]
    assert set(files) == {item["name"] for item in listed}
    assert files["summary.json"] == (finished.path / "summary.json").read_bytes()


@pytest.mark.parametrize("missing", ["manifest.json", "segments.parquet"])
def test_a_folder_that_lacks_a_file_is_refused(
    missing: str, finished: RunFolder, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    (folder / missing).unlink()
    with pytest.raises(InputError) as caught:
        run_files(folder)
    assert str(caught.value) == (
        f"{folder} is not a whole run folder.\n"
        "Fix: Pass the folder that personae run wrote, such as customers-personae."
    )


def test_a_changed_file_is_named(finished: RunFolder, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    (folder / "segments.csv").write_text("edited by hand")
    with pytest.raises(IntegrityError) as caught:
        run_files(folder)
    assert str(caught.value) == (
        f"1 files of {folder} were changed since they were written: segments.csv.\n"
        "Fix: Make the folder again with personae run."
    )
