"""A matplotlib figure in, a PNG file for slides out."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgba

from personae.report.charts.easel import DPI, draw
from personae.report.charts.pixels import PixelRenderer
from personae.report.charts.theme import PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

__all__ = ["file_of", "paper_for", "png_of"]

_PER_METRE = round(DPI / 0.0254)
_COLOUR_TYPES = {3: 2, 4: 6}  # RGB, and RGB with alpha
_BAND = 64  # rows that are packed at one go: so few that they stay near the processor


def png_of(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG file, the same for the same figure."""
    paper = paper_for(figure)
    draw(figure, paper)
    return file_of(paper.pixels()[..., :3])


def paper_for(figure: Figure) -> PixelRenderer:
    """Return a sheet of paper as large as a figure, to draw on."""
    width, height = figure.get_size_inches() * DPI
    paper = PixelRenderer(width, height, DPI)
    colour = np.array(to_rgba(PAPER)) * 255
    # four bytes at once, which is ten times as fast as one after the other
    paper.pixels().view(np.uint32)[:] = colour.round().astype(np.uint8).view(np.uint32)
    return paper


def file_of(pixels: NDArray[np.uint8]) -> bytes:
    """Return (height, width, 3 or 4) pixels as a file.

    Charts are large plain areas: each row is packed as it is. Trying a filter for every row, as
    the usual writers do for photographs, takes twice as long and makes the file a fifth larger;
    so does it to keep transparency where there is none.

    Notes
    -----
    The format is that of "Portable Network Graphics (PNG) Specification", second edition, W3C
    2003: eight bits a channel, colour type 2 (RGB) or 6 (with alpha), filter type 0.
    """
    height, width, channels = pixels.shape
    kind = _COLOUR_TYPES[channels]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", _PER_METRE, _PER_METRE, 1)),
        (b"IDAT", _packed(pixels)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    # packing harder takes half as long again and saves a twentieth
    packer = zlib.compressobj(1)
    bands = (pixels[top : top + _BAND] for top in range(0, len(pixels), _BAND))
    return b"".join([*(packer.compress(_rows(band).data) for band in bands), packer.flush()])


def _rows(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pixels with the first byte of a row, its filter type, before each."""
    height, width, channels = pixels.shape
    rows = np.zeros((height, 1 + channels * width), dtype=np.uint8)
    for channel in range(channels):
        rows[:, 1 + channel :: channels] = pixels[..., channel]
    return rows


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
