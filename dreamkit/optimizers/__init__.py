"""The ways uphill."""

from dreamkit.optimizers.adam import Adam as Adam
from dreamkit.optimizers.ascent import Ascent as Ascent
from dreamkit.optimizers.averaged import Averaged as Averaged
from dreamkit.optimizers.base import Optimizer as Optimizer
from dreamkit.optimizers.keras_optimizer import KerasOptimizer as KerasOptimizer
