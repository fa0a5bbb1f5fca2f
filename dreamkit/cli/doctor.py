"""`dreamkit doctor`: what this machine has for dreamkit, and what is wrong with it."""

from __future__ import annotations

import click

from dreamkit.cli.context import Context, pass_context


@click.command()
@click.option("--backend", help="Look at tensorflow, jax or torch.")
@pass_context
def command(context: Context, backend: str | None) -> None:
    """Look at backend, devices, codecs, networks and plugins, and say what is wrong and what mends it.

    The exit code is 1 where something is wrong without which nothing can be rendered.
    """
    from dreamkit.backend.choice import choose
    from dreamkit.doctor import examined

    if backend:
        choose(backend)
    fatal = False
    for finding in examined(context.registry, "as asked" if backend else ""):
        click.echo(f"{finding.topic:<11}{finding.text}".rstrip())
        if finding.wrong:
            fatal = fatal or finding.fatal
            click.echo(f"  wrong:  {finding.wrong}")
            if finding.mend:
                click.echo(f"  mend:   {finding.mend}")
    if fatal:
        raise click.exceptions.Exit(1)
