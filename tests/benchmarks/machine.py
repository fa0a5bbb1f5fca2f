"""What was measured on, without names of hosts or people."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import resource
import sys
from pathlib import Path
from typing import Final

PACKAGES: Final = ("dreamkit", "tensorflow", "keras", "jax", "torch", "numpy", "pillow", "av")


def head() -> str:
    """The first lines of RESULTS.md."""
    versions = ", ".join(f"{package} {_version(package)}" for package in PACKAGES)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        "# Results\n\n"
        "Written by `python -m tests.benchmarks`. Medians; only ratios within one run of a job count.\n\n"
        f"- machine: {_processor()}, {cores} cores, {_memory()}, {platform.system()} {platform.machine()}\n"
        f"- Python {platform.python_version()}, {versions}"
    )


def when(rounds: int, took: float) -> str:
    """When a job ran, and how long."""
    return f"{dt.datetime.now(tz=dt.UTC).date()}, {rounds} rounds, {took / 60:.1f} minutes"


def peak_gibibytes() -> float:
    """The most memory that this process has held so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**3


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _processor() -> str:
    """Its model, and those of its instructions that matter here."""
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines() if ":" in line)
    except OSError:
        return platform.processor() or "unknown processor"
    told = {name.strip(): value.strip() for name, value in lines.items()}
    flags = told.get("flags", "").split()
    wide = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_tile") if name in flags]
    return " ".join([told.get("model name", platform.machine()), *([f"({', '.join(wide)})"] if wide else [])])


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GiB"
    except (ValueError, OSError):
        return "memory unknown"
