"""Text files in every dialect at once: what Personae, pandas and DuckDB make of them.

python benchmarks/dialects.py [FILES]

Each file is made with three to six unusual things about it, and the table that is meant by it is
known (tests/badinput/catalogue/torture.py). Every reader reads it with its defaults. The grades:

right           every cell is what was meant
as text         some numbers or dates stayed as they were written: somebody has to convert them
warned          cells or rows are missing, and the reader says which and why
refused         the reader stops with an error, or says that it cannot know
silently wrong  a cell, a row or a name is another than was meant or a guess, and nothing says so
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "badinput"))

from catalogue.readers import read_with_duckdb, read_with_pandas, read_with_personae
from catalogue.torture import grade, torture

GRADES = ("right", "as text", "warned", "refused", "silently wrong")
READERS = {
    "Personae": read_with_personae,
    "pandas.read_csv": read_with_pandas,
    "DuckDB read_csv": read_with_duckdb,
}


def main(n_files: int) -> None:
    """Grade every reader on the same files and print a table."""
    warnings.simplefilter("ignore")
    cases = [torture(number) for number in range(n_files)]
    knowable = sum(case.knowable for case in cases)
    print(f"{n_files} files; in {n_files - knowable} of them nobody can know what is meant.\n")
    print("| reader | " + " | ".join(GRADES) + " |")
    print("|---" * (len(GRADES) + 1) + "|")
    for name, read in READERS.items():
        counts = Counter(grade(case, read) for case in cases)
        print(f"| {name} | " + " | ".join(str(counts[word]) for word in GRADES) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
