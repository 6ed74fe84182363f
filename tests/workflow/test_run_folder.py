"""A run folder is read whole and unchanged, or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from personae.errors import InputError, IntegrityError
from personae.workflow.publish import publish
from personae.workflow.run import RunFolder
from personae.workflow.run_folder import folder_files, run_files
from personae.workflow.score import score


def test_every_file_of_the_manifest_is_there(finished: RunFolder) -> None:
    files = run_files(finished.path)
    listed = json.loads((finished.path / "manifest.json").read_text())["files"]
    assert set(files) == {item["name"] for item in listed}
    assert files["summary.json"] == (finished.path / "summary.json").read_bytes()


def test_a_folder_without_a_manifest_is_none_of_ours(finished: RunFolder, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    (folder / "manifest.json").unlink()
    with pytest.raises(InputError) as caught:
        run_files(folder)
    assert str(caught.value) == (
        f"{folder} is not a whole run folder.\n"
        "Fix: Pass the folder that personae run wrote, such as customers-personae."
    )


def test_the_folder_of_another_command_is_no_run(tmp_path: Path) -> None:
    publish({"a": b"one"}, tmp_path / "spring", facts={}, kind="personae.campaign/1")
    with pytest.raises(InputError, match="is not a whole run folder"):
        run_files(tmp_path / "spring")
    assert folder_files(tmp_path / "spring") == {"a": b"one"}


def test_a_model_of_another_run_is_not_taken_for_that_of_this_one(
    finished: RunFolder, finished_log: RunFolder, shop: Path, tmp_path: Path
) -> None:
    """Its own checksum fits; that of the folder does not."""
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    shutil.copy(finished_log.path / "model.json", folder / "model.json")
    with pytest.raises(IntegrityError, match=r"A file of .* changed .*: model\.json"):
        score(folder, shop)
    (folder / "manifest.json").unlink()
    with pytest.raises(InputError):  # now it is tried, and the columns do not fit
        score(folder, shop)


def test_all_changed_and_missing_files_are_named_at_once(
    finished: RunFolder, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    size = (folder / "segments.csv").stat().st_size
    (folder / "model.json").unlink()
    (folder / "segments.csv").write_text("edited by hand")
    text = (folder / "summary.json").read_bytes()
    (folder / "summary.json").write_bytes(text.replace(b"1", b"2", 1))
    (folder / "report.html").rename(folder / "moved")
    (folder / "report.html").symlink_to(folder / "moved")
    with pytest.raises(IntegrityError) as caught:
        run_files(folder)
    assert caught.value.exit_code == 9
    assert str(caught.value) == (
        f"4 files of {folder} changed since the folder was written: model.json (missing or not "
        "readable), report.html (missing or not readable), segments.csv (14 bytes instead of "
        f"{size:,}), summary.json (same size, other content).\n"
        "Fix: Fetch the folder from a backup, or remove it and make it again."
    )
