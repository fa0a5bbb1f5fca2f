"""`dreamkit check`: whether a recipe or a plugin is fine, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dreamkit.cli.context import Context, pass_context
from dreamkit.cli.mistakes import MISTAKE

if TYPE_CHECKING:
    from dreamkit.checkup import Found


@click.command()
@click.argument("what", metavar="RECIPE|PLUGIN")
@click.argument("settings", nargs=-1)
@click.option("--deep", is_flag=True, help="Paint two frames of each shot, or with each part, too.")
@click.option(
    "--backend", metavar="NAME", help="tensorflow, jax or torch; a plugin is else tried on all installed ones."
)
@pass_context
def command(context: Context, /, what: str, settings: tuple[str, ...], deep: bool, backend: str | None) -> None:
    """Say what is fine with a recipe and its SETTINGS, or with a plugin, and what is not.

    A recipe is a file; the first thing that is wrong with it stops the check. A plugin is the name of one that is
    installed, the folder of one that is not, or a module; all its parts are held against the contract that
    dreamkit's own parts keep.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.checkup import checked, plugin_called

    if backend:
        choose(backend)
    if found := plugin_called(what, context.registry):
        _check_plugin(found, settings, backend, deep=deep)
        return
    for sentence in checked(what, settings, context.registry, deep=deep):
        _tell("fine", sentence)


def _check_plugin(found: Found, settings: tuple[str, ...], backend: str | None, *, deep: bool) -> None:
    from dreamkit.checkup import looked_over
    from dreamkit.cli.main import COMMANDS
    from dreamkit.testing.elsewhere import installed

    if settings:
        raise click.UsageError(f"a plugin has no settings, and {' '.join(settings)} came")
    assert found.registry.plugins.options
    found.registry.plugins.commands(taken=COMMANDS)
    wrong = False
    for finding in looked_over(found, (backend,) if backend else installed(), deep=deep):
        _tell(finding.how, finding.text)
        wrong = wrong or finding.how == "wrong"
    if wrong:
        raise click.exceptions.Exit(MISTAKE)


def _tell(how: str, text: str) -> None:
    click.echo(f"{how:<6}" + text.replace("\n", "\n    "))  # hints stand two columns in already
