"""Links by mail: everybody gets one, one address holds up no other, and no token is kept."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
import structlog
from django.core import mail
from django.db import connection, connections
from django.db.models import F
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql
from pytest_django import Settings

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.post import sending
from samenspel.post.actions import MOST_ATTEMPTS
from samenspel.soundings import actions, queries, tasks
from samenspel.soundings.actions import inviting
from samenspel.soundings.models import Invitation, OutcomePass, Sounding
from samenspel.soundings.queries.answering import place_of_token
from samenspel.soundings.tokens import Token, read_token
from tests.database_rights import as_owner
from tests.soundings.prepared import fresh, invitations_in, opened, ready_draft

pytestmark = pytest.mark.usefixtures("mail_server")
TODAY = timezone.localdate


def tokens_mailed() -> dict[str, list[Token]]:
    """The tokens in the mails that were sent, by address."""
    found: dict[str, list[Token]] = {}
    for each in mail.outbox:
        text = re.findall(r"/s/([0-9a-z]+)", str(each.body))
        tokens = [token for token in map(read_token, text) if token]
        found.setdefault(each.to[0], []).extend(tokens)
    return found


def known(sounding: Sounding) -> dict[str, bytes | None]:
    """What the register knows of each address."""
    return {
        i.email: None if i.h1 is None else bytes(i.h1) for i in invitations_in(sounding) if i.email
    }


def beside_the_addresses(sounding: Sounding) -> set[bytes]:
    """What the register knows without an address."""
    return {bytes(i.h1) for i in invitations_in(sounding) if not i.email and i.h1 is not None}


def told(sounding: Sounding) -> tuple[int, int, int]:
    """How many addresses wait, how many cannot be reached, how many links were made again."""
    with scope(cooperation=sounding.cooperation):
        sending = queries.sending_of(sounding)
    return sending.waiting, sending.unreachable, fresh(sounding).reissued


def passes() -> set[bytes]:
    with scopes_disabled():
        return {bytes(h3) for h3 in OutcomePass.objects.values_list("h3", flat=True)}


def be_asked_again(sounding: Sounding, address: str) -> None:
    with scopes_disabled():
        Invitation.objects.filter(sounding=sounding, email=address).update(
            mail_due=True, asked_again_at=timezone.now(), asked_again=F("asked_again") + 1
        )


def send(sounding: Sounding) -> int:
    return actions.send_invitations(sounding_id=sounding.pk)


Failing = dict[str, Exception]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Let mail to an address fail with an error."""
    errors: Failing = {}
    real = sending.send

    def send(*, to: str, subject: str, body: str) -> None:
        if to in errors:
            raise errors[to]
        real(to=to, subject=subject, body=body)

    monkeypatch.setattr(inviting, "send", send)
    return errors


def test_everybody_gets_a_link_of_their_own(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a, people=5)
    assert told(sounding) == (5, 0, 0)

    assert send(sounding) == 5

    mailed = tokens_mailed()
    assert sorted(mailed) == [f"lid{n}@voorbeeld.nl" for n in range(5)]
    assert known(sounding) == {address: token.h1 for address, (token,) in mailed.items()}
    assert passes() == {token.h3 for (token,) in mailed.values()}
    assert told(sounding) == (0, 0, 0)
    assert (send(sounding), len(mail.outbox)) == (0, 5)


def test_the_mail_says_who_asks_what_until_when_and_what_is_promised(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1)
    send(sounding)

    (sent,) = mail.outbox
    body = str(sent.body)
    assert sent.subject == "Uitnodiging: Wat vindt u?"
    assert re.sub(r"/s/\w{26}", "/s/TOKEN", body).splitlines()[:6] == [
        "Hallo,",
        "",
        "Wat vindt u? Wat vindt u?",
        "",
        "Deze vragenlijst is van gemeente Oostwaard en gemeente Rijnveld.",
        "",
    ]
    for said in (
        "Uw antwoorden staan los van uw naam en e-mailadres.",
        "wie de server beheert zou dat kunnen zolang de vragenronde loopt.",
        "op hetzelfde moment als wie",
        sounding.code or "-",
        "/link-kwijt/",
    ):
        assert said in body
    assert "---" not in body


def test_the_mail_speaks_as_the_round_does_and_in_english_too(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1)
    with scope(cooperation=a):
        Sounding.objects.update(address="je", title_en="What do you think?")
    send(sounding)

    dutch, english = str(mail.outbox[0].body).split("\n---\n")
    assert "Je antwoorden staan los van je naam en e-mailadres." in dutch
    assert (" u " in dutch, "What do you think?" in english) == (False, True)
    links = [re.findall(r"/s/(\w{26})(\S*)", part) for part in (dutch, english)]
    assert [links[0][0][1], links[1][0][1]] == ["", "?taal=en"]
    assert links[0][0][0] == links[1][0][0]


@pytest.mark.parametrize("state", ["draft", "planned", "closing", "closed"])
def test_nobody_is_invited_to_a_round_that_is_not_open(
    anna: Person, eva: Person, a: Cooperation, state: str
) -> None:
    sounding = opened(anna, eva, a)
    with scope(cooperation=a):
        Sounding.objects.update(state=state)
    assert (send(sounding), mail.outbox) == (0, [])


def test_nobody_is_invited_after_the_last_day(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a)
    with scope(cooperation=a):
        Sounding.objects.update(closes_on=TODAY() - timedelta(days=1))
    assert (send(sounding), mail.outbox) == (0, [])


def test_without_a_mail_server_invitations_wait(
    anna: Person, eva: Person, a: Cooperation, settings: Settings
) -> None:
    sounding = opened(anna, eva, a)
    settings.EMAIL_HOST = ""
    assert (send(sounding), told(sounding)) == (0, (3, 0, 0))
    assert set(known(sounding).values()) == {None}


# ── what goes wrong ───────────────────────────────────────────────────────────────────────

REFUSED = smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})
LATER = smtplib.SMTPRecipientsRefused({"x": (450, b"later")})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (REFUSED, (0, 1, 0)),
        (ValueError("cannot be made"), (0, 1, 0)),
        (LATER, (1, 0, 0)),
        (smtplib.SMTPDataError(451, b"later"), (1, 0, 0)),
    ],
)
def test_one_address_that_fails_never_stops_the_others(
    anna: Person,
    eva: Person,
    a: Cooperation,
    failing: Failing,
    error: Exception,
    expected: tuple[int, int, int],
) -> None:
    sounding = opened(anna, eva, a, people=6)
    failing["lid2@voorbeeld.nl"] = error

    assert send(sounding) == 5
    assert told(sounding) == expected
    # A token that nobody can have got is worth nothing.
    assert known(sounding)["lid2@voorbeeld.nl"] is None
    assert len(passes()) == 5
    # Not again at once.
    assert (send(sounding), len(mail.outbox)) == (0, 5)


def test_an_address_that_can_be_reached_later_is(
    anna: Person, eva: Person, a: Cooperation, failing: Failing
) -> None:
    sounding = opened(anna, eva, a, people=1)
    failing["lid0@voorbeeld.nl"] = LATER
    send(sounding)
    failing.clear()
    with scopes_disabled():
        Invitation.objects.update(try_after=timezone.now())
    assert (send(sounding), told(sounding)) == (1, (0, 0, 0))


def test_an_address_is_given_up_after_many_attempts(
    anna: Person, eva: Person, a: Cooperation, failing: Failing
) -> None:
    sounding = opened(anna, eva, a, people=1)
    failing["lid0@voorbeeld.nl"] = LATER
    for _attempt in range(MOST_ATTEMPTS):
        assert told(sounding) == (1, 0, 0)
        with scopes_disabled():
            Invitation.objects.update(try_after=None)
        send(sounding)
    assert told(sounding) == (0, 1, 0)


def test_a_server_that_is_down_is_not_held_against_the_addresses(
    anna: Person, eva: Person, a: Cooperation, failing: Failing
) -> None:
    sounding = opened(anna, eva, a, people=3)
    for n in range(3):
        failing[f"lid{n}@voorbeeld.nl"] = ConnectionRefusedError()
    for _minute in range(40):
        assert send(sounding) == 0
    assert told(sounding) == (3, 0, 0)
    assert (set(known(sounding).values()), passes()) == ({None}, set())


def test_a_worker_that_dies_half_way_makes_another_token_and_counts_the_first(
    anna: Person, eva: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first may have been mailed. The register knows only the last."""
    sounding = opened(anna, eva, a, people=1)
    real = sending.send

    def die_after(*, to: str, subject: str, body: str) -> None:
        real(to=to, subject=subject, body=body)
        raise KeyboardInterrupt

    monkeypatch.setattr(inviting, "send", die_after)
    with pytest.raises(KeyboardInterrupt):
        send(sounding)
    assert told(sounding) == (1, 0, 0)
    monkeypatch.setattr(inviting, "send", real)

    assert send(sounding) == 1
    first, second = tokens_mailed()["lid0@voorbeeld.nl"]
    assert known(sounding) == {"lid0@voorbeeld.nl": second.h1}
    assert told(sounding) == (0, 0, 1)
    assert passes() == {first.h3, second.h3}


def test_a_lost_link_is_made_again_and_counted(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = opened(anna, eva, a, people=2)
    send(sounding)
    be_asked_again(sounding, "lid1@voorbeeld.nl")
    assert actions.rounds_with_mail_due() == [sounding.pk]

    assert send(sounding) == 1
    first, second = tokens_mailed()["lid1@voorbeeld.nl"]
    # Whoever asked may be somebody else: so the first link is still worth what it was.
    assert known(sounding)["lid1@voorbeeld.nl"] == first.h1
    assert beside_the_addresses(sounding) == {second.h1}
    again = mail.outbox[-1]
    assert again.subject == "Uw nieuwe link: Wat vindt u?"
    assert "Uw eerdere link werkt ook nog. Gebruik er één." in again.body
    assert "eerdere link" not in mail.outbox[0].body
    assert (told(sounding), {first.h3, second.h3} <= passes()) == ((0, 0, 1), True)
    assert actions.rounds_with_mail_due() == []


@pytest.mark.django_db(transaction=True, databases=["default", "answers"])
def test_after_another_link_was_asked_for_somebody_both_take_answers(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1)
    send(sounding)
    be_asked_again(sounding, "lid0@voorbeeld.nl")
    send(sounding)
    places = [place_of_token(token.h1) for token in tokens_mailed()["lid0@voorbeeld.nl"]]
    assert len(places) == 2
    assert places[0] == places[1] is not None


def test_a_worker_that_dies_over_another_link_leaves_all_that_were_mailed(
    anna: Person, eva: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounding = opened(anna, eva, a, people=1)
    send(sounding)
    be_asked_again(sounding, "lid0@voorbeeld.nl")
    real = sending.send

    def die_after(*, to: str, subject: str, body: str) -> None:
        real(to=to, subject=subject, body=body)
        raise KeyboardInterrupt

    monkeypatch.setattr(inviting, "send", die_after)
    with pytest.raises(KeyboardInterrupt):
        send(sounding)
    monkeypatch.setattr(inviting, "send", real)
    assert send(sounding) == 1
    first, *others = tokens_mailed()["lid0@voorbeeld.nl"]
    assert known(sounding) == {"lid0@voorbeeld.nl": first.h1}
    assert beside_the_addresses(sounding) == {token.h1 for token in others}
    assert (len(others), told(sounding)) == (2, (0, 0, 2))


def test_links_that_were_asked_again_are_no_letters(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = opened(anna, eva, a, people=1, letters=2)
    send(sounding)
    be_asked_again(sounding, "lid0@voorbeeld.nl")
    send(sounding)
    another = beside_the_addresses(sounding)
    with scope(cooperation=a):
        assert queries.sending_of(sounding).letters_made == 0
    actions.make_letters(person=anna, sounding=fresh(sounding))
    actions.make_letters(person=eva, sounding=fresh(sounding), again=True)
    with scope(cooperation=a):
        assert queries.sending_of(sounding).letters_made == 2
    assert another < beside_the_addresses(sounding)
    assert told(sounding) == (0, 0, 3)


def test_a_link_that_could_not_be_sent_again_leaves_the_first_working(
    anna: Person, eva: Person, a: Cooperation, failing: Failing
) -> None:
    sounding = opened(anna, eva, a, people=1)
    send(sounding)
    before = known(sounding)
    be_asked_again(sounding, "lid0@voorbeeld.nl")
    failing["lid0@voorbeeld.nl"] = REFUSED
    send(sounding)
    assert (known(sounding), told(sounding)) == (before, (0, 1, 0))
    assert (beside_the_addresses(sounding), len(passes())) == (set(), 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_every_link_once(
    anna: Person, eva: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounding = opened(anna, eva, a, people=3)
    real = sending.send
    others: list[int] = []

    def send_while_another_tries(*, to: str, subject: str, body: str) -> None:
        if not others:
            others.append(0)
            with another_connection():
                others[0] = send(sounding)
        real(to=to, subject=subject, body=body)

    monkeypatch.setattr(inviting, "send", send_while_another_tries)
    assert (send(sounding), others) == (3, [0])
    assert [len(tokens) for tokens in tokens_mailed().values()] == [1, 1, 1]


@contextmanager
def another_connection() -> Iterator[None]:
    """As another worker has it: what this one holds is not ours."""
    ours = connections["default"]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = ours


def test_the_worker_is_asked_once_for_each_round(anna: Person, eva: Person, a: Cooperation) -> None:
    sounding = ready_draft(anna, eva, a)
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY() - timedelta(days=1))
    tasks.open_due_rounds(timestamp=0)
    tasks.invite_who_waits(timestamp=0)
    jobs = ProcrastinateJob.objects.values_list("task_name", "args")
    assert list(jobs) == [("soundings.send_invitations", {"sounding_id": str(sounding.pk)})]
    tasks.send_invitations(str(sounding.pk))
    assert len(mail.outbox) == 3


def test_logs_of_the_worker_tell_no_address(
    anna: Person, eva: Person, a: Cooperation, failing: Failing
) -> None:
    sounding = opened(anna, eva, a, people=2)
    failing["lid1@voorbeeld.nl"] = REFUSED
    with structlog.testing.capture_logs() as logged:
        send(sounding)
    assert [line["event"] for line in logged] == ["invitation.not_sent"]
    assert "voorbeeld.nl" not in str(logged)


def test_a_token_is_kept_nowhere(
    anna: Person,
    eva: Person,
    a: Cooperation,
    failing: Failing,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Not in a table, not in a job, not in a log: whether it was sent or not."""
    caplog.set_level("DEBUG")
    sounding = opened(anna, eva, a, people=4, letters=2)
    failing["lid3@voorbeeld.nl"] = REFUSED
    tasks.invite_soon(sounding.pk)
    send(sounding)
    be_asked_again(sounding, "lid0@voorbeeld.nl")
    send(sounding)
    (letters,) = actions.make_letters(person=anna, sounding=fresh(sounding))
    canaries = [str(t) for tokens in tokens_mailed().values() for t in tokens]
    canaries += [letter.link.rpartition("/s/")[2].strip("/") for letter in letters.letters]
    assert len(canaries) == 6
    secrets = {read_token(text).secret.hex() for text in canaries}  # type: ignore[union-attr]
    codes = [letter.code.replace("-", "") for letter in letters.letters]

    said = everything_in_the_database() + caplog.text + "".join(capfd.readouterr())
    assert "invitation.not_sent" in said
    assert sounding.pk.hex in said.replace("-", "")
    found = [c for c in (*canaries, *secrets, *codes) if c in said or c.lower() in said]
    assert found == []


def _copy_of(schema: str, table: str) -> sql.Composed:
    return sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(schema, table))


def everything_in_the_database() -> str:
    """Every row of every table, as text."""
    said = []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') "
            "AND n.nspname IN ('public', 'register', 'urn')"
        )
        for schema, table in cursor.fetchall():
            copied = StringIO()
            with cursor.copy(_copy_of(schema, table)) as rows:
                for row in rows:
                    copied.write(bytes(row).decode())
            said.append(copied.getvalue())
    return "\n".join(said)
