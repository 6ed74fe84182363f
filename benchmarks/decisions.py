"""What the parts that follow the segments add to a run, as whole processes in turn.

    python benchmarks/decisions.py [--rounds 5] [--json FILE] [FILE]

Three runs of the same file (Online Retail by default): all of it; without what is told of offers,
trends, usefulness and headroom; and without these, risk, worth and yardsticks. What a run leaves
out here no option leaves out: the parts are replaced within the child, before it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / os.environ.get("PERSONAE_TEST_DATA", "../shared/data")
PARTS = ("all", "without offers, trends, proof, headroom", "without risk and worth, too")


def child(without: int, source: str) -> None:
    """Run one file with some parts replaced by nothing."""
    from personae.actions.offers.offers import Offers
    from personae.features import product_pairs, promotion
    from personae.workflow import segment as stages
    from personae.workflow.result import Result
    from personae.workflow.run import run

    attributes: dict[str, Any] = {}
    if without >= 1:
        attributes |= {"offers": Offers(None, None, None, (), ()), "headroom": None}
        attributes |= {"trends": None, "trends_reason": None, "usefulness": None}
        attributes |= {"usefulness_reason": None}
        product_pairs.product_pairs = lambda _: None
        promotion.promotion_shares = lambda _: None
    if without >= 2:
        attributes |= {"at_risk": None, "yardsticks": (), "departures": None}
        stages.worth = lambda _: None
    for name, value in attributes.items():
        setattr(Result, name, value)
    with tempfile.TemporaryDirectory() as folder:
        run(source, out=Path(folder) / "run")


def main() -> None:
    """Measure the three in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", default=str(DATA / "online_retail.csv.gz"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        child(given.child, given.source)
        return
    seconds: dict[str, list[float]] = {part: [] for part in PARTS}
    for round_ in range(given.rounds + 1):
        for without, part in enumerate(PARTS):
            command = [sys.executable, __file__, given.source, "--child", str(without)]
            started = time.perf_counter()
            subprocess.run(command, check=True)
            if round_ > 0:  # the first one warms up
                seconds[part].append(time.perf_counter() - started)
    medians = {part: statistics.median(times) for part, times in seconds.items()}
    least = medians[PARTS[-1]]
    for part, median in medians.items():
        print(f"{median:7.2f} s  {median / least:5.2f}  {part}")
    if given.json:
        given.json.write_text(json.dumps(medians, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
