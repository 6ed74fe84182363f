"""A file in, its cleaned customers out, stage by stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from personae.config import Options
from personae.errors import Cancelled
from personae.workflow.intake import take_in
from personae.workflow.stages import Stages

LOG = "customer,date,amount\na,2024-01-02,5\na,2024-02-02,7\nb,2024-01-09,3\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def test_every_stage_is_told_and_the_customers_are_there(log: Path) -> None:
    told: list[tuple[str, int]] = []
    stage = Stages(lambda name, done, _: told.append((name, done)), None)
    intake = take_in(log, Options(), stage)
    stages = ("reading", "understanding", "cleaning")
    assert told == [(name, done) for name in stages for done in (0, 1)]
    assert (intake.schema.kind, intake.plan.kind) == ("transactions", "transactions")
    assert intake.customers.ids.to_pylist() == ["a", "b"]
    assert intake.groundwork.past().history is not None


def test_the_folder_of_the_engine_is_gone_once_the_rows_are_read(log: Path) -> None:
    intake = take_in(log, Options(), Stages(None, None))
    intake.groundwork.past()
    assert not intake.source.engine.folder.exists()


def test_it_stops_where_it_is_asked_to(log: Path) -> None:
    told: list[str] = []
    stage = Stages(lambda name, *_: told.append(name), lambda: "understanding" in told)
    with pytest.raises(Cancelled, match="nothing was written"):
        take_in(log, Options(), stage)
    assert "cleaning" not in told
