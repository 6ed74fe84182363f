"""The doors to the charts, for notebooks."""

from __future__ import annotations

import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text

from personae import plots, segment
from personae.errors import NotEnoughDataError, UsageError
from personae.workflow.result import Result


@pytest.fixture(scope="module")
def result() -> Result:
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(0)
    visits = np.repeat([2, 20, 40], 20) + rng.integers(0, 4, 60)
    spend = np.repeat([900, 100, 500], 20) + rng.integers(0, 60, 60)
    frame = pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(60)], "visits": visits, "spend": spend}
    )
    return segment(frame, k=3, id="customer_id")


OF_LOGS = ("break_even", "foretold", "picks", "proof", "returns", "trends")
OTHERS = {"pairs", *OF_LOGS}


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name not in OTHERS])
def test_every_door_gives_a_figure(result: Result, name: str) -> None:
    figure = getattr(plots, name)(result)
    assert isinstance(figure, Figure)
    assert figure.findobj(Text)


@pytest.mark.parametrize("name", OF_LOGS)
def test_what_only_a_log_can_tell_needs_one(result: Result, name: str) -> None:
    message = rf"^This run holds no figures for {name}\.\nFix: It needs a purchase log "
    with pytest.raises(NotEnoughDataError, match=message):
        getattr(plots, name)(result)


def test_pairs_draws_the_features_and_leaves_no_window_open(result: Result) -> None:
    figure = plots.pairs(result)
    assert isinstance(figure, Figure)
    assert plt.get_fignums() == []


def test_pairs_of_an_unknown_column_names_the_nearest(result: Result) -> None:
    with pytest.raises(UsageError, match=r'Column "visit" is not in .* Closest: "visits"'):
        plots.pairs(result, ["visit"])


def test_a_chart_without_figures_says_so(result: Result) -> None:
    import dataclasses

    with pytest.raises(NotEnoughDataError) as caught:
        plots.silhouette_blades(dataclasses.replace(result, silhouette=None))
    assert str(caught.value) == (
        "This run holds no figures for silhouette_blades.\n"
        "Fix: It needs two segments or more, and at most 50,000 customers."
    )
