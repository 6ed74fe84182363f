"""Every dialect at once: what Personae makes of a file is right, refused or said; never wrong."""

from __future__ import annotations

from collections import Counter

import pytest
from catalogue.readers import read_with_personae
from catalogue.torture import AXES, Torture, grade, torture

from personae.errors import PersonaeError

SAMPLE, ALL = 40, 600


def graded(case: Torture) -> str:
    """Grade a file; whatever is refused is refused with one of our own errors."""

    def read(content: bytes):
        try:
            return read_with_personae(content)
        except PersonaeError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it is our mistake)
            pytest.fail(f"{case.name} ended in {type(error).__name__}")

    return grade(case, read)


@pytest.mark.parametrize("start", range(0, SAMPLE, 10))
def test_no_file_is_silently_misread(start: int) -> None:
    cases = [torture(number) for number in range(start, start + 10)]
    wrong = [case.name for case in cases if graded(case) in {"silently wrong", "as text"}]
    assert wrong == []


@pytest.mark.full
def test_no_file_of_all_is_silently_misread() -> None:
    grades = Counter(graded(torture(number)) for number in range(ALL))
    assert set(grades) == {"right", "warned", "refused"}
    assert grades["right"] + grades["warned"] > ALL / 2


def test_a_number_makes_the_same_file_each_time() -> None:
    assert torture(7) == torture(7)
    assert len({torture(number).content for number in range(50)}) == 50


def test_every_way_of_every_axis_occurs() -> None:
    cases = [torture(number) for number in range(ALL)]
    for axis in AXES:
        assert {case.ways[axis.name] for case in cases} == set(axis.values)


def test_a_reader_that_drops_a_row_or_changes_a_cell_is_found_out() -> None:
    case = next(c for c in map(torture, range(99)) if grade(c, read_with_personae) == "right")
    read = read_with_personae(case.content)

    def without_last(content: bytes):
        return type(read)(read.names, tuple(column[:-1] for column in read.columns))

    def with_other_id(content: bytes):
        ids = [f"{cell}0" if at == 3 else cell for at, cell in enumerate(read.columns[0])]
        return type(read)(read.names, (ids, *read.columns[1:]))

    def with_other_number(content: bytes):
        visits = [cell + 1 if at == 3 else cell for at, cell in enumerate(read.columns[4])]
        return type(read)(read.names, (*read.columns[:4], visits, read.columns[5]))

    for reader in (without_last, with_other_id, with_other_number):
        assert grade(case, reader) == "silently wrong"
