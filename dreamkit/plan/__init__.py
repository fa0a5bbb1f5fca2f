"""From a film to a plan: sizes, frames, identities, cost."""

from dreamkit.plan.plan import Plan as Plan
from dreamkit.plan.plan import PlannedShot as PlannedShot
from dreamkit.plan.plan import make_plan as make_plan
