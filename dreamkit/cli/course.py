"""What all trainings share on the command line: their options, and how they are run in front of a person."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from dreamkit.cli.context import Context
from dreamkit.cli.shoot import STOPPED, going_on, patient_ctrl_c
from dreamkit.errors import BadOutput

if TYPE_CHECKING:
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.objectives.base import Objective
    from dreamkit.regularizers.base import Regularizer
    from dreamkit.training.course import Course, Teach, Training
    from dreamkit.training.crops import Crops

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: Final[tuple[Callable[[Any], Any], ...]] = (
    click.option("--photos", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="To learn from."),
    click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The network's file."),
    click.option("--steps", default=2000, show_default=True, help="How many steps it takes."),
    click.option("--batch", default=4, show_default=True, help="Photos a step."),
    click.option("--side", default=256, show_default=True, help="Of the squares cut out of photos, in pixels."),
    click.option("--seed", default=0, show_default=True, help="What all chance depends on."),
    click.option("--every", default=50, show_default=True, help="Steps between two backups, lines and previews."),
    click.option("--patience", default=0, show_default=True, help="End after so many lines without a lower loss."),
    click.option("--precision", default="float32", show_default=True, help="Or mixed_bfloat16, or mixed_float16."),
    click.option("--tensorboard", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the losses for it."),
    click.option("--devices", default=1, show_default=True, help="How many GPUs share each batch; with JAX."),
    click.option("--backend", help="Who computes: tensorflow, jax or torch."),
    click.option("--fresh", is_flag=True, help="Begin anew, whatever was begun before."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong."),
)

_OF_PAINTERS: Final[tuple[Callable[[Any], Any], ...]] = (
    click.option(
        "--design", default="slim", show_default=True, help="How large it is: slim, or johnson (of a decoder, mirror)."
    ),
    click.option("--upsampling", default="resize", show_default=True, help="The way up: resize, or transposed."),
    click.option(
        "--rate", default=2e-3, show_default=True, help="How far the first step goes; the last one goes nowhere."
    ),
)


def training_options(command: Command) -> Command:
    """Give a command the arguments that `run_training` takes by name."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def course_options(command: Command) -> Command:
    """Give a command all of those, and what is asked of a network that is born to paint."""
    command = training_options(command)
    for decorate in reversed(_OF_PAINTERS):
        command = decorate(command)
    return command


def run_course(
    context: Context,
    kind: str,
    net: str,
    wish: Objective,
    regularizer: Regularizer,
    *,
    calm: float = 0.0,
    **course: Any,
) -> None:
    """Train a network to a wish and tell how it goes; Ctrl-C ends the program with the line that goes on."""
    from dreamkit.registry import static_config
    from dreamkit.training.calm import Calm, check_calm
    from dreamkit.training.lesson import Lesson

    check_calm(calm)

    def teach(looking: LoadedNet, crops: Crops, how: Course) -> tuple[Lesson, None]:
        del crops
        still = Calm(calm, how.seed) if calm else None
        return Lesson(wish, regularizer, looking, batch=how.batch, side=how.side, calm=still), None

    about = {"objective": repr(wish), "regularizer": repr(regularizer), "contents": static_config(wish), "calm": calm}
    run_training(context, kind, net, teach, about, **course)


def run_training(
    context: Context,
    kind: str,
    net: str,
    teach: Teach,
    about: dict[str, Any],
    *,
    photos: Path,
    output: Path,
    tensorboard: Path | None,
    devices: int,
    backend: str | None,
    fresh: bool,
    quiet: bool,
    **course: Any,
) -> None:
    """Train a network and tell how it goes; Ctrl-C ends the program with the line that goes on.

    Args:
        context: of the command.
        kind: of network, for its file.
        net: the name of the network that looks.
        teach: what is to be learnt, and by whom.
        about: what the file is to say of it.
        photos: a folder.
        output: the network's file.
        tensorboard: a folder for the losses.
        devices: how many share each batch.
        backend: who computes.
        fresh: begin anew.
        quiet: tell nothing.
        course: the fields of a `Course`.
    """
    from dreamkit.backend.choice import choose, wake
    from dreamkit.cli.course_lines import Lines
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.nets.net import Net
    from dreamkit.training.course import Course, Training, backup_beside
    from dreamkit.training.devices import spread_over
    from dreamkit.training.precision import computing_in

    if backend:
        choose(backend)
    how = Course(**course)
    _check_tensorboard(wanted=tensorboard is not None)
    backup_beside(output, kind)  # a wrong name is told before anything is read
    crops = _usable(photos, how)
    spec = spec_of(Net(net), context.registry)
    about = {"net": net, "weights": spec.digest, **about, "photos": [path.name for path in crops.photos]}
    tell = Lines(crops, how.steps, output.with_suffix(".preview.png"), quiet=quiet)
    wake()
    with spread_over(devices, how.batch):
        with computing_in(how.precision):
            lesson, born = teach(LoadedNet.of(spec), crops, how)
        training = Training(
            lesson,
            crops,
            how,
            kind=kind,
            about=about,
            output=output,
            tell=tell,
            born=born,
            callbacks=_tensorboard(tensorboard),
            fresh=fresh,
        )
        _run(training, quiet=quiet)


def _usable(photos: Path, how: Course) -> Crops:
    """Squares out of photos; a folder in which no photo can be used is told of before anything is computed."""
    from dreamkit.training.crops import Crops, photos_below

    crops = Crops(photos_below(photos), how.side, how.seed)
    crops.square(0)
    return crops


def _run(training: Training, *, quiet: bool) -> None:
    with patient_ctrl_c(training):
        progress = training.run()
    if training.stopping:
        where = f"stopped after step {progress.step}; {training.output} is that far"
        click.echo(f"{where}, and this goes on: {going_on()}", err=True)
        raise click.exceptions.Exit(STOPPED)
    if not quiet:
        click.echo(f"{training.output}: {progress.step} steps, loss {progress.losses[-1]:.4g}")


def _check_tensorboard(*, wanted: bool) -> None:
    missing = [name for name in ("tensorflow", "tensorboard") if importlib.util.find_spec(name) is None]
    if wanted and missing:
        what = f"--tensorboard needs {' and '.join(missing)}, which cannot be imported"
        raise BadOutput(what, hint=f"pip install {' '.join(missing)}")


def _tensorboard(folder: Path | None) -> list[Any]:
    import keras

    return [keras.callbacks.TensorBoard(folder, write_graph=False)] if folder else []
