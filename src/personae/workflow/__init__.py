"""The only room where stages are put in order."""

from personae.workflow.budget import BudgetOutcome, budget
from personae.workflow.campaign import CampaignFolder, campaign
from personae.workflow.check import Check, check
from personae.workflow.demo import demo
from personae.workflow.forget import Forgotten, forget
from personae.workflow.lift import LiftOutcome, lift
from personae.workflow.rename import rename
from personae.workflow.result import Result
from personae.workflow.run import RunFolder, run
from personae.workflow.score import ScoreOutcome, score
from personae.workflow.segment import segment
from personae.workflow.verify import Verified, verify

__all__ = [
    "BudgetOutcome",
    "CampaignFolder",
    "Check",
    "Forgotten",
    "LiftOutcome",
    "Result",
    "RunFolder",
    "ScoreOutcome",
    "Verified",
    "budget",
    "campaign",
    "check",
    "demo",
    "forget",
    "lift",
    "rename",
    "run",
    "score",
    "segment",
    "verify",
]
