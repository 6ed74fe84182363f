"""One small shop whose segments are plain to see, and one finished run of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from personae.config import Options
from personae.workflow.run import RunFolder, run


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


def bought_rows() -> list[str]:
    """Return the purchases of 180 customers: two in three come often, and these love teapots."""
    rows = []
    for place in range(180):
        often = place % 3 > 0
        for day in range(place % 9, 330 if often else 100, 11 if often else 37):
            day_of = dt.date(2024, 1, 1) + dt.timedelta(days=day)
            thing = "teapot" if often and day % 5 == 0 else f"cup {(7 * place + day) % 23}"
            rows.append(f"C{place:03d},{day_of},{thing},{8 + 4 * often + place % 7}.50")
    return rows


@pytest.fixture(scope="session")
def finished_baskets(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    path = tmp_path_factory.mktemp("baskets") / "baskets.csv"
    path.write_text("\n".join(["customer_id,date,product,amount", *bought_rows()]) + "\n")
    out = tmp_path_factory.mktemp("runs") / "baskets-run"
    return run(path, options=Options(k=2, k_max=3), out=out)
