import subprocess
import sys

import numpy as np
import pytest

from personae.cluster import native
from personae.cluster.kmeans import kmeans
from personae.cluster.native import Held, kernel


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


def test_scratch_space_is_that_of_the_kernels():
    from personae.cluster import kernels, lloyd, lloyd_kernels, pair_kernels, start_kernels

    assert native.TILE == kernels.TILE
    assert (native.ROOM, native.ABREAST) == (kernels.ROOM, kernels.ABREAST)
    assert (native.PADDING, native.BINS) == (kernels.PADDING, lloyd_kernels.BINS)
    assert native.WIDE == pair_kernels.WIDE
    for name in ("AT_REST", "EMPTIED", "JUDGED", "HALTED", "PER_STAGE"):
        assert getattr(lloyd, name) == getattr(start_kernels, name)


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


def test_what_is_loaded_ahead_is_what_a_fit_runs_and_nothing_is_compiled(tmp_path, monkeypatch):
    kmeans(np.random.default_rng(0).normal(size=(40, 2)), 2)  # whatever was not kept is now
    code = (
        "import personae.cluster.native as native, numpy as np\n"
        "native._compile = None\n"
        "native.load_ahead()\n"
        "loaded = native.kernel.cache_info().misses\n"
        "from personae.cluster.kmeans import kmeans\n"
        "kmeans(np.random.default_rng(0).normal(size=(40, 2)), 2)\n"
        "print(loaded == len(native._USUAL), native.kernel.cache_info().misses == loaded)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("True True\n", 0), done.stderr
    monkeypatch.setattr(native, "folders_beside", lambda _: [tmp_path])
    monkeypatch.setattr(native, "_compile", None)
    native.load_ahead()


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
