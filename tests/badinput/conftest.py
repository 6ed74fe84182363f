"""The catalogue of bad inputs lies beside these tests; the docs are written from it too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
