"""Entries 26 to 49: encodings, delimiters, quotes, and what stands above and below a table."""

from __future__ import annotations

import codecs
from typing import Any

from catalogue.case import MARK, Case, cycle, people, text_file, text_of

CITIES = cycle("München", "Köln", "Zürich")
CITY = people(city=CITIES)
TEXT = text_of(people())
ACCENTS = text_of(CITY)
SEMICOLONS = text_of(people(), ";")
LINES = TEXT.splitlines(keepends=True)


def above(*lines: str, rest: str = TEXT) -> bytes:
    return ("".join(f"{line}\n" for line in lines) + rest).encode()


def below(*lines: str, rest: str = TEXT) -> bytes:
    return (rest + "".join(f"{line}\n" for line in lines)).encode()


def with_line(number: int, line: str, rest: str = TEXT) -> bytes:
    """Replace a line, counted from 1."""
    lines = rest.splitlines(keepends=True)
    lines[number - 1] = f"{line}\n"
    return "".join(lines).encode()


def long_log(cell: str, at: int, n: int = 30_100) -> bytes:
    """Return a customer table that is long enough for a sample to miss one cell."""
    rows = [f"{MARK}{i},{i % 90},{i % 83}.5\n" for i in range(n)]
    rows[at] = f"{MARK}{at},{at % 90},{cell}\n"
    return ("customer_id,visits,spend\n" + "".join(rows)).encode()


def ids_are(*ids: str) -> Any:
    def holds(found: Any) -> None:
        assert found.customers.ids.to_pylist()[: len(ids)] == list(ids)

    return holds


def column_is(name: str, *values: Any) -> Any:
    def holds(found: Any) -> None:
        cells = found.customers.table.column(name).to_pylist()[: len(values)]
        assert cells == list(values)

    return holds


def names_are(*names: str) -> Any:
    def holds(found: Any) -> None:
        assert found.source.names == names

    return holds


CITY_IS = column_is("city", *CITIES)
RAGGED = [f"{MARK}{i},1,2{',3' if i % 3 == 0 else ''}\n" for i in range(60)]
QUOTED = people(city=cycle("a, b", 'say "hi"', "two\nlines", "a;b"))


def cases() -> list[Case]:
    return [
        Case(26, "bom", "a byte order mark before the first name", "leaves it out",
             text_file(codecs.BOM_UTF8 + TEXT.encode()), rows=30,
             holds=names_are("customer_id", "visits", "spend")),
        Case(26, "bom-quoted", "a byte order mark and quoted names", "leaves both out",
             text_file(codecs.BOM_UTF8 + TEXT.replace("customer_id", '"customer_id"').encode()),
             rows=30, holds=names_are("customer_id", "visits", "spend")),
        *(Case(27, f"utf16-{order}", f"UTF-16 text ({order}) with a byte order mark",
               "reads it and says so",
               text_file(bom + ACCENTS.encode(f"utf-16-{order}")), rule="encoding: utf-16",
               rows=30, holds=CITY_IS)
          for order, bom in (("le", codecs.BOM_UTF16_LE), ("be", codecs.BOM_UTF16_BE))),
        *(Case(28, f"utf16-{order}-bare", f"UTF-16 text ({order}) without a byte order mark",
               "asks for the encoding", text_file(ACCENTS.encode(f"utf-16-{order}")), code=3,
               rule="input/encoding", option="--encoding",
               remedy={"encoding": f"utf-16-{order}"}) for order in ("le", "be")),
        Case(28, "utf32", "UTF-32 text with a byte order mark", "reads it and says so",
             text_file(ACCENTS.encode("utf-32")), rule="encoding: utf-32", rows=30,
             holds=CITY_IS),
        Case(29, "cp1252", "text of western Windows (CP1252), such as Excel writes it",
             "reads it so and warns that this was a guess",
             text_file(ACCENTS.encode("cp1252")), rule="input/encoding-guessed", rows=30,
             holds=CITY_IS),
        Case(29, "told", "text of another encoding, which was told",
             "reads it as told", text_file(text_of(people(city=cycle("Łódź", "Gdańsk"))).encode("cp1250")),
             options={"encoding": "cp1250"}, rule="encoding: cp1250",
             holds=column_is("city", "Łódź"), rows=30),
        Case(29, "wrong", "text that is not in the encoding that was told",
             "refuses and names the line", text_file(ACCENTS.encode("cp1252")),
             options={"encoding": "utf-8"}, code=3, rule="input/encoding", option="--encoding",
             remedy={"encoding": "cp1252"}),
        Case(29, "no-utf16", "text that is not UTF-16, with --encoding utf-16",
             "refuses and names the line", text_file(TEXT.replace("\n", "\r")),
             options={"encoding": "utf-16"}, code=3, rule="input/encoding", option="--encoding"),
        Case(29, "unknown", "an encoding that does not exist", "says which there are",
             text_file(TEXT), options={"encoding": "utf-9"}, code=2, rule="options/value",
             option="--encoding"),
        Case(30, "mixed", "UTF-8 in some lines and CP1252 in one",
             "refuses and names the line", text_file(
                 ACCENTS.encode() + f"{MARK}99,1,2,M\xfcnchen\n".encode("cp1252")), code=3,
             rule="input/encoding-mixed", option="--encoding", remedy={"encoding": "cp1252"}),
        Case(31, "mojibake", "text that was decoded wrongly before (JosÃ© for José)",
             "keeps it and warns", people(city=cycle("MÃ¼nchen", "KÃ¶ln")),
             rule="text/possible-mojibake", rows=30, formats=("csv", "gz"),
             holds=column_is("city", "MÃ¼nchen", "KÃ¶ln")),
        Case(32, "nul", "a NUL byte inside a cell", "refuses that row and counts it",
             text_file(with_line(9, f"{MARK}a\0b,1,2", text_of(people(150)))), rule="csv/nul",
             rows=149),
        Case(33, "controls", "control characters, zero-width marks and turned text in cells",
             "keeps them; shows them escaped", people(
                 city=cycle("a\x07b", "x\u200by", "\u202egnp.exe", "z\ufeff")), rows=30,
             formats=("csv", "parquet"), holds=column_is("city", "a\x07b", "x\u200by")),
        Case(33, "ids", "ids that differ only in marks that nobody sees",
             "counts them as different customers and warns", people(
                 customer_id=[f"{MARK}{i // 2}" + "\u200b" * (i % 2) for i in range(30)]),
             rule="id/alike", rows=30, formats=("csv", "parquet")),
        *(Case(34, name, f"lines that end in {given}", "reads them",
               text_file(text_of(people(), end=end)), rows=30)
          for name, given, end in (("lf", "LF", "\n"), ("crlf", "CR LF", "\r\n"),
                                   ("cr", "CR alone", "\r"))),
        Case(34, "mixed", "line ends of both kinds, as after two tools", "reads them and says so",
             text_file("".join(line.replace("\n", "\r\n") if i % 2 else line
                               for i, line in enumerate(LINES))), rule="line ends", rows=30),
        Case(34, "no-last", "no line end after the last row", "reads that row too",
             text_file(TEXT.removesuffix("\n")), rows=30),
        Case(35, "quotes", "line ends, delimiters and doubled quotes inside quotes",
             "reads them exactly", QUOTED, rows=30,
             holds=column_is("city", *QUOTED["city"]), formats=("csv", "tsv", "gz")),
        Case(36, "unclosed", "a quote that is never closed", "refuses and names its line",
             text_file(with_line(5, f'"{MARK}5,1,2')), code=3, rule="csv/unclosed-quote"),
        Case(36, "unclosed-last", "a quote that is never closed in the last line",
             "refuses and names its line", text_file(below(f'"{MARK}5,1,2')), code=3,
             rule="csv/unclosed-quote"),
        Case(37, "inches", 'a quote inside a field that is not quoted (5" pipe)',
             "takes it for a sign like any other", people(city=cycle("plain")) | {
                 "city": cycle("5 pipe")}, rows=30),
        Case(37, "bare", 'a quote inside a field that is not quoted (5" pipe)',
             "takes it for a sign like any other", text_file(
                 with_line(5, f'{MARK}4,3,1.5,5" pipe', text_of(people(city=cycle("x"))))),
             rows=30),
        Case(37, "misfit", "a quote before a field and none behind it, in a row of other quotes",
             "refuses that row and counts it", text_file(with_line(
                 51, f'"{MARK}50,3,1.5,"a, ""b"""',
                 text_of(people(150, city=cycle('say "hi"', "a, b", n=150))))),
             rule="csv/quote", rows=149),
        Case(37, "backslash", r'quotes inside quotes written with a backslash (\")',
             "finds that out and says so", text_file(with_line(
                 5, rf'{MARK}4,3,1.5,"say \"a, b\" now"', text_of(people(city=cycle("x"))))),
             rule="quoting", rows=30),
        *(Case(38, name, f"fields separated by {given}", "finds that out and says so",
               text_file(text_of(people(), delimiter)), rule=f"delimiter: {shown}", rows=30)
          for name, given, delimiter, shown in (
              ("semicolon", "semicolons", ";", ";"), ("tab", "tabs", "\t", "tab"),
              ("pipe", "bars", "|", "|"))),
        Case(38, "sep", "a first line `sep=;`, as Excel reads it", "obeys it",
             text_file(above("sep=;", rest=SEMICOLONS)), rule="delimiter: ;", rows=30),
        Case(38, "control-a", "fields separated by ^A, as Hive writes them", "asks",
             text_file(text_of(people(), "\x01")), code=3, rule="csv/delimiter",
             option="--delimiter", remedy={"delimiter": "\x01"}),
        Case(38, "colon", "fields separated by another sign such as a tilde",
             "asks", text_file(text_of(people(), "~")), code=3,
             rule="csv/delimiter", option="--delimiter", remedy={"delimiter": "~"}),
        Case(38, "spaces", "fields separated by runs of blanks, numbers among them",
             "finds that out and says so", text_file(
                 "id  visits   spend\n" + "".join(f"{i} {i % 9}   {i % 7}.5\n" for i in range(30))),
             rule="delimiter: spaces", rows=30),
        Case(38, "tie", "two delimiters that split every line alike", "asks which",
             text_file("a;b,c\n" + "".join(f"x{i};y,{i}\n" for i in range(30))), code=3,
             rule="csv/delimiter", option="--delimiter"),
        Case(38, "wrong", "another delimiter than the one that was told", "refuses and names the one that fits",
             text_file(SEMICOLONS), options={"delimiter": "tab"}, code=3, rule="csv/delimiter",
             option="--delimiter"),
        Case(39, "few", "few rows with too many or too few fields",
             "refuses these rows and counts them",
             text_file(with_line(9, f"{MARK}9,1", text_of(people(150)))), rule="csv/ragged",
             rows=149),
        Case(39, "many", "more than one row in a hundred with another number of fields",
             "refuses and names lines", text_file("id,a,b\n" + "".join(RAGGED)), code=3,
             rule="csv/ragged", option="--delimiter"),
        Case(39, "three", "three rows of two, four and three fields", "refuses",
             text_file(f"id,a,b\n{MARK}1,2\n{MARK}2,3,4,5\n{MARK}3,4,5\n"), code=3,
             rule="csv/ragged"),
        Case(40, "trailing", "a delimiter at the end of every line",
             "leaves the column without name and value out and says so",
             text_file(TEXT.replace("\n", ",\n")), rule="column left out", rows=30),
        Case(40, "rows-only", "a delimiter at the end of every row, but not of the header",
             "refuses: a name may be missing",
             text_file(LINES[0] + "".join(line.replace("\n", ",\n") for line in LINES[1:])),
             code=3, rule="csv/ragged"),
        Case(41, "title", "a title and a blank line above the header",
             "passes over them and says so",
             text_file(above("Customers of the shop, 2024", "")), rule="header: line 3", rows=30),
        Case(41, "comment", "comment lines above the header", "passes over them and says so",
             text_file(above("# exported by the shop", "# all customers")),
             rule="header: line 3", rows=30),
        Case(41, "blanks", "blank lines between the rows", "passes over them",
             text_file(TEXT.replace("\n", "\n\n")), rows=30),
        Case(41, "padded", "a title that a spreadsheet padded with empty fields",
             "passes over it and says so", text_file(above("Customers,,", ",,")),
             rule="header: line 3", rows=30),
        Case(41, "skip", "lines above the header, whose number was told", "skips them",
             text_file(above("one,two,three", "a,b,c")), options={"skip": 2},
             rule="header: line 3", rows=30),
        Case(41, "skip-all", "fewer lines than are to be skipped", "refuses",
             text_file(TEXT), options={"skip": 99}, code=3, rule="input/no-rows",
             option="--skip", remedy={"skip": 0}),
        Case(42, "total", "a last line `Total,...`",
             "leaves it out and counts it as a refused row",
             text_file(below("Total,999,888.5")), rule="csv/footer", rows=30),
        Case(42, "total-alone", "a last line `Total,6` with fewer fields",
             "leaves it out and counts it as a refused row", text_file(below("Total,6")),
             rule="csv/footer", rows=30),
        Case(42, "rows", "a last line `(1,234 rows affected)`",
             "leaves it out and counts it", text_file(below("", "(30 rows affected)")),
             rule="csv/footer", rows=30),
        Case(42, "blank-then-total", "blank lines and `Grand Total:` at the end",
             "leaves them out and counts the sum",
             text_file(below("", "", "Grand Total:,999,888.5")), rule="csv/footer", rows=30),
        Case(42, "german", "a last line `Summe;...` of a German export",
             "leaves it out and counts it",
             text_file(below("Summe;999;888.5", rest=SEMICOLONS)), rule="csv/footer", rows=30),
        Case(42, "xlsx", "a last row `Total` of a sheet", "leaves it out and counts it",
             {name: [*cells, last] for (name, cells), last in zip(
                 people().items(), ("Total", "999", "888.5"), strict=True)},
             formats=("xlsx",), rule="csv/footer", rows=30),
        Case(42, "second-cell", "a last line whose second cell says Total",
             "leaves it out and counts it",
             text_file(below(",Total,,888.5", rest=text_of(people(city=CITIES)))),
             rule="csv/footer", rows=30),
        Case(43, "again", "the header once more in the middle, as in files put together",
             "refuses that row and counts it",
             text_file("".join([*LINES[:16], LINES[0], *LINES[16:]])),
             rule="csv/repeated-header", rows=30),
        Case(44, "none", "no header: the first line is a row", "asks",
             text_file("".join(f"{i * 7},{i % 9},{i % 7}.5\n" for i in range(30))), code=3,
             rule="csv/no-header", option="--no-header",
             remedy={"header": False, "id": "column_1"}),
        Case(44, "texts", "no header above texts and numbers", "asks",
             text_file("".join(f"{MARK}{i},{i % 9},{i % 7}.5\n" for i in range(30))), code=3,
             rule="csv/no-header", option="--no-header",
             remedy={"header": False, "id": "column_1"}),
        Case(45, "units", "a second line of units under the names",
             "refuses: delete that line", text_file(
                 "customer_id,visits,spend\n,(count),(EUR)\n" + "".join(LINES[1:])), code=3,
             rule="csv/two-headers"),
        Case(46, "long", "a cell of 100,000 characters", "reads it",
             text_file(with_line(5, f"{MARK}4,3,1.5,{'x' * 100_000}",
                                 text_of(people(city=CITIES)))), rows=30),
        Case(46, "giant", "a cell of 3 MB", "refuses that row and counts it",
             text_file(with_line(5, f"{MARK}4,3,1.5,{'x' * 3_000_000}",
                                 text_of(people(150, city=cycle("x", n=150))))),
             rule="csv/too-long", rows=149),
        Case(49, "text", "a word in row 30,001 of a column of numbers",
             "looks at every row, not at a sample: counts it as missing and warns",
             text_file(long_log(f"{MARK}word", 30_000)), rule="numbers/unreadable", rows=30_100),
        Case(49, "comma", "a decimal comma in row 30,001",
             "looks at every row: refuses what is written in two ways",
             text_file(long_log('"1,5"', 30_000)), code=3, rule="numbers/mixed",
             option="--decimal", remedy={"decimal": "."}),
        Case(49, "float", "decimals that begin in row 30,001", "looks at every row",
             text_file(long_log("3.25", 30_000).replace(b".5\n", b"\n")), rows=30_100,
             holds=lambda found: _one_value(found, "spend", 3.25)),
    ]  # fmt: skip


def _one_value(found: Any, name: str, value: float) -> None:
    assert found.customers.table.column(name).to_pylist().count(value) == 1
