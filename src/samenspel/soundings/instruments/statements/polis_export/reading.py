"""The files of an export together: what one says about the other."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.polis_export.ballots import Ballots
from samenspel.soundings.instruments.statements.polis_export.conversation import (
    Conversation,
    KnownGroup,
)
from samenspel.soundings.instruments.statements.polis_export.counting import (
    days,
    differences,
    last_votes,
    order_of_voters,
    renumber,
)
from samenspel.soundings.instruments.statements.polis_export.error import ExportError, refusal
from samenspel.soundings.instruments.statements.polis_export.groups import divide, read_groups
from samenspel.soundings.instruments.statements.polis_export.lines import refuse_too_large
from samenspel.soundings.instruments.statements.polis_export.oddities import (
    Findings,
    statement_example,
)
from samenspel.soundings.instruments.statements.polis_export.participants import (
    read_participants_votes,
)
from samenspel.soundings.instruments.statements.polis_export.statements import (
    Listing,
    read_statements,
)
from samenspel.soundings.instruments.statements.polis_export.summary import (
    compare_with_summary,
    read_summary,
)
from samenspel.soundings.instruments.statements.polis_export.tallies import compare_tallies
from samenspel.soundings.instruments.statements.polis_export.votes import read_votes

VOTES, PARTICIPANTS = "votes.csv", "participants-votes.csv"
COMMENTS, SUMMARY = "comments.csv", "summary.csv"
_FILES = (SUMMARY, COMMENTS, VOTES, PARTICIPANTS)
_Number = TypeVar("_Number", np.int64, np.int8)


def read_folder(folder: Path, *, groups: Path | None = None) -> Conversation:
    if not folder.is_dir():
        raise ExportError(
            _(
                "%(folder)s is geen map. Geef de map met de uitgepakte bestanden van de"
                " Polis-export."
            )
            % {"folder": folder}
        )
    with ExitStack() as stack:
        files = {
            path.name: stack.enter_context(opened_file(path))
            for path in sorted(folder.iterdir())
            if path.name.lower() in _FILES
        }
        opened_groups = None if groups is None else stack.enter_context(opened_file(groups))
        return read_conversation(files, groups=opened_groups)


def read_conversation(
    files: Mapping[str, BinaryIO], *, groups: BinaryIO | None = None
) -> Conversation:
    files = {name.lower(): file for name, file in files.items()}
    _refuse_missing(files)
    for name in (name for name in _FILES if name in files):
        refuse_too_large(files[name], name)
    findings = Findings()
    summary = read_summary(files[SUMMARY])
    listing = read_statements(files[COMMENTS], findings)
    ballots, votes_file = _read_ballots(files, listing, findings)
    compare_with_summary(
        summary,
        voters=len(ballots.voters),
        statements=len(listing.rows),
        votes_file=votes_file,
        findings=findings,
    )
    votes = last_votes(ballots)
    compare_tallies(listing, votes, votes_file, findings)
    known, group_of = _known_groups(groups, ballots, votes, findings)
    order = order_of_voters(votes, group_of)
    findings.add("revotes", len(ballots.voter) - votes.voter.size)
    findings.add("participants-without-votes", len(ballots.voters) - order.size)
    _note_statements_without_votes(listing, votes, findings)
    final = renumber(votes, order)
    first_day, last_day = days(ballots)
    return Conversation(
        title=summary.title,
        description=summary.description,
        statements=listing.statements,
        participants=order.size,
        voter=_frozen(final.voter.astype(np.int64)),
        statement=_frozen(final.statement.astype(np.int64)),
        value=_frozen(final.value.astype(np.int8)),
        groups=known,
        group_of=_frozen(group_of[order]),
        first_day=first_day,
        last_day=last_day,
        oddities=findings.oddities(),
    )


@contextmanager
def opened_file(path: Path) -> Iterator[BinaryIO]:
    # Opening a pipe would wait for ever, and a device never ends.
    if not path.is_file():
        raise refusal(path.name, _("dit bestand bestaat niet of is geen gewoon bestand."))
    try:
        file = path.open("rb")
    except OSError as error:
        raise refusal(
            path.name,
            _("het bestand kan niet worden geopend (%(reason)s). Controleer de rechten.")
            % {"reason": error.strerror},
        ) from error
    with file:
        yield file


def _refuse_missing(files: Mapping[str, BinaryIO]) -> None:
    missing = [name for name in (SUMMARY, COMMENTS) if name not in files]
    if VOTES not in files and PARTICIPANTS not in files:
        missing.append(_("votes.csv of participants-votes.csv"))
    if missing:
        raise ExportError(
            _(
                "Deze bestanden ontbreken: %(missing)s. Voeg ze toe, precies zoals ze uit Polis"
                " kwamen."
            )
            % {"missing": ", ".join(missing)}
        )


def _read_ballots(
    files: Mapping[str, BinaryIO], listing: Listing, findings: Findings
) -> tuple[Ballots, str]:
    statements = {str(s.number): at for at, s in enumerate(listing.statements)}
    if VOTES not in files:
        ballots, name = (
            read_participants_votes(files[PARTICIPANTS], statements, findings),
            PARTICIPANTS,
        )
    else:
        ballots, name = read_votes(files[VOTES], statements, findings), VOTES
        if PARTICIPANTS in files:
            # What is odd in the second file is not what this conversation is made of.
            second = read_participants_votes(files[PARTICIPANTS], statements, Findings())
            findings.add("other-votes", differences(ballots, second))
    if not ballots.voter:
        raise refusal(name, _("er staat geen enkele stem in die telt. Download het opnieuw."))
    return ballots, name


def _known_groups(
    file: BinaryIO | None, ballots: Ballots, votes: Votes, findings: Findings
) -> tuple[tuple[KnownGroup, ...], NDArray[np.int64]]:
    if file is None:
        return (), np.zeros(len(ballots.voters), dtype=np.int64)
    name = _("groepenbestand")
    refuse_too_large(file, name)
    has_votes = np.zeros(len(ballots.voters), dtype=np.bool_)
    has_votes[votes.voter] = True
    return divide(read_groups(file, name), ballots.voters, has_votes, findings)


def _note_statements_without_votes(listing: Listing, votes: Votes, findings: Findings) -> None:
    for at in np.setdiff1d(np.arange(len(listing.rows)), votes.statement).tolist():
        number = listing.rows[at].statement.number
        findings.add("statements-without-votes", example=statement_example(number))


def _frozen(array: NDArray[_Number]) -> NDArray[_Number]:
    array.flags.writeable = False
    return array
