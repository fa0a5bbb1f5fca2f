"""Any other optimizer of Keras, by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final, final

from dreamkit.errors import InvalidValue, UnknownName, suggestion
from dreamkit.optimizers.stateless import Option, Options, Stateless
from dreamkit.parts import Knob

CLASSES: Final = {
    "adadelta": "Adadelta",
    "adafactor": "Adafactor",
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adamax": "Adamax",
    "adamw": "AdamW",
    "lion": "Lion",
    "nadam": "Nadam",
    "rmsprop": "RMSprop",
    "sgd": "SGD",
}
"""The optimizers of `keras.optimizers` that suit a picture, written down here so that asking wakes no backend.

Not among them: Ftrl, which forgets where it started, Muon, which is for matrices, and those made of other optimizers.
"""

NOT_HERE: Final = {
    "learning_rate": "say rate= instead, which may also be a schedule",
    "name": "nothing here is called by it",
    "use_ema": "say Averaged(KerasOptimizer(…)) instead",
    "ema_momentum": "say Averaged(KerasOptimizer(…), decay=…) instead",
    "ema_overwrite_frequency": "say Averaged(KerasOptimizer(…)) instead",
    "gradient_accumulation_steps": "each step sees the whole gradient",
    "loss_scale_factor": "gradients are computed in full precision",
}
"""Options of Keras that would do nothing or harm, and what to say instead."""


@final
@dataclasses.dataclass(frozen=True, init=False, kw_only=True)
class KerasOptimizer(Stateless):
    """Steps as any optimizer of Keras takes them: `KerasOptimizer("rmsprop", 200, 0.004, {"rho": 0.999})`.

    Args:
        name: one of "adadelta", "adafactor", "adagrad", "adam", "adamax", "adamw", "lion", "nadam", "rmsprop", "sgd".
        steps: how many.
        rate: the optimizer's learning rate.
        options: what else its class in `keras.optimizers` takes, by name, such as {"momentum": 0.9}. Mind its
            "epsilon", which is meant for larger gradients than those of a large picture's pixels; see `Adam`.

    Raises:
        UnknownName: for another name.
        InvalidValue: for an option that makes no sense here, and, before the first step, for one that Keras refuses.
    """

    name: str
    options: Options

    def __init__(
        self, name: str, steps: int = 10, rate: Knob = 0.02, options: Mapping[str, Option] | Options = ()
    ) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "options", tuple(sorted(dict(options).items())))
        self.__post_init__()

    def check(self) -> None:
        """Refuse what is no optimizer of Keras, and options that make no sense here."""
        if self.name not in CLASSES:
            hint = suggestion(self.name, CLASSES, f"there are {', '.join(CLASSES)}")
            raise UnknownName(f"there is no Keras optimizer {self.name!r}", by=self, hint=hint)
        for name, option in self.options:
            if name in NOT_HERE:
                raise InvalidValue(f"KerasOptimizer takes no {name!r}", by=self, hint=NOT_HERE[name])
            if not isinstance(option, (str, int, float, bool, type(None))):
                raise InvalidValue(
                    f"an option of KerasOptimizer is a number, a word or None, and {name}={option!r} came", by=self
                )

    @property
    def keras_class(self) -> str:
        """As Keras writes the name."""
        return CLASSES[self.name]

    @property
    def keras_options(self) -> Options:
        """The options."""
        return self.options
