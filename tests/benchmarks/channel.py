"""One step towards the picture of a channel, through Lucid's transforms: alone, in a batch, and as others take it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any, Final

from .cases import CASES, CHANNEL
from .peers import packages
from .race import Contender, Result, race
from .report import Goal, Report, Table, milliseconds

BATCH: Final = 16

OURS: Final = "dreamkit, TensorFlow"
BATCHED: Final = f"dreamkit, TensorFlow, {BATCH} channels at once"

Lap = tuple[Callable[[], None], dict[str, Any]]


def run(rounds: int, *, peers: bool = True) -> Report:
    """All contenders in turn, on the same network."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"case": "channel", "folder": folder}
        written = race([Contender("the network, for others", "peers.network:written", given)], 0)
        assert not any(result.failed for result in written.values()), written
        others, absent = packages.contenders("channel", folder) if peers else ([], {})
        results = race([*_ours(), *others], rounds)
    results |= {who: Result(failed=why) for who, why in absent.items()}
    mine = results[OURS].median()
    rows = [
        [who, *([milliseconds(result.median()), f"{result.median() / mine:.2f}"] if result.laps else [result.failed])]
        for who, result in results.items()
    ]
    table = Table(
        f"A channel's picture: {CASES['channel'].title}", ["a step, per picture", "median", "times ours"], rows, NOTE
    )
    goals = [Goal(f"a channel's step against {one.name}", results[one.name].median() / mine, 1.5) for one in others]
    cheaper = Goal(f"a batch of {BATCH} channels, per picture", mine / results[BATCHED].median(), 1.5)
    return Report([table], [*goals, cheaper], {table.title: results})


NOTE: Final = (
    "A spectrum with decorrelated colours, Adam, and transforms in each step: Lucid's in dreamkit and torch-lucent, "
    "its own in torch-dreams. The others' network keeps its batch norms."
)


def _ours() -> list[Contender]:
    backends = {OURS: "tensorflow", "dreamkit, JAX": "jax", "dreamkit, torch": "torch"}
    ones = [Contender(name, "channel:climb", {"backend": backend}) for name, backend in backends.items()]
    return [*ones, Contender(BATCHED, "channel:climb", {"backend": "tensorflow", "batch": BATCH})]


def climb(backend: str, batch: int = 1) -> Lap:
    """Laps of a climb from noise; a picture each of so many channels."""
    from dreamkit.backend.choice import choose

    choose(backend)
    import dreamkit as d

    from .climb import ShotClimb

    case = CASES["channel"]
    shot = d.Shot(
        net=d.Net(case.net),
        objective=d.Channel(case.layers[0], range(CHANNEL, CHANNEL + batch)),
        parameterization=d.Fourier(),
        regularizer=d.lucid_transforms(),
        optimizer=d.Adam(case.steps, rate=0.05),
        source=d.NaturalNoise(),
    )
    climbing = ShotClimb(shot, case.size)
    steps = case.steps if batch == 1 else 2
    climbing.for_steps(1)

    def lap() -> None:
        climbing.for_steps(steps)

    return lap, {"steps": steps * batch}
