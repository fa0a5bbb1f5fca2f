"""Names for parts and networks, and parts as JSON."""

from __future__ import annotations

import dataclasses
import importlib.metadata
from pathlib import Path
from typing import Any, Final, final

from dreamkit.digests import file_digest
from dreamkit.errors import DreamkitError, UnknownName, suggestion
from dreamkit.film import Net, Shot
from dreamkit.nets.base import NetSpec
from dreamkit.parts import Part, is_knob
from dreamkit.plugins import Loaded, Plugins

KINDS: Final = (
    "objectives",
    "regularizers",
    "schedules",
    "effects",
    "parameterizations",
    "optimizers",
    "sources",
    "nets",
    "executors",
)


def part_name(kind: type[Part]) -> str:
    """A part's name in a plan: its package and its class.

    >>> from dreamkit.regularizers import Jitter
    >>> part_name(Jitter)
    'dreamkit:Jitter'
    """
    return f"{kind.__module__.split('.')[0]}:{kind.__qualname__}"


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

    def version(self, package: str) -> str:
        """The version of the distribution that brings a package's parts."""
        for loaded in self.plugins.loaded:
            if package in (loaded.name, loaded.distribution.replace("-", "_")):
                return loaded.version
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            return ""

    def _class(self, name: str) -> type[Part]:
        if name not in self.classes:
            package = name.split(":")[0]
            hint = suggestion(name, self.classes, f"is its plugin installed? pip install {package.replace('_', '-')}")
            raise UnknownName(f"there is no part {name!r}", hint=hint)
        return self.classes[name]

    def _admit(self, kind: str, answer: Any, loaded: Loaded) -> None:
        name = answer.name if isinstance(answer, NetSpec) else part_name(answer) if _is_part(answer) else ""
        if not name or (kind == "nets") != isinstance(answer, NetSpec):
            loaded.trouble = f"register_{kind} gives {answer!r}, which is not one"
            return
        known: dict[str, Any] = self.nets if kind == "nets" else self.classes
        if name in known and known[name] is not answer:
            loaded.trouble = f"{name!r} is taken by another plugin"
            return
        known[name] = answer
        loaded.brings.append(name)
        if kind != "nets":
            self.kinds[name] = kind


def _is_part(answer: Any) -> bool:
    return isinstance(answer, type) and issubclass(answer, Part)


def config(value: Any) -> Any:
    """A part as JSON can hold it: {"part": its name, …its fields}.

    >>> from dreamkit.regularizers import Jitter
    >>> config(Jitter(8))
    {'part': 'dreamkit:Jitter', 'pixels': 8}
    """
    if isinstance(value, Part):
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
        for field in dataclasses.fields(value):
            fields[field.name] = "knob" if is_knob(field) else static_config(getattr(value, field.name))
        return fields
    if isinstance(value, tuple):
        return [static_config(item) for item in value]
    return {"contents": file_digest(value)} if isinstance(value, Path) else config(value)
