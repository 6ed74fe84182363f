"""The model file: everything needed to score, as versioned JSON, and nothing about any person."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from personae.data.plan import CleaningPlan  # noqa: TC001 (pydantic reads the types)
from personae.dataclass import dataclass
from personae.errors import InputError, IntegrityError, Problem, UsageError
from personae.features.space import FeatureSpace  # noqa: TC001 (pydantic reads the types)
from personae.profile.segment import NumberProfile  # noqa: TC001 (pydantic reads the types)
from personae.scoring.model_rules import MOST_VALUES, is_deep, misfits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FORMAT", "ModelSegment", "SegmentModel", "load_model"]

FORMAT: Final = "personae.model/1"
MAX_BYTES = 64 * 2**20


@dataclass(frozen=True)
class ModelSegment:
    """A segment as the model remembers it.

    `center` is the centre in the feature space, `original` the same point in the customers' own
    units, both in the order of the space's axes.
    """

    segment: int
    name: str
    named_by: Literal["personae", "person"]
    archetype: str
    size: int
    share: float
    center: tuple[float, ...]
    original: tuple[float, ...]
    rule: str
    stability: float | None
    trust: Literal["act", "pattern", "weak"] | None
    numbers: tuple[NumberProfile, ...] = ()


@dataclass(frozen=True)
class SegmentModel:
    """A fitted segmentation that can be kept, sent and applied to new customers.

    Parameters
    ----------
    plan : CleaningPlan
        How a file becomes clean rows.
    space : FeatureSpace
        How rows become coordinates.
    segments : tuple of ModelSegment
        Centres and names, by ascending number. At a first fit numbers are 1 to k; a fit that
        follows an earlier one keeps the numbers of the segments it finds again, and gives others
        numbers that none of the earlier ones ever had.
    n_customers : int
        How many customers the model was fitted on.
    fingerprint : str
        A sum of hashes over the fitted rows: equal data, equal fingerprint.
    as_of : str or None
        The day from which recency counted in training (ISO date).
    history_days : int or None
        Days of purchases that training looked back on.
    options : dict
        The effective options of the run.
    structure : {"clusters", "continuum"} or None
        None: not tested.
    version : str
        The version of Personae that wrote it.
    last_number : int
        The largest number that a segment of this model, or of those that it followed, ever had;
        0 where it followed none.
    """

    plan: CleaningPlan
    space: FeatureSpace
    segments: tuple[ModelSegment, ...]
    n_customers: int
    fingerprint: str
    as_of: str | None = None
    history_days: int | None = None
    options: dict[str, Any] = field(default_factory=dict)
    structure: Literal["clusters", "continuum"] | None = None
    version: str = ""
    last_number: int = 0
    format: Literal["personae.model/1"] = FORMAT

    @property
    def centers(self) -> NDArray[np.float64]:
        """The centres in the feature space, shape (n_segments, n_axes)."""
        import numpy as np

        return np.array([segment.center for segment in self.segments], dtype=np.float64)

    @property
    def numbers(self) -> NDArray[np.int32]:
        """The number of every segment, in the order of the centres."""
        import numpy as np

        return np.array([segment.segment for segment in self.segments], dtype=np.int32)

    @property
    def names(self) -> dict[int, str]:
        """The name of every segment by its number."""
        return {segment.segment: segment.name for segment in self.segments}

    def renamed(self, segment: int, name: str) -> SegmentModel:
        """Return the same model with a name that a person gave.

        Raises
        ------
        UsageError
            If there is no such segment, or the name is empty, too long or taken.
        """
        name = check_name(name, segment=segment, names=self.names)
        changed = tuple(
            replace(item, name=name, named_by="person") if item.segment == segment else item
            for item in self.segments
        )
        return replace(self, segments=changed)

    def assign(self, where: Any, *, as_of: Any = None) -> Any:
        """Give every customer of a table, log or file a segment.

        Parameters
        ----------
        where : path or frame
            A file, or a pandas, polars or pyarrow table with the columns of the training file.
        as_of : datetime.date or str, optional
            The day from which recency counts; needed where training was given a fixed one.

        Returns
        -------
        frame
            ``id``, ``segment``, ``name``, ``distance``, ``runner_up``, ``margin`` and
            ``out_of_range``, as a frame of the library that came in (pandas for a file). For a
            frame of customers: one row per row, in its order and with its index, empty where a
            row was refused. For a log or a file: one row per customer, sorted by id as text.
        """
        from personae.data.reading.native import beside, like
        from personae.scoring.assign import score_rows, score_source

        scored = score_source(self, where, as_of=as_of)
        if self.plan.kind != "customers" or isinstance(where, str | Path):
            return like(where, scored.table)
        ids = [column.name for column in self.plan.having("id")]
        return beside(where, score_rows(self, scored), id_column=ids[0] if len(ids) == 1 else None)

    def to_dict(self) -> dict[str, Any]:
        """Return the model as JSON-ready values, with the checksum that `load_model` verifies."""
        values = asdict(self)
        values["plan"] = self.plan.to_dict()
        values["space"] = self.space.to_dict()
        return {**values, "sha256": _checksum(values)}

    def save(self, path: str | Path) -> None:
        """Write the model as JSON, whole or not at all.

        Raises
        ------
        OutputError
            If it cannot be written; an earlier file is untouched.
        """
        from personae.disk.files import write_file

        write_file(path, self.to_json().encode())

    def to_json(self) -> str:
        """Return the text of the model file."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)
        # half a pair, as in a file's name that is no text, is written out as JSON has it
        return text.encode("utf-8", "backslashreplace").decode() + "\n"


def check_name(name: str, *, segment: int, names: dict[int, str]) -> str:
    """Return a name for a segment if it may have it.

    Raises
    ------
    UsageError
        If there is no such segment, or the name is empty, too long or taken.

    Examples
    --------
    >>> check_name(" Wholesale VIPs ", segment=1, names={1: "High spenders", 2: "Budget shoppers"})
    'Wholesale VIPs'
    """
    cleaned = " ".join(name.split())
    problems = []
    if segment not in names:
        listed = ", ".join(str(number) for number in names)
        problems.append(
            Problem(
                "segment/unknown",
                f"There is no segment {segment}; there are {listed}.",
                "Give one of these.",
            )
        )
    if not cleaned or len(cleaned) > 60 or not cleaned.isprintable():
        problems.append(
            Problem(
                "segment/name",
                "A segment's name needs 1 to 60 printable characters.",
                'Give it in quotes, such as "Wholesale VIPs".',
            )
        )
    taken = [number for number, other in names.items() if other == cleaned and number != segment]
    if taken:
        problems.append(
            Problem(
                "segment/name-taken",
                f"Segment {taken[0]} has this name already.",
                "Give another name.",
            )
        )
    if problems:
        raise UsageError(*problems)
    return cleaned


def load_model(path: str | Path) -> SegmentModel:
    """Read a model file and check that it is whole and meant for this version.

    Parameters
    ----------
    path : str or Path
        ``model.json`` of a run folder.

    Raises
    ------
    InputError
        If there is no such file, or it is not a model that this version can read.
    IntegrityError
        If the file was changed since it was written.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            content = file.read(min(size, MAX_BYTES) + 1)
    except OSError as error:
        raise InputError(
            Problem(
                "model/missing",
                f"The model {path} cannot be read ({error.strerror}).",
                "Check the path.",
            )
        ) from None
    if len(content) > MAX_BYTES:
        raise InputError(_problem(path, "is larger than any model (64 MB)"))
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise InputError(_problem(path, "holds more values than any model"))
    try:
        values = json.loads(content, object_pairs_hook=_refuse_duplicates)
    except (ValueError, RecursionError):
        raise InputError(_problem(path, "is not a Personae model (no valid JSON)")) from None
    return model_of(values, origin=str(path))


def model_of(values: Any, *, origin: str) -> SegmentModel:
    """Build a model from the values of a model file, checked.

    Raises
    ------
    InputError
        If the values are no model that this version can read.
    IntegrityError
        If they were changed since they were written.
    """
    if not isinstance(values, dict) or not str(values.get("format", "")).startswith(
        "personae.model/"
    ):
        raise InputError(_problem(origin, "is not a Personae model"))
    if values["format"] != FORMAT:
        raise InputError(
            Problem(
                "model/version",
                f"The model {origin} has the format {values['format'][:40]}; "
                f"this version reads {FORMAT}.",
                "Install the version of Personae that wrote it, or fit again with: personae run",
            )
        )
    if is_deep(values):
        raise InputError(_problem(origin, "holds lists within lists deeper than any model"))
    body = {name: value for name, value in values.items() if name != "sha256"}
    try:
        intact = values.get("sha256") == _checksum(body)
    except ValueError:
        intact = False
    if not intact:
        raise IntegrityError(
            Problem(
                "integrity/hash-mismatch",
                f"The model {origin} was changed since it was written: its checksum is wrong.",
                "Restore the file, or fit again with: personae run",
            )
        )
    return _consistent(_validated(body, origin), origin)


def _validated(body: dict[str, Any], origin: str) -> SegmentModel:
    from pydantic import BaseModel, ConfigDict, ValidationError

    class ModelFile(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
        model: SegmentModel

    try:
        return ModelFile.model_validate_json(json.dumps({"model": body})).model
    except ValidationError as error:
        places = sorted({".".join(map(str, item["loc"][1:])) for item in error.errors()})
        raise InputError(_problem(origin, f"does not follow {FORMAT} {_at(places)}")) from None


def _consistent(model: SegmentModel, origin: str) -> SegmentModel:
    if places := misfits(model):
        raise InputError(_problem(origin, f"holds values that cannot be meant {_at(places)}"))
    return model


def _at(places: list[str]) -> str:
    """Say which fields, each no longer than a line: a key may be anything."""
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return f"(at: {', '.join(place[:80] for place in places[:3])}{more})"


def _problem(path: str | Path, what: str) -> Problem:
    return Problem("model/invalid", f"{path} {what}.", "Use model.json of a run folder.")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("duplicate names")
    return values


def _checksum(values: dict[str, Any]) -> str:
    canonical = json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
