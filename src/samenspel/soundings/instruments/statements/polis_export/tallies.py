"""The tallies inside comments.csv against those that were counted."""

import numpy as np
from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE, DISAGREE
from samenspel.measures.opinions.votes import Votes, tallies
from samenspel.soundings.instruments.statements.polis_export.error import refusal
from samenspel.soundings.instruments.statements.polis_export.oddities import (
    Findings,
    statement_example,
)
from samenspel.soundings.instruments.statements.polis_export.statements import Listing

_ENOUGH_VOTES = 20


def compare_tallies(listing: Listing, votes: Votes, votes_file: str, findings: Findings) -> None:
    if not listing.has_tallies:
        return
    [counted] = tallies(votes, np.zeros(votes.voters, dtype=np.int64), 1)
    agree, disagree = (counted[:, kind].tolist() for kind in (AGREE, DISAGREE))
    as_read = as_reversed = 0
    for row, agrees, disagrees in zip(listing.rows, agree, disagree, strict=True):
        if (row.agrees, row.disagrees) != (agrees, disagrees):
            findings.add("wrong-tallies", example=statement_example(row.statement.number))
        if row.agrees is not None and row.disagrees is not None:
            as_read += abs(row.agrees - agrees) + abs(row.disagrees - disagrees)
            as_reversed += abs(row.agrees - disagrees) + abs(row.disagrees - agrees)
    # Polis itself keeps -1 for agree, and some of its files do. Read the wrong way round, every
    # outcome would say the opposite of what people said.
    if as_read - as_reversed > max(_ENOUGH_VOTES, sum(agree + disagree) // 2):
        raise refusal(
            votes_file,
            _(
                "eens en oneens lijken verwisseld: volgens comments.csv betekent -1 hier ‘eens’."
                " Gebruik het bestand uit de gewone export, waarin 1 ‘eens’ betekent."
            ),
        )
