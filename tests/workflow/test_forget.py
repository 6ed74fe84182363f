"""A customer who is forgotten is in no byte of the folder, and the folder still works."""

from __future__ import annotations

import base64
import csv
import json
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from pyarrow import parquet

from personae.config import Options
from personae.errors import InputError
from personae.workflow.forget import forget
from personae.workflow.publish import publish
from personae.workflow.rename import rename
from personae.workflow.run import run
from personae.workflow.run_folder import run_files
from personae.workflow.score import score


def spellings(text: str) -> set[bytes]:
    """Return a text as it may stand in a file: plain, UTF-16, and in base64 at any place."""
    plain = text.encode()
    spelt = {plain, text.encode("utf-16-le"), text.encode("utf-16-be")}
    for before in range(3):
        code = base64.b64encode(b"\0" * before + plain)
        spelt.add(code[4 * (before > 0) : -4])
    return spelt


def chunks(png: bytes) -> bytes:
    """Return the texts of a PNG picture, unpacked."""
    at, texts = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12
        if kind in {b"tEXt", b"iTXt", b"eXIf"}:
            texts += body
        elif kind == b"zTXt":
            texts += zlib.decompress(body.split(b"\0", 1)[1][1:])
    return texts


def found_in(folder: Path, text: str) -> set[str]:
    """Return the files of a folder that hold a text in any spelling."""
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content += repr(parquet.read_table(path).to_pydict()).encode()
        if path.suffix == ".png":
            content += chunks(content)
        if any(spelt in content for spelt in spellings(text)):
            found.add(str(path.relative_to(folder)))
    return found


@pytest.fixture(scope="session")
def followed_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a finished run of a log whose ids stand nowhere by accident, beside its log."""
    folder = tmp_path_factory.mktemp("forget")
    rows = ["customer_id,date,amount"]
    for place in range(60):
        step = 7 if place % 3 else 30
        rows += [
            f"kunde-{place:02d}-qx,2024-{1 + day // 28:02d}-{1 + day % 28:02d},{10 + place}.50"
            for day in range(place % 7, 200 if place % 10 == 0 else 300, step + place % 4)
        ]
    (folder / "log.csv").write_text("\n".join(rows) + "\n")
    options = Options(k=3, k_max=4)
    run(folder / "log.csv", options=options, out=folder / "first")
    run(folder / "log.csv", options=options, out=folder / "run", like=folder / "first")
    return folder


@pytest.fixture
def named_log(followed_log: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(followed_log / "run", tmp_path / "run"))


def test_no_byte_of_the_folder_holds_the_customer(named_log: Path) -> None:
    before = found_in(named_log, "kunde-10-qx")
    assert {"segments.csv", "segments.parquet", "purchase_days.parquet", "at_risk.csv"} <= before
    done = forget(named_log, "kunde-10-qx")
    assert set(done.removed) == before
    assert found_in(named_log, "kunde-10-qx") == set()
    assert done.mentioned == ()


def test_everybody_else_stays_as_they_were(named_log: Path) -> None:
    before = run_files(named_log)
    forget(named_log, "kunde-10-qx")
    after = run_files(named_log)
    assert before.keys() == after.keys()
    for name in before:
        if name.endswith(".csv"):
            kept = [row for row in before[name].split(b"\n") if b"kunde-10-qx" not in row]
            assert after[name].split(b"\n") == kept, name
        elif not name.endswith(".parquet"):
            assert after[name] == before[name], name


def test_the_manifest_fits_and_counts_whom_it_is_without(named_log: Path) -> None:
    was = json.loads((named_log / "manifest.json").read_bytes())
    forget(named_log, "kunde-10-qx")
    forget(named_log, "kunde-11-qx")
    told = json.loads((named_log / "manifest.json").read_bytes())
    assert told["forgotten"] == 2
    assert told["summary"] == was["summary"]
    assert run_files(named_log)  # which checks every hash


def test_the_folder_still_works(named_log: Path, followed_log: Path, tmp_path: Path) -> None:
    forget(named_log, "kunde-10-qx")
    rename(named_log, 1, "Regulars")
    assert found_in(named_log, "kunde-10-qx") == set()
    later = run(
        followed_log / "log.csv",
        options=Options(k=3, k_max=4),
        like=named_log,
        out=tmp_path / "next",
    )
    assert later.summary["like"]["moves"]["customers_in_both"] == 59
    assert score(named_log, followed_log / "log.csv").summary["customers"] == 60


def test_an_id_that_is_not_there_changes_nothing_and_is_not_echoed(named_log: Path) -> None:
    before = {path: path.read_bytes() for path in named_log.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        forget(named_log, "nobody-knows-me")
    assert "nobody-knows-me" not in str(caught.value)
    assert "holds that id" in str(caught.value)
    assert caught.value.exit_code == 3
    assert {path: path.read_bytes() for path in named_log.rglob("*") if path.is_file()} == before


def test_a_part_of_an_id_removes_nobody(named_log: Path) -> None:
    with pytest.raises(InputError):
        forget(named_log, "kunde-1")


def test_ids_with_leading_zeros_commas_and_quotes(tmp_path: Path) -> None:
    ids = ["007", "7", 'a"b', "c,d", "e f", "ü-1"] + [f"n{at}" for at in range(60)]
    with (tmp_path / "odd.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "visits", "spend"])
        writer.writerows(
            [one, at % 7 + 40 * (at % 2), at % 5 + 300 * (at % 3)] for at, one in enumerate(ids)
        )
    run(tmp_path / "odd.csv", options=Options(k=3, k_max=3), out=tmp_path / "odd")
    left = set(ids)
    for gone in ("007", 'a"b', "c,d", "e f", "ü-1"):
        forget(tmp_path / "odd", gone)
        left.discard(gone)
        with (tmp_path / "odd" / "segments.csv").open(newline="", encoding="utf-8") as file:
            assert {row["id"] for row in csv.DictReader(file)} == left


def test_what_stands_elsewhere_by_accident_is_said(named_log: Path) -> None:
    path = named_log / "summary.json"
    summary = json.loads(path.read_bytes())
    assert summary["k"] == 3
    files = run_files(named_log)
    publish(files | {"note.json": b'{"text": "kunde-10-qx"}'}, named_log, facts={"summary": {}})
    assert forget(named_log, "kunde-10-qx").mentioned == ("note.json",)


def test_a_folder_for_others_has_nobody_to_forget(shop: Path, tmp_path: Path) -> None:
    folder = run(shop, options=Options(k=4, k_max=4, share=True), out=tmp_path / "shared").path
    assert not list(folder.glob("segments.*"))
    assert not (folder / "model.json").exists()
    with pytest.raises(InputError, match="made with --share"):
        forget(folder, "C00000")
    shutil.rmtree(folder)
