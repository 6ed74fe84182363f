"""Runs on several files with a number of threads; for test_same_bytes.py.

    TZ=Asia/Kolkata LC_ALL=C python tests/workflow/run_with.py THREADS FOLDER SOURCE...

Every count of processors that the program asks for is the given one, and the locale of the
environment is in force, as in a program that Personae is a part of.
"""

from __future__ import annotations

import contextlib
import locale
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Run every source into the folder."""
    threads, folder, *sources = sys.argv[1:]
    os.cpu_count = lambda: int(threads)  # before anything asks
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    import duckdb
    import pyarrow as pa

    pa.set_cpu_count(int(threads))
    connect = duckdb.connect

    def connected(database: str, config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        return connect(database, config={**config, "threads": int(threads)})

    duckdb.connect = connected
    from personae.config import Options
    from personae.workflow.run import run

    for source in map(Path, sources):
        run(source, options=Options(k_max=4), out=Path(folder) / f"{source.stem}-personae")


if __name__ == "__main__":
    main()
