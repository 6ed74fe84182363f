"""Codes hold what the engine's own reader holds, whatever the text, and sort as it does."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.config import Options
from personae.data.reading import text_table
from personae.data.reading.coded_text import read_coded
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.engines.duckdb import DuckDBEngine, TextLayout
from personae.errors import DatabaseError

Read = Callable[..., Source]

CELLS = [
    "", "a", "b", "ä", "😀", 'say "hi"', "x,y", " a", "a ", "NA", "0", "00", '"', "-", "\ufeffa",
]  # fmt: skip


@pytest.fixture
def read(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read a text; without codes if asked."""

    def read(text: str | bytes, *, coded: bool = True, **options: object) -> Source:
        path = tmp_path / "log.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with monkeypatch.context() as patch:
            patch.setattr(text_table, "CODED_LEAST", 0 if coded else 10**9)
            source = open_source(path, Options(**options))
        request.addfinalizer(source.engine.close)
        return source

    return read


def rows(source: Source) -> list[tuple[object, ...]]:
    return source.engine.rows(f"SELECT * FROM {source.relation} ORDER BY line")


def decoded(source: Source) -> list[tuple[object, ...]]:
    """Return the rows of the coded relation with the texts looked up."""
    texts = {
        column.physical: dict(source.engine.rows(f"SELECT code, text FROM {column.texts}"))
        for column in source.columns
        if column.texts
    }
    names = [column.physical for column in source.columns]
    found = source.engine.rows(f"SELECT line, {', '.join(names)} FROM {source.coded} ORDER BY line")

    def shown(name: str, value: object) -> object:
        return texts[name].get(value) if name in texts else value

    return [(row[0], *map(shown, names, row[1:])) for row in found]


def counted_rows(source: Source) -> list[dict[str, int]]:
    """Return what the tables of texts say of their rows, for each of them."""
    return [
        dict(source.engine.rows(f"SELECT text, n FROM {column.texts} WHERE n > 0"))
        for column in source.columns
        if column.texts
    ]


def held_rows(source: Source) -> list[dict[str, int]]:
    """Return the rows of every text as the relation has them, for the same columns."""
    names = [column.physical for column in source.columns if column.texts]
    queries = (
        f"SELECT {name}, count(*) FROM {source.relation} WHERE {name} IS NOT NULL GROUP BY {name}"
        for name in names
    )
    return [dict(source.engine.rows(query)) for query in queries]


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(*[st.sampled_from(CELLS)] * 3), min_size=3, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_rows_are_those_of_the_engines_own_reader(
    read: Read, cells: list[tuple[str, ...]], delimiter: str, ends: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ends)
    writer.writerows([("id", "two", "three"), *(("k", *row[1:]) for row in cells), *cells])
    own = read(text.getvalue(), coded=False, delimiter=delimiter, header=True)
    source = read(text.getvalue(), delimiter=delimiter, header=True)
    assert rows(source) == decoded(source) == rows(own)
    assert counted_rows(source) == held_rows(source)
    assert (source.n_rows, source.stated, source.refused) == (own.n_rows, own.stated, own.refused)


def test_codes_sort_as_their_texts_do(read: Read) -> None:
    words = ["b", "a", "ä", "Z", "10", "9", "😀", ""]
    source = read("id,word\n" + "".join(f"{i},{words[i % 8]}\n" for i in range(80)))
    texts = source.columns[1].texts
    assert [text for (text,) in source.engine.rows(f"SELECT text FROM {texts} ORDER BY code")] == [
        "10", "9", "Z", "a", "b", "ä", "😀",
    ]  # fmt: skip


def test_texts_that_do_not_come_again_stay_texts(read: Read) -> None:
    source = read("id,word\n" + "".join(f"{i},x\n" for i in range(80)))
    assert [bool(column.texts) for column in source.columns] == [False, True]


def test_a_column_that_is_empty_throughout_has_no_codes(read: Read) -> None:
    source = read("a,b\n" + "x,\n" * 50)
    assert rows(source) == decoded(source) == [(i + 2, "x", None) for i in range(50)]


@pytest.mark.parametrize(
    "text",
    [
        'a,b\nx,"two\nlines"\nx,1\n', 'a,b\nx, "y"\nx,z"\n', 'a,b\nx,"a \\" b"\nx,c\n',
        "a,b\n\ufeffx,1\nx,1\n",
    ],
)  # fmt: skip
def test_what_readers_may_split_differently_is_left_to_one_reader(read: Read, text: str) -> None:
    source = read(text)
    assert not any(column.texts for column in source.columns)
    assert rows(source) == rows(read(text, coded=False))


def test_damaged_and_repeated_lines_leave_the_others_where_they_were(read: Read) -> None:
    lines = itertools.chain(
        ["a,b,c"], ["x,y,z"] * 150, ["x,y"], ["x,y,z"] * 50, [",,", "a,b,c", ""], ["x,y,w"] * 20
    )
    text = "\n".join(lines) + "\n"
    source, own = read(text), read(text, coded=False)
    assert rows(source) == decoded(source) == rows(own)
    assert counted_rows(source) == [{"x": 220}, {"y": 220}, {"z": 200, "w": 20}]
    assert source.refused == own.refused
    assert source.n_rows == own.n_rows == 220


def test_a_table_may_be_longer_than_a_block(read: Read) -> None:
    text = "id,day,long\n" + "".join(
        f"c{i},day {i % 300},{'x' * (i % 7) * 40}\n" for i in range(30_000)
    )
    source = read(text)
    assert rows(source) == decoded(source) == rows(read(text, coded=False))
    assert counted_rows(source) == held_rows(source)


def test_small_and_very_large_tables_have_no_codes(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "a,b\n" + "x,y\n" * 50
    monkeypatch.setattr(text_table, "CODED_LIMIT", len(text) - 1)
    assert not any(column.texts for column in read(text).columns)
    assert not any(column.texts for column in read(text, coded=False).columns)


def test_a_file_that_is_not_as_the_layout_says_is_refused_without_its_text(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("secret,1\nsecret\n")
    engine = DuckDBEngine()
    with pytest.raises(DatabaseError) as caught:
        read_coded(engine, path, TextLayout(2, ","), start=0, into="t")
    engine.close()
    assert "secret" not in str(caught.value)
