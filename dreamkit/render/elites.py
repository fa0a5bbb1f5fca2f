"""What an evolution has found, as files of genomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dreamkit.errors import BadOutput
from dreamkit.evolution.archive import Archive, Individual
from dreamkit.evolution.genome_file import Ancestor, GenomeFile, to_text
from dreamkit.nets.find import spec_of
from dreamkit.nets.labels import Labels
from dreamkit.objectives.classes import Probability
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.plan.plan import Plan, PlannedShot
from dreamkit.registry import Registry
from dreamkit.render.evolve import cells_of
from dreamkit.render.states import states_of
from dreamkit.render.store import Store, write_whole


def save_elites(plan: Plan, registry: Registry, store: Store, folder: Path, *, every: bool = False) -> list[Path]:
    """Write the elites of the classes that a film shows, or of `every` class with a cell, as LABEL.json into a folder.

    They are those of the film's end, or as far as its evolution has come. Raises `BadOutput` where nothing evolves in
    it, or nothing has yet.
    """
    evolving = [planned for planned in plan.shots if isinstance(planned.shot.optimizer, MapElites)]
    if not evolving:
        raise BadOutput(f"nothing evolves in {plan.name}", hint="it does where optimizer=MapElites()")
    written = []
    for planned in evolving:
        for number, found in elites(plan, planned, registry, store, every=every):
            path = folder / f"{_file_name(found.label)}.json"
            if path in written:  # two classes of one name, such as the two cranes
                path = folder / f"{_file_name(found.label)}_{number}.json"
            write_whole(path, to_text(found).encode())
            written.append(path)
    return written


def elites(
    plan: Plan, planned: PlannedShot, registry: Registry, store: Store, *, every: bool = False
) -> Iterator[tuple[int, GenomeFile]]:
    """Each class's number and its elite; cells in which nobody lives are left out."""
    rules, shot = planned.shot.optimizer, planned.shot
    assert isinstance(rules, MapElites)
    assert isinstance(shot.objective, Probability)
    assert shot.net is not None
    archive = states_of(plan, planned, registry, store).newest(planned.frames * rules.steps)
    if archive is None:
        what = f"nothing has evolved yet in shot {planned.number + 1} of {plan.name}, as far as {store.folder} knows"
        raise BadOutput(what, hint="`dreamkit render` first, and then this beside its output")
    labels = spec_of(shot.net, registry).labels()
    resolved = shot.objective.resolved(labels)
    assert isinstance(resolved, Probability)
    shown = [label for label in resolved.labels if isinstance(label, int)]
    cells = cells_of(rules, shown)
    classes = cells if isinstance(cells, list) else list(range(len(archive.cells)))
    for cell, number in enumerate(classes):
        who = archive.elite(cell)
        if who is not None and (every or number in shown):
            yield number, _file(archive, cell, who, rules, labels, classes, shot.net.name)


def _file(
    archive: Archive, cell: int, who: Individual, rules: MapElites, labels: Labels, classes: list[int], net: str
) -> GenomeFile:
    line = (one for one in archive.line(who.parent) if one.genome is not None)
    ancestors = (
        Ancestor(one.genome, one.generation, _named(labels, classes[one.best]), one.probability) for one in line
    )
    return GenomeFile(
        rules.encoding,
        who.genome,
        label=_named(labels, classes[cell]),
        probability=float(archive.scores[cell]),
        net=net,
        generation=who.generation,
        ancestors=tuple(ancestors),
    )


def _named(labels: Labels, number: int) -> str:
    return labels.names[number] if labels.names else str(number)


def _file_name(label: str) -> str:
    """A label as a file may be called.

    >>> _file_name("jack-o'-lantern"), _file_name("tiger shark")
    ('jack-o_-lantern', 'tiger_shark')
    """
    return re.sub(r"[^\w-]", "_", label)
