"""Whatever the encoding, the same text comes out, or a message that says which option helps."""

# ruff: noqa: E501, PLR0917

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest

from personae.data.reading.encoding import plain_text
from personae.errors import InputError, PersonaeError, ResourceError, UsageError

TEXT = "id,name\n1,José € Łukasz\n2,Zoë\n"
WESTERN = "id,name\n1,José € Zoë\n"


def decoded(folder: Path, data: bytes, *, packed: bool = False, encoding: str | None = None):
    path, inner = folder / "customers.csv", folder / "inner"
    path.write_bytes(data)
    inner.mkdir(exist_ok=True)
    plain = plain_text(path, inner, packed=packed, encoding=encoding)
    return plain, plain.path.read_bytes()[plain.start :].decode()


def refused(folder: Path, data: bytes, **options: object) -> PersonaeError:
    with pytest.raises(PersonaeError) as found:
        decoded(folder, data, **options)
    return found.value


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (TEXT.encode(), TEXT, "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32"),
        (WESTERN.encode("cp1252"), WESTERN, "cp1252"),
        (b"id\r1\r2\r", "id\n1\n2\n", "utf-8"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "old mac"],
)
def test_encoding_is_told_from_the_whole_file(tmp_path: Path, data, text, encoding) -> None:
    plain, found = decoded(tmp_path, data)
    assert found == text
    assert plain.stated[-1].value == encoding
    assert plain.stated[-1].option == "--encoding"


def test_a_late_accent_decides(tmp_path: Path) -> None:
    # A sample of the first megabyte would call this ASCII.
    data = b"id,name\n" + b"1,plain\n" * 300_000 + "2,Zoë\n".encode("cp1252")
    plain, found = decoded(tmp_path, data)
    assert plain.stated[-1].value == "cp1252"
    assert found.endswith("2,Zoë\n")
    assert plain.counts["\n"] == 300_002


def test_a_character_cut_by_a_block_is_whole(tmp_path: Path) -> None:
    data = b"x" * ((1 << 20) - 1) + "é\n".encode()
    plain, found = decoded(tmp_path, data)
    assert plain.stated[-1].value == "utf-8"
    assert found.endswith("é\n")


def test_the_option_wins(tmp_path: Path) -> None:
    plain, found = decoded(tmp_path, "1,Łódź\n".encode("iso-8859-2"), encoding="iso-8859-2")
    assert found == "1,Łódź\n"
    assert plain.stated[-1].how == "option"


def test_the_file_itself_is_read_where_it_is_utf8(tmp_path: Path) -> None:
    plain, _ = decoded(tmp_path, TEXT.encode())
    assert plain.path == tmp_path / "customers.csv"
    assert not list((tmp_path / "inner").iterdir())


def test_gzip_of_several_members_and_zeros_at_the_end(tmp_path: Path) -> None:
    data = gzip.compress(b"id\n1\n") + gzip.compress(b"2\n") + b"\0" * 10
    plain, found = decoded(tmp_path, data, packed=True)
    assert found == "id\n1\n2\n"
    assert [item.what for item in plain.stated] == ["compression", "encoding"]


def test_a_packed_and_decoded_file_leaves_one_copy(tmp_path: Path) -> None:
    _, found = decoded(tmp_path, gzip.compress(WESTERN.encode("cp1252")), packed=True)
    assert found == WESTERN
    assert [file.name for file in (tmp_path / "inner").iterdir()] == ["decoded.txt"]


@pytest.mark.parametrize(
    ("data", "options", "code", "message"),
    [
        (
            b"\0" * 100,
            {},
            "input/binary",
            (
                "customers.csv is not text: 100% of its first bytes are NUL.\n"
                "Fix: Export the table again; after a crash a file may hold nothing but NUL bytes."
            ),
        ),
        (
            b" \n\t\n",
            {},
            "input/empty",
            "customers.csv holds nothing but blanks and line ends.\nFix: Export the table again.",
        ),
        (
            codecs.BOM_UTF8,
            {},
            "input/empty",
            "customers.csv holds no text.\nFix: Export the table again.",
        ),
        (
            codecs.BOM_UTF16_LE + "\n \n".encode("utf-16-le"),
            {},
            "input/empty",
            "customers.csv holds nothing but blanks and line ends.\nFix: Export the table again.",
        ),
        (
            "id,name\n1,Anna\n".encode("utf-16-le"),
            {},
            "input/encoding",
            (
                "customers.csv looks like UTF-16 text without a byte order mark.\n"
                "Fix: Pass --encoding utf-16-le, or save the file as UTF-8."
            ),
        ),
        (
            "id,name\n1,Anna\n".encode("utf-16-be"),
            {},
            "input/encoding",
            (
                "customers.csv looks like UTF-16 text without a byte order mark.\n"
                "Fix: Pass --encoding utf-16-be, or save the file as UTF-8."
            ),
        ),
        (
            "id,name\n1,é\n2,x\n".encode() + "3,é\n".encode("latin-1"),
            {},
            "input/encoding-mixed",
            (
                "customers.csv is UTF-8 in some lines, but line 4 is not.\n"
                "Fix: Save the file in one encoding, or pass --encoding cp1252 to read every byte as that."
            ),
        ),
        (
            b"id,name\n1,\x81\n",
            {},
            "input/encoding",
            (
                "customers.csv cannot be read as cp1252: line 2 holds bytes that do not belong to it.\n"
                "Fix: Pass --encoding with the encoding of the file, such as utf-8, cp1252 or iso-8859-2."
            ),
        ),
        (
            b"id,name\n1,\xe9\n",
            {"encoding": "utf-8"},
            "input/encoding",
            (
                "customers.csv cannot be read as utf-8: line 2 holds bytes that do not belong to it.\n"
                "Fix: Pass --encoding with the encoding of the file, such as utf-8, cp1252 or iso-8859-2."
            ),
        ),
        (
            gzip.compress(b"id\n1\n" * 50)[:-9],
            {"packed": True},
            "input/corrupt",
            (
                "customers.csv is a damaged gzip file: it breaks off or holds something else at its end.\n"
                "Fix: Copy or export it again; no row of it was used."
            ),
        ),
        (
            gzip.compress(b"id\n1\n") + b"garbage",
            {"packed": True},
            "input/corrupt",
            (
                "customers.csv is a damaged gzip file: it breaks off or holds something else at its end.\n"
                "Fix: Copy or export it again; no row of it was used."
            ),
        ),
    ],
    ids=[
        "nul",
        "blank",
        "mark alone",
        "utf-16 blank",
        "utf-16-le",
        "utf-16-be",
        "mixed",
        "no cp1252",
        "no utf-8",
        "cut off",
        "garbage",
    ],
)
def test_what_is_refused_and_how_to_mend_it(tmp_path: Path, data, options, code, message) -> None:
    error = refused(tmp_path, data, **options)
    assert isinstance(error, InputError)
    assert error.codes == (code,)
    assert str(error) == message


def test_a_page_inside_a_gzip_file_is_recognised(tmp_path: Path) -> None:
    error = refused(tmp_path, gzip.compress(b"<!DOCTYPE html>"), packed=True)
    assert error.codes == ("input/not-a-table",)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "undefined"])
def test_an_unknown_encoding_is_a_usage_error(tmp_path: Path, encoding: str) -> None:
    error = refused(tmp_path, TEXT.encode(), encoding=encoding)
    assert isinstance(error, UsageError)
    assert str(error).startswith("--encoding needs the name of a text encoding.\nFix: Use utf-8,")


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personae.data.reading.encoding._BOMB_SIZE", 1 << 21)
    error = refused(tmp_path, gzip.compress(b"\n" * (1 << 23)), packed=True)
    assert isinstance(error, ResourceError)
    assert error.codes == ("input/decompression-limit",)
