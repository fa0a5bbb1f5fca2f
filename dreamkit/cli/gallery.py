"""`dreamkit gallery`: a picture of every recipe, and a page that shows them."""

from __future__ import annotations

from pathlib import Path

import click

from dreamkit.cli.context import Context, pass_context


@click.command()
@click.argument("recipes", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("gallery"), show_default=True)
@click.option("--only", multiple=True, metavar="NAME", help="Render this recipe and no other; the page lists all.")
@click.option("--backend", help="Who computes: tensorflow, jax or torch.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@pass_context
def command(
    context: Context,
    /,
    recipes: tuple[Path, ...],
    output: Path,
    only: tuple[str, ...],
    backend: str | None,
    quiet: bool,
) -> None:
    """Render RECIPES, files or folders of them, with their defaults, into a folder with a page that shows them."""
    from dreamkit.backend.choice import choose
    from dreamkit.cli.progress import progress
    from dreamkit.gallery import described, exhibit, page
    from dreamkit.loader import load_recipe, plan_recipe
    from dreamkit.render.remaining import stored_frames
    from dreamkit.render.store import store_beside, write_whole

    if backend:
        choose(backend)
    exhibits = []
    known = [load_recipe(str(path)) for path in _files(recipes)]
    _check_names(only, [loaded.recipe.name for loaded in known])
    for loaded in known:
        plan = plan_recipe(loaded, (), context.registry)
        if only and plan.name not in only:
            exhibits.append(described(loaded, plan))
            continue
        stored = stored_frames(plan, context.registry, store_beside(output / "page", plan.bits))
        with progress(plan, stored, quiet=quiet) as watcher:
            exhibits.append(exhibit(loaded, plan, context.registry, output, watcher))
    for sentence in (*context.plugins.complaints, *context.plugins.remarks):
        click.echo(sentence, err=True)
    write_whole(output / "README.md", page(exhibits).encode())
    if not quiet:
        click.echo(f"{output / 'README.md'}: {len(exhibits)} recipes")


def _check_names(only: tuple[str, ...], known: list[str]) -> None:
    from dreamkit.errors import UnknownName, suggestion

    for name in only:
        if name not in known:
            raise UnknownName(f"there is no recipe {name!r} here", hint=suggestion(name, known, ", ".join(known)))


def _files(recipes: tuple[Path, ...]) -> list[Path]:
    """The recipe files named, and those in the folders named."""
    return [file for path in recipes for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
