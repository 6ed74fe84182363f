"""People of two arms and the planned share of control in, whether chance explains the split out."""

from __future__ import annotations

__all__ = ["SAMPLE_RATIO_ALARM", "sample_ratio_p"]

SAMPLE_RATIO_ALARM = 0.001
"""A split that chance gives less often than this was made by something else."""


def sample_ratio_p(treatment: int, control: int, *, planned_control: float) -> float:
    """Return how often chance splits people at least as far from the plan.

    People who are lost on the way (bounced, unsubscribed, filtered by the sending tool) are seldom
    lost evenly; then the arms differ in more than the campaign.

    Parameters
    ----------
    treatment, control : int
        People in each arm.
    planned_control : float
        The share that was to be held back, between 0 and 1.

    Returns
    -------
    float
        The p-value of the exact two-sided binomial test.

    Examples
    --------
    >>> round(sample_ratio_p(90, 10, planned_control=0.1), 3)
    1.0
    >>> sample_ratio_p(8_700, 1_200, planned_control=0.1) < SAMPLE_RATIO_ALARM
    True
    """
    from scipy import stats

    return float(stats.binomtest(control, treatment + control, planned_control).pvalue)
