"""How wide lines may be."""

from __future__ import annotations

import shutil
import sys
from typing import Final

PIPE_WIDTH: Final = 100
"""Of a line where no terminal says how wide it is, in characters."""


def line_width() -> int:
    """The terminal's width, or `PIPE_WIDTH` where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
