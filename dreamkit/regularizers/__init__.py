"""What keeps the picture from running into noise."""

from dreamkit.regularizers.base import Instant as Instant
from dreamkit.regularizers.base import Regularizer as Regularizer
from dreamkit.regularizers.base import Regularizers as Regularizers
from dreamkit.regularizers.blur import Blur as Blur
from dreamkit.regularizers.blur import BlurGradient as BlurGradient
from dreamkit.regularizers.blur import CascadeGradient as CascadeGradient
from dreamkit.regularizers.clipping import ClipContribution as ClipContribution
from dreamkit.regularizers.clipping import ClipNorm as ClipNorm
from dreamkit.regularizers.jitter import Jitter as Jitter
from dreamkit.regularizers.keep import Clamp as Clamp
from dreamkit.regularizers.keep import Decay as Decay
from dreamkit.regularizers.laplacian import LaplacianPyramid as LaplacianPyramid
from dreamkit.regularizers.natural import inversion_priors as inversion_priors
from dreamkit.regularizers.normalize import Normalize as Normalize
from dreamkit.regularizers.octaves import Octaves as Octaves
from dreamkit.regularizers.random_box import RandomBox as RandomBox
from dreamkit.regularizers.scales import Scales as Scales
from dreamkit.regularizers.shrink import Shrink as Shrink
from dreamkit.regularizers.transforms import Pad as Pad
from dreamkit.regularizers.transforms import RandomCrop as RandomCrop
from dreamkit.regularizers.transforms import RandomRotate as RandomRotate
from dreamkit.regularizers.transforms import RandomScale as RandomScale
from dreamkit.regularizers.transforms import lucid_transforms as lucid_transforms
from dreamkit.regularizers.variation import LpNorm as LpNorm
from dreamkit.regularizers.variation import TotalVariation as TotalVariation
from dreamkit.regularizers.views import Views as Views
