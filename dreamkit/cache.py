"""Where dreamkit keeps what is costly to get again: weights, and compiled programs."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path


def cache_path() -> Path:
    """The folder that the variable `DREAMKIT_CACHE` names, or else the user's own cache."""
    return Path(os.environ.get("DREAMKIT_CACHE") or user_cache_path("dreamkit"))
