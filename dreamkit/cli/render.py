"""`dreamkit render`: a recipe in, a picture or film out."""

from __future__ import annotations

from pathlib import Path

import click

from dreamkit.cli.context import Context, pass_context


@click.command()
@click.argument("recipe")
@click.argument("settings", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to; the ending says what.")
@click.option("--backend", help="tensorflow, jax or torch.")
@pass_context
def command(context: Context, recipe: str, settings: tuple[str, ...], output: Path | None, backend: str | None) -> None:
    """Render RECIPE with SETTINGS such as seconds=4 into a picture or film."""
    from dreamkit.backend.choice import choose
    from dreamkit.loader import call, load_recipe
    from dreamkit.loader import settings as parse
    from dreamkit.pictures import to_bytes
    from dreamkit.plan import make_plan
    from dreamkit.render.render import Renderer, film_frames, store_beside
    from dreamkit.render.video import film_writer

    if backend:
        choose(backend)
    registry = context.registry
    loaded = load_recipe(recipe)
    film = call(loaded, parse(loaded.recipe, settings))
    said = loaded.recipe
    plan = make_plan(film, name=said.name, size=said.size, fps=said.fps, seed=said.seed, registry=registry)
    output = output or Path(f"{said.name}.mp4")
    with film_writer(output, plan.fps, "") as writer:
        for frame in film_frames(Renderer(plan, registry, store_beside(output, 8), _Silent())):
            writer.write(to_bytes(frame))
    click.echo(str(output))


class _Silent:
    def stepped(self, *facts: object) -> None:
        """Say nothing."""

    def painted(self, *facts: object, stored: bool) -> None:
        """Say nothing."""
