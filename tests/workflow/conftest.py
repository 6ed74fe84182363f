"""One small shop whose segments are plain to see, and one finished run of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from personae.config import Options
from personae.workflow import run
from personae.workflow.run import RunFolder


def shop_rows() -> list[str]:
    regions = ("south", "north", "north")
    corners = [(2, 20), (3, 900), (40, 30), (42, 950)]
    return [
        f"C{100 * corner + i:05d},{visits + i % 5},{spend + 7 * (i % 6)},{regions[i % 3]}"
        for corner, (visits, spend) in enumerate(corners)
        for i in range(25 + corner)
    ]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.csv"
    path.write_text("\n".join(["customer_id,visits,total_spend,region", *shop_rows()]) + "\n")
    return path


@pytest.fixture(scope="session")
def finished(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return run(
        shop, options=Options(k=4, k_max=5), out=tmp_path_factory.mktemp("runs") / "shop-run"
    )


@pytest.fixture(scope="session")
def log_run(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of real orders, with the days on which customers bought."""
    folder = tmp_path_factory.mktemp("runs") / "orders-run"
    run(data_folder / "rfm_orders.csv", options=Options(k=4, k_max=5), out=folder)
    return folder


def log_rows() -> list[str]:
    """Return the purchases of sixty customers: weekly ones, monthly ones, and some who stopped."""
    rows = []
    for place in range(60):
        step, until = (7, 300) if place % 3 else (30, 300)
        if place % 10 == 0:
            until = 200
        rows += [
            f"C{place:03d},{dt.date(2024, 1, 1) + dt.timedelta(days=day)},{10 + place}.50"
            for day in range(place % 7, until, step + place % 4)
        ]
    return rows


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_text("\n".join(["customer_id,date,amount", *log_rows()]) + "\n")
    return path


@pytest.fixture(scope="session")
def finished_log(log: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return run(log, options=Options(k=3, k_max=4), out=tmp_path_factory.mktemp("runs") / "log-run")
