"""The command line does not pay for what it does not use."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from personae.cli.startup import keep_memory


def python(code: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_pyarrow_takes_lists_without_pandas_and_still_gives_frames() -> None:
    answer = python(
        "import sys; from personae.cli.startup import spare_pandas; spare_pandas()\n"
        "import pyarrow as pa; table = pa.table({'a': [1, None]}); print('pandas' in sys.modules)\n"
        "import pandas; print(type(table.to_pandas()) is pandas.DataFrame)\n"
    )
    assert answer.split() == ["False", "True"]


def test_scipy_is_imported_without_the_rest_of_numpy_which_is_there_all_the_same() -> None:
    answer = python(
        "import sys; from personae.cli.startup import spare_numpy_rest, when_imported\n"
        "when_imported('numpy', spare_numpy_rest)\n"
        "import scipy.special; print(scipy.special.ndtr(0.0))\n"
        "rest = ('f2py', 'testing', 'random', 'polynomial')\n"
        "print(*(name for name in rest if f'numpy.{name}' in sys.modules))\n"
        "import numpy as np; np.testing.assert_equal(1, 1)\n"
        "print(np.random.default_rng(0).random())"
    )
    assert answer.splitlines() == ["0.5", "", "0.6369616873214543"]


def test_functions_of_scipy_get_no_notes_and_work_the_same() -> None:
    code = (
        "{}import scipy.special as s; import scipy.stats, scipy.optimize\n"
        "print(s.ndtr(0.3), s.gammaln(3.3), s.hyp2f1(1, 2, 3, 0.1), s.stdtrit(3, 0.9))\n"
        "print(scipy.stats.norm.ppf(0.9), s.betaincinv(2.0, 3.0, 0.4), s.logsumexp([1.0, 2.0]))\n"
    )
    spared = (
        "from personae.cli.startup import spare_scipy_notes, when_imported\n"
        "when_imported('scipy._lib._array_api', spare_scipy_notes)\n"
    )
    notes = "print('Array API' in s.ndtr.__doc__)\n"
    assert python(code.format(spared) + notes) == python(code.format("")) + "\nFalse"


def test_what_follows_an_import_is_done_once_and_by_whoever_imports_first() -> None:
    answer = python(
        "import sys; from personae.cli.startup import when_imported\n"
        "def tell(): print(sys.modules['colorsys'].hls_to_rgb.__name__)\n"
        "when_imported('colorsys', tell); print('before')\n"
        "import importlib.util; print(importlib.util.find_spec('colorsys').name)\n"
        "import colorsys; import importlib; importlib.reload(colorsys); print('after')\n"
        "when_imported('colorsys', tell)\n"
        "when_imported('no_such_library', tell)\n"
        "try:\n    import no_such_library\n"
        "except ModuleNotFoundError as error:\n    print(error)\n"
    )
    assert answer.splitlines() == [
        "before",
        "colorsys",
        "hls_to_rgb",
        "after",
        "hls_to_rgb",
        "No module named 'no_such_library'",
    ]


def test_garbage_is_looked_for_rarely_and_at_the_end_nothing_is_taken_apart() -> None:
    code = (
        "import atexit, gc, sys; from personae.cli import main\n"
        "atexit.register(print, 'taken apart')\n"
        "sys.argv = ['personae', 'check', 'nowhere.csv']\n"
        "print('begun'); main.collect_rarely(); print(gc.get_threshold()[0]); main.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout.split() == ["begun", "250000"]
    assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("asked", [None, "3"])
def test_linear_algebra_starts_no_threads_unless_it_is_told_to(asked: str | None) -> None:
    code = (
        "import os, sys; from personae.cli import main; print('numpy' in sys.modules)\n"
        "sys.argv = ['personae', '--version']\n"
        "try:\n    main.main()\n"
        "except SystemExit:\n    print(os.environ['OPENBLAS_NUM_THREADS'])\n"
    )
    given = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    if asked:
        given["OPENBLAS_NUM_THREADS"] = asked
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=given
    )
    lines = done.stdout.split("\n")
    assert (lines[0], lines[-2]) == ("False", asked or "1")


def test_a_process_that_uses_pandas_already_is_left_alone() -> None:
    answer = python(
        "import pandas as pd; from personae.cli.startup import spare_pandas; spare_pandas()\n"
        "import pyarrow as pa; print(pa.array(pd.Series([1.0, float('nan')])).null_count)\n"
    )
    assert answer == "1"


def test_a_look_at_a_file_loads_no_library_that_it_does_not_need() -> None:
    answer = python(
        "import sys, tempfile, pathlib\n"
        "from personae.cli.startup import spare_pandas; spare_pandas()\n"
        "from personae.cli.main import execute\n"
        "folder = pathlib.Path(tempfile.mkdtemp()); source = folder / 'a.csv'\n"
        "rows = [f'c{n},{n * 37 % 91},{n * n % 83}' for n in range(40)]\n"
        "source.write_text('\\n'.join(['customer_id,income,spend', *rows]))\n"
        "print(execute(['check', str(source), '--json']) * 100, file=sys.stderr)\n"
        "heavy = ('pandas', 'polars', 'sklearn', 'matplotlib', 'seaborn', 'scipy', 'numba')\n"
        "print('loaded:', *(name for name in heavy if name in sys.modules))\n"
    )
    assert answer.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize("told", [None, "1"])
def test_arrow_uses_all_cores_unless_somebody_says_how_many(told, monkeypatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if told is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", told)
    answer = python(
        "import sys; sys.argv = ['personae', 'check']\n"
        "from personae.cli import main\n"
        "def execute(arguments):\n"
        "    import os, pyarrow\n"
        "    print(pyarrow.cpu_count(), os.environ['OMP_NUM_THREADS'])\n"
        "    return 0\n"
        "main.execute = execute; main.main()"
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert answer == f"{told or cores} 1"


def test_a_system_without_that_switch_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr("personae.cli.startup.sys.platform", "win32")
    monkeypatch.setattr("personae.cli.startup.ctypes.CDLL", None)
    keep_memory()


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="another C library has no such switch"
)
def test_the_memory_of_a_large_array_is_there_for_the_next() -> None:
    code = (
        "import resource; from personae.cli.startup import keep_memory; keep_memory()\n"
        "import numpy as np\n"
        "def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "np.ones(4_000_000); before = faults()\n"
        "for _ in range(5): np.ones(4_000_000)\n"
        "print(faults() - before)"
    )
    assert int(python(code)) < 8_000  # one array alone has 7,813 pages
