"""Publishes a result again and again under a disk that fails now and then; for test_faults.py.

    strace -e inject=fsync:error=EIO:when=3+5 python tests/workflow/failing_disk.py FOLDER

Every attempt must end well, or with exit code 5 and the earlier result as it was.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import Counter
from pathlib import Path

from personae.errors import OutputError
from personae.workflow.manifest import read_manifest
from personae.workflow.publish import publish
from personae.workflow.verify import verify

ATTEMPTS = 60


def attempt(target: Path, number: int) -> str:
    """Write a version and return how that ended."""
    files = {"a.csv": b"a" * number, "plots/b.png": b"b" * number}
    try:
        publish(files, target, facts={"number": number})
    except OutputError:
        return "told"
    return "written"


def main() -> None:
    """Write many versions, and look after each whether the right one is there, whole."""
    target = Path(sys.argv[1]) / "run"
    met: Counter[str] = Counter()
    there = 0
    for number in range(1, ATTEMPTS + 1):
        how = attempt(target, number)
        met[how] += 1
        there = number if how == "written" else there
        if there:
            verify(target)
            assert read_manifest(target).facts["number"] == there
        else:
            assert not target.exists()
    say(json.dumps(met).encode())


def say(text: bytes) -> None:
    """Write to stdout, which fails now and then, too."""
    while True:
        with contextlib.suppress(OSError):
            os.write(1, text)
            return


if __name__ == "__main__":
    main()
