"""From a file or frame to segments: every stage, in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae.cluster.choose_k import check_enough, choose_k
from personae.cluster.earlier_day import compared_with
from personae.cluster.firmness import Firmness, firmness
from personae.cluster.native import telling_of_compilation
from personae.cluster.silhouette_estimate import silhouette_of_final
from personae.config import Options
from personae.data.schema import Finding
from personae.engines.memory import refuse_beyond
from personae.errors import InputError
from personae.features.fit_space import fit_space
from personae.features.select import select_features
from personae.profile.describe import describe
from personae.profile.disclosure import Limits, protected
from personae.scoring.build import fitted_model
from personae.stats.sample import row_keys
from personae.workflow.conservation import conserved
from personae.workflow.follow import earlier_run, findings_of, follow, moves_since
from personae.workflow.intake import take_in
from personae.workflow.outlook import worth
from personae.workflow.result import Result
from personae.workflow.stages import Stages
from personae.workflow.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from personae.cluster.earlier_day import EarlierDay
    from personae.cluster.evidence import KChoice, KMeansFit
    from personae.config import Transform
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.schema import Schema
    from personae.features.earlier import EarlierCustomers
    from personae.features.history import History
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.monitor.identity import EarlierRun
    from personae.profile.segment import Segmentation
    from personae.scoring.model import SegmentModel
    from personae.workflow.follow import Followed
    from personae.workflow.intake import Intake

__all__ = ["completed", "described", "segment"]

# What a run holds of a customer and of each of its features, from ids to lists and charts;
# measured on a million customers with ten features.
_CUSTOMER_BYTES, _CELL_BYTES = 150, 90


def segment(
    where: Any,
    *,
    options: Options | None = None,
    earlier: SegmentModel | None = None,
    like: Any = None,
    on_event: Callable[[str, int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    **keywords: Any,
) -> Result:
    """Find the segments of a customer table or purchase log.

    Parameters
    ----------
    where : path or frame
        CSV, TSV, Parquet, Excel or DuckDB file, or a pandas, polars or pyarrow table.
    options : Options, optional
        All decisions in one object; or give them as keywords.
    earlier : SegmentModel, optional
        The model of an earlier run: names that a person gave stay with the segments they match.
    like : path or Result, optional
        An earlier run, as its folder or its result: segments that are found again keep their
        numbers and names, and movers are counted.
    on_event : callable, optional
        Called with (stage, done, total).
    cancel : callable, optional
        Asked often; when it says True the run ends with `Cancelled`.
    **keywords
        Any field of `Options`: ``features=["income", "spend"], k=5``.

    Returns
    -------
    Result
        Segments, profile, evidence for k, model, report.

    Raises
    ------
    UsageError, InputError, NotEnoughDataError
        If an option, the file or the amount of data does not allow it.
    ResourceError
        If it would take more memory than ``memory`` allows.
    IntegrityError
        If a row, a customer or money was lost or counted twice: a mistake of ours.

    Examples
    --------
    >>> import pandas as pd
    >>> visits = [1, 2, 1, 2, 30, 31, 30, 32]
    >>> spend = [10, 11, 12, 10, 900, 905, 910, 890]
    >>> frame = pd.DataFrame({"customer_id": list("abcdefgh"), "visits": visits, "spend": spend})
    >>> result = segment(frame, k=2)
    >>> result.segments.groupby("segment").size().tolist()
    [4, 4]
    """
    stage = Stages(on_event, cancel)
    options = _options(options, keywords)
    before = None if like is None else earlier_run(like)
    intake = take_in(where, options, stage)
    with intake.groundwork:
        begun = described(intake, options, stage, earlier=earlier, like=before)
        return completed(begun, intake, stage)


def described(
    intake: Intake,
    options: Options,
    stage: Stages,
    *,
    earlier: SegmentModel | None = None,
    like: EarlierRun | None = None,
    on_choice: Callable[[KChoice, Sequence[int], History | None], object] | None = None,
) -> Result:
    """Return a run whose segments are found and described.

    `on_choice` is called between the two, with the choice, the numbers of the segments in the order
    of their labels, and the purchase days.
    """
    source, schema, plan, customers = intake.source, intake.schema, intake.plan, intake.customers
    with stage("choosing k"), telling_of_compilation(stage.tell_of_compilation):
        keys = row_keys(customers.ids, key="personae")
        selection, space, X, choice, notes = _choose(
            customers, schema, options, keys=keys, stage=stage, memory=source.engine.memory
        )
        followed = follow(choice, customers, space, X=X, like=like, replaced=earlier)
        past = intake.groundwork.past()
        customers = past.customers  # who now know the rhythm of their shop
        choice, silhouette, firm, told = _measured(
            followed.choice, X, space, before=past.before, keys=keys, seed=options.seed
        )
    if on_choice is not None:
        on_choice(choice, followed.numbers, past.history)
    with stage("describing"):
        segmentation, model = _described(
            customers,
            followed,
            firm,
            silhouette,
            plan=plan,
            selection=selection,
            space=space,
            X=X,
            choice=choice,
            options=options,
        )
    result = Result(
        options=options,
        source=source,
        schema=schema,
        plan=plan,
        customers=customers,
        selection=selection,
        space=space,
        X=X,
        choice=choice,
        fit=choice.fits[choice.k],
        silhouette=silhouette,
        segmentation=protected(segmentation, Limits(options.smallest_group, share=options.share)),
        findings=(*schema.findings, *customers.findings, *notes, *told, *followed.findings),
        model=model,
        summary={},
        firmness=firm,
        history=past.history,
    )
    if like is not None:
        result = _compared(result, followed, like)
    return result


def completed(result: Result, intake: Intake, stage: Stages) -> Result:
    """Add what the rows told beside the customers, what is to be expected, and the summary."""
    ground = intake.groundwork
    with stage("foretelling"):
        result = replace(
            result,
            worth=worth(result, ground.forecasts()),
            assortment=ground.assortment(),
            promotion=ground.past().promotion,
        )
    # filled in place: a copy would forget what the summary made the result reckon and keep
    result.summary.update(summarise(result))
    return conserved(result)


def _described(
    customers: Customers,
    followed: Followed,
    firm: Firmness,
    silhouette: NDArray[np.float64] | None,
    *,
    plan: CleaningPlan,
    selection: FeatureSelection,
    space: FeatureSpace,
    X: NDArray[np.float64],
    choice: KChoice,
    options: Options,
) -> tuple[Segmentation, SegmentModel]:
    """Say what the segments are like, and keep the model that scores like them."""
    segmentation = describe(
        customers,
        selection=selection,
        space=space,
        X=X,
        choice=choice,
        fit=choice.fits[choice.k],
        silhouette=silhouette,
        firmness=firm,
        given_names=followed.given,
        follows=followed.follows,
    )
    model = fitted_model(
        customers,
        segmentation,
        plan=plan,
        space=space,
        X=X,
        choice=choice,
        options=options,
        last_number=followed.last_number,
    )
    return segmentation, model


def _compared(result: Result, followed: Followed, like: EarlierRun) -> Result:
    """Add what became of the segments of the earlier run, and who moved."""
    numbers = result.segmentation.numbers
    return replace(
        result,
        identity=followed.identity,
        moves=moves_since(like, result.customers, result.fit.labels, numbers=numbers),
        findings=(*result.findings, *findings_of(followed, like, result.segmentation)),
    )


def _options(options: Options | None, keywords: dict[str, Any]) -> Options:
    if options is None:
        return Options.from_mapping(keywords)
    return Options.from_mapping({**options.to_dict(), **keywords}) if keywords else options


def _choose(
    customers: Customers,
    schema: Schema,
    options: Options,
    *,
    keys: NDArray[np.uint64],
    stage: Stages,
    memory: int,
) -> tuple[FeatureSelection, FeatureSpace, NDArray[np.float64], KChoice, list[Finding]]:
    """Choose features, space and k; take the log where one whale would be a segment."""
    check_enough(customers.n_customers)
    ignored = tuple((item.name, item.reason) for item in schema.roles if item.role == "ignored")
    selection = select_features(customers, options, ignored=ignored)
    needed = customers.n_customers * (_CUSTOMER_BYTES + _CELL_BYTES * len(selection.features))
    what = f"Finding segments of {customers.n_customers:,} customers by "
    what += f"{len(selection.features):,} features"
    refuse_beyond(needed, memory, what=what)

    def attempt(transform: Transform) -> tuple[FeatureSpace, NDArray[np.float64], KChoice]:
        space = fit_space(customers, selection.features, transform=transform)
        X = space.matrix(customers.table)
        choice = choose_k(
            X,
            keys=keys,
            kind=customers.kind,
            k=options.k,
            k_max=options.k_max,
            min_share=options.min_share,
            seed=options.seed,
            on_event=stage.tell,
            cancel=stage.cancel,
        )
        return space, X, choice

    space, X, choice = attempt(options.transform)
    notes: list[Finding] = []
    automatic = options.k is None and options.transform == "auto"
    if not choice.keeps_min_share and automatic and _has_logarithm(space):
        notes.append(
            Finding(
                "k/min-share",
                "warning",
                f"No number of segments keeps every segment above {options.min_share:.0%} of "
                "customers: a few very large ones stand alone. The logarithm of "
                "every feature was taken instead.",
                fix="--transform standard keeps the scale; --min-share 0 allows small segments.",
            )
        )
        space, X, choice = attempt("log")
    return selection, space, X, choice, notes


def _has_logarithm(space: FeatureSpace) -> bool:
    return all(step.minimum > -1 for step in space.steps)


def _earlier_day(
    before: EarlierCustomers | None, space: FeatureSpace, fit: KMeansFit
) -> tuple[EarlierDay | None, list[Finding]]:
    """Give the customers of the earlier day the segments of now, where they have coordinates."""
    if before is None:
        return None, []
    try:
        X = space.matrix(before.table)
    except InputError:
        # a log of profits may hold losses then of which there is no logarithm
        what = (
            f"Who stays in a segment when the as-of date moves back to {before.as_of.isoformat()} "
            "was not asked: some figures of then have no place in the space of now. It was asked "
            "who stays when every figure moves a little."
        )
        return None, [Finding("trust/no earlier day", "note", what)]
    return compared_with(X, fit, places=before.places), []


def _measured(
    choice: KChoice,
    X: NDArray[np.float64],
    space: FeatureSpace,
    *,
    before: EarlierCustomers | None,
    keys: NDArray[np.uint64],
    seed: int,
) -> tuple[KChoice, NDArray[np.float64] | None, Firmness, list[Finding]]:
    """Measure the chosen segments closer: silhouettes on all customers where affordable, trust."""
    earlier, told = _earlier_day(before, space, choice.fits[choice.k])
    firm = firmness(X, choice.fits[choice.k], keys=keys, seed=seed, earlier=earlier)
    if choice.k == 1:
        return choice, None, firm, told
    final = silhouette_of_final(X, choice.fits[choice.k].labels, keys=keys, seed=seed)
    chosen = replace(
        choice.of(choice.k),
        silhouette=final.mean,
        silhouette_rows=final.rows,
        silhouette_exact=final.exact,
        silhouette_low=final.low,
        silhouette_high=final.high,
    )
    evidence = tuple(chosen if row.k == choice.k else row for row in choice.evidence)
    return replace(choice, evidence=evidence), final.values, firm, told
