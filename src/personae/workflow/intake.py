"""A file or frame in, its cleaned customers out: the stages that look at rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.presets.read_orders import read_orders
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.features.table import CustomersAndPast, customers_and_past
from personae.workflow.ahead import import_ahead, of_logs

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.plan import CleaningPlan
    from personae.data.schema import Schema
    from personae.data.source import Source
    from personae.workflow.stages import Stages

__all__ = ["Intake", "take_in"]


@dataclass(frozen=True)
class Intake:
    """What was read, what was decided about it, and the customers it holds.

    Parameters
    ----------
    source : Source
        The table as it was read; its engine is closed.
    schema : Schema
        What its columns mean.
    plan : CleaningPlan
        What was decided about its rows.
    past : CustomersAndPast
        One row per customer, and what the rows tell beside that.
    """

    source: Source
    schema: Schema
    plan: CleaningPlan
    past: CustomersAndPast


def take_in(where: Any, options: Options, stage: Stages) -> Intake:
    """Read, understand and clean a table.

    Parameters
    ----------
    where : path or frame
        The customers or the purchase log.
    options : Options
        All decisions.
    stage : Stages
        Who is told, and who may stop it.
    """
    with stage("reading"):
        source = read_orders(open_source(where, options), options)
    with stage("understanding"):
        schema = understand(source, options)
        plan = plan_cleaning(source, schema, options)
    with stage("cleaning"):
        if plan.kind == "transactions":
            import_ahead(of_logs)
        past = customers_and_past(source, plan, as_of=options.as_of)
        # Nothing after this reads a row; kept until the end, half a million of them are 150 MB.
        source.engine.close()
    return Intake(source, schema, plan, past)
