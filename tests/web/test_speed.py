"""Every page of the example comes within a tenth of a second, and longer lists cost no more."""

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from pytest_django import Settings

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Challenge, Membership, Party
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.queries import closed_rounds, cues_found
from samenspel.duties.actions import renew_feed
from samenspel.duties.models import CouncilView
from samenspel.people.models import Person
from samenspel.soundings.actions import start_sounding
from samenspel.soundings.instruments.scale.pulses import TRUST
from samenspel.soundings.instruments.statements.starting_sets import MERGER
from samenspel.soundings.models import AskedGroup, Sounding
from samenspel.web.example.story import LEADER, MODERATOR, load_example
from tests.cast import signed_in
from tests.soundings.asked import open_round
from tests.soundings.closed import close, let_answer
from tests.soundings.prepared import groups_in, items_in
from tests.soundings.rounds import Asked, queries_of
from tests.web.url_table import ROWS

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])

State = Sounding.State
MOST_SECONDS = 0.1
# One of so many must do: what this machine does besides is not the page's.
TRIES = 20
KEY, KEY_OF_RATED = "0" * 26, "2" * 26

# Pages that the example has none of, with what they need.
NOT_IN_THE_EXAMPLE = {
    "atlas:data-file": "a filled atlas",
    "account_inactive": "an account that is closed",
    "account_reset_password_from_key": "a mail",
    "accept-invitation": "a mail",
    "soundings:report": "a round that was read from a file",
    "soundings:groups-csv": "groups found",
    "outcome:groups-csv": "groups found",
    "soundings:organisation": "a round about each other",
    "outcome:organisation": "a round about each other",
}
OF_A_PULSE = ("question-bank", "questions-file", "read-questions")
OF_RATED_QUESTIONS = ("construct", "means-svg", "courses-svg", "figures-csv")
OF_A_DRAFT = ("change", "items", "item", "groups", "lists", "people", "remove")


class Example:
    """The addresses of the example, by name, with a draft that asks what the example asks."""

    def __init__(self) -> None:
        with scopes_disabled():
            self.rounds = {
                State(sounding.state): sounding
                for sounding in Sounding.objects.filter(instrument="statements").select_related(
                    "cooperation"
                )
            }
            self.rated = Sounding.objects.filter(instrument="scale").latest("closes_on")
            self.open_link = AskedGroup.objects.exclude(open_code=None).get()
        closed = self.rounds[State.CLOSED]
        self.cooperation = closed.cooperation
        anna = Person.objects.get(email=LEADER)
        draft = start_sounding(
            person=anna, cooperation=self.cooperation, title="Nog eens", begin_with=MERGER
        )
        self.rounds[State.DRAFT] = draft
        self.pulse = start_sounding(
            person=anna, cooperation=self.cooperation, title="Hoe gaat het?", begin_with=TRUST
        )
        self.item, self.group = items_in(draft)[0].pk, groups_in(draft)[0].pk
        with scopes_disabled():
            Sounding.objects.filter(pk=closed.pk).update(outcome_key=KEY)
            Sounding.objects.filter(pk=self.rated.pk).update(outcome_key=KEY_OF_RATED)

    def arguments(self, name: str) -> dict[str, object]:
        """What the address needs besides, for the round that has such a page."""
        space, _colon, page = name.partition(":")
        of_one: dict[str, object] = {} if page == "figures-csv" else {"number": 1}
        if space == "outcome" and page in OF_RATED_QUESTIONS:
            return {"key": KEY_OF_RATED, **of_one}
        if space == "outcome":
            return {"key": KEY} | ({"number": 1} if "statement-" in f"{page}-" else {})
        found: dict[str, object] = {"cooperation": self.cooperation.slug}
        if space == "soundings" and page not in ("list", "start", "import", "import-survey"):
            state = State.OPEN if page in ("round", "poster", "moderate") else State.CLOSED
            found["sounding"] = self.rounds[State.DRAFT if page in OF_A_DRAFT else state].pk
        if page in OF_RATED_QUESTIONS:
            found |= {"sounding": self.rated.pk} | of_one
        if page in OF_A_PULSE:
            found["sounding"] = self.pulse.pk
        if page in ("statement", "statement-svg"):
            found["number"] = 1
        if page == "poster":
            found["group"] = self.open_link.pk
        if page == "people" and space == "soundings":
            found["group"] = self.group
        if page == "item" and space == "soundings":
            found["item"] = self.item
        return found


@pytest.fixture
def example(settings: Settings, tmp_path: Path) -> Example:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_FOLDER = tmp_path
    settings.DEMO_MAIL_FOLDER = tmp_path / "demo-mail"
    load_example()
    return Example()


def seconds(client: Client, address: str) -> float:
    """From request to the last byte, warm. The fastest, or the first that is fast enough."""
    fastest = float("inf")
    client.get(address)
    for _try in range(TRIES):
        start = time.perf_counter()
        response = client.get(address)
        response.getvalue()
        fastest = min(fastest, time.perf_counter() - start)
        assert response.status_code == 200, (address, response.status_code)
        if fastest <= MOST_SECONDS:
            break
    return fastest


def too_slow(client: Client, addresses: Iterable[str]) -> dict[str, float]:
    taken = {address: seconds(client, address) for address in addresses}
    return {address: round(s, 3) for address, s in taken.items() if s > MOST_SECONDS}


def test_pages_of_the_example_come_within_a_tenth_of_a_second(example: Example) -> None:
    with scopes_disabled():
        members = Membership.objects.filter(cooperation=example.cooperation)
        member = members.get(person__email=LEADER).pk
        challenge = Challenge.objects.filter(cooperation=example.cooperation).first()
        party = Party.objects.filter(cooperation=example.cooperation).first()
    assert challenge is not None
    assert party is not None
    besides: dict[str, dict[str, object]] = {
        **_of_conversations(example),
        **_of_duties(example),
        "cooperations:person": {"membership": member},
        "cooperations:change-challenge": {"challenge": challenge.pk},
        "cooperations:link-party": {"party": party.pk},
    }
    names = {row.name for row in ROWS if row.leader == 200} - set(NOT_IN_THE_EXAMPLE)
    addresses = []
    for name in sorted(names):
        needed = example.arguments(name) | besides.get(name, {})
        addresses.append(_reverse(name, needed))
    anna = signed_in(Person.objects.get(email=LEADER))
    mo = signed_in(Person.objects.get(email=MODERATOR))

    whole = [
        _reverse("soundings:round", {"cooperation": example.cooperation.slug, "sounding": r.pk})
        for r in [*example.rounds.values(), example.pulse]
    ]
    whole.append(
        _reverse(
            "soundings:outcome",
            {"cooperation": example.cooperation.slug, "sounding": example.rated.pk},
        )
    )
    of_the_pulse = {"cooperation": example.cooperation.slug, "sounding": example.pulse.pk}
    whole.append(_reverse("soundings:items", of_the_pulse))
    assert too_slow(anna, [*addresses, *whole, reverse("post:mailbox")]) == {}
    moderating = reverse("soundings:moderate", kwargs=example.arguments("soundings:moderate"))
    assert too_slow(mo, [moderating]) == {}


def _of_conversations(example: Example) -> dict[str, dict[str, object]]:
    with scope(cooperation=example.cooperation):
        dialogue: dict[str, object] = {
            "dialogue": Dialogue.objects.filter(cues__isnull=False)[0].pk
        }
        agreement: dict[str, object] = {"agreement": Agreement.objects.all()[0].pk}
        cue = cues_found(closed_rounds(example.cooperation))[0].name
    return {
        **dict.fromkeys(
            (f"dialogues:{page}" for page in ("dialogue", "change", "heard", "agree")), dialogue
        ),
        "dialogues:on-screen": {**dialogue, "number": 2},
        **dict.fromkeys(("dialogues:change-agreement", "dialogues:look-back"), agreement),
        "dialogues:set-aside": {"sounding": cue.sounding, "key": cue.key},
    }


def _of_duties(example: Example) -> dict[str, dict[str, object]]:
    anna = Person.objects.get(email=LEADER)
    plan = renew_feed(person=anna, cooperation=example.cooperation)
    with scope(cooperation=example.cooperation):
        council = CouncilView.objects.all()[0]
    views: dict[str, object] = {"round": council.round_id}
    return {
        **dict.fromkeys(("duties:round", "duties:change-round"), views),
        "duties:view": {**views, "council": council.pk},
        "duties:item": {"key": "uittreden"},
        "calendar-feed": {"key": plan.feed_key},
    }


def _reverse(name: str, needed: dict[str, object]) -> str:
    """With as much of what the example knows as this address takes."""
    if name == "calendar-feed":
        return reverse(name, kwargs={"key": needed["key"]})
    own = {"story", "accept-invitation"}
    rooms = ("cooperations:", "soundings:", "outcome:", "dialogues:", "duties:")
    scoped = name.startswith(rooms) or name in own
    if not scoped or name in ("cooperations:list", "cooperations:start"):
        return reverse(name)
    return reverse(name, kwargs=needed)


def test_answering_the_example_comes_within_a_tenth_of_a_second(example: Example) -> None:
    code = example.rounds[State.OPEN].code
    door = reverse("answering:open", kwargs={"open_code": example.open_link.open_code})
    phone = Client()
    assert phone.post(door).status_code == 302
    pages = ("ballot", "zelf-toevoegen", "eigen-stellingen", "klaar", "uitleg")
    addresses = [reverse(f"answering:{page}", kwargs={"code": code}) for page in pages]

    assert too_slow(phone, [door, *addresses, reverse("answering:codes")]) == {}


# ── as many queries for three as for one ──────────────────────────────────────────────────


@pytest.mark.parametrize("state", [State.PLANNED, State.OPEN, State.CLOSED])
def test_the_page_of_a_round_asks_as_much_for_three_groups_as_for_one(
    anna: Person, state: Sounding.State
) -> None:
    client = signed_in(anna)
    asked_for = [
        {
            address: queries_of(client, url)
            for address, url in _pages_of_a_round(anna, state, number).items()
        }
        for number in (1, 3)
    ]
    assert asked_for[0] == asked_for[1]
    assert max(asked_for[0].values()) <= 20


def _pages_of_a_round(anna: Person, state: Sounding.State, number: int) -> dict[str, str]:
    """Of a round with so many groups and statements, in a cooperation of its own."""
    cooperation = start_cooperation(person=anna, name=f"Met {number}", parties=["x"] * number)
    asked = open_round(
        cooperation,
        groups={f"Groep {n}": 6 for n in range(number)},
        statements=[f"Stelling nummer {n}" for n in range(1, number + 1)],
        may_add=True,
        state=State.PLANNED if state == State.PLANNED else State.OPEN,
    )
    kwargs = {"cooperation": cooperation.slug, "sounding": asked.sounding.pk}
    pages = {
        "round": reverse("soundings:round", kwargs=kwargs),
        "list": reverse("soundings:list", kwargs={"cooperation": cooperation.slug}),
        "story": reverse("story", kwargs={"cooperation": cooperation.slug}),
    }
    if state == State.CLOSED:
        let_answer(asked, *(Asked(f"Groep {n}", 6, ((5, 1, 0),) * number) for n in range(number)))
        close(asked)
        key = {"key": asked.sounding.outcome_key}
        pages |= {
            "for everybody": reverse("outcome:outcome", kwargs=key),
            "statements": reverse("outcome:statements", kwargs=key),
            "statement": reverse("outcome:statement", kwargs=key | {"number": 1}),
        }
    return pages
