"""What comes after the rows is imported beside the work on them, and nothing of it before."""

from __future__ import annotations

import subprocess
import sys
import threading

from personae.workflow.ahead import LATER, OF_LOGS, import_ahead


def modules_after(code: str) -> set[str]:
    """Return what a fresh interpreter has imported after some code."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return set(told.stdout.split())


def test_the_drawing_process_can_start_before_any_library_is_imported() -> None:
    early = modules_after("import personae.workflow.run")
    assert "personae.report.drawing" in early
    assert early.isdisjoint({"numpy", "pyarrow", "duckdb", *LATER, *OF_LOGS})


def test_reading_needs_nothing_of_what_comes_later() -> None:
    assert modules_after("import personae.workflow.intake").isdisjoint({*LATER, *OF_LOGS})


def test_all_of_it_is_there_when_the_thread_has_ended() -> None:
    code = (
        "import threading\n"
        "from personae.workflow.ahead import LATER, OF_LOGS, import_ahead\n"
        "import_ahead(LATER + OF_LOGS)\n"
        "for thread in threading.enumerate()[1:]: thread.join()"
    )
    assert modules_after(code) >= {*LATER, *OF_LOGS}


def test_it_keeps_no_process_from_ending() -> None:
    before = set(threading.enumerate())
    import_ahead(LATER)
    assert all(thread.daemon for thread in set(threading.enumerate()) - before)
