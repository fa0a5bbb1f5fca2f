"""The options that plugins add to `dreamkit render`, and what each is set to."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from dreamkit.errors import BadOption, one_line

if TYPE_CHECKING:
    import click

    from dreamkit.plugins import Plugins

Words: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What was typed: by plugin and option, before an option's type makes anything of it."""

_OURS: Final = """
    --help -h --debug --no-plugins --without --size --fps --seed --preview --output -o --backend --executor --fresh
    --quiet -q --json --yes help debug no_plugins without recipe settings size fps seed preview output backend
    executor fresh quiet as_json file yes
"""

TAKEN: Final = frozenset(_OURS.split())
"""What the commands that take plugins' options call their own."""


@final
class Options:
    """Every plugin's options; one that cannot be taken is told in its plugin's trouble.

    `by_plugin` holds them by the name that the plugin is announced by, in the order of loading.
    """

    def __init__(self, plugins: Plugins) -> None:
        self.by_plugin: dict[str, list[click.Option]] = {}
        taken = set(TAKEN)
        for loaded, answer in plugins.ask("register_options"):
            if flaw := _flaw(answer, taken):
                loaded.blame(flaw)
                continue
            taken.update(_names(answer))
            self.by_plugin.setdefault(loaded.name, []).append(answer)
            loaded.bring(f"option {flag(answer)}")

    def values(self, words: Words) -> dict[str, dict[str, Any]]:
        """What each option of each plugin is set to: what the words say, or else its default.

        Words of plugins and options that are not here are passed over. Raises `BadOption` for a word that its option
        does not take.
        """
        return {
            plugin: {str(option.name): _value(option, words.get(plugin, {}), plugin) for option in options}
            for plugin, options in self.by_plugin.items()
        }

    def missing(self, words: Words) -> Iterator[str]:
        """A sentence for each word whose option no plugin brings here."""
        from dreamkit.settings import word as written

        for plugin, given in words.items():
            here = [option.name for option in self.by_plugin.get(plugin, [])]
            for name in (name for name in given if name not in here):
                what = f"it was made with {name}={written(given[name])} of the plugin {plugin}"
                yield f"{what}, which has no such option here"


def flag(option: click.Option) -> str:
    """An option as it is typed, such as "--sound"."""
    return max(option.opts, key=len)


def _names(option: click.Option) -> tuple[str, ...]:
    return (*option.opts, *option.secondary_opts, str(option.name))


def _flaw(option: Any, taken: set[str]) -> str:
    """What is wrong with an answer to `register_options`, as a sentence, or the empty string."""
    import click

    if not isinstance(option, click.Option):
        return f"register_options gives {option!r}, and a click.Option was wanted"
    for name in _names(option):
        if name in taken:
            return f"there is an option {name} already, and a name is given once"
    if option.required or option.prompt:
        return f"its option {flag(option)} must be given, and most films know nothing of it"
    if not option.expose_value:
        return f"its option {flag(option)} keeps its value to itself"
    try:
        option.get_help_record(_context())
        _value(option, {}, "")
    except BadOption as error:
        return f"its option {flag(option)} does not take its own default: {error.what}"
    except (Exception, SystemExit) as error:
        return f"its option {flag(option)} cannot be shown: {one_line(error)}"
    return ""


def _value(option: click.Option, words: Mapping[str, Any], plugin: str) -> Any:
    import click

    hint = f"the plugin {plugin} brings {flag(option)}"
    word = words.get(str(option.name))
    try:
        value = option.process_value(_context(), word) if option.name in words else _default(option)
    except click.UsageError as error:
        raise BadOption(error.format_message().removesuffix("."), hint=hint) from error
    except Exception as error:  # of a type or callback of the plugin's own
        raise BadOption(f"{flag(option)} fails on {word!r}: {one_line(error)}", hint=hint) from error
    if not _can_be_written(value):
        raise BadOption(f"{flag(option)} gives {value!r}, which cannot be written down")
    return value


def _default(option: click.Option) -> Any:
    """What an option is where no word is given, on the command line or, here, in the environment."""
    import click

    alone = copy.copy(option)
    alone.envvar = None  # whoever looked at the command line has looked there too
    return click.Command("render", params=[alone]).make_context("render", []).params[str(option.name)]


def _context() -> click.Context:
    import click

    return click.Context(click.Command("render"))


def _can_be_written(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_can_be_written, value))
    return value is None or isinstance(value, (str, int, float, bool, Path))
