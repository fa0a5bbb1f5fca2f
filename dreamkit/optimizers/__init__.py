"""The ways uphill."""

from dreamkit.optimizers.ascent import Ascent as Ascent
from dreamkit.optimizers.base import Optimizer as Optimizer
