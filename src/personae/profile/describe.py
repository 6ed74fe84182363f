"""Labels in, everything that is told of the segments out."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.profile.columns import Groups, values_of
from personae.profile.headline import filled_notes, headline, sentence_of_all
from personae.profile.key_accounts import find_key_accounts
from personae.profile.levels import levels_of, traits_of
from personae.profile.map import MAX_POINTS, segment_map
from personae.profile.meanings import doubted_columns, without_meaning
from personae.profile.naming import name_segments
from personae.profile.neighbours import (
    described_label,
    nearest_centers,
    neighbour_of,
    strongest_differences,
)
from personae.profile.numbering import renumbered
from personae.profile.numbers import category_profiles, number_profiles
from personae.profile.outcomes import outcome_rates
from personae.profile.ranges import ranges_of
from personae.profile.rules import EXACT_ROWS, Axis, find_rules, price_rules
from personae.profile.segment import Segment, Segmentation
from personae.profile.trust import trust_of, trust_sentence
from personae.profile.wording import labels_of, short_category

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice, KMeansFit
    from personae.cluster.firmness import Firmness
    from personae.data.customers import Customers
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.profile.columns import Values
    from personae.profile.levels import Level
    from personae.profile.naming import Name
    from personae.profile.numbering import Follows
    from personae.profile.segment import (
        CategoryProfile,
        Difference,
        Neighbour,
        NumberProfile,
        OutcomeRate,
        Rule,
    )

__all__ = ["describe"]


@dataclass(frozen=True)
class _Told:
    """What is known of every segment before it is put into words; each list is per segment."""

    numbers: list[dict[str, NumberProfile]]
    categories: list[tuple[CategoryProfile, ...]]
    outcomes: list[tuple[OutcomeRate, ...]]
    levels: list[tuple[Level, ...]]
    traits: list[frozenset[str]]
    names: list[Name]
    rules: list[Rule | None]
    revenue: list[float] | None
    stability: list[float | None]
    stability_error: list[float | None]
    unchanged: list[float | None]
    moved: list[float | None]
    known_before: tuple[int | None, ...]
    silhouette: list[float | None]


def describe(
    customers: Customers,
    *,
    selection: FeatureSelection,
    space: FeatureSpace,
    X: NDArray[np.float64],
    choice: KChoice,
    fit: KMeansFit,
    silhouette: NDArray[np.float64] | None,
    firmness: Firmness | None = None,
    given_names: Mapping[int, str] | None = None,
    follows: Follows | None = None,
) -> Segmentation:
    """Describe the segments of a fit: profiles, names, rules, neighbours, key accounts, maps.

    Parameters
    ----------
    customers : Customers
        One row per customer.
    selection : FeatureSelection
        Which columns made the segments.
    space : FeatureSpace
        How they became the axes of `X`.
    X : ndarray, shape (n_customers, n_axes)
        The feature space, rows as in `customers`.
    choice : KChoice
        The evidence, for the stability of every segment.
    fit : KMeansFit
        Label j is segment j + 1, or has the j-th number of `follows`.
    silhouette : ndarray, shape (n_customers,), or None
        Of every customer; NaN where it was not measured.
    firmness : Firmness, optional
        Who stays when the features move, of every segment. Without it there is no verdict.
    given_names : mapping of int to str, optional
        Names that a person gave, by segment number. They win.
    follows : Follows, optional
        The numbers, and what the segments were called, where they follow an earlier run.

    Returns
    -------
    Segmentation
        Frozen; texts that mention a segment say ``⟪3⟫`` for segment 3.

    Raises
    ------
    UsageError
        If two given names are the same.
    """
    k = len(fit.centers)
    groups = Groups(np.asarray(fit.labels, dtype=np.int64), k)
    values = values_of(customers)
    doubted = doubted_columns(customers, values)
    customers = without_meaning(customers, doubted)
    labels = labels_of(customers.columns)
    axes = _rule_axes(customers, values, space)
    keys = _keys(customers)
    rules = find_rules(axes, groups.labels, k=k, sample=_rule_sample(keys))
    rule_set = price_rules(rules, axes, X=X, centers=fit.centers, labels=groups.labels)
    told = _tell(
        customers,
        values,
        groups,
        features=selection.features,
        rules=rules,
        stability=_stability(choice, k),
        firmness=firmness,
        silhouette=_silhouette(silhouette, groups),
        name=_namer(
            customers.kind, ranges_of(axes, groups.labels, k=k), given=given_names, follows=follows
        ),
    )
    notes = filled_notes(customers, values, groups, space=space, labels=labels)
    segments = _segments(customers, told, groups, fit.centers, labels=labels, notes=notes)
    segmentation = Segmentation(
        segments=segments,
        rules_cost=rule_set.cost,
        key_accounts=find_key_accounts(customers, values, groups.labels),
        map=segment_map(
            X, groups.labels, fit.centers, names=[axis.title for axis in axes], keys=keys
        ),
        sentence=_sentence(customers, segments),
        trust_sentence=trust_sentence(
            told.stability,
            told.unchanged,
            silhouette=_mean_silhouette(choice, k),
            structure=choice.structure.verdict if choice.structure else None,
            question=firmness.question if firmness else "noise",
        ),
        extra={"rules": asdict(rule_set)},
        doubted=doubted,
    )
    return segmentation if follows is None else renumbered(segmentation, follows.numbers)


def _sentence(customers: Customers, segments: Sequence[Segment]) -> str:
    return sentence_of_all(
        [item.share for item in segments],
        [item.revenue_share for item in segments],
        money_word=customers.money_word,
    )


def _namer(
    kind: str,
    ranges: Sequence[str] | None,
    *,
    given: Mapping[int, str] | None,
    follows: Follows | None,
) -> Callable[..., list[Name]]:
    """Return what names segments by their levels and traits."""
    return partial(
        name_segments,
        kind=kind,
        given_names=given,
        ranges=ranges,
        numbers=follows.numbers if follows else None,
        earlier_names=follows.names if follows else None,
    )


def _keys(customers: Customers) -> NDArray[np.uint64] | None:
    """Hash the ids where something has to be sampled; no sample, no hash."""
    if customers.n_customers <= MAX_POINTS:
        return None
    from personae.stats.sample import row_keys

    return row_keys(customers.ids, key="profile")


def _rule_axes(customers: Customers, values: Values, space: FeatureSpace) -> list[Axis]:
    labels = labels_of(customers.columns)
    axes = []
    for name, step in zip(space.axes, space.steps, strict=True):
        label = described_label(customers.column(step.column), labels)
        if step.category is None:
            numbers = values.numbers[step.column]
            axes.append(Axis(name, label, np.where(np.isnan(numbers), step.fill, numbers)))
        else:
            coded = values.categories[step.column]
            code = coded.names.index(step.category) if step.category in coded.names else -1
            is_it = (coded.codes == code).astype(np.float64)
            category = short_category(step.category) or "?"
            axes.append(Axis(name, label, is_it, category))
    return axes


def _tell(
    customers: Customers,
    values: Values,
    groups: Groups,
    *,
    features: tuple[str, ...],
    rules: list[Rule | None],
    stability: list[float | None],
    firmness: Firmness | None,
    silhouette: list[float | None],
    name: Callable[..., list[Name]],
) -> _Told:
    profiles = {
        column.name: number_profiles(column.name, values.numbers[column.name], groups)
        for column in customers.columns
        if column.type == "number" and column.use != "outcome"
    }
    levels = levels_of(profiles, values, groups, customers=customers, features=features)
    traits = traits_of(levels, values, groups, customers=customers)
    return _Told(
        numbers=_by_segment(profiles, groups.k),
        categories=_categories(customers, values, groups),
        outcomes=_outcomes(customers, values, groups),
        levels=levels,
        traits=traits,
        names=name(levels, traits),
        rules=rules,
        revenue=_revenue(customers, values, groups),
        stability=stability,
        stability_error=_known(firmness.stability_error if firmness else (), groups.k),
        unchanged=_known(firmness.unchanged if firmness else (), groups.k),
        moved=_known(firmness.moved if firmness else (), groups.k),
        known_before=firmness.earlier.known
        if firmness and firmness.earlier
        else (None,) * groups.k,
        silhouette=silhouette,
    )


def _rule_sample(keys: NDArray[np.uint64] | None) -> NDArray[np.int64] | None:
    if keys is None or len(keys) <= EXACT_ROWS:
        return None
    return np.sort(np.lexsort((np.arange(len(keys)), keys))[:EXACT_ROWS])


def _by_segment(
    profiles: dict[str, list[NumberProfile | None]], k: int
) -> list[dict[str, NumberProfile]]:
    told: list[dict[str, NumberProfile]] = [{} for _ in range(k)]
    for column, per_segment in profiles.items():
        for segment, profile in enumerate(per_segment):
            if profile is not None:
                told[segment][column] = profile
    return told


def _categories(
    customers: Customers, values: Values, groups: Groups
) -> list[tuple[CategoryProfile, ...]]:
    told: list[list[CategoryProfile]] = [[] for _ in range(groups.k)]
    for column in customers.columns:
        if column.type == "category" and column.use != "outcome":
            found = category_profiles(column.name, values.categories[column.name], groups)
            for segment, profiles in enumerate(found):
                told[segment].extend(profiles)
    return [tuple(row) for row in told]


def _outcomes(
    customers: Customers, values: Values, groups: Groups
) -> list[tuple[OutcomeRate, ...]]:
    told: list[list[OutcomeRate]] = [[] for _ in range(groups.k)]
    for column in customers.columns:
        if column.use == "outcome":
            for segment, rates in enumerate(outcome_rates(column, values, groups)):
                told[segment].extend(rates)
    return [tuple(row) for row in told]


def _revenue(customers: Customers, values: Values, groups: Groups) -> list[float] | None:
    if customers.money is None or customers.money not in values.numbers:
        return None
    parts = groups.split(np.nan_to_num(values.numbers[customers.money], nan=0.0))
    return [float(part.sum()) for part in parts]


def _stability(choice: KChoice, k: int) -> list[float | None]:
    evidence = next((row for row in choice.evidence if row.k == k), None)
    return _known(evidence.stability if evidence else (), k)


def _known(figures: Sequence[float], k: int) -> list[float | None]:
    """Return a figure per segment; None where it was not measured."""
    # one segment always comes back and keeps everybody: that says nothing
    if len(figures) != k or k == 1:
        return [None] * k
    return [float(value) if np.isfinite(value) else None for value in figures]


def _mean_silhouette(choice: KChoice, k: int) -> float | None:
    return next((float(row.silhouette) for row in choice.evidence if row.k == k), None)


def _silhouette(silhouette: NDArray[np.float64] | None, groups: Groups) -> list[float | None]:
    if silhouette is None:
        return [None] * groups.k
    means: list[float | None] = []
    for part in groups.split(np.asarray(silhouette, dtype=np.float64)):
        measured = part[~np.isnan(part)]
        means.append(float(measured.mean()) if len(measured) else None)
    return means


def _segments(
    customers: Customers,
    told: _Told,
    groups: Groups,
    centers: NDArray[np.float64],
    *,
    labels: dict[str, str],
    notes: list[tuple[str, ...]],
) -> tuple[Segment, ...]:
    total = sum(told.revenue) if told.revenue is not None else 0.0
    nearest = nearest_centers(centers)
    segments = []
    for place, name in enumerate(told.names):
        size, share = int(groups.sizes[place]), float(groups.sizes[place] / groups.n_rows)
        revenue = told.revenue[place] if told.revenue is not None else None
        revenue_share = revenue / total if revenue is not None and total > 0.0 else None
        numbers, levels = told.numbers[place], told.levels[place]
        segments.append(
            Segment(
                segment=place + 1,
                name=name.text,
                archetype=name.archetype,
                size=size,
                share=share,
                headline=headline(
                    size,
                    numbers=numbers,
                    levels=levels,
                    customers=customers,
                    labels=labels,
                    notes=notes[place],
                ),
                revenue=revenue,
                revenue_share=revenue_share,
                trust=trust_of(told.stability[place], told.unchanged[place]),
                stability=told.stability[place],
                stability_error=told.stability_error[place],
                unchanged=told.unchanged[place],
                moved=told.moved[place],
                known_before=told.known_before[place],
                silhouette=told.silhouette[place],
                numbers=tuple(numbers.values()),
                categories=told.categories[place],
                outcomes=told.outcomes[place],
                strongest=_strongest(customers, told, place, labels=labels),
                neighbour=_neighbour(customers, told, place, nearest[place], labels=labels),
                rule=told.rules[place],
                named_by="person" if name.by_person else "personae",
                claims=name.claims,
                levels=tuple((level.column, level.level) for level in levels if level.clear),
                traits=tuple(sorted(told.traits[place])),
                notes=notes[place],
            )
        )
    return tuple(segments)


def _strongest(
    customers: Customers, told: _Told, place: int, *, labels: dict[str, str]
) -> tuple[Difference, ...]:
    return strongest_differences(
        tuple(told.numbers[place].values()),
        told.categories[place],
        told.levels[place],
        customers=customers,
        labels=labels,
    )


def _neighbour(
    customers: Customers, told: _Told, place: int, other: int | None, *, labels: dict[str, str]
) -> Neighbour | None:
    if other is None:
        return None
    return neighbour_of(
        (told.levels[place], told.numbers[place]),
        (told.levels[other], told.numbers[other]),
        segment=other + 1,
        name=told.names[other].text,
        customers=customers,
        labels=labels,
    )
