"""Tables, options and model files that nobody would think of: refused in our words, or worked."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from catalogue.case import MARK, people, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import personae
from personae.cli.main import execute
from personae.config import Options, option_specs
from personae.errors import PersonaeError
from personae.scoring.model import load_model, model_of

# A mistake of ours would be 1, an interruption 130.
FINE = {0, 2, 3, 4, 7}
TIMES_FULL = 40

NAMES = st.sampled_from(
    ["customer_id", "id", "email", "spend", "visits", "order_date", "amount", "quantity", "price",
     "country", "segment", "churned", "zip", "Total", "", " ", "a,b", 'q"', "\u00e9", "e\u0301",
     "line", "c0", "row", "rowid", "v", "n", "x\u200b", "2024", "select", "last_seen"]
) | st.text(max_size=8)  # fmt: skip
CELLS = st.sampled_from(
    ["", " ", "NA", "n/a", "NULL", "-", "?", "0", "-1", "1e309", "-inf", "nan", "1,234", "1.234,5",
     "1'000", "$5", "5 \u20ac", "(7)", "12%", "1.5k", "1/2", "0x1F", "007", "1E5", "\u0663", "yes",
     "no", "TRUE", "2024-01-31", "31/01/2024", "01/02/2024", "1.2.24", "20240131", "1700000000",
     "45292", "9999-12-31", "0000-00-00", "0001-01-01", "2024-02-30", "2024-01-01T10:00:00+02:00",
     "24:00", "Total", "'", '"', '""', "a\nb", "\r", "\\", "\0", "\u202e", "\ufeff", "=1+1",
     "999999999999999999999999999999", "5e-324", "1e200", "-0.0", "+", ".", ",", "1.", ".5"]
)  # fmt: skip
CELLS |= st.text(max_size=6) | st.integers(-(10**20), 10**20).map(str) | st.floats().map(repr)
FLAGS = st.sampled_from(
    [["--decimal", ","], ["--decimal", "."], ["--date-format", "dmy"], ["--date-format", "%Y"],
     ["--date-format", "%"], ["--no-header"], ["--skip", "1"], ["--delimiter", ";"],
     ["--delimiter", "tab"], ["--encoding", "utf-16"], ["--encoding", "cp1252"], ["--id", "row"],
     ["--id", "id"], ["--id", "customer_id,spend"], ["--kind", "customers"],
     ["--kind", "transactions"], ["--duplicates", "first"], ["--duplicates", "sum"],
     ["--returns", "ignore"], ["--as-of", "2024-06-30"], ["--window", "30"],
     ["--features", "spend"], ["--ignore", "spend"], ["--describe", "spend"],
     ["--outcome", "churned"], ["--date", "order_date"], ["--amount", "amount"],
     ["--drop-duplicates"], ["--currency", "EUR"], ["--memory", "500MB"]]
)  # fmt: skip


@st.composite
def tables(draw: Callable[..., Any]) -> bytes:
    """Draw a table as text: mostly regular, in any of the usual dialects."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6))
    n_rows = draw(st.integers(0, 40))
    pools = [draw(st.lists(CELLS, min_size=1, max_size=4)) for _ in names]
    numbered = draw(st.booleans())
    rows = [
        [str(row) if numbered and not at else draw(st.sampled_from(pool)) if row < 9
         else pool[row % len(pool)] for at, pool in enumerate(pools)]
        for row in range(n_rows)
    ]  # fmt: skip
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    columns = {f"{name}\0{at}": [row[at] for row in rows] for at, name in enumerate(names)}
    body = text_of(columns, delimiter, end) if rows else ""
    header = delimiter.join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    text = header + end + body.partition(end)[2]
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    return text.encode(encoding, "replace")


def fuzz(request: pytest.FixtureRequest, body: Any, *drawn: Any, examples: int) -> None:
    """Call a body with drawn values: the same few each time, many others with --full."""
    long = bool(request.config.getoption("--full"))
    chosen = settings(
        max_examples=examples * (TIMES_FULL if long else 1), deadline=None, database=None,
        derandomize=not long, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    chosen(given(*drawn)(body))()


def checked(content: bytes, flags: list[str]) -> tuple[int, str, str]:
    """Check a file on the command line; return the exit code, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = execute(["check", "--json", *flags, str(path)])
        assert [item.name for item in Path(folder).iterdir()] == ["table.csv"]
    return code, out.getvalue(), err.getvalue()


def conserved(answer: tuple[int, str, str]) -> None:
    """Make sure that it ended well, or in our words; and that every row is accounted for."""
    code, out, err = answer
    assert code in FINE, err
    assert "Traceback" not in err
    if code:
        assert err.startswith("Error: ")
        assert "\nFix: " in err
        return
    told = json.loads(out)
    parts = (told[f"rows_{word}"] for word in ("segmented", "rejected", "merged"))
    assert told["rows_in"] == sum(parts)
    assert told["rows_rejected"] == sum(told["rejected_by_code"].values())


def test_any_table(request: pytest.FixtureRequest) -> None:
    def body(content: bytes, flags: list[list[str]]) -> None:
        conserved(checked(content, [word for flag in flags for word in flag]))

    fuzz(request, body, tables(), st.lists(FLAGS, max_size=3), examples=15)


def test_any_bytes(request: pytest.FixtureRequest) -> None:
    signs = st.sampled_from([b",", b";", b"\n", b"\r\n", b'"',
                              b"\t", b"|", b"a", b"1", b" ", b"\\",
                             b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"id", b"'", b"\xe9"]
                             )  # fmt: skip
    raw = st.lists(signs, max_size=60).map(b"".join) | st.binary(max_size=200)
    fuzz(request, lambda content: conserved(checked(content, [])), raw, examples=25)


def test_any_option(request: pytest.FixtureRequest) -> None:
    names = st.sampled_from([spec.name for spec in option_specs()]) | st.text(max_size=6)
    values = CELLS | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(CELLS)

    def body(given_options: dict[str, Any]) -> None:
        with contextlib.suppress(PersonaeError):
            chosen = Options.from_mapping(given_options)
            assert Options.from_mapping(json.loads(json.dumps(chosen.to_dict()))) == chosen

    fuzz(request, body, st.dictionaries(names, values, max_size=5), examples=80)


def test_any_frame_becomes_segments_or_an_error_of_ours(request: pytest.FixtureRequest) -> None:
    import pandas as pd

    figures = st.floats(width=64) | st.integers(-(2**63), 2**63 - 1).map(float) | st.just(0.0)
    column = st.lists(figures, min_size=12, max_size=12)

    def body(one: list[float], two: list[float], k: int | None) -> None:
        frame = pd.DataFrame({"customer_id": [f"{MARK}{i}" for i in range(12)], "a": one, "b": two})
        with contextlib.suppress(PersonaeError):
            accounted_for(personae.segment(frame, k=k, features=["a", "b"]))

    def accounted_for(result: Any) -> None:
        assert result.customers.ledger.rows_in == 12
        assert sorted(result.segments["segment"].unique()) == sorted(
            segment.segment for segment in result.segmentation.segments
        )

    fuzz(request, body, column, column, st.none() | st.integers(1, 14), examples=6)


@pytest.fixture(scope="module")
def model_values() -> dict[str, Any]:
    """The values of a small model."""
    import pandas as pd

    return personae.segment(pd.DataFrame(people()), k=3).model.to_dict()


def places_of(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value in nested JSON."""
    inner = values.items() if isinstance(values, dict) else enumerate(values)
    found = []
    for name, value in inner:
        found.append((*path, name))
        if isinstance(value, dict | list):
            found += places_of(value, (*path, name))
    return found


def test_any_changed_model_is_refused_or_scores(
    request: pytest.FixtureRequest, model_values: dict[str, Any], tmp_path: Path
) -> None:
    """The checksum is made right again, as somebody with bad intentions would."""
    from personae.scoring.model import _checksum

    source = tmp_path / "later.csv"
    source.write_text(text_of(people()), encoding="utf-8")
    intact = json.dumps({name: x for name, x in model_values.items() if name != "sha256"})
    places = places_of(json.loads(intact))
    other = st.sampled_from([None, "", 0, -1, 1e308, 2**70, "x" * 3000, [], {}, True, "nan", "2"])

    def body(path: tuple[Any, ...], value: Any, how: str) -> None:
        values = json.loads(intact)
        inner = values
        for step in path[:-1]:
            inner = inner[step]
        if how == "replace":
            inner[path[-1]] = value
        elif how == "drop":
            del inner[path[-1]]
        elif isinstance(inner, dict):
            inner["more"] = value
        else:
            inner.append(value)
        values["sha256"] = _checksum(values)
        with contextlib.suppress(PersonaeError):
            segments = model_of(values, origin="model.json").assign(source)
            assert len(segments) <= 30

    how = st.sampled_from(["replace", "drop", "add"])
    fuzz(request, body, st.sampled_from(places), other, how, examples=25)


def test_any_text_is_no_model(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / "model.json"

    def body(content: bytes) -> None:
        path.write_bytes(content)
        with pytest.raises(PersonaeError):
            load_model(path)

    hostile = st.sampled_from([b"[" * 100_000, b'{"a":1,"a":2}', b"1e400", b"NaN", b"\xff\xfe{}",
                               b'{"format":"personae.model/1"}', b'{"format":["personae.model/1"]}',
                               b'{"format":"personae.model/9"}', b"null", b"", b'"\\ud800"']
                              )  # fmt: skip
    fuzz(request, body, hostile | st.binary(max_size=60), examples=40)
