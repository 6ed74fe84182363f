"""The report's charts for notebooks and slides: a result in, a matplotlib figure out.

Every function takes what `personae.segment` returned, draws, and computes nothing but the table
of its chart. A figure shows itself in a notebook; ``figure.savefig("map.png", dpi=200)`` keeps it.
Figures are finished pictures without matplotlib's axes (but for `pairs`): ``figure.suptitle`` and
``figure.text`` write on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.errors import NotEnoughDataError, Problem, UsageError, unknown_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from personae.report.run import Run

__all__ = [
    "break_even",
    "distributions",
    "elbow",
    "foretold",
    "map2d",
    "map3d",
    "pairs",
    "picks",
    "profile_heatmap",
    "proof",
    "returns",
    "silhouette_blades",
    "silhouette_over_k",
    "sizes_and_revenue",
    "tree",
    "trends",
]

MOST_PAIR_POINTS = 2000
_LOG = "It needs a purchase log"
_NEEDS = {
    "silhouette_blades": "It needs two segments or more, and at most 50,000 customers.",
    "foretold": f"{_LOG} that is long enough to foretell its second half; result.worth says why.",
    "returns": f"{_LOG} in which enough customers bought again.",
    "picks": f"{_LOG} with a product of every line, and a segment that picks something more often.",
    "proof": f"{_LOG} that can be cut in two; result.usefulness_reason says why not.",
    "break_even": f"{_LOG} with money, and two segments or more.",
    "trends": f"{_LOG} that is long enough; result.trends_reason says why not.",
}


def sizes_and_revenue(result: Run) -> Figure:
    """Draw each segment's share of customers and, where money is known, of the money."""
    return _figure(result, "sizes_and_revenue")


def profile_heatmap(result: Run) -> Figure:
    """Draw the mean of every column in every segment, shaded by its distance from everybody."""
    return _figure(result, "profile_heatmap")


def break_even(result: Run) -> Figure:
    """Draw how many of a hundred people written to must buy once more for it to pay."""
    return _figure(result, "break_even")


def distributions(result: Run) -> Figure:
    """Draw a histogram per segment and column, with the medians."""
    return _figure(result, "distributions")


def foretold(result: Run) -> Figure:
    """Draw what a log's first half foretold of its second, and what came, by tenths."""
    return _figure(result, "foretold")


def map2d(result: Run) -> Figure:
    """Draw the customers on the first two principal axes of the feature space."""
    return _figure(result, "map2d")


def map3d(result: Run) -> Figure:
    """Draw the customers on the first three principal axes, from one side."""
    return _figure(result, "map3d")


def elbow(result: Run) -> Figure:
    """Draw how the inertia falls with each more segment."""
    return _figure(result, "elbow")


def silhouette_over_k(result: Run) -> Figure:
    """Draw the mean silhouette of every number of segments."""
    return _figure(result, "silhouette_over_k")


def silhouette_blades(result: Run) -> Figure:
    """Draw the silhouettes of all customers, sorted within each segment.

    Raises
    ------
    NotEnoughDataError
        If the run measured none: with one segment, or above 50,000 customers.
    """
    return _figure(result, "silhouette_blades")


def picks(result: Run) -> Figure:
    """Draw what each segment of a log picks more often than others with baskets as varied."""
    return _figure(result, "picks")


def proof(result: Run) -> Figure:
    """Draw whether the segments foretold what came next better than RFM and one-line rules."""
    return _figure(result, "proof")


def returns(result: Run) -> Figure:
    """Draw how the chance that a customer of a log returns falls with the days of silence."""
    return _figure(result, "returns")


def trends(result: Run) -> Figure:
    """Draw how the share of customers in each segment of a log went over time."""
    return _figure(result, "trends")


def tree(result: Run) -> Figure:
    """Draw how segments split as their number grows (a cluster tree)."""
    return _figure(result, "tree")


def pairs(result: Run, columns: Sequence[str] | None = None) -> Figure:
    """Draw every two columns against each other, coloured by segment (a seaborn pair plot).

    Parameters
    ----------
    result : Result
        What `personae.segment` returned.
    columns : sequence of str, optional
        Numeric columns of the customer table; the features, at most five.

    Returns
    -------
    matplotlib.figure.Figure
        Up to 2,000 customers, chosen by a hash of their ids.

    Raises
    ------
    UsageError
        If a column is not a numeric column of the customer table.
    """
    known = [column.name for column in result.customers.columns if column.type == "number"]
    chosen = list(columns or [name for name in result.selection.features if name in known][:5])
    if unknown := [name for name in chosen if name not in known]:
        where = "the numeric columns of the customer table"
        raise UsageError(*(unknown_column("columns", name, known, where=where) for name in unknown))
    import seaborn as sns
    from matplotlib import pyplot as plt

    from personae.report.charts.theme import color, mark, style

    frame = _sampled(result, chosen)
    order = [f"{item.segment} {item.name}" for item in result.segmentation.segments]
    numbers = result.segmentation.numbers
    colors = {name: color(number) for name, number in zip(order, numbers, strict=True)}
    marks = [mark(number) for number in numbers]
    with style():
        grid = sns.pairplot(
            frame,
            hue="segment",
            hue_order=order,
            palette=colors,
            markers=marks,
            corner=True,
            height=2.2,
            diag_kind="hist",
            plot_kws={"s": 14, "alpha": 0.7, "linewidth": 0.2},
        )
    # a notebook shows what a cell returns; left open, pyplot would show it a second time
    plt.close(grid.figure)
    figure: Figure = grid.figure
    return figure


def _sampled(result: Run, columns: list[str]) -> Any:
    """Return the columns and the segment of a sample of the customers as a data frame."""
    import numpy as np

    from personae.stats.sample import row_keys

    keys = row_keys(result.customers.ids, key="pairs")
    rows = np.sort(np.argsort(keys, kind="stable")[:MOST_PAIR_POINTS])
    names = {
        label: f"{item.segment} {item.name}"
        for label, item in enumerate(result.segmentation.segments)
    }
    frame = result.customers.table.select(columns).take(rows).to_pandas()
    labels = {name: result.customers.column(name).label or name for name in columns}
    return frame.rename(columns=labels).assign(
        segment=[names[label] for label in result.fit.labels[rows].tolist()]
    )


def _figure(result: Run, name: str) -> Figure:
    from personae.report.charts.gallery import figure_of
    from personae.report.content import document

    figure = figure_of(document(result), name)
    if figure is None:
        raise NotEnoughDataError(
            Problem(
                "plots/no-figures",
                f"This run holds no figures for {name}.",
                _NEEDS.get(
                    name, "It needs two segments or more; result.choice says what was found."
                ),
            )
        )
    return figure
