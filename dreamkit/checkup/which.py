"""Which plugin a word means: one that is installed, the folder of one that is not, or a module."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any, final

from dreamkit.announced import GROUP, Loaded
from dreamkit.errors import BadPlugin, UnknownName, one_line, suggestion
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry


@final
@dataclasses.dataclass(frozen=True)
class Found:
    """Plugins that a word means, and the registry with their parts in it."""

    plugins: tuple[Loaded, ...]
    registry: Registry


def plugin_called(word: str, installed: Registry) -> Found | None:
    """The plugin that a word on the command line means, or None where it means a recipe's file.

    It may be the name of an installed plugin, of its distribution or its package, the folder with the `pyproject.toml`
    of one that is not installed, or the module that one's entry point would name.

    Raises `UnknownName` for a plain word that means nothing and for a plugin that is left out, `BadPlugin` for a folder
    that holds none.
    """
    path = Path(word)
    if path.is_dir():
        return _in_folder(path)
    if path.is_file() or ":" in word or path.suffix == ".py" or path.parent != Path():
        return None
    for loaded in (*installed.plugins.loaded, *installed.plugins.left_out):
        if word in (loaded.name, loaded.distribution, loaded.package):
            return _installed(loaded, installed)
    if re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", word) and importlib.util.find_spec(word.split(".")[0]):
        return _loaded(Uninstalled(word, {"name": word, "entry-points": {GROUP: {word: word}}}))
    names = [loaded.name for loaded in installed.plugins.loaded] + [str(file) for file in Path().glob("*.py")]
    hint = suggestion(word, names, "`dreamkit plugins` lists the plugins; a recipe's file ends in .py")
    raise UnknownName(f"there is no plugin and no recipe {word!r}", hint=hint)


@final
class Uninstalled(importlib.metadata.Distribution):
    """A distribution that is not installed, as its project table tells of it."""

    def __init__(self, place: str, project: dict[str, Any]) -> None:
        self.place, self.project = place, project

    def read_text(self, filename: str) -> str | None:
        """What pip would write into a file beside the package."""
        if filename == "METADATA":
            head = [f"Name: {self.project.get('name', '')}", f"Version: {self.project.get('version', '0')}"]
            needs = [f"Requires-Dist: {need}" for need in self.project.get("dependencies", ())]
            return "\n".join(["Metadata-Version: 2.1", *head, *needs, ""])
        if filename == "entry_points.txt":
            entries = self.project.get("entry-points", {}).get(GROUP, {})
            return "\n".join([f"[{GROUP}]", *(f"{name} = {value}" for name, value in entries.items())])
        return None

    def locate_file(self, path: str | os.PathLike[str]) -> Path:
        """Where a file of it lies."""
        return Path(self.place) / path


def _installed(loaded: Loaded, registry: Registry) -> Found:
    if loaded in registry.plugins.left_out:
        raise UnknownName(f"the plugin {loaded.name} is left out", hint="DREAMKIT_PLUGINS and --without say which are")
    return Found((loaded,), registry)


def _in_folder(folder: Path) -> Found:
    file = folder / "pyproject.toml"
    if not file.is_file():
        raise BadPlugin(f"{folder} holds no pyproject.toml, and a recipe's file or a plugin was wanted")
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadPlugin(f"{file} cannot be read: {one_line(error)}") from error
    project = settings.get("project", {})
    if not project.get("entry-points", {}).get(GROUP):
        hint = f'it needs the table [project.entry-points.{GROUP}], with a line such as glow = "dreamkit_glow.plugin"'
        raise BadPlugin(f"{file} announces no plugin", hint=hint)
    sys.path[:0] = [str(folder.absolute() / inside) for inside in ("src", "") if (folder / inside).is_dir()]
    return _loaded(Uninstalled(str(folder), project))


def _loaded(distribution: Uninstalled) -> Found:
    plugins = Plugins(only=())
    for entry in distribution.entry_points:
        plugins.load(entry)
    return Found(tuple(plugins.loaded[1:]), Registry(plugins))
