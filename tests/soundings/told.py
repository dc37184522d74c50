"""What may be told of counts, said once more and in another way than in `measures.disclosure`."""

import re

from tests.page_text import plain
from tests.soundings.rounds import Counts


def to_five(count: int) -> int:
    return min(range(0, count + 5, 5), key=lambda five: abs(five - count))


def dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def third(count: int, answered: int) -> str:
    if count / answered < 1 / 3:
        return "weinigen"
    return "rond de helft" if count / answered <= 2 / 3 else "de meesten"


def about(count: int) -> str:
    return f"ongeveer {dutch(count)}" if count else "hoogstens 2"


def row_of(
    counts: Counts, *, people: int | None = None, size: int | None = None
) -> list[str] | None:
    """Answered, agree, disagree, pass and the share of agree, as a table may tell them.

    people : how many of the group took part; size : how many there are. Both are published, so a
    rounded number of answers that could be higher than either would be undone by it.
    """
    answered = sum(counts)
    if answered < 5:
        return None
    published = [size, people if people is None or people > 52 else to_five(people) + 2]
    most = min((number for number in published if number is not None), default=answered + 5)
    is_rounded = answered < 53 or min(counts) < 2
    if answered < 20 or (is_rounded and to_five(answered) + 2 > most):
        words = [third(count, answered) for count in counts[:2]]
        return [f"ongeveer {to_five(answered)}", *words, "–", words[0]]
    if is_rounded:
        told = [to_five(count) for count in (answered, *counts)]
        share = f"{round(100 * told[1] / told[0])}%"
        if told[1] >= told[0]:
            share = "bijna iedereen"
        elif told[1] == 0:
            share = "bijna niemand"
        return [*(about(count) for count in told), share]
    share = f"{round(100 * round(counts[0] / answered, 4))}%"
    share = {"100%": "bijna iedereen", "0%": "bijna niemand"}.get(share, share)
    return [*(dutch(count) for count in (answered, *counts)), share]


def table_rows(page: str) -> dict[str, list[str] | None]:
    """The table of a picture: per group its cells without the interval, None where hidden."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    found: dict[str, list[str] | None] = {}
    for row in body.split("</tr>")[:-1]:
        name = plain(row.partition("<th")[2].partition(">")[2].partition("<br>")[0])
        cells = [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        if len(cells) == 1:
            assert cells == ["niet gevraagd, of te weinig antwoorden om te tonen"]
            found[name] = None
        else:
            answered, agree, disagree, passed, share, silence = cells
            found[name] = [answered, agree, disagree, passed, share.partition(" (")[0], silence]
    return found
