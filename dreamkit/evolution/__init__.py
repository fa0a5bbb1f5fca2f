"""Evolution of pictures that a network takes for its classes, after Nguyen, Yosinski and Clune 2015.

An `Encoding` writes pictures down, directly or as networks of functions; an `Archive` has a cell for each class, in
which the genome of the picture lives that the network is most sure of. All of it is numpy, and the network is whatever
answers pictures with probabilities.
"""

from dreamkit.evolution.cppn_encoding import CppnEncoding as CppnEncoding
from dreamkit.evolution.direct import DirectEncoding as DirectEncoding
from dreamkit.evolution.encoding import Encoding as Encoding
