"""The model file is refused unless it is whole, known and consistent."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import personae
from personae.errors import InputError, IntegrityError, UsageError
from personae.scoring.model import SegmentModel, _checksum, check_name, load_model, model_of


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    corners = [(0, 0), (0, 100), (100, 0), (100, 100)]
    rows = [(x + i % 5, y + i % 7) for x, y in corners for i in range(20)]
    ids = [f"no.{i:03d}" for i in range(len(rows))]
    return pd.DataFrame(rows, columns=["visits", "spend"]).assign(customer_id=ids)


@pytest.fixture(scope="module")
def model(frame: pd.DataFrame) -> SegmentModel:
    return personae.segment(frame, k=4, k_max=4).model


@pytest.fixture
def values(model: SegmentModel) -> dict:
    return json.loads(model.to_json())


def resigned(values: dict) -> dict:
    body = {name: value for name, value in values.items() if name != "sha256"}
    return {**body, "sha256": _checksum(body)}


def test_what_is_saved_is_what_is_loaded(model: SegmentModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.json")
    assert load_model(tmp_path / "model.json") == model


def test_no_customer_stands_in_the_model(frame: pd.DataFrame, model: SegmentModel) -> None:
    text = model.to_json()
    assert not [name for name in frame["customer_id"] if name in text]


def test_a_frame_comes_back_in_its_own_kind(frame: pd.DataFrame, model: SegmentModel) -> None:
    assigned = model.assign(frame)
    assert isinstance(assigned, pd.DataFrame)
    assert assigned["id"].tolist() == sorted(frame["customer_id"])
    assert assigned["segment"].value_counts().tolist() == [20, 20, 20, 20]


def test_a_changed_file_is_found_out(values: dict) -> None:
    values["segments"][0]["name"] = "Somebody else"
    with pytest.raises(IntegrityError) as caught:
        model_of(values, origin="model.json")
    assert caught.value.exit_code == 9


def test_an_unknown_field_is_refused(values: dict) -> None:
    values["segments"][0]["secret"] = 1
    with pytest.raises(InputError, match=r"does not follow personae\.model/1"):
        model_of(resigned(values), origin="model.json")


@pytest.mark.parametrize("field", ["plan", "space", "segments", "n_customers"])
def test_a_missing_field_is_refused(values: dict, field: str) -> None:
    del values[field]
    with pytest.raises(InputError):
        model_of(resigned(values), origin="model.json")


def test_a_centre_of_another_length_is_refused(values: dict) -> None:
    values["segments"][0]["center"].append(0.0)
    with pytest.raises(InputError, match=r"cannot be meant \(at: segments.0.center\)"):
        model_of(resigned(values), origin="model.json")


def test_a_model_from_before_columns_had_units_counts_in_ones(
    frame: pd.DataFrame, values: dict
) -> None:
    for step in values["space"]["steps"]:
        del step["unit"]
    older = model_of(resigned(values), origin="model.json")
    assert [step.unit for step in older.space.steps] == [1.0, 1.0]
    assert len(older.assign(frame)) == len(frame)


def test_a_logged_column_is_scored_as_it_was_fitted(tmp_path: Path) -> None:
    rows = [(1 + i % 9) * 10 ** (2 + 2 * (i % 3)) for i in range(90)]
    ids = [f"no.{i:03d}" for i in range(90)]
    frame = pd.DataFrame({"customer_id": ids, "spend": rows, "visits": [i % 7 for i in range(90)]})
    result = personae.segment(frame, k=3, k_max=3)
    step = result.space.steps[0]
    assert (step.log, step.unit) == (True, 50_000.0)
    result.model.save(tmp_path / "model.json")
    again = load_model(tmp_path / "model.json")
    assert again == result.model
    columns = ["id", "segment", "name", "distance", "runner_up", "margin"]
    assert again.assign(frame)[columns].equals(result.segments[columns])


def test_a_later_format_is_refused_with_advice(values: dict) -> None:
    values["format"] = "personae.model/2"
    with pytest.raises(InputError) as caught:
        model_of(resigned(values), origin="model.json")
    assert str(caught.value) == (
        "The model model.json has the format personae.model/2; this version reads "
        "personae.model/1.\n"
        "Fix: Install the version of Personae that wrote it, or fit again with: personae run"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"a":1,"a":2}', b"\x80\x04\x95", b"[" * 100_000,
     b'{"format":"personae.model/1","x":1e400}'],
)  # fmt: skip
def test_what_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises((InputError, IntegrityError)) as caught:
        load_model(path)
    assert caught.value.exit_code in (3, 9)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"none\.json cannot be read \(No such file or directory\)"
    ):
        load_model(tmp_path / "none.json")


def test_a_persons_name_is_kept(model: SegmentModel, frame: pd.DataFrame) -> None:
    renamed = model.renamed(3, "  Wholesale   VIPs ")
    assert renamed.names[3] == "Wholesale VIPs"
    assert renamed.segments[2].named_by == "person"
    assert "Wholesale VIPs" in renamed.assign(frame)["name"].tolist()


def test_a_name_must_be_free_and_readable() -> None:
    names = {1: "High spenders", 2: "Budget shoppers"}
    with pytest.raises(UsageError) as caught:
        check_name("\n", segment=9, names=names)
    assert caught.value.codes == ("segment/unknown", "segment/name")
    with pytest.raises(UsageError, match="Segment 2 has this name already"):
        check_name("Budget shoppers", segment=1, names=names)


def test_an_unknown_value_counts_as_outside_the_range(
    frame: pd.DataFrame, model: SegmentModel
) -> None:
    beyond = frame.assign(spend=[10_000, *frame["spend"][1:]])
    assigned = model.assign(beyond).set_index("id")
    assert assigned["out_of_range"].sum() == 1
    assert assigned.loc["no.000", "out_of_range"]


def test_a_missing_column_is_named(frame: pd.DataFrame, model: SegmentModel) -> None:
    with pytest.raises(InputError, match="spend"):
        model.assign(frame.drop(columns="spend"))


def test_a_pandas_frame_gets_its_segments_beside_its_own_rows(
    frame: pd.DataFrame, model: SegmentModel
) -> None:
    mixed = frame.sample(frac=1, random_state=3)
    assigned = model.assign(mixed)
    assert assigned.index.equals(mixed.index)
    assert assigned["id"].tolist() == mixed["customer_id"].tolist()
    together = mixed.assign(segment=assigned["segment"])
    assert (
        together.groupby("segment")["spend"].agg(lambda spend: spend.max() - spend.min()).max() < 10
    )


def test_rows_without_an_id_have_no_segment(frame: pd.DataFrame, model: SegmentModel) -> None:
    holed = frame.assign(customer_id=[None, *frame["customer_id"][1:]])
    assigned = model.assign(holed)
    assert assigned["segment"].isna().tolist() == [True] + [False] * 79


def test_numeric_ids_come_back_as_numbers(frame: pd.DataFrame) -> None:
    numbered = frame.assign(customer_id=range(100, 20, -1))
    assigned = personae.segment(numbered, k=4, k_max=4).model.assign(numbered)
    assert assigned["id"].tolist() == numbered["customer_id"].tolist()
    merged = numbered.merge(assigned, left_on="customer_id", right_on="id")
    assert len(merged) == 80


def test_polars_and_arrow_keep_the_order_of_the_rows(
    frame: pd.DataFrame, model: SegmentModel
) -> None:
    backwards = frame[::-1]
    ids = backwards["customer_id"].tolist()
    assert model.assign(pl.from_pandas(backwards))["id"].to_list() == ids
    assert model.assign(pa.Table.from_pandas(backwards))["id"].to_pylist() == ids
