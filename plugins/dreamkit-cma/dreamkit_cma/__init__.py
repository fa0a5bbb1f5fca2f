"""CMA-ES for dreamkit."""

from dreamkit_cma.cmaes import CMAES as CMAES
