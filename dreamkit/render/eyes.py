"""The networks that look at a shot: its own, and those that its wishes ask besides."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, final

from dreamkit.nets.cuts import Cuts, Looker
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.net import Net
from dreamkit.objectives.base import Objective
from dreamkit.objectives.seen import Seen, looking, settled
from dreamkit.parts import below

if TYPE_CHECKING:
    import keras

Others = Mapping[Net, LoadedNet]
"""The networks that `Seen` asks."""

NONE: Final[Others] = MappingProxyType({})


@final
@dataclasses.dataclass(frozen=True)
class Glance:
    """What one network is asked for.

    Args:
        net: the network.
        layers: the names of its layers, by what they are called among all activations.
        by: the part that asks, for the error's sake.
    """

    net: LoadedNet
    layers: dict[str, str]
    by: Objective

    def model(self) -> keras.Model:
        """The part of the network that answers; raises `UnknownLayer` with the nearest name."""
        return self.net.cut(list(self.layers.values()), by=self.by)

    def cut(self) -> Cut:
        """The same, ready to look; its answers have the layers' own names."""
        return Cut(self.net, list(self.layers.values()), by=self.by)


@final
class Eyes:
    """All networks that look at a shot.

    Args:
        net: the shot's own.
        others: those that `Seen` asks, by what the recipe calls them.
    """

    def __init__(self, net: LoadedNet, others: Others = NONE) -> None:
        self.net, self.others = net, others

    def resolved(self, objective: Objective) -> Objective:
        """An objective that knows the numbers of its classes, each by the labels of the network that it asks.

        Raises `UnknownName` with the nearest name.
        """
        own = settled(objective, lambda net: self.others[net].spec.labels())
        return own.resolved(self.net.spec.labels())

    def glances(self, objective: Objective) -> Iterator[Glance]:
        """What each network is asked for; one that is asked for nothing is left out."""
        asked = [part for part in below(objective) if isinstance(part, Seen)]
        names = {key: layer for seen in asked for key, layer in zip(seen.layers, seen.term.layers, strict=True)}
        if own := [layer for layer in objective.layers if layer not in names]:
            yield Glance(self.net, dict(zip(own, own, strict=True)), objective)
        for net in dict.fromkeys(seen.by for seen in asked):
            by = [seen for seen in asked if seen.by == net]
            yield Glance(self.others[net], {key: names[key] for seen in by for key in seen.layers}, by[0])

    def cut(self, objective: Objective) -> Looker:
        """All of them, ready to look."""
        glances = list(self.glances(objective))
        if len(glances) == 1 and glances[0].net is self.net and not looking(objective):
            return glances[0].cut()
        return Cuts([(tuple(glance.layers), glance.cut()) for glance in glances])
