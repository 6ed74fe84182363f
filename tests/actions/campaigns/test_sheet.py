"""Files beside a run are read with or without names, and refused in words of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from personae.actions.campaigns.sheet import open_sheet, refuse_unknown_columns
from personae.errors import InputError, UsageError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_ids_and_days(tmp_path: Path) -> None:
    file = write(
        tmp_path / "log.csv", "Customer ID,sent at,note\n 007 ,2024-03-01, x \n8,2024-03-02,\n"
    )
    sheet = open_sheet(file, "--contact-log")
    assert sheet.id_columns((), None) == ("Customer ID",)
    assert sheet.texts("note") == ["x", None]
    assert sheet.days("sent at") == [dt.date(2024, 3, 1), dt.date(2024, 3, 2)]


def test_the_ids_of_the_run_go_before_the_look_of_a_name(tmp_path: Path) -> None:
    sheet = open_sheet(write(tmp_path / "p.csv", "customer_id,token\na,b\nc,d\n"), "--people")
    assert sheet.id_columns(("token",), None) == ("token",)
    assert sheet.id_columns(("other",), None) == ("customer_id",)
    assert sheet.id_columns(("token",), "customer_id") == ("customer_id",)


@pytest.mark.parametrize("text", ["17850\n13047\n", "17850\n"])
def test_a_plain_list_of_numbers_has_no_line_of_names(text: str, tmp_path: Path) -> None:
    sheet = open_sheet(write(tmp_path / "list.txt", text), "--suppress")
    assert sheet.headless
    assert sheet.texts(sheet.names[0]) == text.split()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "p.csv is empty (0 bytes).\nFix: Export it again, or leave --people out."),
        (
            'a,b\n1,2\n3,"4\n',
            (
                "p.csv: a quoted field begins in line 3 and does not end.\n"
                "Fix: Pass --people with a UTF-8 CSV file whose first line has the names of the "
                "columns."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_sheet(write(tmp_path / "p.csv", text), "--people")
    assert str(caught.value) == said


def test_a_column_that_is_in_no_file_is_refused_and_one_of_another_file_is_not(
    tmp_path: Path,
) -> None:
    one = open_sheet(write(tmp_path / "p.csv", "id,Kontakt\na,b@c.de\nd,e@f.de\n"), "--people")
    other = open_sheet(write(tmp_path / "never.csv", "id\na\nd\n"), "--suppress")
    refuse_unknown_columns([one, other], {"email": "Kontakt"})
    assert one.email_columns("Kontakt") == ("Kontakt",)
    assert other.email_columns("Kontakt") == ()
    with pytest.raises(UsageError) as caught:
        refuse_unknown_columns([one, other], {"email": "Kontakte", "id": "zzz"})
    assert str(caught.value) == (
        'No file beside the run has a column "Kontakte".\n'
        'Fix: Pass --column "email=COL" with a column of the file that it is meant for, such as '
        '"email=Kontakt".\n\n'
        'No file beside the run has a column "zzz".\n'
        'Fix: Pass --column "id=COL" with a column of the file that it is meant for.'
    )
