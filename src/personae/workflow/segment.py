"""From a file or frame to segments: every stage, in order."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.config import Options
from personae.data.schema import Finding
from personae.errors import Cancelled, Problem
from personae.workflow.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.profile.segment import Segmentation
    from personae.scoring.model import SegmentModel

__all__ = ["segment"]

def segment(
    where: Any,
    *,
    options: Options | None = None,
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
    options = _options(options, keywords)
    stage = _Stages(on_event, cancel)
    from personae.data.read import open_source
    from personae.data.understand import plan_cleaning, understand
    from personae.features.table import customer_table
    from personae.profile.describe import describe

    with stage("reading"):
        source = open_source(where, options)
    with stage("understanding"):
        schema = understand(source, options)
        plan = plan_cleaning(source, schema, options)
    with stage("cleaning"):
        customers = customer_table(source, plan, as_of=options.as_of)
    with stage("choosing k"):
        selection, space, X, choice, notes = _choose(customers, options, stage)
    with stage("describing"):
        fit = choice.fits[choice.k]
        silhouette = _silhouette(X, fit.labels)
        segmentation = describe(
            customers,
            selection=selection,
            space=space,
            X=X,
            choice=choice,
            fit=fit,
            silhouette=silhouette,
        )
        model = _model(
            customers,
            segmentation,
            plan=plan,
            space=space,
            X=X,
            centers=fit.centers,
            options=options,
        )
    from personae.actions.playbook import suggest
    from personae.workflow.summary import summarise

    findings = (*schema.findings, *customers.findings, *notes)
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
        fit=fit,
        silhouette=silhouette,
        segmentation=segmentation,
        suggestions=suggest(segmentation, customers),
        findings=findings,
        model=model,
        summary={},
    )
    return replace(result, summary=summarise(result))


def _options(options: Options | None, keywords: dict[str, Any]) -> Options:
    if options is None:
        return Options.from_mapping(keywords)
    return Options.from_mapping({**options.to_dict(), **keywords}) if keywords else options


class _Stages:
    """Tells listeners where the run is, and stops it where they ask."""

    def __init__(
        self,
        on_event: Callable[[str, int, int], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.on_event = on_event
        self.cancel = cancel
        self._current = ""

    def __call__(self, stage: str) -> _Stages:
        self._current = stage
        return self

    def __enter__(self) -> None:
        self.tell(self._current, 0, 1)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.tell(self._current, 1, 1)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Pass an event on, unless the run shall end."""
        if self.cancel is not None and self.cancel():
            raise Cancelled(Problem("run/cancelled", "The run was stopped; nothing was written."))
        if self.on_event is not None:
            self.on_event(stage, done, total)


def _choose(
    customers: Customers, options: Options, stage: _Stages
) -> tuple[FeatureSelection, FeatureSpace, NDArray[np.float64], KChoice, list[Finding]]:
    """Choose features, space and k; take the log where one whale would be a segment."""
    from personae.cluster.choose_k import choose_k
    from personae.features.fit_space import fit_space
    from personae.features.select import select_features
    from personae.stats.sample import row_keys

    selection = select_features(customers, options)
    keys = row_keys(customers.ids, key="personae")

    def attempt(transform: str) -> tuple[FeatureSpace, NDArray[np.float64], KChoice]:
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
    if not choice.keeps_min_share and options.k is None and options.transform == "auto":
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


def _silhouette(X: NDArray[np.float64], labels: NDArray[np.int32]) -> NDArray[np.float64] | None:
    """Return the exact silhouette of every customer where that is affordable."""
    from personae.cluster.indices import EXACT_FINAL, silhouette_samples

    if len(X) > EXACT_FINAL or int(labels.max()) == 0:
        return None
    return silhouette_samples(X, labels)


def _model(
    customers: Customers,
    segmentation: Segmentation,
    *,
    plan: CleaningPlan,
    space: FeatureSpace,
    X: NDArray[np.float64],
    centers: NDArray[np.float64],
    options: Options,
) -> SegmentModel:
    """Keep what scoring needs, and nothing of any customer."""
    from personae.scoring.model import ModelSegment, SegmentModel

    originals = space.original(centers)
    segments = tuple(
        ModelSegment(
            segment=item.segment,
            name=item.name,
            named_by=item.named_by,
            archetype=item.archetype,
            size=item.size,
            share=item.share,
            center=tuple(centers[item.segment - 1].tolist()),
            original=tuple(originals[item.segment - 1].tolist()),
            rule=item.rule.text if item.rule else "",
            stability=item.stability,
            trust=item.trust,
            numbers=item.numbers,
        )
        for item in segmentation.segments
    )
    history = customers.facts.get("history_days")
    return SegmentModel(
        plan=plan,
        space=space,
        segments=segments,
        n_customers=customers.n_customers,
        fingerprint=_fingerprint(customers, X),
        as_of=customers.as_of.isoformat() if customers.as_of else None,
        history_days=history if isinstance(history, int) else None,
        options=options.to_dict(),
        version=__version__,
    )


def _fingerprint(customers: Customers, X: NDArray[np.float64]) -> str:
    """Sum a hash of every row's id and coordinates; the order of rows cannot matter."""
    import numpy as np

    from personae.stats.sample import row_keys

    keys = row_keys(customers.ids, key="fingerprint")
    bits = np.ascontiguousarray(X).view(np.uint64)
    with np.errstate(over="ignore"):
        for axis in range(bits.shape[1]):
            keys = (keys ^ bits[:, axis]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        total = int(keys.sum(dtype=np.uint64))
    return hashlib.sha256(f"{len(X)}:{total}".encode()).hexdigest()[:16]
