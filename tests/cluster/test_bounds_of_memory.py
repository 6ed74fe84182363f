"""Kernels look at no index, so they run on arrays that end where nobody may read or write."""

import itertools
import json
import mmap
import subprocess
import sys

import numpy as np
import pytest

SHAPES = list(itertools.product((1, 128, 129, 1_100), (1, 5, 8), (1, 2, 5)))
ALL_SHAPES = list(
    itertools.product((1, 17, 127, 128, 129, 1_000, 1_024), (1, 3, 4, 5, 8, 9, 17), (1, 2, 4, 5, 9))
)


@pytest.mark.skipif(sys.platform != "linux", reason="pages are forbidden by Linux' mprotect")
@pytest.mark.parametrize("shapes", [SHAPES, pytest.param(ALL_SHAPES, marks=pytest.mark.full)])
def test_nothing_is_read_or_written_beyond_the_arrays(shapes):
    command = [sys.executable, __file__, json.dumps(shapes)]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")


def work_within(shapes):
    """Run the kernels of fits with all arrays, scratch space too, at the end of a page."""
    from personae.cluster import assign, columns, lloyd, many_rows, moves, seeding, swaps

    pages = Pages()
    columns.aligned = lambda size, dtype: pages.array((size,), dtype)
    for module in (assign, lloyd, many_rows, moves, seeding, swaps):
        module.np = Numpy(pages)
    many_rows.IDLE = 0  # sort whenever rows idle
    random = np.random.default_rng(0)
    for dtype, (n, d, k) in itertools.product((np.float32, np.float64), shapes):
        if n < k:
            continue
        X = pages.array((n, d), dtype)
        X[:] = random.normal(size=(n, d))
        weights = None if n % 2 else random.integers(1, 4, n).astype(np.float64)
        fit_within(pages, X, X[random.choice(n, k, replace=False)].astype(np.float64), weights)
        del X
        pages.forget()


def fit_within(pages, X, centers, weights):
    from personae.cluster import assign, columns, lloyd, many_rows, moves, seeding, swaps
    from personae.stats.sample import content_keys

    columns.ranges(X)
    for search in (assign.nearest, assign.nearest_labels, assign.two_nearest):
        search(X, centers)
    middle, scale = columns.placing(X)
    table = pages.array((X.shape[1], 1, len(X)), X.dtype)
    table[:] = ((X - middle) / scale).T[:, None]
    ready = lloyd.Table.of(table, weights=weights)
    ready = lloyd.Table(table, weights, ready.grid, ready.squares)
    for calm in (0.0, 1.0):
        many_rows.CALM = lloyd.CALM = calm
        start = many_rows.ManyRows(X, centers, middle=middle, scale=scale, weights=weights)
        start.advance(12, tol=0.0, stop=None)
        starts = ((centers - middle) / scale)[None].repeat(2, axis=0)
        lloyd.iterate(ready, starts, max_iter=12, shortlists=[lloyd.Shortlist(after=2, keep=1)])
    rows, keys = pages.array((X.shape[1], 1, len(X)), np.float64), content_keys(X)
    rows[:] = X.T[:, None]
    seeding.seed_centers(rows, len(centers), keys=keys, starts=[(0,)], seed=0, weights=weights)
    table = lloyd.Table.of(rows, weights=weights, coarse=True)
    found = lloyd.iterate(table, centers[None])
    swaps.swap_centers(rows, found, table=table, keys=keys, seed=0)
    moves.move_rows(rows, found.centers[0], weights=weights)


class Pages:
    """Memory that ends where a page begins that nobody may touch."""

    def __init__(self):
        import ctypes

        self.ctypes, self.held = ctypes, []

    def array(self, shape, dtype):
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        pages = -(-size // mmap.PAGESIZE)
        memory = mmap.mmap(-1, (pages + 1) * mmap.PAGESIZE)
        self.held.append(memory)
        start = self.ctypes.addressof(self.ctypes.c_char.from_buffer(memory))
        end = start + pages * mmap.PAGESIZE
        forbidden = self.ctypes.CDLL(None).mprotect(self.ctypes.c_void_p(end), mmap.PAGESIZE, 0)
        assert forbidden == 0
        content = (self.ctypes.c_char * size).from_address(end - size)
        return np.frombuffer(content, dtype=dtype).reshape(shape)

    def forget(self):
        self.held.clear()


class Numpy:
    """NumPy, but for where empty arrays lie."""

    def __init__(self, pages):
        self.pages = pages

    def __getattr__(self, name):
        return getattr(np, name)

    def empty(self, shape, dtype=np.float64):
        shape = shape if isinstance(shape, tuple) else (shape,)
        return self.pages.array(shape, dtype) if np.prod(shape) > 0 else np.empty(shape, dtype)


if __name__ == "__main__":
    work_within(json.loads(sys.argv[1]))
