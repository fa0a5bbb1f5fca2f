"""What one call of `dreamkit` shares among its commands: the plugins that take part, made when first asked for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, final

import click

if TYPE_CHECKING:
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry


@final
@dataclasses.dataclass
class Context:
    """Who takes part in this call.

    Args:
        debug: whether a mistake is shown with its whole traceback.
        plugins_wanted: whether any plugin but dreamkit's own is loaded.
        without: the names of plugins that are left out.
        given: what was typed of plugins' own options, by plugin and option.
    """

    debug: bool = False
    plugins_wanted: bool = True
    without: tuple[str, ...] = ()
    given: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def plugins(self) -> Plugins:
        """The plugins of this call; they are imported here, and nowhere else."""
        from dreamkit.plugins import Plugins

        return Plugins(only=None if self.plugins_wanted else (), without=self.without)

    @functools.cached_property
    def registry(self) -> Registry:
        """Their parts and networks, by name."""
        from dreamkit.registry import Registry

        return Registry(self.plugins)


pass_context = click.make_pass_decorator(Context, ensure=True)
"""Gives a command the `Context` of its call as first argument."""


def everywhere() -> list[click.Parameter]:
    """The options that `dreamkit` takes before the name of any command, and after it."""
    return [
        _option("--debug", _debug, is_flag=True, help="Show the whole traceback of a mistake."),
        _option("--no-plugins", _no_plugins, is_flag=True, help="Load no plugin."),
        _option("--without", _without, multiple=True, metavar="PLUGIN", help="Leave a plugin out."),
    ]


def _option(name: str, remember: Callable[[Context, Any], None], **how: Any) -> click.Option:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        del param
        if value:
            remember(ctx.ensure_object(Context), value)

    return click.Option([name], callback=callback, expose_value=False, is_eager=True, **how)


def _debug(context: Context, value: bool) -> None:
    context.debug = value


def _no_plugins(context: Context, value: bool) -> None:
    context.plugins_wanted = not value


def _without(context: Context, value: tuple[str, ...]) -> None:
    new = (name for name in value if name not in context.without)  # a command's words may be looked at twice
    context.without += tuple(new)
