"""What every test may ask for: the real data, and the long versions of tests."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from personae.features.purchase_days import PurchaseDays


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the long versions of tests")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the kernels before the tests share out: once, and in no test's time."""
    # Shells start what runs in the background with Ctrl-C ignored, and children inherit that: the
    # tests that stop processes would wait for a stop that never comes.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        from personae.cluster.native import all_kernels, kernel

        for name in all_kernels():
            kernel(name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a long version; run it with --full"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The real data; see PERSONAE_TEST_DATA in CONTRIBUTING.md."""
    root = Path(__file__).resolve().parent.parent
    folder = root / Path(os.environ.get("PERSONAE_TEST_DATA", "../shared/data"))
    if not (folder / "mall_customers.csv").is_file():
        pytest.skip(f"no real data at {folder}; set PERSONAE_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def make_days() -> Callable[..., PurchaseDays]:
    """Return purchase days from a list of day numbers per customer; `values` has one per day."""
    import numpy as np
    import pyarrow as pa

    from personae.features.purchase_days import PurchaseDays

    def make(
        lists: Sequence[Sequence[int]], *, today: int, values: Sequence[float] | None = None
    ) -> PurchaseDays:
        epoch = dt.date(1970, 1, 1)
        sizes = [len(days) for days in lists]
        return PurchaseDays(
            pa.array([f"{place:06d}" for place in range(len(lists))]),
            as_of=epoch + dt.timedelta(days=today),
            log_start=epoch,
            customer=np.repeat(np.arange(len(lists)), sizes).astype(np.int32),
            day=np.concatenate([np.asarray(days) for days in lists]).astype(np.int32),
            value=None if values is None else np.asarray(values, dtype=np.float64),
        )

    return make


@pytest.fixture(scope="session")
def hostile_texts() -> tuple[str, ...]:
    """Texts that try to be markup, code, queries, paths, commands to a terminal or formulas."""
    path = Path(__file__).parent / "hostile_texts.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))
    # a very long one is written as what it repeats, and how often
    return tuple(
        text if isinstance(text, str) else text[0] * text[1]
        for texts in kinds.values()
        for text in texts
    )
