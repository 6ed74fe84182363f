"""What a report needs of a run; `workflow.result.Result` is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.actions.campaigns.yardstick import Yardstick
    from personae.actions.headroom import Headroom
    from personae.actions.leaving.at_risk import AtRisk
    from personae.actions.leaving.departures import Departures
    from personae.actions.offers.offers import Offers
    from personae.actions.suggestion import Suggestion
    from personae.actions.worth.worth import Worth
    from personae.cluster.evidence import KChoice, KMeansFit
    from personae.cluster.firmness import Firmness
    from personae.config import Options
    from personae.data.customers import Customers
    from personae.data.schema import Finding, Schema
    from personae.data.source import Source
    from personae.features.history import History
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.monitor.identity import Identity
    from personae.monitor.moves import Moves
    from personae.monitor.snapshots import Trends
    from personae.monitor.usefulness import Usefulness
    from personae.profile.proxies import Proxy
    from personae.profile.segment import Segmentation

__all__ = ["Run"]


class Run(Protocol):
    """A finished run. This room lies before `workflow`, so it says here what it reads."""

    @property
    def options(self) -> Options: ...  # noqa: D102
    @property
    def source(self) -> Source: ...  # noqa: D102
    @property
    def schema(self) -> Schema: ...  # noqa: D102
    @property
    def customers(self) -> Customers: ...  # noqa: D102
    @property
    def selection(self) -> FeatureSelection: ...  # noqa: D102
    @property
    def space(self) -> FeatureSpace: ...  # noqa: D102
    @property
    def choice(self) -> KChoice: ...  # noqa: D102
    @property
    def fit(self) -> KMeansFit: ...  # noqa: D102
    @property
    def firmness(self) -> Firmness | None: ...  # noqa: D102
    @property
    def silhouette(self) -> NDArray[np.float64] | None: ...  # noqa: D102
    @property
    def segmentation(self) -> Segmentation: ...  # noqa: D102
    @property
    def suggestions(self) -> tuple[Suggestion, ...]: ...  # noqa: D102
    @property
    def findings(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def history(self) -> History | None: ...  # noqa: D102
    @property
    def at_risk(self) -> AtRisk | None: ...  # noqa: D102
    @property
    def departures(self) -> Departures | None: ...  # noqa: D102
    @property
    def yardsticks(self) -> tuple[Yardstick, ...]: ...  # noqa: D102
    @property
    def offers(self) -> Offers: ...  # noqa: D102
    @property
    def trends(self) -> Trends | None: ...  # noqa: D102
    @property
    def trends_reason(self) -> str | None: ...  # noqa: D102
    @property
    def usefulness(self) -> Usefulness | None: ...  # noqa: D102
    @property
    def usefulness_reason(self) -> str | None: ...  # noqa: D102
    @property
    def headroom(self) -> Headroom | None: ...  # noqa: D102
    @property
    def identity(self) -> Identity | None: ...  # noqa: D102
    @property
    def moves(self) -> Moves | None: ...  # noqa: D102
    @property
    def worth(self) -> Worth | None: ...  # noqa: D102
    @property
    def proxies(self) -> tuple[Proxy, ...]: ...  # noqa: D102
    @property
    def summary(self) -> dict[str, Any]: ...  # noqa: D102
