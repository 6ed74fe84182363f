import math

import numpy as np
import pytest

from personae.cluster import indices, threads
from personae.cluster.assign import assign
from personae.cluster.choose_k import choose_k, recommend
from personae.cluster.evidence import Evidence
from personae.errors import Cancelled, NotEnoughDataError
from personae.stats.sample import row_keys


def row(k, *, silhouette=0.5, stability=0.9, share=0.1, separated=True):
    return Evidence(
        k=k,
        inertia=1.0,
        explained=0.5,
        elbow=0.0,
        silhouette=silhouette,
        silhouette_rows=9,
        silhouette_exact=True,
        calinski_harabasz=1.0,
        davies_bouldin=1.0,
        stability=(1.0, stability),
        smallest_share=share,
        separated=separated,
        sizes=(5, 4),
    )


def keys_of(n):
    return row_keys([f"c{number}" for number in range(n)], key="test")


@pytest.fixture(scope="module")
def four_groups():
    random = np.random.RandomState(0)
    corners = np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 0.0], [9.0, 9.0]])
    return np.repeat(corners, [40, 30, 20, 10], axis=0) + random.normal(0, 0.7, (100, 2))


@pytest.fixture(scope="module")
def chosen(four_groups):
    return choose_k(four_groups, keys=keys_of(100), kind="customers", k_max=6)


def customers(*rows, min_share=0.02):
    return recommend(rows, useful=False, min_share=min_share)


def log(*rows, min_share=0.02):
    return recommend(rows, useful=True, min_share=min_share)


def test_customers_get_the_highest_silhouette_among_the_stable():
    assert customers(
        row(2, silhouette=0.4), row(3, silhouette=0.5), row(4, silhouette=0.6, stability=0.7)
    ) == (3, "stable")


def test_a_silhouette_less_than_a_thousandth_higher_is_a_tie_for_the_smaller():
    assert customers(row(3, silhouette=0.5000), row(4, silhouette=0.5009)) == (3, "stable")
    assert customers(row(3, silhouette=0.5000), row(4, silhouette=0.5011)) == (4, "stable")


def test_too_small_a_segment_rules_a_k_out():
    assert customers(row(2, silhouette=0.9, share=0.01), row(3, silhouette=0.3)) == (3, "stable")


def test_if_nothing_is_stable_the_most_stable_is_a_pattern():
    assert customers(row(2, stability=0.6), row(3, stability=0.7), row(4, stability=0.5)) == (
        3,
        "pattern",
    )


def test_a_log_gets_the_most_stable_handful():
    evidence = [
        row(k, stability=s)
        for k, s in ((2, 0.99), (3, 0.98), (4, 0.8), (5, 0.9), (6, 0.7), (8, 0.97))
    ]
    assert log(*evidence) == (5, "useful")


def test_a_log_prefers_segments_that_are_told_apart():
    assert log(row(4, stability=0.9, separated=False), row(5, stability=0.6)) == (5, "useful")
    assert log(row(4, stability=0.9, separated=False), row(5, stability=0.6, separated=False)) == (
        4,
        "useful",
    )


def test_a_log_without_a_handful_takes_what_keeps_the_smallest_share():
    assert log(row(3), row(4, share=0.001), row(5, share=0.001)) == (3, "useful")


def test_equally_stable_goes_to_the_smaller():
    assert log(row(5, stability=0.90004), row(4, stability=0.9)) == (4, "useful")


def test_four_groups_are_found_numbered_by_size_and_explained(four_groups, chosen):
    assert (chosen.k, chosen.how, chosen.verdict, chosen.keeps_min_share) == (
        4,
        "chosen",
        "stable",
        True,
    )
    assert chosen.of(4).sizes == (40, 30, 20, 10)
    assert [item.k for item in chosen.evidence] == [2, 3, 4, 5, 6]
    assert chosen.reason.startswith("Of 2 to 6 segments, ")
    for k, fit in chosen.fits.items():
        assert fit.labels.tolist() == assign(four_groups, fit.centers).labels.tolist()
        assert list(chosen.of(k).sizes) == sorted(chosen.of(k).sizes, reverse=True)


def test_the_evidence_adds_up(four_groups, chosen):
    total = ((four_groups - four_groups.mean(axis=0)) ** 2).sum()
    for item in chosen.evidence:
        assert item.explained == pytest.approx(1 - item.inertia / total)
        assert sum(item.sizes) == 100
        assert item.smallest_share == min(item.sizes) / 100
        assert len(item.stability) == item.k
        assert (item.silhouette_rows, item.silhouette_exact) == (100, True)
    assert [item.inertia for item in chosen.evidence] == sorted(
        (item.inertia for item in chosen.evidence), reverse=True
    )


def test_row_order_changes_nothing(four_groups, chosen):
    order = np.random.RandomState(1).permutation(100)
    other = choose_k(four_groups[order], keys=keys_of(100)[order], kind="customers", k_max=6)
    assert other.to_rows() == chosen.to_rows()
    assert (other.reason, other.against) == (chosen.reason, chosen.against)
    assert (other.fits[5].labels == chosen.fits[5].labels[order]).all()


@pytest.mark.parametrize("k_max", [4, 5, 9])
def test_the_range_offered_changes_nothing_as_long_as_it_holds_the_choice(
    four_groups, chosen, k_max
):
    other = choose_k(four_groups, keys=keys_of(100), kind="customers", k_max=k_max)
    assert (other.k, other.verdict) == (4, "stable")
    assert other.fits[4].centers.tobytes() == chosen.fits[4].centers.tobytes()
    figures = ("inertia", "silhouette", "stability", "calinski_harabasz", "davies_bouldin", "bic")
    for k in range(2, min(k_max, 6) + 1):
        for name in figures:
            assert getattr(other.of(k), name) == getattr(chosen.of(k), name), (k, name)


def test_nor_does_it_in_a_continuum():
    X = np.random.RandomState(0).normal(size=(150, 2))
    other, wide = (
        choose_k(X, keys=keys_of(150), kind="transactions", k_max=k_max) for k_max in (7, 10)
    )
    assert (other.k, other.verdict) == (wide.k, "useful")
    assert (other.fits[other.k].labels == wide.fits[wide.k].labels).all()


@pytest.mark.parametrize(
    "n_threads", [1, *(pytest.param(n, marks=pytest.mark.full) for n in (3, 8))]
)
def test_threads_change_nothing(monkeypatch, n_threads):
    """So many rows that they are shared out."""
    random = np.random.RandomState(0)
    X = np.repeat([[0.0, 0.0], [0.0, 9.0], [9.0, 0.0]], 4_000, axis=0)
    X = X + random.normal(0, 1.5, X.shape)
    answers = []
    for number in (n_threads, 2):
        monkeypatch.setattr(threads, "N_THREADS", number)
        monkeypatch.setattr(indices, "N_THREADS", number)
        answers.append(choose_k(X, keys=keys_of(len(X)), kind="customers", k_max=4))
    one, other = answers
    assert one.to_rows() == other.to_rows()
    assert (one.k, one.reason, one.against, one.structure) == (
        other.k,
        other.reason,
        other.against,
        other.structure,
    )
    # 12,000 rows are more than a sweep measures whole: the interval is there as well.
    assert one.of(3).silhouette_low < one.of(3).silhouette < one.of(3).silhouette_high


def test_the_unit_of_a_column_changes_nothing_under_z_scores(four_groups, chosen):
    """A factor that is no power of two rounds every value anew."""
    scaled = four_groups * [0.0254, 1_000.0]
    one, other = (
        choose_k((X - X.mean(axis=0)) / X.std(axis=0), keys=keys_of(100), kind="customers", k_max=6)
        for X in (four_groups, scaled)
    )
    assert (other.k, other.verdict) == (one.k, one.verdict) == (chosen.k, chosen.verdict)
    for k in one.fits:
        assert (other.fits[k].labels == one.fits[k].labels).all()
        assert other.of(k).stability == one.of(k).stability


def test_gap_and_bic_stand_beside_every_number(four_groups, chosen):
    gaps = {gap.k: gap for gap in chosen.structure.gaps}
    for item in chosen.evidence:
        assert (item.gap, item.gap_error) == (gaps[item.k].gap, gaps[item.k].error)
    said = {opinion.criterion: opinion for opinion in chosen.opinions}
    assert set(said) == {
        "silhouette", "calinski_harabasz", "davies_bouldin", "bic", "elbow", "gap",
    }  # fmt: skip
    assert said["silhouette"].agrees
    assert chosen.next_best.k in {2, 3, 5, 6}
    rows = {row["k"]: row for row in chosen.to_rows()}
    assert rows[4]["gap"] == gaps[4].gap
    assert rows[4]["carved_off"] == 0


def test_beside_a_given_number_the_recommended_one_is_the_next_best(four_groups):
    given = choose_k(four_groups, keys=keys_of(100), kind="customers", k=3, k_max=6)
    assert given.next_best.k == 4
    only = choose_k(four_groups, keys=keys_of(100), kind="customers", k_max=2)
    assert only.next_best is None


def test_a_few_whales_beside_everybody_else_are_called_that():
    random = np.random.RandomState(0)
    X = np.vstack([random.normal(size=(397, 2)), 60 + random.normal(size=(3, 2))])
    carved = choose_k(X, keys=keys_of(400), kind="customers", k_max=5)
    assert carved.k == 2
    assert "These 2 only carve off 3 customers (0.8%) far from all others" in carved.reason
    choice = choose_k(X, keys=keys_of(400), kind="transactions", k_max=5)
    assert (choice.of(2).carved_off, choice.of(3).carved_off) == (3, 0)
    assert choice.k > 2
    assert "The silhouette is highest with 2 segments" in choice.against[0]
    assert choice.against[0].endswith(
        " These 2 only carve off 3 customers (0.8%) far from all others and leave everybody else "
        "together."
    )


def test_a_given_k_is_obeyed_with_all_the_evidence_and_the_same_fit(four_groups, chosen):
    given = choose_k(four_groups, keys=keys_of(100), kind="customers", k=3, k_max=6)
    assert (given.k, given.how) == (3, "given")
    assert [item.k for item in given.evidence] == [2, 3, 4, 5, 6]
    assert given.fits[3].centers.tobytes() == chosen.fits[3].centers.tobytes()
    assert given.reason.startswith("You asked for 3 segments.")
    assert given.reason.endswith("Left to choose, Personae would have taken 4.")


def test_a_given_k_beyond_the_sweep_is_added_to_it(four_groups):
    given = choose_k(four_groups, keys=keys_of(100), kind="customers", k=8, k_max=3)
    assert [item.k for item in given.evidence] == [2, 3, 8]
    assert given.of(8).elbow == 0.0


def test_one_segment_has_no_silhouette(four_groups):
    one = choose_k(four_groups, keys=keys_of(100), kind="customers", k=1, k_max=3)
    assert (one.k, one.verdict) == (1, "pattern")
    assert math.isnan(one.of(1).silhouette)
    assert one.of(1).sizes == (100,)
    assert one.reason == (
        "You asked for 1 segment: it is all customers, described together. There is no other to "
        "tell it from, so no silhouette is defined, and that it comes back says nothing."
    )


def test_the_edge_of_the_search_is_told_with_the_way_further(four_groups):
    edge = " 4 is the largest number looked at; --k-max 8 (in Python k_max=8) looks further."
    found = choose_k(four_groups, keys=keys_of(100), kind="customers", k_max=4)
    assert found.k == 4
    assert found.reason.endswith(edge)
    given = choose_k(four_groups, keys=keys_of(100), kind="customers", k=4, k_max=4)
    assert "largest number" not in given.reason


@pytest.mark.parametrize("k_max", [3, 10])
def test_the_sweep_ends_at_the_distinct_rows(k_max):
    X = np.repeat([[0.0], [4.0], [9.0]], 8, axis=0)
    choice = choose_k(X, keys=keys_of(24), kind="customers", k_max=k_max)
    # There is nothing further to look at.
    assert "largest number" not in choice.reason
    assert "every segment comes back completely (the bar is 75%)" in choice.reason
    assert [item.k for item in choice.evidence] == [2, 3]
    assert choice.k == 3
    assert choice.of(3).inertia == 0.0


def test_a_continuum_is_not_cut_into_as_many_segments_as_were_looked_at():
    """The silhouette rises to the edge; no number but a small one comes back."""
    random = np.random.RandomState(3)
    X = np.column_stack([random.poisson(5, 200), np.log(random.lognormal(4.5, 0.9, 200))])
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    choice = choose_k(X, keys=keys_of(200), kind="customers")
    assert choice.k <= 4
    assert choice.of(10).silhouette > choice.of(choice.k).silhouette
    assert choice.of(10).smallest_stability < 0.75


def test_noise_is_a_continuum_whose_segments_overlap_heavily():
    X = np.random.RandomState(0).normal(size=(120, 12))
    choice = choose_k(X, keys=keys_of(120), kind="customers", k_max=3)
    assert choice.structure.verdict == "continuum"
    assert choice.verdict == "useful"
    assert choice.reason.startswith("These customers shade into one another")
    assert "segments overlap heavily: their silhouette is 0.0" in choice.reason


def test_a_whale_is_told_of():
    random = np.random.RandomState(0)
    X = np.vstack([random.normal(size=(99, 2)), [[1e6, 1e6]]])
    choice = choose_k(X, keys=keys_of(100), kind="transactions", k_max=5)
    assert not choice.keeps_min_share
    assert choice.reason.endswith(
        "Every number leaves a segment with less than 2% of the customers."
    )


@pytest.mark.parametrize(
    ("X", "k", "code", "message"),
    [
        (
            [[1.0], [2.0]],
            None,
            "data/too-few-rows",
            "There are 2 customers; segments need at least 3",
        ),
        (
            [[1.0]] * 9,
            None,
            "k/exceeds-distinct",
            "All 9 customers are equal in the chosen features",
        ),
        (
            [[1.0], [1.0], [2.0], [3.0]],
            4,
            "k/exceeds-distinct",
            "4 segments were asked for, but the 4 rows hold only 3 distinct",
        ),
        (
            [[1.0], [2.0], [3.0]],
            4,
            "k/exceeds-rows",
            "4 segments were asked for, but there are 3 rows",
        ),
        (
            [[1.0], [2.0], [3.0]],
            3,
            "k/every-row-alone",
            "3 segments of 3 customers would be one for each",
        ),
    ],
)
def test_too_little_to_divide_is_refused(X, k, code, message):
    with pytest.raises(NotEnoughDataError, match=message) as caught:
        choose_k(np.array(X), keys=keys_of(len(X)), kind="customers", k=k)
    assert caught.value.codes == (code,)


def test_progress_counts_to_its_total(four_groups):
    events = []
    choose_k(
        four_groups,
        keys=keys_of(100),
        kind="customers",
        k_max=4,
        on_event=lambda *event: events.append(event),
    )
    assert [done for _, done, _ in events] == list(range(1, 9))
    assert {(stage, total) for stage, _, total in events} == {("choosing k", 8)}


def test_it_ends_soon_after_somebody_asks(four_groups):
    asked = iter([False] * 5)
    with pytest.raises(Cancelled):
        choose_k(four_groups, keys=keys_of(100), kind="customers", cancel=lambda: next(asked, True))
