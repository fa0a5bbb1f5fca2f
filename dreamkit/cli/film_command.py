"""Commands about one film, which take the options of plugins besides their own."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, final

import click

from dreamkit.cli.context import Context

if TYPE_CHECKING:
    from dreamkit.plugins import Plugins


@final
class FilmCommand(click.Command):
    """A command whose help has a section for each plugin that brings options.

    What is given of those lies in `Context.given`, as it was typed; the command's own function never sees it.
    """

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *map(_as_typed, _options(ctx))]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        self._heed_choice_of_plugins(ctx, args)
        typed = list(args)
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _with_suspects(error, ctx.ensure_object(Context).plugins) from None
        words, _, _ = self.make_parser(ctx).parse_args(typed)
        ctx.ensure_object(Context).given = _given(ctx, words)
        for option in _options(ctx):
            ctx.params.pop(str(option.name), None)
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command(self.name, params=self.params).format_options(ctx, formatter)
        for name, options in ctx.ensure_object(Context).plugins.options.by_plugin.items():
            records = filter(None, [option.get_help_record(ctx) for option in options])
            if rows := list(records):
                with formatter.section(f"Options of the plugin {name}"):
                    formatter.write_dl(rows)

    def _heed_choice_of_plugins(self, ctx: click.Context, args: list[str]) -> None:
        """Let --no-plugins and --without count, wherever they stand, before any plugin is asked for its options."""
        first_look = click.Command(self.name, params=self.params, context_settings={"ignore_unknown_options": True})
        first_look.make_context(ctx.info_name, list(args), parent=ctx.parent, resilient_parsing=True)


def _options(ctx: click.Context) -> list[click.Option]:
    by_plugin = ctx.ensure_object(Context).plugins.options.by_plugin
    return [option for options in by_plugin.values() for option in options]


def _as_typed(option: click.Option) -> click.Option:
    """The option without what makes anything of its word: that waits until the film is planned."""
    plain = copy.copy(option)
    plain.callback, plain.default = None, None
    if not plain.is_flag:
        plain.type = click.UNPROCESSED
    return plain


def _given(ctx: click.Context, words: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The options that were given, on the command line or by the environment, by plugin and name."""
    told = (click.core.ParameterSource.COMMANDLINE, click.core.ParameterSource.ENVIRONMENT)
    given: dict[str, dict[str, Any]] = {}
    for plugin, options in ctx.ensure_object(Context).plugins.options.by_plugin.items():
        for option in options:
            word, source = option.consume_value(ctx, words)
            if source in told:
                given.setdefault(plugin, {})[str(option.name)] = word
    return given


def _with_suspects(error: click.NoSuchOption, plugins: Plugins) -> click.UsageError:
    """The same error, with the names of plugins that may bring the option and are not heard."""
    names = [loaded.name for loaded in plugins.loaded if loaded.trouble]
    names += [loaded.name for loaded in plugins.left_out]
    if not names:
        return error
    hint = f"it may be an option of a plugin that is left out or in trouble: {', '.join(names)}"
    return click.UsageError(f"{error.format_message()}\n  {hint}; `dreamkit plugins` says more", error.ctx)
