import os
import subprocess
import sys
import threading
from itertools import pairwise

import numpy as np
import pytest

from personae.cluster import threads
from personae.cluster.kmeans import kmeans
from personae.cluster.threads import on_threads, row_chunks


@pytest.mark.parametrize("n_threads", [1, 2, 3, 8])
def test_the_number_of_threads_changes_no_bit(n_threads, monkeypatch):
    X = np.random.RandomState(0).normal(size=(70_000, 3))
    monkeypatch.setattr(threads, "N_THREADS", 1)
    alone = kmeans(X, 4, init=X[:4], max_iter=8)
    monkeypatch.setattr(threads, "N_THREADS", n_threads)
    shared = kmeans(X, 4, init=X[:4], max_iter=8)
    assert shared.centers.tobytes() == alone.centers.tobytes()
    assert shared.labels.tobytes() == alone.labels.tobytes()
    assert shared.inertia == alone.inertia


def test_chunks_cover_every_row_once():
    for n in (0, 1, 8_191, 8_192, 100_003):
        chunks = row_chunks(n)
        assert [row for a, b in chunks for row in (a, b)][:1] == [0]
        assert chunks[-1][1] == n
        assert all(end == start for (_, end), (start, _) in pairwise(chunks))


def test_answers_come_in_the_order_of_the_questions():
    assert on_threads(lambda number: number**2, range(20)) == [number**2 for number in range(20)]


@pytest.mark.parametrize("n_threads", [2, 3, 8])
def test_after_an_error_no_other_item_is_begun_and_the_error_is_told(n_threads, monkeypatch):
    monkeypatch.setattr(threads, "N_THREADS", n_threads)
    begun = []

    def job(number):
        begun.append(number)
        if number == 5:
            raise LookupError(number)
        return number

    with pytest.raises(LookupError):
        on_threads(job, range(10_000))
    assert len(begun) < 10_000
    # the threads work on
    assert on_threads(lambda number: -number, range(100)) == [-number for number in range(100)]


def test_all_threads_work_at_once(monkeypatch):
    monkeypatch.setattr(threads, "N_THREADS", 3)
    met = threading.Barrier(3, timeout=60)
    assert on_threads(lambda number: met.wait() * 0 + number, range(3)) == [0, 1, 2]


def test_a_job_may_itself_ask_for_threads():
    def job(number):
        return sum(on_threads(lambda part: part * number, range(50)))

    assert on_threads(job, range(50)) == [1225 * number for number in range(50)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_process_that_was_forked_off_starts_threads_of_its_own():
    code = (
        "import os, threading\n"
        "from personae.cluster import threads\n"
        "threads.N_THREADS = 2\n"
        "def at_once():\n"
        "    met = threading.Barrier(2, timeout=60)\n"
        "    threads.on_threads(lambda number: met.wait(), range(2))\n"
        "at_once()\n"
        "child = os.fork()\n"
        "at_once()\n"
        "if child: raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_who_is_interrupted_leaves_after_the_others_have_ended_what_they_are_at():
    code = (
        "import threading\n"
        "from personae.cluster import threads\n"
        "threads.N_THREADS = 2\n"
        "begun, go_on = threading.Event(), threading.Event()\n"
        "def job(number):\n"
        "    if threading.current_thread() is threading.main_thread():\n"
        "        begun.wait(60)\n"
        "        raise KeyboardInterrupt\n"
        "    begun.set()\n"
        "    go_on.wait(60)\n"
        "    print('ended', flush=True)\n"
        "    return number\n"
        "threading.Timer(0.01, go_on.set).start()\n"
        "try:\n"
        "    threads.on_threads(job, range(2))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["ended", "interrupted"]
