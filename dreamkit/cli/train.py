"""`dreamkit train`: photos in, a network out that paints in one pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.course import course_options, run_course, run_training
from dreamkit.cli.robust import robust

if TYPE_CHECKING:
    from dreamkit.objectives.base import Objective
    from dreamkit.regularizers.base import Regularizer


@click.group()
def command() -> None:
    """Train a network that paints in one pass, for FastStyle, AdaIN, WCT or SuperResolution, or a robust one.

    Ctrl-C loses nothing: the same line goes on, and so it does after a crash.
    """


_SMOOTH: Final = click.option("--smooth", default=3e-5, show_default=True, help="How much is taken for ragged pixels.")


_CALM: Final = click.option("--calm", default=0.0, show_default=True, help="How much strokes stay on what moves.")


@command.command()
@click.option("--style", "painting", required=True, type=click.Path(path_type=Path), help="The painting.")
@click.option("--net", default="squeezenet", show_default=True, metavar="NAME", help="The network that looks.")
@click.option("--content", default=0.25, show_default=True, help="How much of a photo stays, against the style.")
@click.option("--scale", default=1.0, show_default=True, help="How large the painting's strokes are.")
@click.option("--style-layers", default="", metavar="A,B", help="The layers that see the style.")
@click.option("--content-layer", default="", metavar="A", help="The layer that sees what a photo shows.")
@_SMOOTH
@_CALM
@course_options
@pass_context
def style(
    context: Context,
    /,
    painting: Path,
    net: str,
    content: float,
    scale: float,
    style_layers: str,
    content_layer: str,
    smooth: float,
    **how: Any,
) -> None:
    """Train a network to paint any photo in the style of one painting."""
    from dreamkit.sources.photo import Photo
    from dreamkit.training.styles import style_wish

    layers = tuple(filter(None, style_layers.split(",")))
    of = Photo(painting)
    wish = style_wish(of, net, content=content, scale=scale, style_layers=layers, content_layer=content_layer)
    run_course(context, "style", net, wish, _smoothness(smooth), **how)


@command.command()
@click.option("--objective", required=True, metavar="WORDS", help="What to dream, such as 'Layer(\"block7_add\")'.")
@click.option("--net", default="efficientnet_lite0", show_default=True, metavar="NAME", help="The network that looks.")
@_SMOOTH
@_CALM
@course_options
@pass_context
def dreamer(context: Context, /, objective: str, net: str, smooth: float, **how: Any) -> None:
    """Train a network to dream in one pass: to paint any photo so that a network sees in it what an objective wants.

    The words are a recipe's; `Given()` among them is the photo: '0.18 * Channel("block4_add", 9) + 2 *
    Likeness("block2_add", of=Given())' keeps it below what a channel wants to see. A wish that counts more leaves none
    of it, one that counts less changes nothing. --calm keeps a network from seeing patterns in its own grid.
    """
    from dreamkit.training.wishes import wish_from

    run_course(context, "dreamer", net, _checked(wish_from(objective, context.registry)), _smoothness(smooth), **how)


@command.command()
@click.option("--net", default="squeezenet", show_default=True, metavar="NAME", help="The network that looks.")
@click.option("--layer", default="", metavar="A", help="The layer whose answers become pictures.")
@click.option("--style-layers", default="", metavar="A,B", help="The layers that compare styles.")
@click.option("--content", default=0.5, show_default=True, help="How much the features count that it is shown.")
@click.option("--style", default=2.0, show_default=True, help="How much the style counts.")
@click.option("--pixels", default=4.0, show_default=True, help="How much pixels count, where a photo stays as it is.")
@click.option("--own", default=2, show_default=True, help="Photos of a batch that keep their style; all, for WCT.")
@click.option("--from", "begun", type=click.Path(path_type=Path), metavar="FILE", help="Begin with what it has learnt.")
@course_options
@pass_context
def decoder(
    context: Context,
    /,
    net: str,
    layer: str,
    style_layers: str,
    content: float,
    style: float,
    pixels: float,
    own: int,
    begun: Path | None,
    **how: Any,
) -> None:
    """Train a network to make pictures of what a layer answers, for AdaIN and WCT: any painting may then be the style.

    Each photo of a batch lends its style to another. The designs are slim, and mirror: as wide as VGG16. It takes few
    steps, at a --rate of 3e-4, --from a decoder that has learnt pixels alone: --own 4 --content 0, at a rate of 2e-3.
    """
    from dreamkit.digests import file_digest
    from dreamkit.feedforward.files import read_note
    from dreamkit.training.decoding import layers_for, taught_decoder

    named = layers_for(net, layer, tuple(filter(None, style_layers.split(","))))
    about: dict[str, Any] = {"layer": named[0], "style layers": list(named[1])}
    about |= {"content": content, "style": style, "pixels": pixels, "own": own}
    about |= {"begun": file_digest(begun) if begun else ""}
    if begun:
        read_note(begun, ("decoder",))
    teach = taught_decoder(*named, content=content, style=style, pixels=pixels, own=own, begun=begun)
    run_training(context, "decoder", net, teach, about, **how)


@command.command("super-resolution")
@click.option("--factor", default=4, show_default=True, help="How many times larger its pictures are: 2, 4 or 8.")
@click.option("--net", default="vgg16_hed", show_default=True, metavar="NAME", help="The network that looks.")
@click.option("--layer", default="", metavar="A", help="The layer that sees how sharp a photo is.")
@click.option("--content", default=1.0, show_default=True, help="How much that layer counts.")
@click.option("--pixels", default=10.0, show_default=True, help="How much the difference of every pixel counts.")
@course_options
@pass_context
def super_resolution(
    context: Context, /, factor: int, net: str, layer: str, content: float, pixels: float, **how: Any
) -> None:
    """Train a network to paint photos sharp from small copies of them, for the effect SuperResolution."""
    from dreamkit.feedforward.enlarger import KIND
    from dreamkit.training.enlarging import enlarging_wish, taught_enlarger

    wish = enlarging_wish(net, layer, content)
    about = {"objective": repr(wish), "pixels": pixels, "factor": factor}
    run_training(context, KIND, net, taught_enlarger(factor, wish, pixels=pixels), about, **how)


command.add_command(robust)


def _checked(wish: Objective) -> Objective:
    from dreamkit.regularizers.base import Regularizer
    from dreamkit.training.lesson import check_lesson

    check_lesson(wish, Regularizer())
    return wish


def _smoothness(weight: float) -> Regularizer:
    from dreamkit.regularizers.base import Regularizer
    from dreamkit.regularizers.variation import TotalVariation

    return TotalVariation(weight) if weight else Regularizer()
