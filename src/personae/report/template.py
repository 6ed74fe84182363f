"""The page's template in, a function that fills it out; compiled once on a machine."""

from __future__ import annotations

import functools
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from personae.disk.kept import folders_beside, keep, kept

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["filled"]

_TEMPLATES = Path(__file__).parent / "templates"


def filled(**values: Any) -> str:
    """Return the page with its values filled in, escaped wherever they stand.

    Raises
    ------
    jinja2.UndefinedError
        If the template asks for a value that is not there.
    """
    return _render()(**values)


class _Kept(BytecodeCache):
    """Keeps what jinja2 made of a template, which takes longer to make than to fill."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give jinja2 what was kept, if anything was."""
        code = kept(_places(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what jinja2 made."""
        keep(_places(bucket), bucket.bytecode_to_string())


def _places(bucket: Bucket) -> list[Path]:
    """Return where the code of a template may be kept: its text, and who reads and runs it."""
    parts = (bucket.checksum, bucket.key, jinja2.__version__, sys.version)
    name = f"page-{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}.template"
    return [folder / name for folder in folders_beside(__file__)]


@functools.cache
def _render() -> Callable[..., str]:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Kept(),
    )
    return environment.get_template("report.html.j2").render
