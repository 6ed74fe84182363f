"""A folder of results is proven to be as it was written, or all that changed is named."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from personae.errors import InputError, IntegrityError
from personae.workflow.budget import BUDGET_FORMAT
from personae.workflow.campaign import CAMPAIGN_FORMAT
from personae.workflow.manifest import manifest_bytes
from personae.workflow.publish import publish
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder
from personae.workflow.verify import verify


def test_an_untouched_run_is_verified(finished: RunFolder) -> None:
    found = verify(finished.path)
    assert (found.kind, found.model, found.extra) == ("run", True, ())
    assert found.files == len(finished.files) - 1  # the manifest does not list itself
    sizes = [(finished.path / name).stat().st_size for name in finished.files]
    assert found.bytes == sum(sizes) - (finished.path / "manifest.json").stat().st_size
    assert json.loads(json.dumps(found.to_dict()))["extra"] == []


def test_a_renamed_run_is_verified(finished: RunFolder, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    rename(folder, 1, "Wholesale VIPs")
    assert verify(folder).kind == "run"


@pytest.mark.parametrize("form", [CAMPAIGN_FORMAT, BUDGET_FORMAT])
def test_folders_of_other_commands_are_verified(tmp_path: Path, form: str) -> None:
    publish({"list.csv": b"id\n"}, tmp_path / "x", facts={"personae": "9"}, kind=form)
    found = verify(tmp_path / "x")
    assert (found.kind, found.files, found.bytes) == (form[9:-2], 1, 3)
    assert (found.model, found.version) == (False, "9")


def test_files_of_others_are_told_and_are_no_error(finished: RunFolder, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))
    (folder / "plots" / "mine.png").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"")
    assert verify(folder).extra == ("notes.txt", "plots/mine.png")


def test_a_model_that_contradicts_itself_is_found_even_where_the_manifest_fits(
    finished: RunFolder, tmp_path: Path
) -> None:
    content = (finished.path / "model.json").read_bytes()
    forged = {"model.json": content.replace(b'"n_customers"', b'"n_customer"')}
    publish(forged, tmp_path / "run", facts={})
    with pytest.raises(IntegrityError, match="its checksum is wrong"):
        verify(tmp_path / "run")


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="is not a folder that Personae wrote"):
            verify(folder)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip a bit, or cut the end off."""
    place = chance.randrange(len(content))
    if chance.random() < 0.2:
        return content[:place]
    one = bytearray(content)
    one[place] ^= 1 << chance.randrange(8)
    return bytes(one)


def all_damage_is_found(finished: RunFolder, folder: Path, *, rounds: int) -> Counter[str]:
    """Damage one file after the other, drawn evenly over the files; return how often each was."""
    shutil.copytree(finished.path, folder)
    chance = random.Random(20261126)
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    met: Counter[str] = Counter()
    for _ in range(rounds):
        path = chance.choice(names)
        content = path.read_bytes()
        path.write_bytes(damaged(content, chance))
        with pytest.raises(IntegrityError) as caught:
            verify(folder)
        assert caught.value.exit_code == 9
        assert path.name in str(caught.value)
        path.write_bytes(content)
        met[path.name] += 1
    assert verify(folder).files == len(names) - 1
    return met


def test_a_hundred_damaged_files_are_all_found(finished_log: RunFolder, tmp_path: Path) -> None:
    met = all_damage_is_found(finished_log, tmp_path / "run", rounds=100)
    assert len(met) > len(finished_log.files) / 2


@pytest.mark.full
def test_two_thousand_damaged_files_are_all_found(finished_log: RunFolder, tmp_path: Path) -> None:
    met = all_damage_is_found(finished_log, tmp_path / "run", rounds=2000)
    assert len(met) == len(finished_log.files)


def test_the_manifest_of_a_run_holds_no_more_than_it_must(finished: RunFolder) -> None:
    """The counts of rows are in it, so that a missing million is seen without opening a list."""
    values = json.loads((finished.path / "manifest.json").read_bytes())
    assert values["summary"]["rows_in"] == finished.summary["rows_in"]
    assert set(values) == {"files", "format", "personae", "sha256", "summary", "written"}
    assert len(manifest_bytes({}, kind="personae.run/1", facts={})) < 400
