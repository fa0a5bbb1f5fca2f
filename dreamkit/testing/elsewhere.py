"""Parts sent to other processes, one for each other backend that is installed, since a process has only one."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import multiprocessing
import operator
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from dreamkit.backend.choice import BACKENDS, choose
from dreamkit.errors import InvalidValue
from dreamkit.parts import Part, below
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config, part_name


def installed() -> tuple[str, ...]:
    """The backends that are installed here; this wakes none of them."""
    return tuple(name for name in BACKENDS if importlib.util.find_spec(name) is not None)


def sent(part: Part, backend: str, task: Callable[..., None], *arguments: Any) -> Future[None]:
    """Begin `task(part, *arguments)` in the process of a backend; what it raises comes with the result.

    The part travels as JSON, as it does to a worker, and is made again there. The process is kept for the next one.

    Raises `InvalidValue` for a part whose class another process cannot import.
    """
    kinds = {type(one) for one in below(part)}
    for kind in kinds:
        if "<locals>" in kind.__qualname__:
            what = f"{kind.__qualname__} is made inside a function, where the process of another backend cannot find it"
            raise InvalidValue(what, hint="make it at the top of its module")
    places = [(kind.__module__, kind.__qualname__) for kind in kinds]
    return _process(backend).submit(_received, config(part), places, task, arguments)


@functools.cache
def _process(backend: str) -> ProcessPoolExecutor:
    """A process that computes with `backend`; it ends with this one."""
    context = multiprocessing.get_context("spawn")  # a fork of an awake backend hangs
    return ProcessPoolExecutor(1, mp_context=context, initializer=choose, initargs=(backend,))


def _received(
    written: Any, places: list[tuple[str, str]], task: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    registry = Registry(Plugins([]))
    for module, name in places:
        kind = operator.attrgetter(name)(importlib.import_module(module))
        registry.classes[part_name(kind)] = kind
    task(registry.part(written), *arguments)
