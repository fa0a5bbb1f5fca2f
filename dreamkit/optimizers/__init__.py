"""The ways uphill."""

from dreamkit.optimizers.adam import Adam as Adam
from dreamkit.optimizers.ascent import Ascent as Ascent
from dreamkit.optimizers.averaged import Averaged as Averaged
from dreamkit.optimizers.base import Optimizer as Optimizer
from dreamkit.optimizers.carried import Carried as Carried
from dreamkit.optimizers.deep_fool import DeepFool as DeepFool
from dreamkit.optimizers.differences import NES as NES
from dreamkit.optimizers.differences import SPSA as SPSA
from dreamkit.optimizers.few_pixels import FewPixels as FewPixels
from dreamkit.optimizers.gradient import GradientOptimizer as GradientOptimizer
from dreamkit.optimizers.hill_climb import HillClimb as HillClimb
from dreamkit.optimizers.keras_optimizer import KerasOptimizer as KerasOptimizer
from dreamkit.optimizers.lbfgs import LBFGS as LBFGS
from dreamkit.optimizers.map_elites import MapElites as MapElites
from dreamkit.optimizers.momentum import Momentum as Momentum
from dreamkit.optimizers.nearest import Nearest as Nearest
from dreamkit.optimizers.progress import Progress as Progress
from dreamkit.optimizers.progress import nguyen as nguyen
from dreamkit.optimizers.progress import yosinski as yosinski
from dreamkit.optimizers.rounded import Rounded as Rounded
from dreamkit.optimizers.search import Search as Search
from dreamkit.optimizers.sign_ascent import SignAscent as SignAscent
from dreamkit.optimizers.square import Square as Square
from dreamkit.optimizers.until import Until as Until
from dreamkit.optimizers.until_still import UntilStill as UntilStill
