"""What goes wrong, told on the terminal: one sentence, and a traceback only on demand."""

from __future__ import annotations

import errno
import io
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

import click

from dreamkit.cli.context import Context
from dreamkit.errors import DreamkitError, one_line

MISTAKE: Final = 2
"""The exit code where someone can mend it."""

BUG: Final = 1
"""The exit code where dreamkit or a plugin is at fault."""


@contextmanager
def told(context: Context) -> Iterator[None]:
    """Turn whatever is raised into a sentence and an exit code, and warnings into sentences."""
    _speak_in_any_encoding()
    warnings.showwarning = cast("Any", _warn)
    try:
        yield
    except DreamkitError as error:
        _tell(str(error), context)
        raise click.exceptions.Exit(MISTAKE) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise  # whoever read our output has left; click ends quietly
        sentence = f"this is a bug in dreamkit or a plugin: {one_line(error)}"
        _tell(f"{sentence}\n  run again with --debug to see where", context)
        raise click.exceptions.Exit(BUG) from error


def _tell(sentence: str, context: Context) -> None:
    if context.debug:
        traceback.print_exc()
    else:
        click.echo(sentence, err=True)


def _warn(message: Warning | str, *_: Any, **__: Any) -> None:
    """Show a warning as one sentence, without the line of code that gave it."""
    click.echo(f"mind: {message}", err=True)


def _speak_in_any_encoding() -> None:
    """Let a terminal that knows no bars or umlauts show question marks instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
