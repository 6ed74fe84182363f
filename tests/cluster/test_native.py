import subprocess
import sys
import threading
from itertools import pairwise

import numpy as np
import pytest

from personae.cluster import native
from personae.cluster.kmeans import kmeans
from personae.cluster.native import Held, kernel, on_threads, row_chunks


def low_and_high(X):
    low, high, scratch = np.empty(X.shape[1]), np.empty(X.shape[1]), np.empty(3 * X.size * 128)
    bad = kernel("ranges_float64")(X, *X.shape, 0, len(X), low, high, scratch)
    return low.tolist(), high.tolist(), bad


def sum_of_squares(numbers):
    X, out = np.array([numbers]), np.zeros(1, dtype=np.int64)
    kernel("squares_float64")(X, 2, 1, 1, np.ones(1), 0, np.array([2.0]), out, np.empty(128))
    return out[0] / 2.0


def test_a_kernel_answers_and_fills_its_arrays():
    assert low_and_high(np.array([[1.0, 5.0], [4.0, 2.0]])) == ([1.0, 2.0], [4.0, 5.0], 0)
    assert low_and_high(np.array([[1.0], [np.nan]]))[2] > 0
    assert low_and_high(np.array([[1.0], [np.inf]]))[2] > 0


@pytest.mark.parametrize(
    "X", [np.ones((2, 2), dtype=np.float32), np.asfortranarray(np.ones((2, 2)))]
)
@pytest.mark.parametrize("wrapped", [np.asanyarray, Held])
def test_memory_of_another_shape_or_type_is_refused_before_the_call(X, wrapped):
    with pytest.raises(TypeError, match="needs a C-contiguous array of float64"):
        kernel("ranges_float64")(wrapped(X), 2, 2, 0, 2, np.empty(2), np.empty(2), np.empty(768))


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Keep code in an empty folder, as on a machine that never compiled."""
    monkeypatch.setattr(native, "folders_beside", lambda _: [tmp_path / "kept"])
    kernel.cache_clear()
    yield tmp_path / "kept"
    kernel.cache_clear()


def test_code_is_compiled_once_and_kept(fresh, monkeypatch):
    kernel("squares_float64")
    assert [path.suffix for path in fresh.iterdir()] == [".kernel"]
    kernel.cache_clear()
    monkeypatch.setattr(native, "_compile", lambda name: pytest.fail("compiled again"))
    assert sum_of_squares([3.0, 4.0]) == 25


def test_damaged_code_is_never_run_but_compiled_anew(fresh):
    kernel("squares_float64")
    (path,) = fresh.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    kernel.cache_clear()
    assert sum_of_squares([3.0, 4.0]) == 25
    assert native.kept([path]) is not None


def test_without_a_folder_to_write_to_code_lives_as_long_as_the_process(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setattr(native, "folders_beside", lambda _: [file / "kept"])
    kernel.cache_clear()
    assert low_and_high(np.array([[1.0], [2.0]])) == ([1.0], [2.0], 0)
    kernel.cache_clear()


def test_neither_the_package_nor_kept_code_imports_numba():
    code = (
        "import sys, numpy, personae.cluster.kmeans as m;"
        "m.kmeans(numpy.arange(9.0)[:, None], 2);"
        "sys.exit(any(name in sys.modules for name in ('numba', 'sklearn', 'pandas')))"
    )
    kmeans(np.arange(9.0)[:, None], 2)  # whatever was not compiled yet is now
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("n_threads", [1, 2, 3, 8])
def test_the_number_of_threads_changes_no_bit(n_threads, monkeypatch):
    X = np.random.RandomState(0).normal(size=(70_000, 3))
    monkeypatch.setattr(native, "N_THREADS", 1)
    alone = kmeans(X, 4, init=X[:4], max_iter=8)
    monkeypatch.setattr(native, "N_THREADS", n_threads)
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
    monkeypatch.setattr(native, "N_THREADS", n_threads)
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
    monkeypatch.setattr(native, "N_THREADS", 3)
    met = threading.Barrier(3, timeout=60)
    assert on_threads(lambda number: met.wait() * 0 + number, range(3)) == [0, 1, 2]


def test_a_job_may_itself_ask_for_threads():
    def job(number):
        return sum(on_threads(lambda part: part * number, range(50)))

    assert on_threads(job, range(50)) == [1225 * number for number in range(50)]


def test_scratch_space_is_that_of_the_kernels():
    from personae.cluster import kernels, lloyd_kernels, pair_kernels

    assert native.TILE == kernels.TILE
    assert (native.PADDING, native.BINS) == (kernels.PADDING, lloyd_kernels.BINS)
    assert native.WIDE == pair_kernels.WIDE


def test_kept_code_needs_nothing_of_numba():
    names = list(native.all_kernels())
    for name in names:
        kernel(name)
    load = (
        "import sys; from personae.cluster.native import kernel\n"
        f"for name in {names}: kernel(name)\n"
        "print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr


def test_whoever_waits_for_a_compilation_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(native, "folders_beside", lambda _: [tmp_path])
    told = []
    ask = native.kernel.__wrapped__  # past the memory of this process
    with native.telling_of_compilation(lambda: told.append("compiling")):
        ask("move_float64")
        assert told == ["compiling"]
        ask("move_float64")  # kept by now
    ask("squares_float64")  # nobody listens any more
    assert told == ["compiling"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_aligned_space_begins_where_a_line_of_the_cache_does(dtype):
    for size in (1, 7, 256):
        space = native.aligned(size, dtype)
        assert space.__array_interface__["data"][0] % 64 == 0
        assert (space.shape, space.dtype) == ((size,), np.dtype(dtype))
