"""What keeps the picture from running into noise."""

from dreamkit.regularizers.base import Instant as Instant
from dreamkit.regularizers.base import Regularizer as Regularizer
from dreamkit.regularizers.base import Regularizers as Regularizers
from dreamkit.regularizers.jitter import Jitter as Jitter
from dreamkit.regularizers.keep import Clamp as Clamp
from dreamkit.regularizers.keep import Decay as Decay
from dreamkit.regularizers.normalize import Normalize as Normalize
from dreamkit.regularizers.octaves import Octaves as Octaves
from dreamkit.regularizers.variation import LpNorm as LpNorm
from dreamkit.regularizers.variation import TotalVariation as TotalVariation
