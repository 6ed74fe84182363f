"""A file or frame in, its cleaned customers out: the stages that look at rows.

The customers come first, so that segments can be looked for while the rest is read from the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.presets.read_orders import read_orders
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.dataclass import dataclass
from personae.features.table import customers_and_log
from personae.workflow.ahead import import_ahead, of_logs
from personae.workflow.groundwork import Groundwork

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.customers import Customers
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
        The table as it was read.
    schema : Schema
        What its columns mean.
    plan : CleaningPlan
        What was decided about its rows.
    customers : Customers
        One row per customer.
    groundwork : Groundwork
        What the rows tell beside that, and what is made of it; still being read.
    """

    source: Source
    schema: Schema
    plan: CleaningPlan
    customers: Customers
    groundwork: Groundwork


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
        customers, log = customers_and_log(source, plan, as_of=options.as_of)
    ground = Groundwork(source, log, customers, options)
    return Intake(source, schema, plan, customers, ground)
