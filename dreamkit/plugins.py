"""Finds plugins and asks them for their parts; one that is broken becomes a sentence, never a crash."""

from __future__ import annotations

import functools
import importlib.metadata
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, final

import pluggy

from dreamkit import builtins, hookspecs
from dreamkit.announced import GROUP, Loaded, asked_for, described
from dreamkit.errors import PlanRefused, UnknownName, one_line, suggestion
from dreamkit.flaws import flaw, unmet

if TYPE_CHECKING:
    import click

    from dreamkit.options import Options


@final
class Plugins:
    """The plugins of one run, as an object that is passed down; there is no global one.

    `loaded` lists them, dreamkit's own parts first, broken ones included; `left_out` lists those that are installed
    and not wanted. `complaints` are sentences about moments that failed while a film was made, `remarks` what moments
    have answered.

    Args:
        only: the names to load; None takes what `DREAMKIT_PLUGINS` lists, or all that are installed.
        without: the names to leave out. Raises `UnknownName` for one that is not installed.
    """

    def __init__(self, only: Iterable[str] | None = None, without: Iterable[str] = ()) -> None:
        self._manager = pluggy.PluginManager("dreamkit")
        self._manager.add_hookspecs(hookspecs)
        self._reported: set[tuple[str, str]] = set()
        self.loaded: list[Loaded] = []
        self.left_out: list[Loaded] = []
        self.complaints: list[str] = []
        self.remarks: list[str] = []
        self._version = importlib.metadata.version("dreamkit")
        self._admit(builtins, Loaded("dreamkit", "dreamkit", self._version, "dreamkit"))
        self._load_all(asked_for(only), tuple(without))

    def register(self, plugin: object, name: str, package: str = "") -> None:
        """Add a plugin by hand, as a test does."""
        self._admit(plugin, Loaded(name, package=package))

    def load(self, entry: importlib.metadata.EntryPoint) -> None:
        """Add what a distribution announces; whatever goes wrong becomes the plugin's trouble."""
        loaded = described(entry)
        if obstacle := self._obstacle(entry, loaded):
            self.loaded.append(loaded)
            loaded.blame(obstacle)
            return
        awake = "keras" in sys.modules
        try:
            plugin = entry.load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may even leave Python when it is imported
            self.loaded.append(loaded)
            loaded.blame(f"it cannot be imported: {one_line(error)}")
            return
        self._admit(plugin, loaded)
        if "keras" in sys.modules and not awake:
            loaded.blame("it imports keras as soon as it is loaded, which makes every command wait")

    def ask(self, question: str) -> list[tuple[Loaded, Any]]:
        """Every plugin's answers to a `register_…` hook, one by one, in the order of loading.

        Of a plugin that fails while it answers, none of its answers to this question counts.
        """
        answers: list[tuple[Loaded, Any]] = []
        for loaded, implementation in self._implementations(question):
            try:
                given = implementation.function()
                if given is not None and not isinstance(given, Iterable):
                    loaded.blame(f"{question} gives {given!r}, and a tuple of them was wanted")
                    continue
                answers += [(loaded, answer) for answer in given or ()]
            except (Exception, SystemExit) as error:
                loaded.blame(f"{question} fails: {one_line(error)}")
        return answers

    def tell(self, moment: str, **facts: Any) -> None:
        """Tell every plugin that something has happened, and keep the sentences that they answer, each once.

        One that raises is reported once and the film goes on; only `film_planned` can stop it, by raising
        `PlanRefused`.
        """
        for loaded, implementation in self._implementations(moment):
            try:
                self._keep(loaded, moment, _call(implementation, facts))
            except (Exception, SystemExit) as error:
                if isinstance(error, PlanRefused) and moment == "film_planned":
                    raise
                self._report(loaded, moment, f"fails in {moment}: {one_line(error)}")

    @functools.cached_property
    def options(self) -> Options:
        """The options that plugins add to the command line."""
        from dreamkit.options import Options

        return Options(self)

    def commands(self, taken: Iterable[str] = ()) -> dict[str, click.Command]:
        """The commands that plugins add, by name; a name that is `taken`, or comes twice, is refused."""
        import click

        commands: dict[str, click.Command] = {}
        for loaded, implementation in self._implementations("register_commands"):
            group = click.Group()
            try:
                _call(implementation, {"cli": group})
            except (Exception, SystemExit) as error:
                loaded.blame(f"register_commands fails: {one_line(error)}")
                continue
            for name, command in group.commands.items():
                if name in commands or name in taken:
                    loaded.blame(f"there is a command {name!r} already")
                else:
                    commands[name] = command
                    loaded.bring(f"command {name}")
        return commands

    def of_package(self, package: str) -> Loaded | None:
        """The plugin whose parts live in a Python package, loaded or left out."""
        plugins = [*self.loaded, *self.left_out]
        return next((loaded for loaded in plugins if loaded.package == package), None)

    def _load_all(self, wanted: set[str] | None, unwanted: tuple[str, ...]) -> None:
        entries = sorted(importlib.metadata.entry_points(group=GROUP), key=lambda entry: entry.name)
        names = [entry.name for entry in entries]
        for name in unwanted:
            if name not in names:
                hint = suggestion(name, names, "`dreamkit plugins` lists all that are installed")
                raise UnknownName(f"there is no plugin {name!r} to leave out", hint=hint)
        for entry in entries:
            if entry.name in unwanted or (wanted is not None and entry.name not in wanted):
                self.left_out.append(described(entry))
            else:
                self.load(entry)
        for name in sorted((wanted or set()).difference(names)):
            self.loaded.append(Loaded(name, trouble="it is asked for by name, and no installed package announces it"))

    def _obstacle(self, entry: importlib.metadata.EntryPoint, loaded: Loaded) -> str:
        """Why a plugin is not even imported, as a sentence, or the empty string."""
        if other := self._named(loaded.name):
            return f"{other.distribution or 'another plugin'} has announced a plugin of this name before"
        if not loaded.distribution or entry.dist is None:
            return (
                f"its package is damaged: `pip install --force-reinstall {loaded.package.replace('_', '-')}` mends it"
            )
        wanted, here = unmet(entry.dist.requires or (), self._version), self._version
        return f"it is made for dreamkit{wanted}, and {here} is installed" if wanted else ""

    def _admit(self, plugin: object, loaded: Loaded) -> None:
        self.loaded.append(loaded)
        try:
            trouble = flaw(plugin)
            if not trouble:
                self._manager.register(plugin, loaded.name)
        except Exception as error:
            trouble = f"it cannot be registered: {one_line(error)}"
        loaded.blame(trouble)

    def _keep(self, loaded: Loaded, moment: str, answer: Any) -> None:
        """Remember what a moment has answered: nothing, or a sentence."""
        if answer is not None and not isinstance(answer, str):
            self._report(loaded, moment, f"answers {moment} with {answer!r}, and a sentence or nothing was wanted")
        elif answer and (remark := f"the plugin {loaded.name} says: {answer}") not in self.remarks:
            self.remarks.append(remark)

    def _report(self, loaded: Loaded, moment: str, what: str) -> None:
        if (loaded.name, moment) not in self._reported:
            self._reported.add((loaded.name, moment))
            self.complaints.append(f"the plugin {loaded.name} {what}")

    def _named(self, name: str) -> Loaded | None:
        return next((loaded for loaded in self.loaded if loaded.name == name), None)

    def _implementations(self, hook: str) -> list[tuple[Loaded, pluggy.HookImpl]]:
        found = []
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            loaded = self._named(implementation.plugin_name)
            assert loaded is not None
            found.append((loaded, implementation))
        return found


def _call(implementation: pluggy.HookImpl, facts: dict[str, Any]) -> Any:
    wanted = (*implementation.argnames, *implementation.kwargnames)
    return implementation.function(**{name: facts[name] for name in wanted if name in facts})
