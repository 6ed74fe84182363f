"""A model file that somebody changed is refused, by name of the field, or works as it says."""

from __future__ import annotations

import copy
import json
import random
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import personae
from personae.errors import InputError, IntegrityError, PersonaeError
from personae.scoring.assign import score_source
from personae.scoring.model import SegmentModel, _checksum, load_model, model_of

Fitted = dict[str, tuple[SegmentModel, pd.DataFrame]]
# What may stand in the place of a value: other types, and the ends of each.
OTHERS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**63, -(2**70), 10**30, 10**400, 0.5, 1e-320, 1e308,
    -1e308, "", "x", "1", "\x00", "\ud800", "'; DROP TABLE source; --", "{{7*7}}", "[" * 300,
    "A" * 100_000,
    [], [None], {}, {"a": 1}, [[]], [0] * 1000, "2024-02-30", "customers", "transactions", "number",
    "date", "log", "numpy.array", "__class__", "c0", "%Y", "(" * 50, "[", "\\", ",", ".",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    places = range(160)
    kinds = ("north", "south", "east")
    customers = pd.DataFrame(
        {
            "customer_id": [f"n{i:03d}" for i in places],
            "visits": [i % 2 * 40 + i % 7 for i in places],
            "spend": [f"{i % 3 * 900 + i % 11},50 €" for i in places],
            "region": [kinds[i % 3] for i in places],
            "joined": [f"0{1 + i % 9}.1{i % 3}.2023" for i in places],
        }
    )
    lines = pd.DataFrame(
        {
            "customer_id": [f"c{i % 60}" for i in range(900)],
            "date": [f"2024-{1 + i * 7 % 12:02d}-{1 + i % 28:02d}" for i in range(900)],
            "quantity": [1 + i % 3 for i in range(900)],
            "price": [5.5 + i % 60 % 4 * 20 for i in range(900)],
            "category": [kinds[i % 3] for i in range(900)],
        }
    )
    return {"customers": customers, "log": lines}


@pytest.fixture(scope="module")
def models(tables: dict[str, pd.DataFrame]) -> dict[str, SegmentModel]:
    options = {
        "customers": personae.Options(k=3, features=("visits", "spend", "region")),
        "log": personae.Options(k=3),
    }
    return {
        name: personae.segment(table, options=options[name]).model for name, table in tables.items()
    }


@pytest.fixture(scope="module")
def fitted(models: dict[str, SegmentModel], tables: dict[str, pd.DataFrame]) -> Fitted:
    return {name: (model, tables[name]) for name, model in models.items()}


def resigned(values: dict[str, Any]) -> dict[str, Any]:
    body = {name: value for name, value in values.items() if name != "sha256"}
    return {**body, "sha256": _checksum(body)}


def places_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value of a model file."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in inner:
        found.append((*path, key))
        if isinstance(item, dict | list):
            found += places_of(item, (*path, key))
    return found


def mutated(values: dict[str, Any], rng: random.Random) -> tuple[str, Any]:
    """Return what was done to a model file, and the file."""
    changed = copy.deepcopy(values)
    way = rng.choice([place for place in places_of(changed) if place != ("sha256",)])
    *path, last = way
    inside = changed
    for key in path:
        inside = inside[key]
    act = rng.choice(("replace", "replace", "replace", "delete", "add", "swap", "repeat", "flip"))
    told = f"{act} {'.'.join(map(str, way))}"
    if act == "replace":
        inside[last] = rng.choice(OTHERS)
        told += f" by {str(inside[last])[:20]!a}"
    elif act == "delete":
        del inside[last]
    elif act == "add" and isinstance(inside, dict):
        inside[rng.choice(("secret", "__class__", "py/object", "format "))] = rng.choice(OTHERS)
    elif act in {"add", "repeat"} and isinstance(inside, list):
        inside.insert(last, copy.deepcopy(inside[last]))
    elif act == "swap":
        other = rng.choice([*inside] if isinstance(inside, dict) else range(last + 1))
        inside[last], inside[other] = inside[other], inside[last]
    elif act == "flip":
        text = bytearray(json.dumps(changed, ensure_ascii=False).encode())
        place = rng.randrange(len(text))
        text[place] ^= 1 << rng.randrange(8)
        try:
            changed = json.loads(bytes(text))
        except ValueError:
            return told, bytes(text)
    return told, changed


def effect(model: SegmentModel, table: pd.DataFrame) -> Any:
    """Return what a model makes of customers: their numbers of segments by id."""
    scored = score_source(model, table, as_of="2025-01-01" if model.as_of else None)
    return scored.table.select(["id", "segment", "name"]).to_pylist()


def outcome(values: Any, table: pd.DataFrame, path: Path) -> str:
    """Load and score; anything but an answer or an error of ours comes out as it is."""
    if isinstance(values, bytes):
        path.write_bytes(values)
    else:
        text = json.dumps(resigned(values) if isinstance(values, dict) else values, indent=1)
        path.write_text(text)
    refused: PersonaeError
    try:
        model = load_model(path)
    except (InputError, IntegrityError) as error:
        refused = error
    else:
        model.save(path)
        assert load_model(path) == model
        try:
            effect(model, table)
        except PersonaeError as error:
            refused = error
        else:
            return "works"
    assert refused.exit_code in {3, 9}, refused
    assert len(str(refused)) < 2000
    return "refused"


@pytest.mark.parametrize(
    ("kind", "seeds"),
    [
        ("customers", range(70)),
        ("log", range(20)),
        pytest.param("customers", range(70, 800), marks=pytest.mark.full),
        pytest.param("log", range(20, 340), marks=pytest.mark.full),
    ],
)
def test_changed_models_are_refused_or_work(
    kind: str, seeds: range, fitted: Fitted, tmp_path: Path
) -> None:
    model, table = fitted[kind]
    values = json.loads(model.to_json())
    found: Counter[str] = Counter()
    failed = []
    for seed in seeds:
        told, changed = mutated(values, random.Random(seed))
        try:
            found[outcome(changed, table, tmp_path / "model.json")] += 1
        except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
            failed.append(f"{seed}: {told}: {type(error).__name__}: {str(error)[:200]}")
    assert failed == []
    assert found["refused"] > len(seeds) // 4
    assert found["works"] > 0


def test_any_flipped_bit_of_a_stored_model_is_found_or_means_the_same(
    fitted: Fitted, tmp_path: Path
) -> None:
    model, _ = fitted["customers"]
    content = model.to_json().encode()
    path = tmp_path / "model.json"
    rng = random.Random(0)
    refused = []
    for _ in range(200):
        changed = bytearray(content)
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        path.write_bytes(changed)
        try:
            assert load_model(path) == model  # blanks between the values may change
        except (InputError, IntegrityError) as error:
            refused.append(error.exit_code)
    assert set(refused) == {3, 9}
    assert len(refused) > 150


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("space", "steps", 0, "scale"), 0.0),
        (("space", "steps", 0, "scale"), -1.0),
        (("space", "steps", 0, "unit"), 0.0),
        (("space", "steps", 1, "mean"), 1e200),
        (("segments", 2, "center"), [0.0]),
        (("segments", 1, "segment"), 1),
        (("segments", 1, "segment"), 10**30),
        (("segments", 0, "size"), 10**12),
        (("segments", 1, "share"), 1.5),
        (("plan", "columns", 1, "role"), "os.system"),
        (("plan", "columns", 1, "name"), "customer_id"),
        (("plan", "as_of_policy"), "never"),
        (("plan", "returns"), "both"),
        (("n_customers",), 0),
        (("as_of",), "2024-02-30"),
        (("options", "skip"), -1),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(
    place: tuple[Any, ...], value: Any, fitted: Fitted
) -> None:
    values = json.loads(fitted["customers"][0].to_json())
    inside: Any = values
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    with pytest.raises(InputError) as caught:
        model_of(resigned(values), origin="model.json")
    assert caught.value.exit_code == 3
    assert ".".join(map(str, place)) in str(caught.value)


def test_an_axis_that_cleaning_does_not_make_is_named(fitted: Fitted) -> None:
    model, table = fitted["customers"]
    values = json.loads(model.to_json())
    values["space"]["steps"][0]["column"] = "secret"
    changed = model_of(resigned(values), origin="model.json")
    with pytest.raises(InputError) as caught:
        score_source(changed, table)
    assert str(caught.value) == (
        "The model asks for columns that its own cleaning does not make "
        "(at: space.steps.0.column).\nFix: Use model.json of a run folder."
    )


def bombs(values: dict[str, Any]) -> dict[str, bytes]:
    """Return small files that claim to be large."""
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    text = json.dumps(values)
    count = '"n_customers": 160'
    assert count in text
    return {
        "rows": text.replace(count, '"n_customers": 2000000000').encode(),
        "sizes": text.replace('"size": ', '"size": 99999999999').encode(),
        "deep": json.dumps({**values, "options": {"k": deep}}).encode(),
        "deeper": b'{"format":"personae.model/1","options":' + b"[" * 50_000,
        "digits": text.replace(count, f'"n_customers": {"9" * 100_000}').encode(),
        "infinite": text.replace(count, '"n_customers": Infinity').encode(),
        "no number": text.replace(count, '"n_customers": NaN').encode(),
        "beyond": text.replace(count, '"n_customers": 1e400').encode(),
        "twice": text.replace("{", '{"format": "personae.model/1", ', 1).encode(),
        "lists": b"[" + b"[]," * 2_000_000 + b"[]]",
        "commas": b"[" + b"0," * 5_000_000 + b"0]",
    }


@pytest.mark.parametrize(
    "name",
    ["rows", "sizes", "deep", "deeper", "digits", "infinite", "no number", "beyond", "twice",
     "lists", "commas"],
)  # fmt: skip
def test_a_claim_of_size_is_refused_before_room_is_made_for_it(
    name: str, fitted: Fitted, tmp_path: Path
) -> None:
    content = bombs(json.loads(fitted["customers"][0].to_json()))[name]
    path = tmp_path / "model.json"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises((InputError, IntegrityError)) as caught:
            load_model(path)
        assert tracemalloc.get_traced_memory()[1] < len(content) + 20_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.exit_code in {3, 9}


def test_two_billion_customers_take_no_more_room_than_the_few_there_are(
    fitted: Fitted, tmp_path: Path
) -> None:
    """The number of rows is a fact to show; nothing is ever made that large."""
    model, table = fitted["customers"]
    values = json.loads(model.to_json()) | {"n_customers": 2_000_000_000}
    claims = model_of(resigned(values), origin="model.json")
    tracemalloc.start()
    try:
        assert effect(claims, table) == effect(model, table)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_file_larger_than_any_model_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)  # a file of nothing, which takes no room on the disk
    with pytest.raises(InputError, match=r"is larger than any model \(64 MB\)"):
        load_model(path)


@pytest.mark.parametrize(
    "content", [b"\x80\x04\x95", b"PK\x03\x04", b"\x93NUMPY", b"!!python/object:x"]
)
def test_what_runs_code_elsewhere_is_only_bytes_here(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(content + b"os.system" * 20)
    with pytest.raises(InputError, match="is not a Personae model"):
        load_model(path)
