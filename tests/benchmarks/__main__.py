"""`python -m tests.benchmarks`: run the jobs, print their tables, write RESULTS.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import click

from . import (
    attacks,
    calm,
    channel,
    classes,
    cold,
    dream,
    equal_loss,
    evolving,
    features,
    film,
    fooling,
    gatys,
    inversion,
    media,
    memory,
    museum,
    plugins,
    realtime,
    restyling,
    roof,
    scoring,
    steadfast,
    styles,
)
from .cases import DREAMS
from .machine import head, when
from .report import Report, write

ROUNDS: Final = 5
EVERY: Final = DREAMS

JOBS: Final[dict[str, Callable[[int, tuple[str, ...], bool], Report]]] = {
    "roof": lambda rounds, names, peers: roof.run(rounds),
    "dream": lambda rounds, names, peers: dream.run(rounds, names, peers=peers),
    "cold": lambda rounds, names, peers: cold.run(rounds, tuple(name for name in names if name != "vgg16")),
    "film": lambda rounds, names, peers: film.run(rounds),
    "scoring": lambda rounds, names, peers: scoring.run(rounds),
    "memory": lambda rounds, names, peers: memory.run(rounds),
    "media": lambda rounds, names, peers: media.run(rounds),
    "plugins": lambda rounds, names, peers: plugins.run(rounds),
    "channel": lambda rounds, names, peers: channel.run(rounds, peers=peers),
    "gatys": lambda rounds, names, peers: gatys.run(rounds, peers=peers),
    "equal_loss": lambda rounds, names, peers: equal_loss.run(rounds, peers=peers),
    "styles": lambda rounds, names, peers: styles.run(),
    "inversion": lambda rounds, names, peers: inversion.run(),
    "features": lambda rounds, names, peers: features.run(),
    "classes": lambda rounds, names, peers: classes.run(),
    "evolving": lambda rounds, names, peers: evolving.run(rounds, peers=peers),
    "fooling": lambda rounds, names, peers: fooling.run(),
    "attacks": lambda rounds, names, peers: attacks.run(rounds, peers=peers),
    "restyling": lambda rounds, names, peers: restyling.run(rounds),
    "calm": lambda rounds, names, peers: calm.run(),
    "steadfast": lambda rounds, names, peers: steadfast.run(),
    "museum": lambda rounds, names, peers: museum.run(),
    "realtime": lambda rounds, names, peers: realtime.run(rounds, peers=peers),
}
"""Each is given how many rounds, which cases, and whether packages of others take part."""


@click.command()
@click.option("--only", default="", help=f"Some of the jobs, with commas between: {','.join(JOBS)}.")
@click.option(
    "--case", "cases", multiple=True, type=click.Choice(EVERY), help="Some of the dreams; may be given twice."
)
@click.option("--rounds", default=ROUNDS, show_default=True, help="How many laps each contender takes.")
@click.option("--peers/--no-peers", default=True, help="With packages from the index, each in its own environment.")
@click.option("--quick", is_flag=True, help="One round of the smallest dream, without those packages; writes nothing.")
def main(only: str, cases: tuple[str, ...], rounds: int, peers: bool, quick: bool) -> None:
    """Measure, print, and write each whole job into RESULTS.md and results.json beside this file."""
    wanted = only.split(",") if only else list(JOBS)
    if unknown := [job for job in wanted if job not in JOBS]:
        raise click.BadParameter(f"there is no job {unknown[0]!r}; there are {', '.join(JOBS)}", param_hint="--only")
    names = cases or EVERY
    if quick:
        rounds, peers, names = 1, False, ("lite0",)
    for job in wanted:
        started = time.monotonic()
        print(f"\n== {job}", flush=True)
        report = JOBS[job](rounds, names, peers)
        print(f"\n{report.text()}\n   ({time.monotonic() - started:.0f} s)", flush=True)
        if peers and not quick and not cases:
            write(job, report, when(rounds, time.monotonic() - started), head())


if __name__ == "__main__":
    main()
