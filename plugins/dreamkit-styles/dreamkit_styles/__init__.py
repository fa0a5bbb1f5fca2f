"""Small trained networks for dreamkit, and an effect that paints with them."""

from dreamkit_styles.networks import names as names
from dreamkit_styles.networks import network as network
from dreamkit_styles.painted import Painted as Painted
