"""Names for parts and networks, and parts as JSON."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import sys
from pathlib import Path
from typing import Any, final

from dreamkit.announced import Loaded
from dreamkit.digests import digest, file_digest
from dreamkit.errors import DreamkitError, UnknownName, asked_by, suggestion
from dreamkit.kinds import KINDS, why_not
from dreamkit.nets.base import NetSpec
from dreamkit.nets.net import Net
from dreamkit.parts import Part, is_knob
from dreamkit.plugins import Plugins
from dreamkit.shot import Shot


def part_name(kind: type[Part]) -> str:
    """A part's name in a plan: its package and its class.

    >>> from dreamkit.regularizers import Jitter
    >>> part_name(Jitter)
    'dreamkit:Jitter'
    """
    return f"{package_of(kind)}:{kind.__qualname__}"


@final
class Registry:
    """What can be asked for by name, and which plugin it came from.

    Two classes of one name are refused: the first stays, and the second plugin's trouble is told.
    """

    def __init__(self, plugins: Plugins) -> None:
        self.plugins = plugins
        self.classes: dict[str, type[Part]] = {part_name(Net): Net, part_name(Shot): Shot}
        self.kinds: dict[str, str] = {}
        self.nets: dict[str, NetSpec] = {}
        self.executors: dict[str, type] = {}
        for kind in KINDS:
            for loaded, answer in plugins.ask(f"register_{kind}"):
                self._admit(kind, answer, loaded)

    def of_kind(self, kind: str) -> dict[str, type[Part]]:
        """The parts of one kind, by name."""
        return {name: self.classes[name] for name, of in self.kinds.items() if of == kind}

    def net(self, name: str, by: Part | None = None) -> NetSpec:
        """A network by its name; raises `UnknownName` with the nearest one."""
        if name not in self.nets:
            hint = suggestion(name, self.nets, "`dreamkit nets` lists all that there are")
            raise UnknownName(f"there is no network {name!r}", by=by, hint=hint)
        return self.nets[name]

    def part(self, config: Any) -> Any:
        """The part that `config` wrote down; raises `UnknownName` where its class is missing."""
        if isinstance(config, list):
            return tuple(self.part(item) for item in config)
        if not isinstance(config, dict):
            return config
        if set(config) == {"file"}:
            return Path(config["file"])
        kind = self._class(config["part"])
        fields = {name: self.part(value) for name, value in config.items() if name != "part"}
        return kind(**fields)

    def meet(self, part: Part) -> None:
        """Make sure that a part can be written down and found again; a recipe's own class is taken in.

        Raises `UnknownName` where it belongs to a plugin that is in trouble, left out, or does not register it.
        """
        name, package = part_name(type(part)), package_of(type(part))
        if self.plugins.of_package(package) is None:
            self.classes[name] = type(part)
        elif name not in self.classes:
            raise UnknownName(f"the part {name!r} cannot be used", by=part, hint=self._why_missing(package))

    def version(self, package: str) -> str:
        """The version of a package of parts: its plugin's, or its distribution's; of a recipe, its contents' digest.

        Of what a notebook says itself, the digest of all its cells that have run.
        """
        if (loaded := self.plugins.of_package(package)) and loaded.version:
            return loaded.version
        module = sys.modules.get(package)
        if told := getattr(module, "__version__", ""):
            return str(told)
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            if cells := getattr(module, "In", None):  # IPython keeps them there
                return digest(list(dict.fromkeys(map(str, cells))))
            file = getattr(module, "__file__", None)
            return file_digest(Path(file)) if file else "missing"

    def differences(self, versions: dict[str, str]) -> list[str]:
        """A sentence for each package that is here in another version than in `versions`, or not at all."""
        sentences = []
        for package, version in versions.items():
            here = self.version(package)
            if here == "missing":
                sentences.append(f"it was made with {package} {version}, which is not installed")
            elif here != version:
                sentences.append(f"it was made with {package} {version}, and {here} is installed")
        return sentences

    def _class(self, name: str) -> type[Part]:
        if name not in self.classes:
            package = name.partition(":")[0]
            siblings = [known for known in self.classes if known.startswith(f"{package}:")]
            raise UnknownName(f"there is no part {name!r}", hint=suggestion(name, siblings, self._why_missing(package)))
        return self.classes[name]

    def _why_missing(self, package: str) -> str:
        loaded = self.plugins.of_package(package)
        if loaded is None:
            return f"is its plugin installed? pip install {package.replace('_', '-')}"
        if loaded in self.plugins.left_out:
            return f"the plugin {loaded.name} brings it, and is left out"
        if loaded.trouble:
            return f"the plugin {loaded.name} brings it, and is in trouble: {loaded.trouble}"
        return "`dreamkit show` lists all parts"

    def _admit(self, kind: str, answer: Any, loaded: Loaded) -> None:
        if wrong := why_not(kind, answer):
            loaded.blame(f"register_{kind} gives {answer!r}, {wrong}")
            return
        name = answer.name if kind == "nets" else answer.__name__
        if taken := self._taken(kind, name, answer):
            loaded.blame(f"there is {taken} already, and a name is given once")
            return
        loaded.bring(name)
        if kind == "nets":
            self.nets[name] = answer
        elif kind == "executors":
            self.executors[name] = answer
        else:
            self.classes[part_name(answer)] = answer
            self.kinds[part_name(answer)] = kind

    def _taken(self, kind: str, name: str, answer: Any) -> str:
        """Who has this name, in words, or the empty string."""
        if kind == "nets":
            return f"a network {name!r}" if name in self.nets else ""
        others = self.executors.values() if kind == "executors" else self.classes.values()
        for other in others:
            if other.__name__ == name and other is not answer:
                return f"a part {part_name(other)}"
        return ""


def package_of(kind: type) -> str:
    """The package that a part's class lives in: "dreamkit", a plugin's, or "recipe" for one of a recipe's own."""
    return kind.__module__.split(".")[0]


def config(value: Any) -> Any:
    """A part as JSON can hold it: {"part": its name, …its fields}; raises `DreamkitError` for what JSON cannot hold.

    >>> from dreamkit.regularizers import Jitter
    >>> config(Jitter(8))
    {'part': 'dreamkit:Jitter', 'pixels': 8}
    """
    if isinstance(value, Part):
        with asked_by(value):
            fields = {field.name: config(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"part": part_name(type(value)), **fields}
    if isinstance(value, tuple):
        return [config(item) for item in value]
    if isinstance(value, Path):
        return {"file": str(value)}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise DreamkitError(f"a part holds {value!r}, which cannot be written down")


def static_config(value: Any) -> Any:
    """A part as JSON, without what may move (its knobs) and with the contents of its files instead of their names."""
    if isinstance(value, Part):
        fields: dict[str, Any] = {"part": part_name(type(value))}
        with asked_by(value):
            for field in dataclasses.fields(value):
                fields[field.name] = "knob" if is_knob(field) else static_config(getattr(value, field.name))
        return fields
    if isinstance(value, tuple):
        return [static_config(item) for item in value]
    return {"contents": file_digest(value)} if isinstance(value, Path) else config(value)
