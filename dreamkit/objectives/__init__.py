"""What the ascent wants to see."""

from dreamkit.objectives.base import Activations as Activations
from dreamkit.objectives.base import Look as Look
from dreamkit.objectives.base import Objective as Objective
from dreamkit.objectives.base import Picture as Picture
from dreamkit.objectives.base import Sum as Sum
from dreamkit.objectives.base import Weighted as Weighted
from dreamkit.objectives.channel import Channel as Channel
from dreamkit.objectives.channel import Neuron as Neuron
from dreamkit.objectives.classes import Logit as Logit
from dreamkit.objectives.classes import Probability as Probability
from dreamkit.objectives.direction import Direction as Direction
from dreamkit.objectives.guide import Guide as Guide
from dreamkit.objectives.inversion import Inversion as Inversion
from dreamkit.objectives.layer import Layer as Layer
