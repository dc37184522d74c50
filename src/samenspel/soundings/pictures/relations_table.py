"""Everything that is told of a round about the other organisations, as rows of a table."""

from collections.abc import Iterator

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.measures.recognition import FEW, FEWEST_PEOPLE, HALF, MOST
from samenspel.pages.spreadsheets import as_text
from samenspel.soundings.instruments.relations.outcome import Opinion, Organisation, Outcome
from samenspel.soundings.instruments.statements.cells import Cell

HEADER = (
    "what",
    "key",
    "about",
    "told_by",
    "organisations",
    "answer",
    "band",
    *(
        f"{what}_{edge}"
        for what in ("people", "agree", "disagree", "pass")
        for edge in ("low", "high")
    ),
    *(f"agree_share{name}" for name in ("", "_low", "_high", "_lowest", "_highest")),
)
_BANDS = {FEW: "few", HALF: "half", MOST: "most"}
_NO_COUNTS = ("",) * 6
_NO_SHARES = ("",) * 5


def released_rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    """Who took part, what others say, what each says of itself, and who recognises that."""
    yield HEADER
    for each in outcome.organisations:
        yield _took_part(each)
        for opinion in each.opinions:
            if opinion.cell is not None:
                yield _said(each, opinion, opinion.cell)
        yield from _recognised(outcome, each)


def _took_part(each: Organisation) -> tuple[object, ...]:
    people = each.group.people[1:] if each.group.people else ("", "")
    about = as_text(each.name)
    return ("took_part", "", about, "", "", "", "", *people, *_NO_COUNTS, *_NO_SHARES)


def _said(each: Organisation, opinion: Opinion, cell: Cell) -> tuple[object, ...]:
    return (
        "said",
        opinion.aspect,
        as_text(each.name),
        "",
        len(opinion.tellers),
        "",
        "",
        cell.answered_low,
        cell.answered_high,
        *(edge for kind in (AGREE, DISAGREE, PASS) for edge in (cell.low[kind], cell.high[kind])),
        "" if cell.agree.share is None else cell.agree.share,
        *(cell.agree.low, cell.agree.high, cell.agree.lowest, cell.agree.highest),
    )


def _recognised(outcome: Outcome, each: Organisation) -> Iterator[tuple[object, ...]]:
    about = as_text(each.name)
    for found in each.recognition:
        if found.view is not None:
            band = "" if found.agreement is None else _BANDS[found.agreement]
            people = _about(found.answered)
            own = ("own", found.key, about, about, "", found.view or "divided", band)
            yield (*own, *people, *_NO_COUNTS, *_NO_SHARES)
        for look in found.told:
            by = as_text(outcome.organisations[look.by].name)
            band = "" if look.band is None else _BANDS[look.band]
            seen = ("recognised", found.key, about, by, "", found.view, band)
            yield (*seen, *_about(look.answered), *_NO_COUNTS, *_NO_SHARES)


def _about(people: int | None) -> tuple[object, object]:
    """To the nearest five, and one person more or less where it is told as before."""
    return ("", "") if people is None else (max(people - 3, FEWEST_PEOPLE), people + 3)
