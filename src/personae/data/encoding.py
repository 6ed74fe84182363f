"""Any text file in, plain UTF-8 out: unpacked, decoded, with one kind of line end."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.data.container import refuse_what_is_no_table
from personae.data.source import Stated
from personae.errors import InputError, Problem, ResourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PlainText", "plain_text"]

BLOCK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A gigabyte out of a few megabytes is not a customer table: text packs 3 to 30 times.
_BOMB_SIZE, _BOMB_RATIO = 1 << 30, 200
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
    counts : array of int, shape (128,)
        How often each ASCII character occurs, for the few that a dialect is made of.
    stated : tuple of Stated
        Compression and encoding.
    """

    path: Path
    start: int
    counts: dict[str, int]
    stated: tuple[Stated, ...]


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
    name, original = path.name, path
    if packed:
        path = _unpack(path, folder / "unpacked.txt")
        stated = (Stated("compression", "gzip", "file", note="told by the file's first bytes"),)
        with path.open("rb") as file:
            refuse_what_is_no_table(file.read(4096), name)
    if encoding is not None:
        codec = _codec(encoding)
        how = Stated("encoding", encoding, "option", "--encoding")
    else:
        codec, how = _detect(path, name)
    if codec != "utf-8" or _has_old_line_ends(path):
        decoded = folder / "decoded.txt"
        _decode(path, decoded, codec, name)
        if path != original:
            path.unlink()
        path = decoded
    with path.open("rb") as file:
        start = 3 if file.read(3) == codecs.BOM_UTF8 else 0
    return PlainText(path, start, _census(path, start, name), (*stated, how))


def blocks_of(path: Path, *, start: int = 0, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the bytes of a file from `start` on."""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(size):
            yield block


def _unpack(path: Path, target: Path) -> Path:
    """Unpack a gzip file of one or more members; refuse what is damaged or a bomb."""
    packed_size = path.stat().st_size
    written = 0
    inflate = zlib.decompressobj(31)
    with target.open("wb") as out:
        try:
            for block in blocks_of(path):
                data = block
                while data:
                    if inflate.eof:
                        # Another member may follow; padding with zeros is allowed by gzip.
                        data = data.lstrip(b"\x00")
                        if not data:
                            break
                        inflate = zlib.decompressobj(31)
                    piece = inflate.decompress(data, 16 * BLOCK)
                    data = inflate.unconsumed_tail or inflate.unused_data
                    written += out.write(piece)
                    if written > max(_BOMB_SIZE, _BOMB_RATIO * packed_size):
                        raise _bomb(path.name, packed_size, written)
        except zlib.error:
            raise _corrupt(path.name) from None
    if not inflate.eof:
        raise _corrupt(path.name)
    return target


def _detect(path: Path, name: str) -> tuple[str, Stated]:
    """Tell the encoding from the byte order mark or from every byte of the file."""
    with path.open("rb") as file:
        head = file.read(4096)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            note = "a byte order mark stands at the start"
            if codec == "utf-8" and not _is_utf8(path):
                raise _mixed(path, name)
            return codec, Stated("encoding", codec, "detected", "--encoding", note)
    _refuse_binary(head, name)
    if _is_utf8(path):
        note = "every byte of the file is valid UTF-8"
        return "utf-8", Stated("encoding", "utf-8", "detected", "--encoding", note)
    _refuse_mixed(path, name)
    note = "the file is not valid UTF-8; look at a name with an accent"
    return "cp1252", Stated("encoding", "cp1252", "detected", "--encoding", note)


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding).name
        b"".decode(found)
    except LookupError:
        raise UsageError(
            Problem(
                "options/value",
                "--encoding needs the name of a text encoding.",
                "Use utf-8, utf-16, cp1252, iso-8859-2, cp1251, shift_jis or another that Python knows.",
            )
        ) from None
    return "utf-8" if found == "utf-8-sig" else found


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for block in blocks_of(path):
            # Most text is plain ASCII, which needs no decoding unless a character is open.
            if not (block.isascii() and decoder.getstate() == (b"", 0)):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_old_line_ends(path: Path) -> bool:
    """Tell whether lines end in a carriage return alone, as on old Macs."""
    returns = False
    for block in blocks_of(path):
        if b"\n" in block:
            return False
        returns = returns or b"\r" in block
    return returns


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
    line = 1
    for text in _decoded(path, "utf-8", errors="surrogateescape"):
        if bad := _INVALID_BYTE.search(text):
            line += text.count("\n", 0, bad.start())
            break
        line += text.count("\n")
    return InputError(
        Problem(
            "input/encoding-mixed",
            f"{name} is UTF-8 in some lines, but line {line} is not.",
            "Save the file in one encoding, or pass --encoding cp1252 to read every byte as that.",
        )
    )


def _decoded(path: Path, codec: str, *, errors: str = "strict") -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    for block in blocks_of(path):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _decode(path: Path, target: Path, codec: str, name: str) -> None:
    """Write a file again as UTF-8 with line feeds where it had carriage returns alone."""
    lines, old, started = 0, _ends_in_returns(path, codec), False
    with target.open("wb") as out:
        try:
            for text in _decoded(path, codec):
                lines += text.count("\n")
                piece = text.replace("\r", "\n") if old else text
                if not started and piece:
                    piece, started = piece.removeprefix("\ufeff"), True
                out.write(piece.encode("utf-8", "strict"))
        except UnicodeError:
            raise InputError(
                Problem(
                    "input/encoding",
                    f"{name} cannot be read as {codec}: a byte after line {lines + 1} does not belong to it.",
                    "Pass --encoding with the encoding of the file, such as utf-8, cp1252 or iso-8859-2.",
                )
            ) from None


def _ends_in_returns(path: Path, codec: str) -> bool:
    returns = False
    for text in _decoded(path, codec, errors="replace"):
        if "\n" in text:
            return False
        returns = returns or "\r" in text
    return returns


def _census(path: Path, start: int, name: str) -> dict[str, int]:
    """Count the characters that dialects are made of; refuse a file of blanks."""
    counts = dict.fromkeys('\n\r\x00",;\t| ', 0)
    size = 0
    for block in blocks_of(path, start=start):
        size += len(block)
        bytes_ = np.frombuffer(block, np.uint8)
        for character in counts:
            counts[character] += int(np.count_nonzero(bytes_ == ord(character)))
    if counts["\n"] + counts["\r"] + counts["\t"] + counts[" "] == size:
        what = "holds nothing but blanks and line ends" if size else "holds nothing but a byte order mark"
        raise InputError(Problem("input/empty", f"{name} {what}.", "Export the table again."))
    return counts


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
            f"{name} ({packed:,} bytes) unpacks to more than {unpacked:,} bytes, over {_BOMB_RATIO} times its size.",
            "Unpack it yourself and give the unpacked file, if it is what you expect.",
        )
    )
