"""A file or frame in, its cleaned customers out: the stages that look at rows.

The customers come first, so that segments can be looked for while the rest is read from the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.presets.read_orders import read_orders
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.features.table import CustomersAndPast, customers_and_log, past_of
from personae.workflow.ahead import import_ahead, of_logs
from personae.workflow.beside import Beside
from personae.workflow.groundwork import Groundwork, groundwork

if TYPE_CHECKING:
    from types import TracebackType

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

    As a block: who leaves it with an error leaves no work on the rows behind.

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
    past : Beside of CustomersAndPast
        The same customers with what the rows tell beside that, which is still being read; the
        engine is closed when it is there.
    groundwork : Beside of Groundwork
        What is made of that and does not hang on segments.
    """

    source: Source
    schema: Schema
    plan: CleaningPlan
    customers: Customers
    past: Beside[CustomersAndPast]
    groundwork: Beside[Groundwork]

    def __enter__(self) -> Self:
        self.past.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.past.__exit__(kind, error, trace)


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

    def rest() -> CustomersAndPast:
        try:
            return past_of(log, customers)
        finally:
            # Nothing after this reads a row; kept until the end, half a million are 150 MB.
            source.engine.close()

    past = Beside(rest, stop=source.engine.interrupt)
    ground = Beside(lambda: groundwork(past.result(), source, options))
    return Intake(source, schema, plan, customers, past, ground)
