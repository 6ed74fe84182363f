"""A run folder in, what a campaign reads of it out."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.data.csv_file import read_own_csv
from personae.dataclass import dataclass
from personae.errors import InputError, Problem
from personae.workflow.run_folder import run_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.campaigns.bought_again import BoughtAgain
    from personae.actions.campaigns.purchase_window import PurchaseWindow

__all__ = ["CampaignRun", "read_campaign_run"]


@dataclass(frozen=True)
class CampaignRun:
    """A run, and which of its customers a campaign is about.

    Parameters
    ----------
    path : Path
        Its folder.
    files : dict of str to bytes
        Everything in it, checked.
    summary : dict
        Its `summary.json`.
    names : dict of int to str
        The chosen segments.
    everybody : pyarrow.Table
        ``id``, ``segment`` and ``name`` of all customers, by id.
    chosen : ndarray of bool, shape (n_customers,)
        Who is in a chosen segment.
    """

    path: Path
    files: Mapping[str, bytes] = field(repr=False)
    summary: Mapping[str, Any] = field(repr=False)
    names: Mapping[int, str]
    everybody: pa.Table = field(repr=False)
    chosen: NDArray[np.bool_] = field(repr=False)

    @property
    def as_of(self) -> dt.date | None:
        """The day from which recency counts; None for a customer table."""
        day = self.summary.get("as_of")
        return None if day is None else dt.date.fromisoformat(day)

    @cached_property
    def model(self) -> dict[str, Any]:
        """The model file as JSON values."""
        model: dict[str, Any] = json.loads(self.files["model.json"])
        return model

    @cached_property
    def purchase_days(self) -> pa.Table | None:
        """When every customer bought; None where the run kept no purchases."""
        from pyarrow import parquet

        if "purchase_days.parquet" not in self.files:
            return None
        return parquet.read_table(io.BytesIO(self.files["purchase_days.parquet"]))

    @property
    def id_columns(self) -> tuple[str, ...]:
        """The columns that the ids were made of."""
        return tuple(c["name"] for c in self.model["plan"]["columns"] if c["role"] == "id")

    @cached_property
    def members(self) -> pa.Table:
        """The customers of the chosen segments, by id."""
        import pyarrow as pa

        return self.everybody.filter(pa.array(self.chosen)).combine_chunks()

    @property
    def ids(self) -> pa.Array:
        """Their ids."""
        return self.members.column("id").combine_chunks()

    @cached_property
    def segments(self) -> NDArray[np.int64]:
        """Their segments."""
        return np.asarray(self.members.column("segment").to_numpy(), dtype=np.int64)

    def at_risk(self) -> pa.Array:
        """Return the ids that the run lists as at risk.

        Raises
        ------
        InputError
            If it has no such list.
        """
        import pyarrow as pa

        if "at_risk.csv" not in self.files:
            raise InputError(
                Problem(
                    "run/no-risk-list",
                    f"{self.path} has no at_risk.csv: this run could not tell who is at risk.",
                    "Leave --at-risk out, or make the run again from a log of purchases with "
                    "personae run.",
                )
            )
        table = read_own_csv(self.files["at_risk.csv"], {"id": pa.string()})
        return table.column("id").combine_chunks()

    def window(self, days: int) -> PurchaseWindow | None:
        """Look at the days before the as-of date; None where the run kept no purchases."""
        from personae.actions.campaigns.purchase_window import purchase_window

        if self.as_of is None or self.purchase_days is None:
            return None
        return purchase_window(self.ids, self.purchase_days, as_of=self.as_of, length=days)

    def bought_again(self, days: int) -> dict[int, BoughtAgain] | None:
        """Return who of each segment bought again in the last days; None where no log tells."""
        from personae.actions.campaigns.bought_again import bought_again
        from personae.features.purchase_days import PurchaseDays
        from personae.scoring.model import model_of

        if self.as_of is None or self.purchase_days is None:
            return None
        model = model_of(self.model, origin=f"{self.path}/model.json")
        found = bought_again(
            PurchaseDays.from_table(self.purchase_days, as_of=self.as_of),
            model.space,
            model.centers,
            length=days,
            window=model.plan.window,
        )
        return None if found is None else dict(zip(model.names, found, strict=True))


def read_campaign_run(path: Path, segments: Sequence[str]) -> CampaignRun:
    """Read a run folder and choose its customers by segment.

    Parameters
    ----------
    path : Path
        The folder.
    segments : sequence of str
        Names or numbers; all if there is none.

    Raises
    ------
    InputError, IntegrityError
        If it is no run folder, or not what it was when it was written.
    UsageError
        If there is no such segment.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    from personae.actions.campaigns.base_rates import chosen_segments

    files = run_files(path)
    summary = json.loads(files["summary.json"])
    names = {item["segment"]: item["name"] for item in summary["segments"]}
    wanted = chosen_segments(segments, names)
    table = parquet.read_table(io.BytesIO(files["segments.parquet"]))
    table = table.select(["id", "segment", "name"]).sort_by("id").combine_chunks()
    chosen = pc.is_in(table.column("segment"), value_set=pa.array(wanted, pa.int32()))
    return CampaignRun(
        path,
        files,
        summary,
        {number: names[number] for number in wanted},
        table,
        np.asarray(chosen.to_numpy(), dtype=bool),
    )
