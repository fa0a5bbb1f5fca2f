"""Rendering in front of a person: progress, Ctrl-C, what plugins complain of, and a last line."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dreamkit.cli.progress import progress

if TYPE_CHECKING:
    from dreamkit.cli.context import Context
    from dreamkit.plan.plan import Plan
    from dreamkit.registry import Registry
    from dreamkit.render.output import Output

Command = TypeVar("Command", bound=Callable[..., Any])

STOPPED: Final = 130
"""The exit code of a program that Ctrl-C has ended."""


def shoot_options(command: Command) -> Command:
    """Give a command the arguments `output` and `backend`, and `executor`, `fresh` and `quiet`, which `shoot` takes."""
    for decorate in reversed(_SHOOT):
        command = decorate(command)
    return command


_OUTPUT_HELP: Final = (
    "Where to. The ending chooses: .png .jpg .webp .tif (16 bits) a picture or contact sheet, .mp4 .webm .mov .gif a "
    "film, and a name without one, or with a slash at its end, a folder of frames."
)

_SHOOT: Final[tuple[Callable[[Any], Any], ...]] = (
    click.option("-o", "--output", metavar="NAME", help=_OUTPUT_HELP),
    click.option("--backend", help="Who computes: tensorflow, jax or torch."),
    click.option("--executor", default="local", show_default=True, help="Who paints the shots; plugins bring more."),
    click.option("--fresh", is_flag=True, help="Paint all frames anew, stored or not."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
)


def shoot(context: Context, plan: Plan, output: Output, note: str, *, executor: str, fresh: bool, quiet: bool) -> None:
    """Render a plan and tell how it goes; Ctrl-C ends the program with the line that goes on."""
    from dreamkit.backend.choice import chosen
    from dreamkit.plan.speed import remember_speed
    from dreamkit.render.executors import executor_named
    from dreamkit.render.remaining import stored_frames
    from dreamkit.render.render import render
    from dreamkit.render.store import store_beside

    began, registry = time.monotonic(), context.registry
    stored = {} if fresh else stored_frames(plan, registry, store_beside(output.path, plan.bits))
    whole = sum(share == 1 for share in stored.values())
    if whole < sum(planned.frames for planned in plan.shots):
        _fetch(plan, context.registry)  # here, since it has a bar of its own
    try:
        with progress(plan, stored, quiet=quiet) as watcher, patient_ctrl_c(watcher):
            place = executor_named(executor, registry)
            render(plan, output, registry, watcher, note=note, executor=place, fresh=fresh)
    except KeyboardInterrupt:
        click.echo(f"stopped; all finished frames are stored, and this goes on: {going_on()}", err=True)
        raise click.exceptions.Exit(STOPPED) from None
    finally:
        for sentence in (*registry.plugins.complaints, *registry.plugins.remarks):
            click.echo(sentence, err=True)
    for net, (megapixels, seconds) in watcher.remaining.speeds.items():
        remember_speed(net, chosen(), megapixels, seconds)
    if not quiet:
        click.echo(_last_line(plan, output.path, whole, watcher.queries, time.monotonic() - began))


def _fetch(plan: Plan, registry: Registry) -> None:
    """Fetch the trained weights that a plan needs and that are not on hand."""
    from dreamkit.backend.choice import wake
    from dreamkit.nets.building import built
    from dreamkit.nets.find import spec_of
    from dreamkit.objectives.seen import looking

    shots = [planned.shot for planned in plan.shots]
    wanted = [(shot.net, *looking(shot.objective)) for shot in shots if shot.objective is not None]
    for net in {net for nets in wanted for net in nets if net is not None}:
        spec = spec_of(net, registry)
        if spec.weights == "trained" and not spec.on_hand():
            wake()
            built(spec, spec.build)


@contextmanager
def patient_ctrl_c(watcher: Any) -> Iterator[None]:
    """Let the first Ctrl-C wait for the end of the step, so that what is being written is written; not the second."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield
        return

    def remember(number: int, frame: Any) -> None:
        del number, frame
        signal.signal(signal.SIGINT, before)
        watcher.stopping = True
        os.write(2, b"\nstopping after this step; Ctrl-C again stops at once\n")

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def going_on() -> str:
    """The line that was typed, without what would begin anew."""
    return shlex.join(["dreamkit", *(word for word in sys.argv[1:] if word != "--fresh")])


def _last_line(plan: Plan, path: Path, stored: int, queries: int, seconds: float) -> str:
    from dreamkit.render.progress import clock_time

    frames = f"{plan.frames} frames" if plan.frames > 1 else "1 picture"
    all_stored = stored == sum(planned.frames for planned in plan.shots)
    before = f" ({'all' if all_stored else stored} stored before)" if stored else ""
    asked = f", {queries:,} queries" if queries else ""
    return f"{path}: {frames}{before}{asked}, {_size(path)}, in {clock_time(seconds)}"


def _size(path: Path) -> str:
    size = sum(file.stat().st_size for file in (path.iterdir() if path.is_dir() else [path]))
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
