"""What people should know about their data before they trust a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.schema import Finding
from personae.data.values import UNSEEN, normalised_sql, text_sql
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from personae.data.schema import ColumnFacts, ColumnRole
    from personae.data.source import Source
    from personae.data.understanding.money import MoneyCheck

    Figures = NDArray[np.float64]

__all__ = ["findings_of_columns", "findings_of_ids", "findings_of_values", "sum_of_others"]

_MANY_MISSING = 0.2
_SAME = 0.9999  # correlation above which two columns tell the same
_SENTINELS = (-1, -9, -99, -999, -9999, 99, 999, 9999, 99999, 999999, 9999999)
_LEAST_SPIKE = 0.01
_EXACT = 2.0**53
# Unix seconds and milliseconds of the years 2000 to 2036.
_LIKE_MOMENTS = ((946_684_800, 2_082_758_400), (946_684_800_000, 2_082_758_400_000))
_EARLY = -631_152_000  # 1 January 1950 in Unix seconds
_FIFTEEN_DIGITS = 1e15
_SHORTENED = r"\d([.,]\d+)?[eE]\+\d+"
_SCREENED = 10_000  # rows that a first look takes; what it finds is then checked on all


def findings_of_columns(
    facts: Sequence[ColumnFacts], roles: Sequence[ColumnRole], *, check: MoneyCheck
) -> tuple[Finding, ...]:
    """Gather what the scan and the roles show.

    Parameters
    ----------
    facts, roles : sequences
        What every column holds, and what it is used as.
    check : MoneyCheck
        How the money of a line is reckoned.

    Returns
    -------
    tuple of Finding
        In the order of the columns.
    """
    found: list[Finding] = []
    for item, role in zip(facts, roles, strict=True):
        found += _of_role(role)
        if role.role != "ignored":
            found += _of_reading(item, role)
        found += _of_misread_figures(item, role)
        found += _of_dates(item, role) if role.role == "date" else ()
    if check.doubtful:
        found.append(
            Finding(
                "money/doubtful", "warning", f"The name and the data disagree. {check.sentence}",
                fix="Pass --amount if it is the money of the line, --price if it is per unit.",
            )
        )  # fmt: skip
    if check.discount:
        found.append(
            Finding(
                "money/discount", "warning", check.discount,
                fix="If it is the price before the discount, write what was paid for each line "
                "into a column of the file and pass it with --amount.",
            )
        )  # fmt: skip
    return tuple(found)


def findings_of_ids(
    source: Source, ids: Sequence[str], facts: Sequence[ColumnFacts]
) -> tuple[Finding, ...]:
    """Look for ids that differ only in writing, and for ids that a spreadsheet has rounded.

    Parameters
    ----------
    source : Source
        The table.
    ids : sequence of str
        The column(s) of the customer id.
    facts : sequence of ColumnFacts
        What the scan said.
    """
    if len(ids) != 1:
        return ()
    item = next(item for item in facts if item.column.name == ids[0])
    plain_numbers = item.type == "number" and item.share_coded == 0
    if plain_numbers and (item.maximum or 0) < _FIFTEEN_DIGITS:
        return ()
    text = text_sql(item.column)
    seen = f"regexp_replace(id, {quote_literal(UNSEEN)}, '', 'g')"
    plain = f"nfc_normalize(lower({normalised_sql(seen)}))"
    # a spreadsheet shows ids as 1.23E+15, and keeps 15 digits of those that it holds as numbers
    lost = f"regexp_full_match(id, {quote_literal(_SHORTENED)})"
    if item.column.storage == "number":
        lost = f"{_is_spreadsheet(source, item)} AND length(id) > 15"
    alike, rounded = source.engine.rows(
        f"SELECT count(DISTINCT id) - count(DISTINCT {plain}), count(*) FILTER (WHERE {lost}) "
        f"FROM (SELECT DISTINCT {text} AS id FROM {quote_identifier(source.relation)})"
    )[0]
    found = []
    if alike:
        found.append(
            Finding(
                "id/alike", "warning",
                f'{alike:,} ids in "{ids[0]}" differ from another one only in blanks, case, '
                "accents or marks that nobody sees; they count as different customers.", ids[0],
                alike,
                "Make them alike in the file if they are the same.",
            )
        )  # fmt: skip
    if rounded:
        found.append(
            Finding(
                "id/precision-lost-in-spreadsheet", "warning",
                f'{rounded:,} ids in "{ids[0]}" have more digits than a spreadsheet keeps, or are '
                "written like 1.23E+15: they were rounded, and different customers may have "
                "become one.", ids[0], rounded,
                "Export the ids as text.",
            )
        )  # fmt: skip
    return tuple(found)


def _is_spreadsheet(source: Source, item: ColumnFacts) -> str:
    """Return SQL for whether numbers went through a spreadsheet, or are floats as those are."""
    if any(stated.what == "sheet" for stated in source.stated):
        return "true"
    name = quote_identifier(item.column.physical)
    kind = source.engine.rows(
        f"SELECT any_value(typeof({name})) FROM {quote_identifier(source.relation)}"
    )
    return "true" if kind[0][0] in {"DOUBLE", "FLOAT"} else "false"


def _of_role(role: ColumnRole) -> Iterator[Finding]:
    name = role.name
    if role.how == "preset" and role.role == "ignored":
        return  # an export has dozens of them, which its preset explains at once
    if role.personal and role.role == "id":
        yield Finding(
            "id/personal", "warning",
            f'The customer id "{name}" is personal data: the lists hold it, reports do not.', name,
        )  # fmt: skip
    elif role.personal and role.how == "option" and role.role != "ignored":
        option = role.reason.removeprefix("set by ")
        what = f'"{name}" looks like personal data and is shown, as {option} asks.'
        yield Finding(
            "columns/personal-shown", "warning", what, name, fix=f'Pass --ignore "{name}".'
        )
    elif role.personal and role.role == "ignored":
        yield Finding(
            "columns/personal", "note", f'Column "{name}" is left out: {role.reason}.', name
        )
    elif role.role == "ignored" and role.how == "guessed":
        severity = (
            "warning" if "earlier segmentation" in role.reason or "copy" in role.reason else "note"
        )
        code = {"const": "columns/constant", "a cop": "features/redundant", "it lo": "columns/leak"}
        yield Finding(
            code.get(role.reason[:5], "columns/ignored"), severity,  # type: ignore[arg-type]
            f'Column "{name}" is left out: {role.reason}.', name,
            fix=f'Pass --describe "{name}" to use it.',
        )  # fmt: skip


def _of_reading(facts: ColumnFacts, role: ColumnRole) -> Iterator[Finding]:
    name = role.name
    if facts.n_unreadable and facts.type in {"number", "date"} and _is_read(role):
        yield Finding(
            f"{facts.type}s/unreadable", "warning",
            f'{facts.n_unreadable:,} values of "{name}" cannot be read as {facts.type}s; they '
            'count as missing.',
            name, facts.n_unreadable,
            "Correct them in the file, or pass --decimal or --date-format if they are written "
            "otherwise.",
        )  # fmt: skip
    if facts.n_missing > _MANY_MISSING * facts.n_rows and role.role not in {
        "id",
        "outcome",
        "discount",
    }:
        yield Finding(
            "missing/many", "warning",
            f'{facts.n_missing / facts.n_rows:.0%} of the rows have no value in "{name}".', name,
            facts.n_missing,
        )  # fmt: skip
    told = [f'"{token}" {rows:,}' for token, rows in facts.tokens if token]
    if told and role.role != "id":
        rows = sum(rows for token, rows in facts.tokens if token)
        yield Finding(
            "missing/tokens", "note",
            f'These count as missing in "{name}": {", ".join(told)}.', name, rows,
        )  # fmt: skip
    if 0.5 <= facts.share_number < 1 and facts.type == "text" and role.role == "categorical":
        yield Finding(
            "numbers/mostly", "warning",
            f'{facts.share_number:.0%} of "{name}" are numbers; the others make it a category.',
            name,
            fix="Correct the others in the file if it is a figure.",
        )  # fmt: skip
    if role.role == "numeric" and max(abs(facts.minimum or 0), abs(facts.maximum or 0)) > _EXACT:
        yield Finding(
            "numbers/precision", "warning",
            f'"{name}" holds numbers beyond 9,007,199,254,740,992, which are rounded.', name,
        )  # fmt: skip


def _of_dates(facts: ColumnFacts, role: ColumnRole) -> Iterator[Finding]:
    """Say what was done with zones, and point out dates that may stand for "unknown"."""
    name = role.name
    zoned = round(facts.share_zoned * facts.n_present)
    if zoned == facts.n_present:
        yield Finding("dates/zones", "note", f'The moments of "{name}" are moved to UTC.', name)
    elif zoned:
        others = facts.n_present - zoned
        yield Finding(
            "dates/zones-mixed", "warning",
            f'{zoned:,} moments of "{name}" name their time zone and {others:,} do not; those '
            "are taken for UTC.", name, others,
            "Export all of them with their zone, or all in the time of the shop.",
        )  # fmt: skip
    if (facts.minimum or 0) < _EARLY:
        yield Finding(
            "dates/early", "warning",
            f'"{name}" begins before 1950: do such dates stand for "unknown"?', name,
            fix="Empty those cells in the file if they do.",
        )  # fmt: skip


def _of_misread_figures(facts: ColumnFacts, role: ColumnRole) -> Iterator[Finding]:
    """Point out figures that are taken for text, and moments that are taken for figures."""
    name = role.name
    if facts.share_shortened >= 0.5 and not role.personal and role.role != "id":
        yield Finding(
            "columns/not-read-as-numbers", "warning",
            f'{facts.share_shortened:.0%} of "{name}" are written like 1.5k, 2M or 1/2, which is '
            "not read as numbers.", name,
            fix="Write the numbers out in the file (1500, 2000000, 0.5) if it is a figure.",
        )  # fmt: skip
    if role.role != "numeric" or role.how == "option" or facts.share_whole < 1:
        return
    low, high = facts.minimum or 0, facts.maximum or 0
    moments = any(low >= first and high <= last for first, last in _LIKE_MOMENTS)
    if moments and facts.n_distinct >= 10:
        yield Finding(
            "numbers/like-dates", "warning",
            f'"{name}" holds whole numbers like the seconds or milliseconds by which computers '
            "count time; it is taken for a figure.", name,
            fix=f'If it is a moment, give it a name such as "{name}_at", or write dates; '
            f'else pass --features or --ignore "{name}".',
        )  # fmt: skip


def _is_read(role: ColumnRole) -> bool:
    return role.role in {"numeric", "amount", "quantity", "price", "discount", "cost", "date"}


def findings_of_values(
    figures: Mapping[str, Figures], *, fitted: bool = False
) -> tuple[Finding, ...]:
    """Look for sentinels, single giants, twins and sums among a customer table's figures.

    Parameters
    ----------
    figures : mapping of str to array, shape (n_customers,)
        The numeric columns; NaN where missing.
    fitted : bool
        Whether the segments stand already: then nothing is said that only a new fit could heed.

    Returns
    -------
    tuple of Finding
        In the order of the columns.
    """
    found: list[Finding] = []
    for name, values in figures.items():
        found += _sentinels(name, values)
        found += () if fitted else _heavy_tail(name, values)
    if fitted:
        return tuple(found)
    found += _twins(figures)
    for total, parts in sum_of_others(figures).items():
        listed = ", ".join(f'"{part}"' for part in parts)
        found.append(
            Finding(
                "features/sum", "warning",
                f'"{total}" is the sum of {listed}; it would count them twice.', total,
            )
        )  # fmt: skip
    return tuple(found)


def _sentinels(name: str, values: Figures) -> Iterator[Finding]:
    """Find a code for "unknown" among figures: a frequent -1 or 9999 far from all others."""
    import numpy as np

    present = values[~np.isnan(values)]
    for sentinel in _SENTINELS:
        hits = int(np.count_nonzero(present == sentinel))
        others = present[present != sentinel]
        if hits < max(3, _LEAST_SPIKE * len(present)) or len(others) < 3:
            continue
        low, high = float(others.min()), float(others.max())
        alone = low >= 0 if sentinel < 0 else sentinel > high + (high - low)
        if alone:
            yield Finding(
                "numbers/sentinel", "warning",
                f'{hits:,} customers have {sentinel} in "{name}", far from all others: a code '
                'for "unknown"?',
                name, hits, "Empty those cells in the file, or leave the column out with --ignore.",
            )  # fmt: skip


def _heavy_tail(name: str, values: Figures) -> Iterator[Finding]:
    import numpy as np

    present = np.sort(np.abs(values[~np.isnan(values)]))
    if len(present) < 20:
        return
    total = float(present.sum())
    if total > 0 and np.isfinite(total) and present[-1] > 0.25 * total:
        yield Finding(
            "numbers/heavy-tail", "warning",
            f'One customer holds {present[-1] / total:.0%} of all "{name}".', name, 1,
            "Check that customer; --transform log lessens its weight.",
        )  # fmt: skip


def _twins(figures: Mapping[str, Figures]) -> Iterator[Finding]:
    """Find pairs of columns that rise and fall together all but exactly."""
    import numpy as np

    names = [name for name, values in figures.items() if np.isfinite(values).sum() >= 10]
    unlike = _certainly_unlike([figures[name] for name in names])
    for index, later in enumerate(names):
        for place, earlier in enumerate(names[:index]):
            if unlike[index, place]:
                continue
            both = np.isfinite(figures[earlier]) & np.isfinite(figures[later])
            if both.sum() < 10:
                continue
            first = both.copy()
            first[_SCREENED:] = False
            if abs(_correlation(figures[earlier][first], figures[later][first])) < _SAME:
                continue
            r = _correlation(figures[earlier][both], figures[later][both])
            if abs(r) >= _SAME:
                yield Finding(
                    "features/redundant", "warning",
                    f'"{later}" tells the same as "{earlier}" (correlation {r:.4f}); together '
                    'they count twice.',
                    later, fix=f'Pass --ignore "{later}".',
                )  # fmt: skip


def _certainly_unlike(columns: Sequence[Figures]) -> NDArray[np.bool_]:
    """Tell which pairs of columns without gaps are no twins, all at once.

    A thousand columns are half a million pairs, which one by one take minutes.
    """
    import numpy as np

    unlike = np.zeros((len(columns), len(columns)), np.bool_)
    whole = [at for at, column in enumerate(columns) if np.isfinite(column).all()]
    if len(whole) < 2:
        return unlike
    first = np.column_stack([columns[at][:_SCREENED] for at in whole])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        scaled = first - first.mean(axis=0)
        scaled /= np.sqrt((scaled**2).mean(axis=0))
        r = np.abs(scaled.T @ scaled) / len(first)
    # what rounding may have moved across the line, or has no spread, is looked at again
    unlike[np.ix_(whole, whole)] = r < _SAME - 1e-6
    return unlike


def _correlation(one: Figures, two: Figures) -> float:
    import numpy as np

    if len(one) < 2:
        return 0.0
    spread = float(one.std()) * float(two.std())
    if spread == 0 or not np.isfinite(spread):
        return 0.0
    return float(((one - one.mean()) * (two - two.mean())).mean()) / spread


def sum_of_others(figures: Mapping[str, Figures]) -> dict[str, tuple[str, ...]]:
    """Find columns that are the sum of two or more other columns, customer by customer.

    Parameters
    ----------
    figures : mapping of str to array, shape (n_customers,)
        The numeric columns; NaN where missing.

    Returns
    -------
    dict of str to tuple of str
        The total and its parts.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> a, b = rng.random(50), rng.random(50)
    >>> sum_of_others({"a": a, "b": b, "total": a + b})
    {'total': ('a', 'b')}
    """
    import numpy as np

    names = list(figures)
    if len(names) < 3:
        return {}
    matrix = np.column_stack([figures[name] for name in names])
    matrix = matrix[np.isfinite(matrix).all(axis=1)]
    found: dict[str, tuple[str, ...]] = {}
    if len(matrix) < 2 * len(names):
        return found
    for index, name in enumerate(names):
        others = [at for at in range(len(names)) if at != index and names[at] not in found]
        parts = _parts_of(matrix, index, others) if len(others) > 1 else []
        rest = np.abs(matrix[:, parts].sum(axis=1) - matrix[:, index]).max(initial=0.0)
        scale = float(np.abs(matrix[:, index]).max(initial=0.0))
        if len(parts) > 1 and rest <= 1e-9 * scale:
            found[name] = tuple(names[part] for part in parts)
    return found


def _parts_of(matrix: Figures, index: int, others: list[int]) -> list[int]:
    """Return the columns with weight 1 if least squares gives all others weight 0."""
    import numpy as np

    first = matrix[:_SCREENED]
    weights, *_ = np.linalg.lstsq(first[:, others], first[:, index], rcond=None)
    ones = np.abs(weights - 1) < 1e-6
    if not np.all(ones | (np.abs(weights) < 1e-6)):
        return []
    return [column for column, one in zip(others, ones, strict=True) if one]
