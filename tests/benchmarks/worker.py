"""The process of one contender: it prepares itself, and takes a lap whenever it is told to go.

Imports nothing but Python's own library, so that it runs in any environment.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import Any


def main(prepare: str, given: str) -> None:
    """Say the facts on a line of JSON, then a line for each lap."""
    answers = os.fdopen(os.dup(1), "w")  # a line to the parent of our own: libraries print what they like
    os.dup2(2, 1)

    def tell(what: dict[str, Any]) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    module, _, function = prepare.partition(":")
    lap, facts = getattr(importlib.import_module(f"benchmarks.{module}"), function)(**json.loads(given))
    tell(facts)
    for _ in sys.stdin:
        began, busy = time.perf_counter(), time.process_time()
        more = lap() or {}
        steps = facts.get("steps", 1)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        tell({"seconds": seconds / steps, "cpu": cpu / steps, **more})


if __name__ == "__main__":
    main(*sys.argv[1:])
