"""Everything a run found out, in one frozen object."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.campaigns.yardstick import Yardstick
    from personae.actions.headroom import Headroom
    from personae.actions.leaving.at_risk import AtRisk
    from personae.actions.leaving.departures import Departures
    from personae.actions.offers.levels import Assortment
    from personae.actions.offers.offers import Offers
    from personae.actions.suggestion import Suggestion
    from personae.actions.worth.worth import Worth
    from personae.cluster.evidence import KChoice, KMeansFit
    from personae.cluster.firmness import Firmness
    from personae.config import Options
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.schema import Finding, Schema
    from personae.data.source import Source
    from personae.features.history import History
    from personae.features.promotion import PromotionShares
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.monitor.identity import Identity
    from personae.monitor.moves import Moves
    from personae.monitor.snapshots import Trends
    from personae.monitor.usefulness import Usefulness
    from personae.profile.proxies import Proxy
    from personae.profile.segment import CategoryProfile, NumberProfile, Segmentation
    from personae.scoring.model import SegmentModel

__all__ = ["Result"]


@dataclass(frozen=True, repr=False)
class Result:
    """Everything a run found out.

    The tables `segments`, `profile` and `evidence` are pandas data frames; `model` can be saved
    and applied to new customers; `report` writes the page that people read.
    """

    options: Options
    source: Source
    schema: Schema
    plan: CleaningPlan
    customers: Customers
    selection: FeatureSelection
    space: FeatureSpace
    X: NDArray[np.float64]
    choice: KChoice
    fit: KMeansFit
    silhouette: NDArray[np.float64] | None
    segmentation: Segmentation
    findings: tuple[Finding, ...]
    model: SegmentModel
    summary: dict[str, Any]
    firmness: Firmness | None = None
    history: History | None = None
    worth: Worth | None = None
    identity: Identity | None = None
    moves: Moves | None = None
    assortment: Assortment | None = None
    promotion: PromotionShares | None = None

    @cached_property
    def segments_table(self) -> pa.Table:
        """Every customer's segment, sorted by id: what `segments.csv` holds.

        Columns ``id``, ``segment``, ``name``, ``distance``, ``runner_up``, ``margin``; for a log
        also the RFM scores and the RFM name, because people know them.
        """
        from personae.features.scores import rfm_scores
        from personae.scoring.assign import assignment_table

        table, _ = assignment_table(self.model, self.customers, self.X)
        table = table.drop_columns(["out_of_range"])
        scores = rfm_scores(self.customers)
        if scores is None:
            return table
        for name in scores.column_names:
            table = table.append_column(name, scores.column(name))
        return table

    @cached_property
    def worth_table(self) -> pa.Table | None:
        """What to expect of every customer, sorted by id: what `worth.csv` holds.

        Columns ``id``, ``segment``, ``name``, ``p_alive``, ``expected_purchases``,
        ``expected_money`` (within the horizon); ``alive_rank`` alone where only ranks can be told;
        None where nothing can.
        """
        import numpy as np

        worth = self.worth
        if worth is None or worth.alive is None:
            return None
        table = self.segments_table.select(["id", "segment", "name"])
        if worth.purchases is None or worth.worth is None:
            better = np.sort(worth.alive)
            rank = len(better) - np.searchsorted(better, worth.alive, side="right") + 1
            return table.append_column("alive_rank", [rank])
        table = table.append_column("p_alive", [worth.alive])
        table = table.append_column("expected_purchases", [worth.purchases])
        return table.append_column("expected_money", [worth.worth]) if worth.in_money else table

    @cached_property
    def at_risk(self) -> AtRisk | None:
        """Who is about to leave, and what they are worth; `at_risk.csv` holds its table.

        None for a customer table, and for a log too small to tell a rhythm.
        """
        from personae.actions.leaving.at_risk import at_risk

        if self.history is None:
            return None
        names = tuple(item.name for item in self.segmentation.segments)
        return at_risk(
            self.history,
            self.fit.labels,
            names,
            numbers=self.segmentation.numbers,
            alive=self._alive,
        )

    @property
    def _alive(self) -> NDArray[np.float64] | None:
        """The chance to be still there, where the log tells of leaving at all."""
        forecast = None if self.worth is None else self.worth.forecast
        if self.worth is None or forecast is None or forecast.process.model == "NBD":
            return None
        return self.worth.alive

    @cached_property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """How many of each segment buy again anyway, and the rise that can be seen; of logs."""
        from personae.actions.campaigns.yardstick import yardsticks

        if self.history is None:
            return ()
        return yardsticks(
            self.history.days,
            self.fit.labels,
            space=self.space,
            centers=self.fit.centers,
            window=self.plan.window,
            numbers=self.segmentation.numbers,
        )

    @cached_property
    def offers(self) -> Offers:
        """What each segment buys, and what could be made for it: `affinity.csv`, `gaps.csv`."""
        from personae.actions.offers.offers import offers

        told = offers(
            self.customers,
            self.fit.labels,
            tuple(item.name for item in self.segmentation.segments),
            centers=self.fit.centers,
            assortment=self.assortment,
            promotion=self.promotion,
        )
        return told.numbered(self.segmentation.numbers)

    @cached_property
    def trends(self) -> Trends | None:
        """How the segments of a log changed; `trends.csv` and `migration.csv` hold its tables.

        None for a customer table, and where `trends_reason` says why.
        """
        return None if isinstance(self._trends, str) else self._trends

    @property
    def trends_reason(self) -> str | None:
        """Why there are no trends; None where there are some, and for a customer table."""
        return self._trends if isinstance(self._trends, str) else None

    @cached_property
    def _trends(self) -> Trends | str | None:
        from personae.monitor.snapshots import trends

        if self.history is None or self.history.flows is None:
            return None
        return trends(
            self.history.flows,
            self.customers,
            self.segmentation,
            labels=self.fit.labels,
            features=self.selection.features,
            transform=self.options.transform,
            window=self.plan.window,
            seed=self.options.seed,
        )

    @cached_property
    def usefulness(self) -> Usefulness | None:
        """Whether segments made in the middle of the log foretold the rest better than rules do.

        None for a customer table, and where `usefulness_reason` says why.
        """
        return None if isinstance(self._usefulness, str) else self._usefulness

    @property
    def usefulness_reason(self) -> str | None:
        """Why usefulness was not tested; None where it was, and for a customer table."""
        return self._usefulness if isinstance(self._usefulness, str) else None

    @cached_property
    def _usefulness(self) -> Usefulness | str | None:
        from personae.monitor.usefulness import usefulness

        if self.history is None:
            return None
        return usefulness(self.history, self.customers, self.options, k=self.choice.k)

    @cached_property
    def headroom(self) -> Headroom | None:
        """How far customers spend below their like, or the reason why this log cannot tell.

        None for a customer table.
        """
        from personae.actions.headroom import headroom

        if self.history is None or self.history.flows is None:
            return None
        return headroom(
            self.history.flows,
            self.customers.ids,
            self.fit.labels,
            numbers=self.segmentation.numbers,
            seed=self.options.seed,
        )

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What could be done about every segment, what matters most first, each with its facts."""
        from personae.actions.insight import insights
        from personae.actions.playbook import suggest

        found = insights(
            self.segmentation.segments,
            at_risk=self.at_risk,
            worth=self.worth,
            offers=self.offers,
            headroom=self.headroom,
            currency=self.customers.currency,
        )
        told = suggest(self.segmentation, self.customers, found)
        smallest = self.options.smallest_group
        return tuple(
            item
            for item in told
            if self.segmentation.of(item.segment).described and item.people >= smallest
        )

    @cached_property
    def departures(self) -> Departures | None:
        """Who left which segment, and with what money, where a customer table says so."""
        from personae.actions.leaving.departures import departures

        numbers = self.segmentation.numbers
        return departures(self.customers, self.fit.labels, self.choice.k, numbers=numbers)

    @cached_property
    def proxies(self) -> tuple[Proxy, ...]:
        """How far the segments stand in for gender, age and other sensitive attributes."""
        from personae.profile.proxies import proxies

        shown = frozenset(
            (item.segment, row.column, row.category)
            for item in self.segmentation.segments
            for row in item.categories
        )
        return proxies(
            self.customers,
            self.fit.labels,
            self.segmentation.numbers,
            features=self.selection.features,
            smallest=self.options.smallest_group,
            shown=shown,
        )

    @property
    def segments(self) -> pd.DataFrame:
        """Every customer's segment as a data frame."""
        frame: pd.DataFrame = self.segments_table.to_pandas()
        return frame

    @property
    def profile(self) -> pd.DataFrame:
        """What each segment is like: one row per segment, column and figure."""
        import pandas as pd

        return pd.DataFrame(self.profile_rows())

    @property
    def evidence(self) -> pd.DataFrame:
        """What speaks for and against each number of segments."""
        import pandas as pd

        return pd.DataFrame(self.choice.to_rows())

    def profile_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `profile.csv`: numbers first, then the shares of categories."""
        features = set(self.selection.features)
        rows: list[dict[str, Any]] = []
        for item in self.segmentation.segments:
            head = {
                "segment": item.segment,
                "name": item.name,
                "size": item.size,
                "share": item.share,
            }
            rows.extend(head | _number_row(number, features) for number in item.numbers)
            rows.extend(head | _category_row(category, features) for category in item.categories)
        return rows

    def report(self, path: str | Path) -> Path:
        """Write the self-contained page that people read; return where it is.

        Parameters
        ----------
        path : str or Path
            Such as ``"report.html"``.
        """
        from personae.disk.files import write_file
        from personae.report.content import document
        from personae.report.drawing import draw
        from personae.report.html import render

        content = document(self)
        page = render(content, draw(content).svg)
        write_file(Path(path), page.encode())
        return Path(path)

    def __repr__(self) -> str:
        names = ", ".join(f"{item.name} ({item.size:,})" for item in self.segmentation.segments)
        return f"<Result: {self.customers.n_customers:,} customers in {self.choice.k}: {names}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as JSON-ready values."""
        return dict(self.summary)

    def _repr_html_(self) -> str:
        """Show the segments as a table in a notebook."""
        import html

        rows = "".join(
            f"<tr><td>{item.segment}</td><td>{html.escape(item.name)}</td><td>{item.size:,}</td>"
            f"<td>{item.share:.1%}</td><td>{html.escape(item.headline)}</td></tr>"
            for item in self.segmentation.segments
        )
        titles = ("", "Segment", "Customers", "Share", "What they are like")
        head = "<tr>" + "".join(f"<th>{title}</th>" for title in titles) + "</tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _number_row(number: NumberProfile, features: set[str]) -> dict[str, Any]:
    return {
        "column": number.column,
        "category": None,
        "is_feature": number.column in features,
        "mean": number.mean,
        "median": number.median,
        "lower_quartile": number.lower_quartile,
        "upper_quartile": number.upper_quartile,
        "overall": number.overall_mean,
        "index": number.index,
        "difference": number.difference,
    }


def _category_row(category: CategoryProfile, features: set[str]) -> dict[str, Any]:
    return {
        "column": category.column,
        "category": category.category,
        "is_feature": category.column in features,
        "mean": category.share,
        "median": None,
        "lower_quartile": None,
        "upper_quartile": None,
        "overall": category.overall_share,
        "index": category.index,
        "difference": category.difference,
    }
