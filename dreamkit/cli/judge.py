"""`dreamkit judge`: what networks see in pictures, and who fools whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.layout import line_width

if TYPE_CHECKING:
    from dreamkit.judging.judge import Judge
    from dreamkit.judging.panel import Opinion


@click.command(epilog="Without --net, all trained classifiers have a say that need no download.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--net", "nets", multiple=True, metavar="NAME", help="Who judges: a network's name or a .keras file.")
@click.option("--pixels", default="", metavar="KIND", help="What a .keras file wants its pictures to be: 0..1, ….")
@click.option("--label", metavar="CLASS", help="Say how sure each network is of this class: its name, or its number.")
@click.option("--jpeg", "jpeg", metavar="95,85,75", help="Judge each picture also after it was saved as such a JPEG.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1), help="How many classes are listed.")
@click.option("--whole", is_flag=True, help="Show all pixels, and not only as many as a network was trained on.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@click.option("--backend", help="tensorflow, jax or torch.")
@pass_context
def command(
    context: Context,
    files: tuple[Path, ...],
    nets: tuple[str, ...],
    pixels: str,
    label: str | None,
    jpeg: str | None,
    top: int,
    whole: bool,
    as_json: bool,
    backend: str | None,
) -> None:
    """Say what networks see in each FILE, a picture or a folder of them.

    A picture that is larger than what a network was trained on is shown to it with a shorter side of that length, and
    otherwise as it is.

    With --label, a table says how sure each network is of that class, and which place the class has among all.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.judging.layout import heading, listed, row
    from dreamkit.judging.panel import opinions
    from dreamkit.judging.reencoded import qualities

    if backend:
        choose(backend)
    versions = qualities(jpeg) if jpeg else ()
    pictures = _pictures(files)
    judges, wanted = _judges(context, nets, pixels, label, whole=whole)
    titles = max(len("  as JPEG 100"), len(label or ""), *(len(str(path)) for path in pictures)) + 1
    if label and not as_json:
        click.echo(heading(label, list(judges), titles))
    told: list[Opinion] = []
    for path in pictures:
        for some in opinions(path, judges, versions):
            told += some
            if not as_json:
                lines = [row(some, wanted, titles)] if label else listed(some, top, line_width())
                click.echo("\n".join(lines))
    if as_json:
        click.echo(json.dumps([one.to_json(top, wanted.get(one.net)) for one in told], indent=2))


def _pictures(files: tuple[Path, ...]) -> list[Path]:
    """The pictures that are meant, all there before any network is loaded; raises `BadPicture`."""
    from dreamkit.pictures import check_file
    from dreamkit.sources.folders import photos_in

    found = [path for file in files for path in (photos_in(file) if file.is_dir() else (file,))]
    for path in found:
        check_file(path, "a picture")
    return found


def _judges(
    context: Context, names: tuple[str, ...], pixels: str, label: str | None, *, whole: bool
) -> tuple[dict[str, Judge], dict[str, int]]:
    """The networks, and where a class is asked for, which one that is to each; labels are found before any is loaded.

    Raises `UnknownName`, `BadWeights` and `UnknownLayer`.
    """
    from dreamkit.backend.choice import wake
    from dreamkit.errors import BadWeights
    from dreamkit.judging.judge import Judge, on_hand
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.labels import class_index
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.nets.net import Net

    names = tuple(dict.fromkeys(names or on_hand(context.registry.nets.values())))
    if not names:
        raise BadWeights("there is no classifier on hand", hint="name one by --net; `dreamkit nets` lists them")
    asked = {name: Net(name, pixels=pixels if name.endswith(".keras") else "") for name in names}
    specs = {name: spec_of(net, context.registry) for name, net in asked.items()}
    wanted: dict[str, Any] = {}
    if label:
        word = int(label) if label.isdecimal() else label
        wanted = {name: class_index(spec.labels(), word, by=asked[name]) for name, spec in specs.items()}
    wake()
    judges = {name: Judge(LoadedNet.of(spec), whole=whole, by=asked[name]) for name, spec in specs.items()}
    return judges, wanted
