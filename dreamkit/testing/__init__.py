"""The kit with which parts are tested, dreamkit's own and anyone's.

`pytest_plugins = ["dreamkit.testing.fixtures"]` in a `conftest.py` gives tests its fixtures and options.
"""

from dreamkit.testing.contract import check_part as check_part
from dreamkit.testing.films import TINY as TINY
from dreamkit.testing.films import painted as painted
from dreamkit.testing.films import two_frame_film as two_frame_film
from dreamkit.testing.goldens import GoldenDiffers as GoldenDiffers
from dreamkit.testing.goldens import check_golden as check_golden
from dreamkit.testing.lines import LINES as LINES
from dreamkit.testing.lines import BrokenContract as BrokenContract
