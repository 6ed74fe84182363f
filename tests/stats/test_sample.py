import hashlib

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.stats.sample import content_keys, hash_sample, row_keys, splitmix64, uniforms


def keys_of(n):
    return row_keys([f"c{row}" for row in range(n)], key="test")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(), max_size=20), st.text(max_size=5))
def test_a_key_is_the_first_fifteen_hex_digits_of_md5(ids, key):
    expected = [int(hashlib.md5(f"{key}\x1f{each}".encode()).hexdigest()[:15], 16) for each in ids]
    assert row_keys(ids, key=key).tolist() == expected
    assert row_keys(pa.array(ids, pa.string()), key=key).tolist() == expected


def test_duckdb_computes_the_same_key():
    sql = (
        "SELECT ('0x' || left(md5('test' || chr(31) || id), 15))::UBIGINT "
        "FROM (VALUES ('00123'), ('ü'), ('')) t(id)"
    )
    with duckdb.connect() as connection:
        found = [value for (value,) in connection.execute(sql).fetchall()]
    assert row_keys(["00123", "ü", ""], key="test").tolist() == found


# The reference output of SplitMix64 from state 0 (Vigna, splitmix64.c).
def test_splitmix64_is_the_published_one():
    states = np.array([0, 0x9E3779B97F4A7C15, 0x3C6EF372FE94F82A], dtype=np.uint64)
    assert [hex(value) for value in splitmix64(states).tolist()] == [
        "0xe220a8397b1dcdaf",
        "0x6e789e6aa1b965f4",
        "0x6c45d188009454f",
    ]


def test_uniforms_are_uniform_and_unrelated_between_stages_seeds_and_steps():
    keys = keys_of(20_000)
    draws = [
        uniforms(keys, seed=seed, stage=stage, step=step)
        for seed, stage, step in (
            (0, "a", 0),
            (1, "a", 0),
            (0, "b", 0),
            (0, "a", 1),
            (0, "a", (0, 1)),
            (0, "a", (1, 0)),
        )
    ]
    for each in draws:
        assert 0 < each.min() < each.max() < 1
        counts = np.histogram(each, bins=20, range=(0, 1))[0]
        assert (
            (counts - 1000) ** 2 / 1000
        ).sum() < 45  # chi-square, 19 degrees of freedom: p > 0.0007
    assert np.abs(np.corrcoef(draws) - np.eye(6)).max() < 0.03


def test_uniforms_never_reach_zero_or_one():
    edges = uniforms(np.array([0, 2**64 - 1, 2**60 - 1], dtype=np.uint64), seed=0, stage="x")
    assert np.isfinite(np.log(edges)).all()
    assert (np.log(edges) < 0).all()


@pytest.mark.parametrize("size", [1, 10, 99, 100, 500])
def test_a_sample_is_the_same_rows_in_any_order(size):
    keys = keys_of(100)
    order = np.random.RandomState(0).permutation(100)
    sample = hash_sample(keys, size, seed=0, stage="x")
    assert len(sample) == min(size, 100)
    assert (np.diff(sample) > 0).all()
    assert set(order[hash_sample(keys[order], size, seed=0, stage="x")]) == set(sample)


def test_another_step_is_another_sample():
    keys = keys_of(1000)
    one, other = (hash_sample(keys, 100, seed=0, stage="x", step=step) for step in (0, 1))
    assert 0 < len(np.intersect1d(one, other)) < 30


def test_equal_rows_have_equal_keys_and_others_do_not():
    X = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 2.0], [0.0, 0.0], [-0.0, 0.0]])
    keys = content_keys(X)
    assert keys[0] == keys[2]
    assert keys[3] == keys[4]
    assert len(np.unique(keys)) == 3
