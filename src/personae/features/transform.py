"""One column in, the steps that make it an axis out; and the steps applied."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.errors import InputError, Problem
from personae.features.logarithm import amounts_of, logarithm, own_unit
from personae.features.step import SpaceStep
from personae.stats.moments import Moments, moments

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["CATEGORY_WEIGHT", "category_steps", "coordinates", "number_step", "numbers"]

# Bulmer (1979), Principles of Statistics: a skewness beyond 1 is "highly skewed".
HEAVY_SKEW = 1.0
# Above this share of zeros a column tells first of all who uses the thing at all.
MANY_ZEROS = 0.4
# Tukey (1977), Exploratory Data Analysis: beyond three interquartile ranges lies "far out".
FAR_OUT = 3.0
# Two customers of different categories are then 1 apart, as two numbers one standard deviation
# apart.
CATEGORY_WEIGHT = 1 / math.sqrt(2)


def numbers(column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    """Return a column as float64, nan where missing."""
    import pyarrow as pa

    values: NDArray[np.float64] = (
        column.cast(pa.float64()).to_numpy(zero_copy_only=False)
        if isinstance(column, pa.Array)
        else column.cast(pa.float64()).to_numpy()
    )
    return np.asarray(values, dtype=np.float64)


def number_step(column: str, values: NDArray[np.float64], *, transform: str) -> SpaceStep:
    """Decide how a numeric column becomes an axis.

    Parameters
    ----------
    column : str
        Its name.
    values : ndarray, shape (n_rows,)
        Its values, nan where missing; at least one is present.
    transform : {"auto", "raw", "standard", "log"}
        ``auto`` decides from the values: ln(1 + x / m), with m the median of the values above 0,
        for columns of 0 and more that are heavily skewed to the right or mostly 0; values far out
        brought in to a bound. Nothing of it hangs on the unit that a column is counted in. The
        others are exactly that, ``log`` with the plain ln(1 + x).

    Raises
    ------
    InputError
        If a value is infinite, or -1 and below where the log is asked for.
    """
    if np.isinf(values).any():
        raise InputError(_not_finite(column, int(np.isinf(values).sum())))
    present = values[~np.isnan(values)]
    n_missing = len(values) - len(present)
    fill = float(np.median(present))
    shape = moments(present)
    unit = own_unit(present) if transform == "auto" else 1.0
    log, why = _takes_log(column, present, shape, transform=transform, unit=unit)
    unit = unit if log else 1.0
    lower, upper, clipped = (None, None, "")
    if transform == "auto":
        lower, upper, clipped = _bounds(present, log=log, unit=unit)
    filled = np.where(np.isnan(values), fill, values)
    after = moments(_bent(filled, lower=lower, upper=upper, log=log, unit=unit))
    mean, scale = (0.0, 1.0) if transform == "raw" else (after.mean, after.std or 1.0)
    missing = f"{n_missing:,} missing values take the median" if n_missing else ""
    constant = "all values are equal, so it sets nobody apart" if shape.std == 0 else ""
    reason = "; ".join(part for part in (why, clipped, missing, constant) if part)
    return SpaceStep(
        column=column,
        category=None,
        fill=fill,
        lower=lower,
        upper=upper,
        log=log,
        mean=mean,
        scale=scale,
        weight=1.0,
        reason=reason,
        minimum=shape.minimum,
        maximum=shape.maximum,
        unit=unit,
    )


def category_steps(column: str, values: pa.ChunkedArray | pa.Array) -> tuple[SpaceStep, ...]:
    """Return one axis per category, 1 where a customer has it, in the order of the names."""
    import pyarrow.compute as pc

    names = sorted(pc.unique(pc.drop_null(values)).to_pylist(), key=lambda name: name.encode())
    n_missing = values.null_count
    reason = (
        "1 where the customer has this category, weighted 0.71 so that two categories are 1 apart"
    )
    if n_missing:
        reason += f"; {n_missing:,} customers without a category have 0 on all"
    return tuple(
        SpaceStep(
            column=column,
            category=name,
            fill=0.0,
            lower=None,
            upper=None,
            log=False,
            mean=0.0,
            scale=1.0,
            weight=CATEGORY_WEIGHT,
            reason=reason,
            minimum=0.0,
            maximum=1.0,
        )
        for name in names
    )


def coordinates(step: SpaceStep, column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    """Apply the steps of one axis to a column.

    Raises
    ------
    InputError
        If a value has no coordinate.
    """
    import pyarrow.compute as pc

    if step.category is not None:
        here = pc.fill_null(pc.equal(column, step.category), False)  # noqa: FBT003 (the value to fill with)
        values = np.asarray(
            here.to_numpy(zero_copy_only=False) if here.null_count == 0 else here, dtype=np.float64
        )
    else:
        values = numbers(column)
        values = np.where(np.isnan(values), step.fill, values)
        if not np.isfinite(values).all():
            raise InputError(_not_finite(step.column, int((~np.isfinite(values)).sum())))
        if step.log:
            within = values if step.lower is None else np.maximum(values, step.lower)
            _refuse_log_of_negative(step.column, within, unit=step.unit)
        values = _bent(values, lower=step.lower, upper=step.upper, log=step.log, unit=step.unit)
    return (values - step.mean) / step.scale * step.weight


def _takes_log(
    column: str, present: NDArray[np.float64], shape: Moments, *, transform: str, unit: float
) -> tuple[bool, str]:
    """Return whether the logarithm is taken, and why or why not."""
    if transform == "raw":
        return False, "taken as it is, as asked"
    if transform == "standard":
        return False, "standardised, as asked"
    if transform == "log":
        _refuse_log_of_negative(column, present, unit=unit)
        return True, "ln(1 + x), then standardised, as asked"
    because = _why_bent(present, shape, unit=unit)
    if not because:
        return False, "standardised"
    one = _rounded(unit)
    return True, (
        f"{because}; ln(1 + x / {one}), then standardised ({one} is the median of the values "
        "above 0, so that it does not matter what the column is counted in)"
    )


def _why_bent(present: NDArray[np.float64], shape: Moments, *, unit: float) -> str:
    """Say what of a column's shape asks for the logarithm; nothing if it does not."""
    # Amounts so far apart that their ratio is no number have no logarithm in this unit.
    if shape.minimum < 0 or shape.std == 0 or math.isinf(shape.maximum / unit):
        return ""
    zeros = float((present == 0).mean())
    more_than_two = bool(((present > shape.minimum) & (present < shape.maximum)).any())
    if zeros > MANY_ZEROS and more_than_two:
        return f"{zeros:.0%} are 0, so it tells first who uses it or not"
    if shape.skewness > HEAVY_SKEW:
        after = moments(logarithm(present, unit))
        if abs(after.skewness) < shape.skewness:
            return f"a few values are very large (skewness {shape.skewness:.1f})"
    return ""


def _rounded(unit: float) -> str:
    """Return a unit for people; the model keeps all its digits."""
    return f"{unit:,.0f}" if 1_000 <= abs(unit) < 1e12 else f"{unit:.4g}"


def _bounds(
    present: NDArray[np.float64], *, log: bool, unit: float
) -> tuple[float | None, float | None, str]:
    """Return the bounds that values far out are brought in to, in the column's own units."""
    bent = _bent(present, lower=None, upper=None, log=log, unit=unit)
    # Where most are 0, the quartiles of the others tell what is far out.
    core = bent[bent != 0] if (bent == 0).mean() > MANY_ZEROS else bent
    if len(core) == 0:
        return None, None, ""
    low, high = (float(quartile) for quartile in np.quantile(core, [0.25, 0.75]))
    reach = FAR_OUT * (high - low)
    if reach == 0:
        return None, None, ""
    least, most = low - reach, high + reach
    n_low, n_high = int((core < least).sum()), int((bent > most).sum())
    if not n_low + n_high:
        return None, None, ""
    bounds = np.array([least, most])
    lower, upper = (amounts_of(bounds, unit) if log else bounds).tolist()
    return (
        lower if n_low else None,
        upper if n_high else None,
        f"{n_low + n_high:,} values far out count as the nearest usual value",
    )


def _bent(
    values: NDArray[np.float64],
    *,
    lower: float | None,
    upper: float | None,
    log: bool,
    unit: float,
) -> NDArray[np.float64]:
    if lower is not None or upper is not None:
        values = np.clip(values, lower, upper)
    return logarithm(values, unit) if log else values


def _refuse_log_of_negative(column: str, values: NDArray[np.float64], *, unit: float) -> None:
    n_bad = int((values <= -unit).sum())
    if not n_bad:
        return
    formula = "ln(1 + x)" if unit == 1 else f"ln(1 + x / {_rounded(unit)})"
    raise InputError(
        Problem(
            "transform/non-finite",
            f'Column "{column}" has {n_bad:,} values of {_rounded(-unit)} or less, which have no '
            f"logarithm {formula}.",
            "Pass --transform auto or --transform standard, or leave the column out of --features.",
        )
    )


def _not_finite(column: str, count: int) -> Problem:
    return Problem(
        "transform/non-finite",
        f'Column "{column}" has {count:,} infinite values.',
        "Correct or empty these cells, or leave the column out of --features.",
    )
