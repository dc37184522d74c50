"""Until when a water board existed, where the register cannot be right."""

from datetime import date

from samenspel.atlas.actions.keeping import keep
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Organisation
from samenspel.atlas.queries.on_a_day import participations_on


def settle_water_boards(*, report: Report, day: date) -> None:
    """In the transaction of the caller, after the register was read.

    Water boards are joined to others at the turn of a year. One that ends on another day, and takes
    part in an arrangement that is in force on the day of the register, is there.
    """
    boards = Organisation.objects.filter(kind=Organisation.Kind.WATER_BOARD, gone=False)
    rows = {row.pk: row for row in boards}
    if not rows:
        return
    taking_part = set(
        participations_on(day)
        .filter(organisation__kind=Organisation.Kind.WATER_BOARD)
        .values_list("organisation_id", flat=True)
    )
    wanted = {}
    for pk, row in rows.items():
        end = row.registered_to
        is_there = end is not None and not _turns_the_year(end) and pk in taking_part
        if end and is_there:
            report.note(
                "waterschap met een einddatum dat nog deelneemt (niet overgenomen)",
                f"{row.name}, {end:%d-%m-%Y}",
            )
        wanted[pk] = {"valid_to": None if is_there else end}
    keep(Organisation, known=rows, wanted=wanted, tally=report.of("dagen van waterschappen"))


def _turns_the_year(end: date) -> bool:
    return (end.month, end.day) in ((12, 31), (1, 1))
