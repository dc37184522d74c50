"""Who works on a cooperation writes about its conversations; who belongs to it reads."""

import rules

from samenspel.cooperations.rules import works

rules.add_perm("dialogues.change_dialogues", works)
