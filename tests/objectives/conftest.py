"""What the tests of objectives share: scores of activations that are known, and what is said of a wrong part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dreamkit import Objective, ops
from dreamkit.errors import InvalidValue
from dreamkit.testing.gradients import at_once


@pytest.fixture
def scored() -> Callable[..., np.ndarray]:
    """Gives an objective's scores as numpy sees them: `scored(objective, targets, layer=activations)`."""
    from keras import tree

    def tensor(array: Any) -> Any:
        return ops.convert_to_tensor(np.asarray(array, np.float32)) if isinstance(array, np.ndarray) else array

    def scored(objective: Objective, targets: Any = (), **activations: np.ndarray) -> np.ndarray:
        seen = {layer: tensor(array) for layer, array in activations.items()}
        learnt = tree.map_structure(tensor, targets)
        return np.asarray(ops.convert_to_numpy(at_once(lambda seen: objective.score(seen, learnt), seen)))

    return scored


@pytest.fixture
def said() -> Callable[[Callable[[], Any]], str]:
    """Gives the sentence with which making a part is refused."""

    def said(make: Callable[[], Any]) -> str:
        with pytest.raises(InvalidValue) as caught:
            make()
        return caught.value.what

    return said
