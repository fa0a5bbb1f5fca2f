"""How a picture is written as numbers."""

from dreamkit.parameterizations.base import Parameterization as Parameterization
from dreamkit.parameterizations.cosines import Cosines as Cosines
from dreamkit.parameterizations.cppn import Cppn as Cppn
from dreamkit.parameterizations.fourier import Fourier as Fourier
from dreamkit.parameterizations.maco import Maco as Maco
from dreamkit.parameterizations.pixels import Pixels as Pixels
from dreamkit.parameterizations.pyramid import Pyramid as Pyramid
from dreamkit.parameterizations.shared import Shared as Shared
