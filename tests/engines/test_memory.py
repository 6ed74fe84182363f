"""What may be used of memory: as asked, else a share of the machine or the container."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from personae.engines import memory
from personae.engines.duckdb import DuckDBEngine
from personae.engines.memory import engine_share, memory_ceiling, refuse_beyond
from personae.errors import ResourceError


@pytest.fixture
def small_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of 8 GB, and a file that limits its container."""
    pages = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2_000_000}
    monkeypatch.setattr(os, "sysconf", pages.__getitem__)
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "_LIMIT_FILES", (str(limit),))
    return limit


def test_three_quarters_of_the_machine(small_machine: Path) -> None:
    assert memory_ceiling(None) == 6_144_000_000


@pytest.mark.parametrize(
    ("says", "ceiling"), [("4000000000\n", 3_000_000_000), ("max\n", 6_144_000_000)]
)
def test_a_container_counts_if_it_is_smaller(small_machine: Path, says: str, ceiling: int) -> None:
    small_machine.write_text(says, encoding="ascii")
    assert memory_ceiling(None) == ceiling


def test_a_database_gets_half_of_what_the_program_leaves() -> None:
    assert engine_share(2_400_000_000) == 1_000_000_000
    assert engine_share(500_000_000) == 128_000_000


def test_a_query_without_room_says_what_to_do() -> None:
    engine = DuckDBEngine({"memory_limit": "20MB", "temp_directory": ""}, memory=500_000_000)
    with pytest.raises(ResourceError) as caught:
        engine.run("CREATE TABLE t AS SELECT range AS a, hash(range) AS b FROM range(5000000)")
    engine.close()
    assert str(caught.value) == (
        "The table needs more memory than the 0.5 GB that may be used, or more room in the folder "
        "for temporary files.\n"
        "Fix: Pass --memory with a larger size, close other programs, or free space where TMPDIR "
        "points."
    )
    assert caught.value.exit_code == 7


def test_work_that_does_not_fit_is_refused_with_both_sizes() -> None:
    refuse_beyond(600_000_000, 1_000_000_000, what="The table")
    with pytest.raises(ResourceError) as caught:
        refuse_beyond(600_000_001, 1_000_000_000, what="The table of 9 customers")
    assert str(caught.value) == (
        "The table of 9 customers would take about 1.0 GB of memory, and 1.0 GB may be used.\n"
        "Fix: Pass --memory with a larger size if the machine has it, give fewer columns, or run "
        "it on a larger machine."
    )
