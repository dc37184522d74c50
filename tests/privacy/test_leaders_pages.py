"""What a leader, a moderator or a member can see while a round is open: not a single vote."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.actions import count_response, fold_answers
from samenspel.soundings.actions.answering import Result, add_statement, cast_vote
from samenspel.soundings.keys import round_key
from samenspel.soundings.tokens import Token
from tests.page_text import without_tokens
from tests.soundings.asked import OpenRound, open_round

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])

_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
# A random number in each form, by which sending it twice is known.
_TICKET = re.compile(rb'(name="ticket" value=")[^"]*')
_MOST_PAGES = 300


def everything_seen_by(client: Client) -> dict[str, bytes]:
    """Every page that can be reached by clicking, as bytes."""
    seen: dict[str, bytes] = {}
    to_see = ["/samenwerkingen/"]
    while to_see:
        url = to_see.pop(0)
        if url in seen or url.startswith(("/static/", "/account/", "/language")):
            continue
        response = client.get(url, follow=True)
        content = b"".join(response) if response.streaming else response.content
        told = _TICKET.sub(rb"\1", without_tokens(content))
        seen[url] = str(response.status_code).encode() + told
        if response["Content-Type"].startswith("text/html"):
            to_see += [link.replace("&amp;", "&") for link in _LINK.findall(content.decode())]
        assert len(seen) < _MOST_PAGES
    return seen


def vote(asked: OpenRound, token: Token) -> None:
    key = round_key(asked.sounding.pk)
    for number in (1, 2, 3):
        kept = cast_vote(
            round_id=asked.sounding.pk,
            round_key=key,
            token=token,
            number=number,
            value=1,
        )
        assert kept is Result.KEPT


def test_one_vote_changes_no_byte_that_anybody_who_signed_in_can_see(
    a: Cooperation, anna_client: Client, mo_client: Client, lida_client: Client
) -> None:
    today = timezone.localdate()
    asked = open_round(a, groups={"Medewerkers": 12}, may_add=True)
    clients = {"leader": anna_client, "moderator": mo_client, "member": lida_client}

    def seen() -> dict[str, dict[str, bytes]]:
        return {who: everything_seen_by(client) for who, client in clients.items()}

    for token in asked.tokens["Medewerkers"][:6]:
        vote(asked, token)
    count_response(today=today)
    assert fold_answers(sounding_id=asked.sounding.pk) == 6
    before = seen()
    vote(asked, asked.tokens["Medewerkers"][6])
    add_statement(
        round_id=asked.sounding.pk,
        round_key=round_key(asked.sounding.pk),
        token=asked.tokens["Medewerkers"][6],
        text="Een zin die nog niemand las.",
    )
    # Counted again on the same day, it is not told either, and folding shows nobody anything.
    count_response(today=today)
    fold_answers(sounding_id=asked.sounding.pk)
    now = seen()
    assert [u for who in now for u in now[who] if now[who][u] != before[who].get(u)] == []
    assert now == before

    # It is looked at where it would be seen: a step further, and a day later, it is.
    for token in asked.tokens["Medewerkers"][7:]:
        vote(asked, token)
    assert fold_answers(sounding_id=asked.sounding.pk) == 6
    assert everything_seen_by(anna_client) == before["leader"]
    count_response(today=today + timedelta(days=1))
    assert everything_seen_by(anna_client) != before["leader"]
    assert str(asked.sounding.pk) in "".join(before["leader"])
