"""What is wrong with a plugin's hooks, as one sentence, before any of them is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pluggy

from dreamkit import hookspecs
from dreamkit.errors import did_you_mean

HOOKS: Final = {
    name: tuple(inspect.signature(hook).parameters)
    for name, hook in vars(hookspecs).items()
    if hasattr(hook, "dreamkit_spec")
}
"""The names of all hooks, and what each gives to a plugin."""

_REST: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def flaw(plugin: object) -> str:
    """The first thing that is wrong with a plugin's hooks, or the empty string."""
    if isinstance(plugin, type):
        return f"it announces the class {plugin.__name__}, and a module or an object was wanted"
    marked = list(_marked(plugin))
    for name in HOOKS:
        if name not in [attribute for attribute, _, _ in marked] and inspect.isroutine(getattr(plugin, name, None)):
            return f"{name} lacks @hookimpl above it"
    for attribute, function, options in marked:
        if sentence := _flaw_of_hook(options.get("specname") or attribute, function, options):
            return sentence
    return "" if marked else "it has no hook: nothing in it stands below @hookimpl"


def unmet(requirements: Iterable[str], version: str) -> str:
    """What a package wants of dreamkit that this version is not, such as ">=2", or the empty string.

    >>> unmet(["numpy>=2", "dreamkit>=1.2,<2; python_version>'3'"], "0.1"), unmet(["dreamkit>=0.1"], "0.2.dev1")
    ('<2,>=1.2', '')
    """
    from packaging.requirements import InvalidRequirement, Requirement

    for line in requirements:
        try:
            wanted = Requirement(line)
        except InvalidRequirement:
            continue
        counts = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if wanted.name == "dreamkit" and counts and not wanted.specifier.contains(version, prereleases=True):
            return str(wanted.specifier)
    return ""


def _marked(plugin: object) -> Iterator[tuple[str, Callable[..., Any], dict[str, Any]]]:
    """Whatever stands below @hookimpl: (attribute, function, the marker's options)."""
    reader = pluggy.PluginManager("dreamkit")
    for attribute in dir(plugin):
        options = reader.parse_hookimpl_opts(plugin, attribute)
        if options is not None:
            yield attribute, getattr(plugin, attribute), dict(options)


def _flaw_of_hook(name: str, function: Callable[..., Any], options: dict[str, Any]) -> str:
    if name not in HOOKS:
        question = did_you_mean(name, HOOKS)
        return f"there is no hook {name!r}" + (f", {question}" if question else "")
    if options.get("wrapper") or options.get("hookwrapper"):
        return f"{name} is a wrapper around other plugins' answers, and dreamkit calls none"
    for parameter in inspect.signature(function).parameters.values():
        needed = parameter.default is parameter.empty and parameter.kind not in _REST
        if needed and parameter.name not in HOOKS[name]:
            given = f"gives only {', '.join(HOOKS[name])}" if HOOKS[name] else "gives nothing"
            question = did_you_mean(parameter.name, HOOKS[name])
            return f"{name} takes {parameter.name!r}, and the hook {given}" + (f", {question}" if question else "")
    return ""
