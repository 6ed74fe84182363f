"""One small shop whose segments are plain to see, and one finished run of it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from personae.config import Options
from personae.workflow import run
from personae.workflow.publish import publish
from personae.workflow.run import RunFolder, to_parquet
from personae.workflow.run_folder import run_files


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
    with (data_folder / "rfm_orders.csv").open(encoding="utf-8", newline="") as file:
        orders = list(csv.DictReader(file))
    days: dict[tuple[str, dt.date], float] = {}
    for order in orders:
        key = order["customer_id"], dt.date.fromisoformat(order["order_date"])
        days[key] = days.get(key, 0.0) + float(order["revenue"])
    rows = sorted((*key, value) for key, value in days.items())
    table = pa.table(
        {
            "id": pa.array([row[0] for row in rows], pa.string()),
            "day": pa.array([row[1] for row in rows], pa.date32()),
            "value": pa.array([row[2] for row in rows], pa.float64()),
        }
    )
    files = {**run_files(folder), "purchase_days.parquet": to_parquet(table)}
    publish(files, folder, facts={})
    return folder
