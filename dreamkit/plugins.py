"""Finds plugins and asks them for their parts; one that is broken becomes a sentence, never a crash."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, final

import pluggy

from dreamkit import builtins, hookspecs
from dreamkit.errors import DreamkitError, PlanRefused, did_you_mean

if TYPE_CHECKING:
    import click

GROUP: Final = "dreamkit"
"""The entry-point group in which a package announces its plugin."""


@dataclasses.dataclass
class Loaded:
    """One plugin: where it comes from, what it brings, and what is wrong with it, if anything."""

    name: str
    distribution: str
    version: str
    brings: list[str] = dataclasses.field(default_factory=list)
    trouble: str = ""


@final
class Plugins:
    """The plugins of one run, as an object that is passed down; there is no global one.

    Args:
        only: the names to load; None takes what `DREAMKIT_PLUGINS` lists, or all that are installed.
        without: the names to leave out.
    """

    def __init__(self, only: Iterable[str] | None = None, without: Iterable[str] = ()) -> None:
        self._manager = pluggy.PluginManager("dreamkit")
        self._manager.add_hookspecs(hookspecs)
        self._quiet: set[tuple[str, str]] = set()
        self.loaded = [Loaded("dreamkit", "dreamkit", importlib.metadata.version("dreamkit"))]
        self.complaints: list[str] = []
        self._manager.register(builtins, "dreamkit")
        for entry in _announced(_limit(only)):
            if entry.name not in set(without):
                self._load(entry)

    def register(self, plugin: object, name: str) -> None:
        """Add a plugin by hand, as a test does."""
        self.loaded.append(Loaded(name, "", ""))
        self._admit(plugin, self.loaded[-1])

    def ask(self, question: str) -> list[tuple[Loaded, Any]]:
        """Every plugin's answers to a `register_…` hook, one by one, in the order of loading."""
        answers = []
        for loaded in self.loaded:
            plugin = self._manager.get_plugin(loaded.name)
            if plugin is None or not hasattr(plugin, question):
                continue
            try:
                answers += [(loaded, answer) for answer in getattr(plugin, question)() or ()]
            except Exception as error:
                loaded.trouble = f"{question} fails: {_sentence(error)}"
        return answers

    def tell(self, moment: str, **facts: Any) -> None:
        """Tell every plugin that something has happened; one that raises is reported once and the film goes on."""
        for implementation in getattr(self._manager.hook, moment).get_hookimpls():
            name = implementation.plugin_name
            try:
                implementation.function(**{key: facts[key] for key in implementation.argnames})
            except PlanRefused:
                raise
            except Exception as error:
                if (name, moment) not in self._quiet:
                    self._quiet.add((name, moment))
                    self.complaints.append(f"plugin {name}: {moment} fails: {_sentence(error)}")

    def commands(self) -> dict[str, click.Command]:
        """The commands that plugins add, by name."""
        import click

        group = click.Group()
        self.tell("register_commands", cli=group)
        return dict(group.commands)

    def _load(self, entry: importlib.metadata.EntryPoint) -> None:
        distribution = entry.dist
        loaded = Loaded(
            entry.name, distribution.name if distribution else "", distribution.version if distribution else ""
        )
        self.loaded.append(loaded)
        try:
            plugin = entry.load()
        except Exception as error:
            loaded.trouble = f"cannot be imported: {_sentence(error)}"
            return
        self._admit(plugin, loaded)

    def _admit(self, plugin: object, loaded: Loaded) -> None:
        try:
            self._manager.register(plugin, loaded.name)
            self._manager.check_pending()
        except Exception as error:
            if self._manager.has_plugin(loaded.name):
                self._manager.unregister(name=loaded.name)
            loaded.trouble = _misspelt(plugin) or _sentence(error)


def _announced(only: set[str] | None) -> list[importlib.metadata.EntryPoint]:
    entries = importlib.metadata.entry_points(group=GROUP)
    return sorted((entry for entry in entries if only is None or entry.name in only), key=lambda entry: entry.name)


def _limit(only: Iterable[str] | None) -> set[str] | None:
    if only is not None:
        return set(only)
    listed = os.environ.get("DREAMKIT_PLUGINS")
    return None if listed is None else {name.strip() for name in listed.split(",") if name.strip()}


def _misspelt(plugin: object) -> str:
    """A sentence for a hook that dreamkit does not have, or the empty string."""
    known = [name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), "dreamkit_spec")]
    for name in dir(plugin):
        if hasattr(getattr(plugin, name, None), "dreamkit_impl") and name not in known:
            return f"there is no hook {name!r} {did_you_mean(name, known)}".strip()
    return ""


def _sentence(error: Exception) -> str:
    text = error.what if isinstance(error, DreamkitError) else str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
