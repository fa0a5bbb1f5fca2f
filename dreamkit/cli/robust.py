"""`dreamkit train robust`: a network that looks, taught to keep its answers where photos are attacked."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.course import run_training, training_options

if TYPE_CHECKING:
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.training.attack import Attack
    from dreamkit.training.course import Course
    from dreamkit.training.crops import Crops


def fraction(ctx: click.Context, param: click.Parameter, word: str) -> float:
    """A number as attacks are spoken of, such as 4/255, or 0.016."""
    try:
        return float(Fraction(word))
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"a bound is written 4/255 or 0.016, and {word!r} came", ctx, param) from None


@click.command()
@click.option("--net", default="efficientnet_lite0", show_default=True, metavar="NAME", help="The network that learns.")
@click.option("--epsilon", default="4/255", show_default=True, callback=fraction, help="How far a pixel may move.")
@click.option("--attack-steps", default=3, show_default=True, help="Steps of the attack in each step of the training.")
@click.option(
    "--clean", default=0.5, show_default=True, help="How much clean photos count, against 1 for attacked ones."
)
@click.option("--layer", default="", metavar="A", help="The layer whose answers are to stay: the last before classes.")
@click.option("--held-out", type=click.Path(path_type=Path), metavar="FOLDER", help="Measure it on these, at the end.")
@click.option("--rate", default=1e-4, show_default=True, help="How far the first step goes; the last one goes nowhere.")
@training_options
@pass_context
def robust(
    context: Context,
    /,
    net: str,
    epsilon: float,
    attack_steps: int,
    clean: float,
    layer: str,
    held_out: Path | None,
    **how: Any,
) -> None:
    """Train a network that looks to say of attacked photos what it says of clean ones; no labels are needed.

    The file, such as robust.weights.h5, is for Net("NAME", weights="robust.weights.h5"). After an hour of CPU with
    thirty pictures, at a bound of 1/255, efficientnet_lite0 keeps a tenth of its answers under attack where it kept
    none, and half of those to clean photos.
    """
    from dreamkit.sources.folders import photos_in
    from dreamkit.training.attack import Attack
    from dreamkit.training.course import ROBUST
    from dreamkit.training.steadfast import ANSWERS, layer_for, taught_steadfast

    if held_out:
        photos_in(held_out)  # a folder without photos is told before hours have gone
    attack, layer = Attack(epsilon, attack_steps), layer_for(net, layer)
    about = {"epsilon": epsilon, "attack steps": attack_steps, "clean": clean, "layer": layer}
    taught = taught_steadfast(layer, attack, clean=clean)

    def teach(looking: LoadedNet, crops: Crops, course: Course) -> Any:
        if held_out:
            looking.cut((ANSWERS,))  # and so is a network without classes
        return taught(looking, crops, course)

    run_training(context, ROBUST, net, teach, about, **how)
    if held_out:
        _measure(context, net, how["output"], held_out, how["side"], Attack(epsilon, 20))


def _measure(context: Context, name: str, output: Path, photos: Path, side: int, attack: Attack) -> None:
    """Tell how often the network, before and after, keeps the answers that it gave before."""
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.nets.look import Cut
    from dreamkit.nets.net import Net
    from dreamkit.sources.folders import photos_at, photos_in
    from dreamkit.training.agreement import agreement
    from dreamkit.training.steadfast import ANSWERS

    nets = (Net(name), Net(name, weights=str(output)))
    before, after = (Cut(LoadedNet.of(spec_of(net, context.registry)), (ANSWERS,)) for net in nets)
    shown = photos_at(photos, (side, side), len(photos_in(photos)))
    click.echo(f"its answers as it was, kept at epsilon {attack.epsilon:.3g} in {attack.steps} steps:")
    click.echo(f"  before: {agreement(before, before, shown, attack)}")
    click.echo(f"  after: {agreement(after, before, shown, attack)}")
