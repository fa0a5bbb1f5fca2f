"""Where pictures come from."""

from dreamkit.sources.base import Frame as Frame
from dreamkit.sources.base import Source as Source
from dreamkit.sources.clip import Clip as Clip
from dreamkit.sources.genome import Genome as Genome
from dreamkit.sources.genome import Morph as Morph
from dreamkit.sources.inverted import Inverted as Inverted
from dreamkit.sources.photo import Photo as Photo
from dreamkit.sources.plain import Colour as Colour
from dreamkit.sources.plain import NaturalNoise as NaturalNoise
from dreamkit.sources.plain import Noise as Noise
from dreamkit.sources.recoloured import Recoloured as Recoloured
from dreamkit.sources.shapes import Disc as Disc
from dreamkit.sources.shapes import Rectangle as Rectangle
