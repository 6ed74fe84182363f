"""Any text file in, plain UTF-8 out: unpacked, decoded, with one kind of line end."""

from __future__ import annotations

import codecs
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from personae.data.reading.container import refuse_what_is_no_table
from personae.data.schema import Finding
from personae.data.source import Stated
from personae.dataclass import dataclass
from personae.errors import InputError, Problem, ResourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PlainText", "plain_text"]

BLOCK = 1 << 20
_HEAD = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A gigabyte out of a few megabytes is not a customer table: text packs 3 to 30 times.
_BOMB_SIZE, _BOMB_RATIO = 1 << 30, 200
# What UTF-8 becomes when it is read as CP1252 and written as UTF-8 again: "Ã" or "Â", then a sign
# that stands for one of the bytes 80 to BF.
_TWICE_ENCODED = re.compile(
    rb"\xc3[\x82\x83](?:\xc2[\x80-\xbf]|\xe2\x82\xac|\xe2\x80[\x90-\xbf]|\xc5[\x92-\xbe]|\xcb[\x86-\x9c])"
)
_GUESSED = Finding(
    "input/encoding-guessed", "warning",
    "The file is not UTF-8; it is read as cp1252, which western Windows writes. "
    "That is a guess: look at a name with an accent.",
    fix="If names look wrong, pass --encoding with the right one, such as iso-8859-2 or cp1251.",
)  # fmt: skip
_INVALID_BYTE = re.compile("[\udc80-\udcff]")
_VALID_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]")


@dataclass(frozen=True)
class PlainText:
    """A file of UTF-8 text with how often each byte occurs in it.

    Parameters
    ----------
    path : Path
        The file itself, or a decoded copy in the engine's private folder.
    start : int
        Where the text begins: 3 after a byte order mark, else 0.
    counts : dict of str to int
        How often each of the characters occurs that a dialect is made of.
    stated : tuple of Stated
        Compression and encoding.
    findings : tuple of Finding
        An encoding that was guessed, and text that was decoded wrongly before it came here.
    """

    path: Path
    start: int
    counts: dict[str, int]
    stated: tuple[Stated, ...]
    findings: tuple[Finding, ...] = ()


def plain_text(path: Path, folder: Path, *, packed: bool, encoding: str | None) -> PlainText:
    """Return a file as plain UTF-8 text, as a copy in `folder` where it is not that already.

    The whole file is looked at: text is UTF-8 only if every byte of it is. What is not valid UTF-8
    is read as CP1252, which every byte but five belongs to, and that is stated.

    Raises
    ------
    InputError
        If the file is damaged, binary, empty, or in an encoding that cannot be told.
    ResourceError
        If a packed file unpacks to something out of all proportion.
    UsageError
        If `encoding` is no encoding.
    """
    stated: tuple[Stated, ...] = ()
    name, original, survey = path.name, path, _Survey()
    if packed:
        path = folder / "unpacked.txt"
        _copy(_ahead(_unpacked(original)), path, survey)
        stated = (Stated("compression", "gzip", "file", note="told by the file's first bytes"),)
        refuse_what_is_no_table(survey.head, name)
    else:
        for block in blocks_of(path):
            survey.take(block)
    survey.refuse_blank(name)
    codec, how = _choose_codec(path, survey, name=name, encoding=encoding)
    if codec != "utf-8" or survey.has_old_line_ends:
        survey = _Survey()
        _copy(_reencoded(path, codec, name), folder / "decoded.txt", survey)
        if path != original:
            path.unlink()
        path = folder / "decoded.txt"
        survey.refuse_blank(name)
    findings = [_GUESSED] if codec == "cp1252" and how.how == "detected" else []
    if survey.n_twice_encoded:
        findings.append(_twice_encoded(survey.n_twice_encoded, name))
    return PlainText(path, survey.start, survey.counts, (*stated, how), tuple(findings))


class _Survey:
    """Looks at every block once: whether it is UTF-8, and how often some characters occur."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys('\n\r\x00",;\t| ', 0)
        self.head = b""
        self.n_twice_encoded = 0
        self._size = 0
        self._valid = True
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def take(self, block: bytes) -> None:
        """Take in the next block."""
        if len(self.head) < _HEAD:
            self.head = (self.head + block)[:_HEAD]
        self._size += len(block)
        text = np.frombuffer(block, np.uint8)
        for character in self.counts:
            # Most of them do not occur at all, which is told ten times faster than a count.
            if ord(character) in block:
                self.counts[character] += int(np.count_nonzero(text == ord(character)))
        if b"\xc3" in block:
            self.n_twice_encoded += len(_TWICE_ENCODED.findall(block))
        # Most text is plain ASCII, which needs no decoding unless a character is open.
        if self._valid and not (block.isascii() and self._decoder.getstate() == (b"", 0)):
            try:
                self._decoder.decode(block)
            except UnicodeDecodeError:
                self._valid = False

    @property
    def is_utf8(self) -> bool:
        """Whether all of it is UTF-8 and ends with a whole character."""
        return self._valid and self._decoder.getstate() == (b"", 0)

    @property
    def start(self) -> int:
        """Where the text begins: after a UTF-8 byte order mark."""
        return 3 if self.head.startswith(codecs.BOM_UTF8) else 0

    @property
    def has_old_line_ends(self) -> bool:
        """Whether lines end in a carriage return alone, as on old Macs."""
        return self.counts["\r"] > 0 and self.counts["\n"] == 0

    def refuse_blank(self, name: str) -> None:
        """Refuse a file of blanks."""
        size = self._size - self.start
        if size == sum(self.counts[character] for character in "\n\r\t "):
            what = "holds nothing but blanks and line ends" if size else "holds no text"
            raise InputError(Problem("input/empty", f"{name} {what}.", "Export the table again."))


def blocks_of(path: Path, *, start: int = 0, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the bytes of a file from `start` on."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(size):
            yield block


def _copy(blocks: Iterator[bytes], target: Path, survey: _Survey) -> None:
    with target.open("wb") as out:
        for block in blocks:
            survey.take(block)
            out.write(block)


def _ahead(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same blocks, with the next one being made in another thread."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, blocks, None)
        while (block := waiting.result()) is not None:
            waiting = pool.submit(next, blocks, None)
            yield block


def _unpacked(path: Path) -> Iterator[bytes]:
    """Unpack a gzip file of one or more members; refuse what is damaged or a bomb."""
    packed_size, written = path.stat().st_size, 0
    inflate = zlib.decompressobj(31)
    try:
        for block in blocks_of(path):
            data = block
            while data:
                if inflate.eof:
                    # Another member may follow; gzip allows to fill up with zeros.
                    data = data.lstrip(b"\x00")
                    if not data:
                        break
                    inflate = zlib.decompressobj(31)
                piece = inflate.decompress(data, BLOCK)
                data = inflate.unconsumed_tail or inflate.unused_data
                written += len(piece)
                if written > max(_BOMB_SIZE, _BOMB_RATIO * packed_size):
                    raise _bomb(path.name, packed_size, written)
                if piece:
                    yield piece
        rest = inflate.flush()
    except zlib.error:
        raise _corrupt(path.name) from None
    if not inflate.eof:
        raise _corrupt(path.name)
    if rest:
        yield rest


def _choose_codec(
    path: Path, survey: _Survey, *, name: str, encoding: str | None
) -> tuple[str, Stated]:
    """Tell the encoding from the option, the byte order mark, or every byte of the file."""
    if encoding is not None:
        codec = _codec(encoding)
        if codec == "utf-8" and not survey.is_utf8:
            raise _undecodable(name, codec, _line_of_invalid(path))
        return codec, Stated("encoding", encoding, "option", "--encoding")
    for bom, codec in _BOMS:
        if survey.head.startswith(bom):
            note = "a byte order mark stands at the start"
            if codec == "utf-8" and not survey.is_utf8:
                raise _mixed(path, name)
            return codec, Stated("encoding", codec, "detected", "--encoding", note)
    _refuse_binary(survey.head, name)
    if survey.is_utf8:
        note = "every byte of the file is valid UTF-8"
        return "utf-8", Stated("encoding", "utf-8", "detected", "--encoding", note)
    _refuse_mixed(path, name)
    note = "the file is not valid UTF-8; look at a name with an accent"
    return "cp1252", Stated("encoding", "cp1252", "detected", "--encoding", note)


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding).name
        "".encode(found)
    except (LookupError, UnicodeError):
        raise UsageError(
            Problem(
                "options/value",
                "--encoding needs the name of a text encoding.",
                "Use utf-8, utf-16, cp1252, iso-8859-2, cp1251, shift_jis or another that Python "
                "knows.",
            )
        ) from None
    return "utf-8" if found == "utf-8-sig" else found


def _refuse_binary(head: bytes, name: str) -> None:
    """Refuse what has so many NUL bytes that it cannot be text in one byte a character."""
    nul = np.frombuffer(head, np.uint8) == 0
    if nul.mean() < 0.02:
        return
    even, odd = nul[0::2].mean(), nul[1::2].mean() if nul.size > 1 else 0.0
    if max(even, odd) > 0.5 and min(even, odd) < 0.1:
        guess = "utf-16-le" if odd > even else "utf-16-be"
        raise InputError(
            Problem(
                "input/encoding",
                f"{name} looks like UTF-16 text without a byte order mark.",
                f"Pass --encoding {guess}, or save the file as UTF-8.",
            )
        )
    raise InputError(
        Problem(
            "input/binary",
            f"{name} is not text: {nul.mean():.0%} of its first bytes are NUL.",
            "Export the table again; after a crash a file may hold nothing but NUL bytes.",
        )
    )


def _refuse_mixed(path: Path, name: str) -> None:
    """Refuse a file that is UTF-8 in some lines and something else in others."""
    wide = any(
        _VALID_WIDE.search(text) for text in _decoded(path, "utf-8", errors="surrogateescape")
    )
    if wide:
        raise _mixed(path, name)


def _mixed(path: Path, name: str) -> InputError:
    return InputError(
        Problem(
            "input/encoding-mixed",
            f"{name} is UTF-8 in some lines, but line {_line_of_invalid(path)} is not.",
            "Save the file in one encoding, or pass --encoding cp1252 to read every byte as that.",
        )
    )


def _line_of_invalid(path: Path) -> int:
    """Return the first line that is not valid UTF-8."""
    line = 1
    for text in _decoded(path, "utf-8", errors="surrogateescape"):
        if bad := _INVALID_BYTE.search(text):
            return line + text.count("\n", 0, bad.start())
        line += text.count("\n")
    return line


def _decoded(path: Path, codec: str, *, errors: str = "strict") -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for block in blocks_of(path):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _reencoded(path: Path, codec: str, name: str) -> Iterator[bytes]:
    """Yield a file again as UTF-8, with line feeds where it had carriage returns alone."""
    lines, old, started = 0, _ends_in_returns(path, codec), False
    try:
        for text in _decoded(path, codec):
            lines += text.count("\n")
            piece = text.replace("\r", "\n") if old else text
            if not started and piece:
                piece, started = piece.removeprefix("\ufeff"), True
            yield piece.encode("utf-8", "strict")
    except UnicodeDecodeError as error:
        here = lines + error.object.count(b"\n", 0, error.start) + 1
        raise _undecodable(name, codec, here) from None
    except UnicodeError:
        raise _undecodable(name, codec, lines + 1) from None


def _ends_in_returns(path: Path, codec: str) -> bool:
    returns = False
    try:
        for text in _decoded(path, codec, errors="replace"):
            if "\n" in text:
                return False
            returns = returns or "\r" in text
    except UnicodeError:
        return False  # such as UTF-16 without its mark; reading it says so, with the line
    return returns


def _undecodable(name: str, codec: str, line: int) -> InputError:
    return InputError(
        Problem(
            "input/encoding",
            f"{name} cannot be read as {codec}: line {line} holds bytes that do not belong to it.",
            "Pass --encoding with the encoding of the file, such as utf-8, cp1252 or iso-8859-2.",
        )
    )


def _twice_encoded(count: int, name: str) -> Finding:
    places = f"{count:,} place{'s' * (count > 1)}"
    return Finding(
        "text/possible-mojibake", "warning",
        f"{name} holds what looks like wrongly decoded text in {places} (such as \u00c3\u00a9 "
        "where \u00e9 was meant); it is kept as it is.", count=count,
        fix="Export the file again as UTF-8 from where it comes from.",
    )  # fmt: skip


def _corrupt(name: str) -> InputError:
    return InputError(
        Problem(
            "input/corrupt",
            f"{name} is a damaged gzip file: it breaks off or holds something else at its end.",
            "Copy or export it again; no row of it was used.",
        )
    )


def _bomb(name: str, packed: int, unpacked: int) -> ResourceError:
    return ResourceError(
        Problem(
            "input/decompression-limit",
            f"{name} ({packed:,} bytes) unpacks to more than {unpacked:,} bytes, "
            f"over {_BOMB_RATIO} times its size.",
            "Unpack it yourself and give the unpacked file, if it is what you expect.",
        )
    )
