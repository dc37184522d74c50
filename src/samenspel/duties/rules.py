"""Who leads plans; who works on it keeps what was done; who belongs to it reads."""

import rules

from samenspel.cooperations.rules import leads, works

# The form and the days that everything is counted from, and the address for calendars.
rules.add_perm("duties.change_plan", leads)
# Views of councils, the checklist, and what was done.
rules.add_perm("duties.write_duties", works)
