"""What comes after the rows is imported beside the work on them, and nothing of it before."""

from __future__ import annotations

import subprocess
import sys
import threading

from personae.workflow.ahead import import_ahead, of_logs

LATER = {
    "personae.cluster.choose_k",
    "personae.profile.describe",
    "personae.report.content",
    "personae.report.template",
    "personae.actions.offers.offers",
    "llvmlite.binding",
    "personae.workflow.run_files",
    "scipy.special",
}


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
    assert early.isdisjoint({"numpy", "pyarrow", "duckdb", *LATER})


def test_reading_needs_nothing_of_what_comes_later() -> None:
    assert modules_after("import personae.workflow.intake").isdisjoint(LATER)


def test_all_of_it_is_there_when_the_threads_have_ended() -> None:
    code = (
        "import threading\n"
        "from personae.workflow.ahead import import_ahead, of_logs\n"
        "from personae.workflow.run import _later_stages\n"
        "for what in (_later_stages, of_logs): import_ahead(what)\n"
        "for thread in threading.enumerate()[1:]: thread.join()"
    )
    assert modules_after(code) >= LATER


def test_it_keeps_no_process_from_ending() -> None:
    go_on, seen = threading.Event(), []

    def held() -> None:
        seen.append(threading.current_thread())
        of_logs()
        go_on.wait(60)

    before = set(threading.enumerate())
    import_ahead(held)
    (thread,) = set(threading.enumerate()) - before
    go_on.set()
    thread.join()
    assert thread.daemon
    assert seen == [thread]
