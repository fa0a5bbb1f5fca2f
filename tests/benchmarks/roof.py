"""What this machine can do at best."""

from __future__ import annotations

from . import ceiling
from .race import race
from .report import Report, Table


def run(rounds: int) -> Report:
    """Both libraries' matrix products and convolutions, in turns."""
    results = race([ceiling.TENSORFLOW, ceiling.TORCH], rounds)
    rows = [
        [
            who.removeprefix("ceiling, "),
            f"{ceiling.MATMUL_GFLOP / result.median('matmul'):.0f}",
            f"{ceiling.roof(result):.0f}",
        ]
        if result.laps
        else [who, result.failed]
        for who, result in results.items()
    ]
    title = "The roof, GFLOP/s in float32"
    columns = ["", f"matrix product, {ceiling.SIDE}²", "3 × 3 convolution, 256 channels"]
    return Report([Table(title, columns, rows)], [], {title: results})
