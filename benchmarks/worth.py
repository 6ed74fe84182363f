"""What customers are worth: fitted and scored, beside a pandas summary of the log and lifetimes.

    python benchmarks/worth.py [--customers 1000000] [--rounds 3] [--json FILE]

The log is simulated: customers come at any time within two years, buy and leave at random. The
usual summary is what notebooks begin with: one row per customer and day, then one per customer.
The package lifetimes, where it is installed, fits its BG/NBD and Gamma-Gamma to CDNOW.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from personae.actions.worth.forecast import fit_forecast
from personae.actions.worth.purchase_process import fit_purchase_process
from personae.actions.worth.repeat_history import RepeatHistory, repeat_history
from personae.actions.worth.spending import fit_spending
from personae.actions.worth.worth import forecasts_of, worth_of
from personae.features.history import History
from personae.features.purchase_days import PurchaseDays, day_number

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = 730
START = dt.date(2022, 1, 1)


def simulated(n_customers: int) -> PurchaseDays:
    """Purchase days of customers who buy and leave as the MBG/NBD says."""
    random = np.random.default_rng(0)
    now = random.uniform(0, DAYS - 30, n_customers)
    rate, leaves = random.gamma(0.8, 1 / 40, n_customers), random.beta(0.9, 2.2, n_customers)
    mean = 30.0 / random.gamma(3.5, 1 / 2.5, n_customers)
    there, who, days, values = np.arange(n_customers), [], [], []
    while len(there):
        who.append(there)
        days.append(now[there].astype(np.int32))
        values.append(np.round(mean[there] * random.gamma(6, 1 / 6, len(there)), 2))
        there = there[random.random(len(there)) >= leaves[there]]
        now[there] += random.exponential(1 / rate[there])
        there = there[now[there] < DAYS]
    table = pd.DataFrame(
        {
            "customer": np.concatenate(who),
            "day": np.concatenate(days),
            "value": np.concatenate(values),
        }
    )
    table = table.groupby(["customer", "day"], as_index=False)["value"].sum()
    return PurchaseDays(
        ids=pa.array(np.arange(n_customers).astype(str)),
        as_of=START + dt.timedelta(days=DAYS),
        log_start=START,
        customer=table["customer"].to_numpy(np.int32),
        day=table["day"].to_numpy(np.int32) + np.int32(day_number(START)),
        value=table["value"].to_numpy(np.float64),
    )


def log_of(days: PurchaseDays) -> pd.DataFrame:
    """Return the same log as a notebook reads it: an id, a date and money a line."""
    return pd.DataFrame(
        {
            "customer_id": days.ids.take(pa.array(days.customer)).to_pandas(),
            "date": days.day.astype("datetime64[D]"),
            "value": days.value,
        }
    )


def usual_summary(log: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: frequency, recency, age and mean value, as notebooks do it."""
    daily = log.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    first = daily.groupby("customer_id")["date"].transform("min")
    customers = daily.groupby("customer_id").agg(
        first=("date", "min"), last=("date", "max"), days=("date", "count")
    )
    repeat = daily[daily["date"] > first].groupby("customer_id")["value"].mean()
    end = daily["date"].max()
    return customers.assign(
        frequency=customers["days"] - 1,
        recency=(customers["last"] - customers["first"]).dt.days,
        T=(end - customers["first"]).dt.days,
        monetary=repeat.reindex(customers.index).fillna(0.0),
    )


def fitted_and_scored(days: PurchaseDays) -> Any:
    """Fit MBG/NBD, Gamma-Gamma and the level; score every customer for half a year."""
    forecast, history = fit_forecast(days), repeat_history(days)
    return forecast.process.alive(history), forecast.money(history, 182)


def everything(days: PurchaseDays) -> Any:
    """The same with segments, tenths and their ranges."""
    return worth_of(forecasts_of(History(days)), np.arange(days.n_customers, dtype=np.int32) % 5)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside_lifetimes(rounds: int) -> dict[str, Any] | None:
    """Return milliseconds of lifetimes and of ours on CDNOW; None where it is not installed."""
    try:
        from lifetimes import BetaGeoFitter, GammaGammaFitter
    except ImportError:
        return None
    from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value

    table = load_cdnow_summary_data_with_monetary_value()
    x, t_x, T, mean = (
        table[name].to_numpy(float) for name in ("frequency", "recency", "T", "monetary_value")
    )
    history = RepeatHistory(x, t_x, T, paid_days=np.where(mean > 0, x, 0.0), mean_value=mean)
    repeat = mean > 0

    def theirs() -> None:
        model = BetaGeoFitter(penalizer_coef=0.0)
        model.fit(history.x, history.t_x, history.T)
        model.conditional_expected_number_of_purchases_up_to_time(
            39, history.x, history.t_x, history.T
        )
        spending = GammaGammaFitter(penalizer_coef=0.0)
        spending.fit(history.x[repeat], mean[repeat])

    def ours() -> None:
        fit_purchase_process(history, "BG/NBD").expected(history, 39)
        fit_spending(history)

    fitted = fit_spending(history).to_dict()
    both = [(seconds(theirs), seconds(ours)) for _ in range(rounds)]
    return {
        "lifetimes": 1000 * median(pair[0] for pair in both),
        "ours": 1000 * median(pair[1] for pair in both),
        "ratio": median(pair[0] / pair[1] for pair in both),
        **{name: fitted[name] for name in ("p", "q", "v", "log_likelihood")},
    }


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    days = simulated(given.customers)
    log = log_of(days)
    rows = []
    for _ in range(given.rounds):
        usual = seconds(lambda: usual_summary(log))
        rows.append(
            (usual, seconds(lambda: fitted_and_scored(days)), seconds(lambda: everything(days)))
        )
    result: dict[str, Any] = {
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version()},
        "customers": given.customers,
        "purchase_days": len(days.day),
        "pandas_summary_seconds": median(row[0] for row in rows),
        "fitted_and_scored": median(row[1] / row[0] for row in rows),
        "with_ranges": median(row[2] / row[0] for row in rows),
        "cdnow_ms": beside_lifetimes(given.rounds),
    }
    print(f"{given.customers:,} customers, {len(days.day):,} purchase days")
    print(f"pandas summary of the log        {result['pandas_summary_seconds']:.2f} s")
    print(f"fitted and scored                {result['fitted_and_scored']:.2f} of it (must: 10)")
    print(f"with segments, tenths and ranges {result['with_ranges']:.2f} of it")
    beside = result["cdnow_ms"]
    if beside is None:
        print("lifetimes is not installed")
    else:
        print(f"CDNOW: lifetimes takes           {beside['ratio']:.1f} times as long as ours")
        print("Gamma-Gamma p {p:.3f}, q {q:.3f}, v {v:.2f}, {log_likelihood:.2f}".format(**beside))
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
