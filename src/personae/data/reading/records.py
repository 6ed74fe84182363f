"""Bytes of a text file in, where each record ends and how many fields it has out.

A record is a line, or several where a quoted field holds line breaks. The work is done on arrays of
the positions of delimiters, quotes and line feeds; only text with odd quotes is walked in Python.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.data.reading.encoding import blocks_of
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

__all__ = [
    "HEAD",
    "MAX_LINE",
    "TAIL",
    "BackslashEscapes",
    "LineTooLong",
    "Record",
    "RecordScan",
    "UnclosedQuote",
    "scan_records",
    "whole_lines",
]

NEWLINE, RETURN, QUOTE, BLANK, BACKSLASH = 10, 13, 34, 32, 92
HEAD, TAIL = 200, 5
MAX_FIELDS = 16_384
MAX_RECORD = 2_000_000
MAX_LINE = 64_000_000
MAX_ODD = 5_000_000


class BackslashEscapes(Exception):  # noqa: N818 (a signal to scan again, never an error for people)
    """Quotes inside quoted fields are written with a backslash before them."""


class LineTooLong(Exception):  # noqa: N818
    """A line has more bytes than `MAX_LINE`, and reading on would only fill the memory."""


class UnclosedQuote(Exception):  # noqa: N818
    """A quoted field does not end; `line` is where it begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Record:
    """One record: its number from 0, its bytes ``start:end``, its first line and its fields.

    `flaw` is empty, or ``"blank"``, ``"ragged"``, ``"quote"``, ``"nul"``, ``"return"``,
    ``"long"``.
    """

    index: int
    start: int
    end: int
    line: int
    n_fields: int
    flaw: str = ""


@dataclass
class RecordScan:
    """What a pass over the whole file found for one delimiter.

    Parameters
    ----------
    expected : int
        The fields that a record should have.
    histogram : array of int
        How many records have 0, 1, 2, ... fields; blank ones are not counted.
    n_records, n_lines : int
        Records, blank ones too, and line feeds.
    odd : list of Record
        Every record that is blank, or has not the expected fields, or is damaged.
    long_records, extra_lines : list of array
        Records that hold line breaks, and how many.
    head, tail : list of Record
        The first and the last few records.
    ends_with_return : int
        Records that end in carriage return and line feed.
    has_quoted_returns : bool
        Whether a carriage return without line feed stands inside quotes.
    odd_quotes : bool
        Whether some quote neither encloses a whole field nor is doubled inside one.
    """

    expected: int = 0
    histogram: Ints = field(default_factory=lambda: np.zeros(MAX_FIELDS + 1, np.int64))
    n_records: int = 0
    n_lines: int = 0
    longest: int = 0
    ends_with_return: int = 0
    has_quoted_returns: bool = False
    odd_quotes: bool = False
    odd: list[Record] = field(default_factory=list)
    long_records: list[Ints] = field(default_factory=list)
    extra_lines: list[Ints] = field(default_factory=list)
    head: list[Record] = field(default_factory=list)
    tail: list[Record] = field(default_factory=list)
    backslash: bool = False
    given_up: bool = False

    @property
    def common(self) -> int:
        """The most common number of fields; the larger one of a tie."""
        return int(MAX_FIELDS - np.argmax(self.histogram[::-1]))

    @property
    def n_uncommon(self) -> int:
        """Records that have not the most common number of fields."""
        return int(self.histogram.sum() - self.histogram.max())


def scan_records(
    path: Path,
    delimiter: bytes,
    *,
    start: int = 0,
    expected: int = 0,
    quoted: bool = True,
    backslash: bool = False,
    give_up_above: int | None = None,
    only_first_block: bool = False,
) -> RecordScan:
    """Pass over the whole file and find the records of one delimiter.

    Parameters
    ----------
    path : Path
        A file of UTF-8 text.
    delimiter : bytes
        What stands between fields; empty if records are one field.
    start : int
        The byte at which the text begins.
    expected : int
        The fields that a record should have; 0 takes the most common number of the first block.
    quoted : bool
        Whether quotes enclose fields; else they are signs like any other.
    backslash : bool
        Whether a backslash stands before a quote inside a quoted field.
    give_up_above : int, optional
        Stop as soon as more records than this deviate from the most common number of fields.
    only_first_block : bool
        Look at the first megabyte only.

    Raises
    ------
    UnclosedQuote
        If a quoted field does not end.
    BackslashEscapes
        If quotes turn out to be escaped by backslashes.
    LineTooLong
        If one line is longer than any table's could be.
    """
    walker = _Walker(delimiter, expected=expected, start=start, quoted=quoted, backslash=backslash)
    for block in whole_lines(path, start=start):
        walker.feed(block)
        scan = walker.scan
        if only_first_block:
            return scan
        if give_up_above is not None and scan.n_uncommon > give_up_above:
            scan.given_up = True
            return scan
    if walker.inside:
        raise UnclosedQuote(walker.opened_line)
    return walker.scan


def whole_lines(path: Path, *, start: int = 0) -> Iterator[bytes]:
    """Yield blocks that end in a line feed, which is added to the last line if it has none."""
    rest: list[bytes] = []
    waiting = 0
    for block in blocks_of(path, start=start):
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest.append(block)
            waiting += len(block)
            if waiting > MAX_LINE:
                raise LineTooLong
            continue
        yield b"".join((*rest, block[:cut]))
        rest, waiting = [block[cut:]], len(block) - cut
    if last := b"".join(rest):
        yield last + b"\n"


class _Walker:
    """Carries what is open from one block to the next."""

    def __init__(
        self, delimiter: bytes, *, expected: int, start: int, quoted: bool, backslash: bool
    ) -> None:
        self.delimiter = delimiter
        self.quoted = quoted
        self.scan = RecordScan(expected=expected, backslash=backslash)
        self.offset = start
        self.inside = False
        self.opened_line = 0
        self.open_fields = 0
        self.open_start = start
        self.open_line = 1

    def feed(self, block: bytes) -> None:
        """Take in the next block, which ends in a line feed."""
        text = np.frombuffer(block, np.uint8)
        if not self._feed_even(block, text):
            self._feed_any(block, text)
        self.offset += len(block)

    def _feed_even(self, block: bytes, text: NDArray[np.uint8]) -> bool:
        """Take in a block of whole records that are all as expected; tell whether it is one.

        Nearly every block is. Where line feeds and delimiters stand tells so in a few comparisons
        a record, while in general every delimiter has to be weighed.
        """
        width = self.scan.expected - 1
        known = width > 0 and len(self.delimiter) == 1 and self.delimiter[0] != QUOTE
        if not known or self.inside or self.open_fields or self.scan.backslash or 0 in block:
            return False
        ends = np.flatnonzero(text == NEWLINE)
        splits = np.flatnonzero(text == self.delimiter[0])
        if self.quoted and QUOTE in block:
            outside = self._outside_quotes(text, ends, splits)
            if outside is None:
                return False
            splits = outside
        if splits.size != width * ends.size:
            return False
        firsts, lasts = splits[::width], splits[width - 1 :: width]
        starts = np.append(0, ends[:-1] + 1)
        if (firsts < starts).any() or (lasts > ends).any():
            return False
        returned = text[ends - 1] == RETURN
        n_returned = int(np.count_nonzero(returned))
        lengths = ends - starts - returned
        # a carriage return elsewhere stands inside a field
        if (RETURN in block and block.count(RETURN) != n_returned) or lengths.max() > MAX_RECORD:
            return False
        scan = self.scan
        lines = np.arange(scan.n_lines + 1, scan.n_lines + 1 + ends.size)
        n_fields = np.full(ends.size, scan.expected)
        scan.histogram[min(scan.expected, MAX_FIELDS)] += ends.size
        scan.longest = max(scan.longest, int(lengths.max()))
        scan.ends_with_return += n_returned
        self.open_line = scan.n_lines + ends.size + 1
        self._close(_Found(starts, ends, lines, n_fields, lengths), ends.size)
        return True

    def _outside_quotes(self, text: NDArray[np.uint8], ends: Ints, splits: Ints) -> Ints | None:
        """Return the delimiters outside quotes; None where quotes misfit or hold a line feed."""
        quotes = np.flatnonzero(text == QUOTE)
        opens = np.arange(quotes.size) % 2 == 0
        if quotes.size % 2 or not self._all_fit(text, quotes, opens):
            return None
        lines, places = np.searchsorted(ends, quotes), np.searchsorted(splits, quotes)
        if (lines[::2] != lines[1::2]).any():
            return None
        quoted = np.zeros(splits.size + 1, np.int64)
        np.add.at(quoted, places[::2], 1)
        np.add.at(quoted, places[1::2], -1)
        outside: Ints = splits[np.cumsum(quoted)[:-1] == 0]
        return outside

    def _feed_any(self, block: bytes, text: NDArray[np.uint8]) -> None:
        has_quotes = self.quoted and QUOTE in block
        places, signs = self._signs(block, text, has_quotes=has_quotes)
        newline = signs == NEWLINE
        began_inside = self.inside
        if began_inside or has_quotes:
            inside, flawed = self._quoted(block, text, (places, signs))
            ends = newline & ~inside
            splits = (signs == 1) & ~inside
        else:
            inside, flawed = np.zeros(0, bool), np.zeros(0, np.int64)
            ends, splits = newline, signs == 1
        returns = _lone_returns(block, text)
        if returns.size and inside.size:
            # A line break inside quotes is part of a field, whatever it is made of.
            nearest = np.searchsorted(places, returns) - 1
            quoted = np.where(nearest >= 0, inside[np.maximum(nearest, 0)], began_inside)
            returns = returns[~quoted]
            self.scan.has_quoted_returns |= bool(quoted.any())
        self._records(block, text, _Marks(places, newline, ends, splits, flawed, returns))

    def _signs(
        self, block: bytes, text: NDArray[np.uint8], *, has_quotes: bool
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """Return the places of delimiters (sign 1), quotes and line feeds, in order."""
        hits = text == NEWLINE
        if has_quotes:
            hits |= text == QUOTE
        if self.delimiter:
            hits |= text == self.delimiter[0]
        places = np.flatnonzero(hits)
        signs = text[places]
        if self.delimiter:
            first = signs == self.delimiter[0]
            for shift, byte in enumerate(self.delimiter[1:], start=1):
                reach = np.minimum(places + shift, len(block) - 1)
                first &= text[reach] == byte
            signs = np.where(first, np.uint8(1), signs)
        return places, signs

    def _quoted(
        self, block: bytes, text: NDArray[np.uint8], marks: tuple[Ints, NDArray[np.uint8]]
    ) -> tuple[Bools, Ints]:
        """Tell which marks lie inside quotes, and which records hold quotes that fit nowhere."""
        places, signs = marks
        is_quote = signs == QUOTE
        if self.scan.backslash:
            is_quote &= ~_escaped(text, places)
        parity = (np.cumsum(is_quote) + self.inside) & 1
        quotes, opens = places[is_quote], parity[is_quote] == 1
        if self._all_fit(text, quotes, opens):
            inside = parity.astype(bool)
            if quotes.size:
                self._remember_opener(quotes[-1] if opens[-1] else None, places, signs)
            return inside, np.zeros(0, np.int64)
        spans, flawed = self._walk(block, quotes)
        return _within(places, spans), flawed

    def _all_fit(self, text: NDArray[np.uint8], quotes: Ints, opens: Bools) -> bool:
        """Tell whether every quote opens after a delimiter or closes before one."""
        if not quotes.size:
            return True
        before = np.where(quotes > 0, text[quotes - 1], np.uint8(NEWLINE))
        after = text[np.minimum(quotes + 1, text.size - 1)]
        last = self.delimiter[-1] if self.delimiter else NEWLINE
        first = self.delimiter[0] if self.delimiter else NEWLINE
        opens_well = (before == last) | (before == NEWLINE) | (before == QUOTE)
        closes_well = (after == first) | (after == NEWLINE) | (after == RETURN) | (after == QUOTE)
        if self.scan.backslash:
            opens_well &= before != QUOTE
            closes_well &= after != QUOTE
        return bool(np.where(opens, opens_well, closes_well).all())

    def _remember_opener(self, place: int | None, places: Ints, signs: NDArray[np.uint8]) -> None:
        self.inside = place is not None
        if place is not None:
            before = np.count_nonzero((signs == NEWLINE) & (places < place))
            self.opened_line = self.scan.n_lines + int(before) + 1

    def _walk(self, block: bytes, quotes: Ints) -> tuple[list[tuple[int, int]], Ints]:
        """Follow the quotes one by one; return the quoted spans and the places of misfits."""
        self.scan.odd_quotes = True
        spans: list[tuple[int, int]] = []
        flawed: list[int] = []
        opened = 0 if self.inside else -1
        skip_until = -1
        queue = iter(quotes.tolist())
        for place in queue:
            if place < skip_until:
                continue
            if opened < 0 and not self.inside:
                if self._may_open(block, place):
                    opened, self.inside = place, True
                    self.opened_line = self.scan.n_lines + block.count(b"\n", 0, place) + 1
                continue
            if not self.scan.backslash and block[place + 1] == QUOTE:
                next(queue)
                continue
            if self._may_close(block, place):
                spans.append((opened, place))
                opened, self.inside = -1, False
                continue
            if block[place - 1] == BACKSLASH and not self.scan.backslash:
                raise BackslashEscapes
            here = self.scan.n_lines + block.count(b"\n", 0, place) + 1
            if here != self.opened_line:
                raise UnclosedQuote(self.opened_line)
            # The quote fits nowhere: the line is refused, and reading goes on after it.
            flawed.append(place)
            skip_until = block.index(b"\n", place)
            opened, self.inside = -1, False
        if self.inside:
            spans.append((opened, len(block)))
        return spans, np.array(flawed, np.int64)

    def _may_open(self, block: bytes, place: int) -> bool:
        """Tell whether a field begins here; blanks before its quote are none of its own."""
        while place > 0 and block[place - 1] == BLANK and self.delimiter != b" ":
            place -= 1
        if place == 0 or block[place - 1] == NEWLINE:
            return True
        return bool(self.delimiter) and block[:place].endswith(self.delimiter)

    def _may_close(self, block: bytes, place: int) -> bool:
        place += 1
        while block[place] == BLANK and self.delimiter != b" ":
            place += 1
        if block[place] in (NEWLINE, RETURN):
            return True
        return bool(self.delimiter) and block.startswith(self.delimiter, place)

    def _records(self, block: bytes, text: NDArray[np.uint8], marks: _Marks) -> None:
        """Turn the marks of a block into records."""
        scan = self.scan
        ends = marks.places[marks.ends]
        n_lines = int(np.count_nonzero(marks.newline))
        if not ends.size:
            self.open_fields += int(np.count_nonzero(marks.splits))
            scan.n_lines += n_lines
            return
        splits = np.cumsum(marks.splits)[marks.ends]
        n_fields = np.diff(splits, prepend=0) + 1
        n_fields[0] += self.open_fields
        self.open_fields = int(np.count_nonzero(marks.splits)) - int(splits[-1])
        starts = np.empty_like(ends)
        starts[0], starts[1:] = self.open_start - self.offset, ends[:-1] + 1
        lines_before = np.cumsum(marks.newline)[marks.ends]
        lines = np.empty_like(ends)
        lines[0], lines[1:] = self.open_line, scan.n_lines + lines_before[:-1] + 1
        returned = text[np.maximum(ends - 1, 0)] == RETURN
        returned &= ends > starts
        lengths = ends - starts - returned
        found = _Found(starts, ends, lines, n_fields, lengths)
        scan.ends_with_return += int(np.count_nonzero(returned))
        self._note_line_breaks(found, int(lines_before[-1]))
        self._note_odd(found, self._flaws(block, text, found, marks))
        self.open_line = scan.n_lines + int(lines_before[-1]) + 1
        self._close(found, n_lines)

    def _close(self, found: _Found, n_lines: int) -> None:
        """Count the records of a block and its lines, and note where the next record begins."""
        scan = self.scan
        self._note_edges(found)
        scan.n_records += found.ends.size
        scan.n_lines += n_lines
        self.open_start = self.offset + int(found.ends[-1]) + 1

    def _note_line_breaks(self, found: _Found, n_lines: int) -> None:
        """Note the records that are longer than one line."""
        following = np.append(found.lines[1:], self.scan.n_lines + n_lines + 1)
        extra = following - found.lines - 1
        broken = np.flatnonzero(extra)
        if broken.size:
            self.scan.long_records.append(broken + self.scan.n_records)
            self.scan.extra_lines.append(extra[broken])

    def _note_odd(self, found: _Found, flaws: Ints) -> None:
        """Count fields, and note every record that is not as expected."""
        scan = self.scan
        blank = flaws == _FLAWS.index("blank")
        capped = np.minimum(found.n_fields, MAX_FIELDS)
        scan.histogram += np.bincount(capped[~blank], minlength=MAX_FIELDS + 1)
        scan.longest = max(scan.longest, int(found.lengths.max()))
        if not scan.expected and scan.histogram.any():
            scan.expected = scan.common
        ragged = (found.n_fields != scan.expected) & (flaws == 0)
        flaws[ragged] = _FLAWS.index("ragged")
        for i in np.flatnonzero(flaws).tolist():
            if len(scan.odd) > MAX_ODD:
                scan.given_up = True
                break
            scan.odd.append(found.record(i, self.offset, scan.n_records, _FLAWS[flaws[i]]))

    def _flaws(self, block: bytes, text: NDArray[np.uint8], found: _Found, marks: _Marks) -> Ints:
        """Return for every record the number of what is wrong with it; 0 if nothing is."""
        flaws = np.zeros(found.starts.size, np.int64)
        if 0 in block:
            _mark(flaws, found, np.flatnonzero(text == 0), "nul")
        _mark(flaws, found, marks.returns, "return")
        _mark(flaws, found, marks.flawed, "quote")
        flaws[found.lengths > MAX_RECORD] = _FLAWS.index("long")
        for i in np.flatnonzero(found.n_fields == 1).tolist() if self.delimiter else []:
            start = int(found.starts[i])
            if found.lengths[i] == 0 or (start >= 0 and block[start : found.ends[i]].isspace()):
                flaws[i] = _FLAWS.index("blank")
        if not self.delimiter:
            flaws[found.lengths == 0] = _FLAWS.index("blank")
        return flaws

    def _note_edges(self, found: _Found) -> None:
        scan = self.scan
        size = found.starts.size
        for i in range(min(size, max(0, HEAD - len(scan.head)))):
            scan.head.append(found.record(i, self.offset, scan.n_records, ""))
        tail = [
            found.record(i, self.offset, scan.n_records, "")
            for i in range(max(0, size - TAIL), size)
        ]
        scan.tail = [*scan.tail, *tail][-TAIL:]


_FLAWS = ("", "blank", "ragged", "quote", "nul", "return", "long")


@dataclass(frozen=True)
class _Marks:
    places: Ints
    newline: Bools
    ends: Bools
    splits: Bools
    flawed: Ints
    returns: Ints


@dataclass(frozen=True)
class _Found:
    """The records that end in one block; places count from the block's beginning."""

    starts: Ints
    ends: Ints
    lines: Ints
    n_fields: Ints
    lengths: Ints

    def record(self, i: int, offset: int, first: int, flaw: str) -> Record:
        return Record(
            first + i,
            offset + int(self.starts[i]),
            offset + int(self.ends[i]),
            int(self.lines[i]),
            int(self.n_fields[i]),
            flaw,
        )


def _lone_returns(block: bytes, text: NDArray[np.uint8]) -> Ints:
    """Return the places of carriage returns that no line feed follows."""
    if RETURN not in block:
        return np.zeros(0, np.int64)
    returns: Ints = np.flatnonzero(text == RETURN)
    lone: Ints = returns[text[np.minimum(returns + 1, text.size - 1)] != NEWLINE]
    return lone


def _mark(flaws: Ints, found: _Found, places: Ints, flaw: str) -> None:
    """Give a flaw to the records in which the places lie."""
    if places.size:
        records = np.searchsorted(found.ends, places)
        flaws[records[records < flaws.size]] = _FLAWS.index(flaw)


def _escaped(text: NDArray[np.uint8], places: Ints) -> Bools:
    """Tell which marks have an odd number of backslashes before them."""
    odd = np.zeros(places.size, bool)
    for i in np.flatnonzero(text[np.maximum(places - 1, 0)] == BACKSLASH).tolist():
        place = int(places[i])
        run = place - 1
        while run >= 0 and text[run] == BACKSLASH:
            run -= 1
        odd[i] = (place - 1 - run) % 2 == 1
    return odd


def _within(places: Ints, spans: list[tuple[int, int]]) -> Bools:
    """Tell which places lie in one of the sorted, disjoint spans."""
    if not spans:
        return np.zeros(places.size, bool)
    opens = np.array([span[0] for span in spans])
    closes = np.array([span[1] for span in spans])
    nearest = np.searchsorted(opens, places, side="right") - 1
    return (nearest >= 0) & (places < closes[np.maximum(nearest, 0)])
