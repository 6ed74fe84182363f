"""All cases of the catalogue, and the entries that are no case, with the reason."""

from __future__ import annotations

from catalogue import columns, dates, dialects, files, ids, numbers, outputs, sizes
from catalogue.case import Case

SECTIONS = {
    "The file and what it is packed in": files,
    "How the text is written": dialects,
    "Names of columns, and columns as such": columns,
    "Who a customer is": ids,
    "How numbers are written": numbers,
    "How dates are written": dates,
    "Rows, segments and statistics": sizes,
    "Where the result goes": outputs,
}

ELSEWHERE = {
    16: "bombs are unpacked in a child process that is measured: tests/badinput/test_giants.py",
    20: "tests/data/reading/test_read.py changes a file while it is read",
    21: "the memory ceiling is measured in a child process: tests/badinput/test_giants.py",
    47: "tests/badinput/test_giants.py",
    48: "tests/badinput/test_giants.py",
    93: "features are double precision throughout: tests/cluster compares with exact arithmetic",
    121: "tests/scoring: the nearest segment with its distance",
    123: "tests/cluster: every fit runs until no customer moves, or says that it did not",
    126: "tests/workflow: every write fails once",
    127: "tests/workflow: every write fails once",
    128: "tests/workflow: processes are killed at random moments",
    129: "tests/cli/test_main.py and tests/cli/test_end_to_end.py",
    130: "tests/workflow: two runs into one folder",
    132: "tests/badinput/test_environment.py: real child processes under other languages",
    133: "tests/badinput/test_environment.py",
    135: "tests/scoring: a model file that was changed is refused",
}
"""Entries that other tests hold."""

DECLINED = {
    14: "A foreign Parquet file with a flipped bit cannot be told from one that was meant so: "
    "hardly any writer stores checksums. Files that Personae wrote are checked by their hash.",
    22: "One file at a time: a pattern of names is expanded by the shell, and a second name is "
    "refused with exit 2. Putting files together is a decision about columns and duplicates that "
    "belongs to whoever exports them.",
    25: "Only one file is given.",
    56: "Nothing is written to a database yet.",
    105: "The as-of date is written into the options of every run, so that a run can be repeated; "
    "the day of today is never taken unasked.",
    116: "There is no sparse storage: a table of zeros is a table of numbers, and the memory "
    "ceiling holds for it too.",
    118: "There are no weights.",
    131: "No clock decides anything but which purchases lie in the future, and there a day is "
    "allowed; times stand in manifest.json alone.",
    134: "There is no service yet whose child could be killed; a killed run leaves the earlier "
    "result as it was.",
    136: "There are no jobs that an upgrade could interrupt yet.",
}
"""Entries of the catalogue that are no case, and why."""

OTHERWISE = {
    7: "The name of a file is not worth a warning: what it is, is told by its content, and said.",
    17: "A zip archive is refused also where it holds a single CSV file: unpacking it is one click, "
    "and a packed table can be given as .gz.",
    19: "What comes through a pipe is not read: a file can be read twice, and a run repeated.",
    41: "A line of comments in the middle of the rows is a row with too few fields, and refused.",
    42: "A sum at the end is left out and counted among the refused rows; the catalogue would ask. "
    "Nobody is called Total, and the answer would always be the same.",
    44: "The first line counts as a row where it looks like the rows below it.",
    50: "There is no option that renames columns: two columns of one name are a mistake at the "
    "source, and which one is meant cannot be guessed later.",
    101: "There is no option for the zone of the shop: moments without a zone are taken for UTC, "
    "and only a mixture is doubtful.",
    103: "Names of months are read in English; other languages are refused where a date is needed.",
}
"""Where Personae does otherwise than the catalogue says, and why."""


def cases() -> list[Case]:
    """Return every case, in the order of the catalogue."""
    return [case for section in SECTIONS.values() for case in section.cases()]
