"""`dreamkit render`: a recipe in, a picture or film out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.options import asked_plan, film_options


@click.command()
@film_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to; the ending says what.")
@click.option("--backend", help="tensorflow, jax or torch.")
@pass_context
def command(context: Context, /, output: Path | None, backend: str | None, **film: Any) -> None:
    """Render RECIPE with SETTINGS such as seconds=4 into a picture or film."""
    from dreamkit.backend.choice import choose
    from dreamkit.pictures import to_bytes
    from dreamkit.render.render import Renderer, film_frames, store_beside
    from dreamkit.render.video import film_writer

    if backend:
        choose(backend)
    plan = asked_plan(context, **film)
    output = output or Path(f"{plan.name}.mp4")
    with film_writer(output, plan.fps, "") as writer:
        for frame in film_frames(Renderer(plan, context.registry, store_beside(output, 8), _Silent())):
            writer.write(to_bytes(frame))
    click.echo(str(output))


class _Silent:
    def stepped(self, *facts: object) -> None:
        """Say nothing."""

    def painted(self, *facts: object, stored: bool) -> None:
        """Say nothing."""
