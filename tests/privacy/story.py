"""A round as it goes: people are invited by mail, answer, and it closes. And all that it leaves."""

import hmac
import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from typing import BinaryIO
from uuid import UUID

from django.test import override_settings

from samenspel.soundings.tokens import Token, read_token, token_of_short_code
from tests.privacy.ask import LEADER, LETTERS, PASSWORD, STATEMENTS
from tests.privacy.browser import Browser, Page
from tests.privacy.installation import Installation
from tests.privacy.mailbox import Mailbox
from tests.privacy.traces import Keys, Traces, in_files, in_tables, spellings
from tests.web.processes import eventually

GROUPS = {"Raadsleden": 60, "Medewerkers": 60}
WORDS = {1: "eens", 0: "weet-niet", -1: "oneens"}
Ballot = tuple[int, ...]
OPEN_VOICES = """
    SELECT h2, array_agg(value ORDER BY item), NULL
    FROM urn.open_answer WHERE round = %s GROUP BY 1 ORDER BY 1
"""
CLOSED_VOICES = """
    SELECT v.id, array_agg((w & 3) - 1 ORDER BY w >> 2), array_agg(n::float ORDER BY w >> 2)
    FROM urn.soundings_voice v, generate_series(1, length(v.ballot), 4) n,
        LATERAL (SELECT encode(substring(v.ballot FROM n FOR 4), 'hex') AS h) x,
        LATERAL (SELECT ('x' || h)::bit(32)::int AS w) y
    WHERE v.sounding_id = %s GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Somebody:
    number: int
    email: str
    group: int
    """position of the group"""
    ballot: Ballot
    """What this person answers, and nobody else does: so the test knows whose voice it is."""


@dataclass
class Remains:
    """Everything there is at one moment: what an attacker can copy, and what is found in it."""

    files: dict[str, bytes]
    traces: Traces
    truth: list[int]
    """Of each person the number of their voice."""
    kept: list[list[float]]
    """What stands with each answer of each voice, once it is closed: its place in the ballot."""


def nothing() -> Remains:
    return Remains({}, Traces(), [], [])


@dataclass
class Story:
    """What the tests know of a round; who attacks knows the remains of a moment, and the mails."""

    installation: Installation
    mailbox: Mailbox
    people: list[Somebody]
    round: UUID
    code: str
    invitations: dict[str, UUID] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    """The short codes that were printed."""
    round_key: bytes = b""
    statistics: list[bytes] = field(default_factory=list)
    """Pieces of what the worker made of the answers while the round was open."""
    key_file: BinaryIO | None = None
    """The key of the round, held open, as somebody would who wants to undelete it."""
    shown: dict[int, list[int]] = field(default_factory=dict)
    """Of each person the numbers of the statements in the order in which they came."""
    invited: dict[str, bytes] = field(default_factory=dict)
    """The files of the moment when everybody was invited."""
    open: Remains = field(default_factory=nothing)
    closed: Remains = field(default_factory=nothing)

    @property
    def register_key(self) -> bytes:
        return (self.installation.data / "secrets" / "register-key").read_bytes().strip()

    def h1(self, person: Somebody) -> bytes:
        return self._hash(person, "right to answer")

    def _hash(self, person: Somebody, purpose: str) -> bytes:
        secret = self.tokens[person.number].secret
        return hmac.new(self.register_key, purpose.encode() + b"\0" + secret, sha256).digest()

    def letter_tokens(self) -> list[Token]:
        """What the codes of the letters stand for."""
        codes = [code.replace("-", "") for code in self.letters]
        with override_settings(REGISTER_KEY=self.register_key.decode()):
            return [token_of_short_code(self.round, code) for code in codes]

    def keys_of(self, person: Somebody) -> Keys:
        """All that points to a person, for who can read the register."""
        raw = [self.h1(person), self._hash(person, "outcome")]
        raw += [self.invitations[person.email].bytes] if self.invitations else []
        return spellings(person.number, text=[person.email], raw=raw)


def invite(installation: Installation, mailbox: Mailbox) -> Story:
    people = _people()
    asked = {name: [p.email for p in people if p.group == n] for n, name in enumerate(GROUPS)}
    made = json.loads(installation.command("tests.privacy.ask", given=json.dumps(asked)))
    assert eventually(lambda: len(mailbox.mails) >= len(people), seconds=60)
    story = Story(installation, mailbox, people, UUID(made["round"]), made["code"])
    sheets = print_letters(installation, made["cooperation"], made["round"])
    story.letters = re.findall(r">([0-9A-Z]{5}-[0-9A-Z]{5})<", sheets.text)
    assert len(story.letters) == LETTERS * len(GROUPS), sheets.text
    for person in people:
        link = mailbox.link_to(person.email)
        story.links.append(link)
        token = read_token(link.rpartition("/")[2])
        assert token
        story.tokens.append(token)
    invited = "SELECT email, id FROM register.soundings_invitation WHERE sounding_id = %s"
    story.invitations = dict(installation.ask(invited, story.round))
    key = installation.data / "keys" / str(story.round)
    story.round_key = key.read_bytes()
    story.key_file = key.open("rb")
    return story


def print_letters(installation: Installation, cooperation: str, round_id: str) -> Page:
    """As a leader does: sign in, and let the sheets be made. They are on screen once."""
    place = f"/samenwerkingen/{cooperation}/vragenrondes/{round_id}/"
    with Browser(installation.port) as leader:
        action, fields = leader.get("/account/inloggen/").form
        leader.post(action, fields | {"login": LEADER, "password": PASSWORD})
        _action, fields = leader.get(place).form
        return leader.post(f"{place}brieven/", fields)


@contextmanager
def told(installation: Installation, mailbox: Mailbox) -> Iterator[Story]:
    """The whole story, with what there was after each part of it."""
    story = invite(installation, mailbox)
    story.invited = copied(story)
    answer(story)
    fold(story)
    story.open = remains(story, closed=False)
    close(story)
    story.closed = remains(story, closed=True)
    yield story
    assert story.key_file
    story.key_file.close()


def _people() -> list[Somebody]:
    """People with an address that occurs nowhere else, and each with another ballot."""
    chance = random.Random(1)  # noqa: S311 - the same in every run
    ballots = list(product((-1, 0, 1), repeat=STATEMENTS))
    chance.shuffle(ballots)
    groups = [n for n, size in enumerate(GROUPS.values()) for _person in range(size)]
    return [
        Somebody(
            number,
            "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=14)) + "@voorbeeld.nl",
            group,
            ballots[number],
        )
        for number, group in enumerate(groups)
    ]


def answer(story: Story) -> None:
    """Everybody answers, one after the other, in an order that has nothing to do with the mails."""
    order = list(story.people)
    random.Random(2).shuffle(order)  # noqa: S311 - the same in every run
    for person in order:
        with Browser(story.installation.port) as browser:
            page = browser.begin(story.links[person.number])
            shown = story.shown.setdefault(person.number, [])
            while page.statement is not None:
                shown.append(page.statement)
                kept = browser.answer(page, WORDS[person.ballot[page.statement - 1]])
                assert kept.status == 302, kept.text
                page = browser.get(kept.header("Location"))


def fold(story: Story) -> None:
    """The worker folds the answers, as it does every five minutes."""
    story.installation.command("tests.privacy.fold", str(story.round))
    rows = story.installation.ask(
        "SELECT moments FROM urn.open_statistics WHERE round = %s", story.round
    )
    assert len(rows) == len(GROUPS)
    # Small ones: where it is written down, it is broken off at the end of a page.
    story.statistics = [row[0][at : at + 16] for row in rows for at in range(16, len(row[0]), 32)]


def close(story: Story) -> None:
    """The worker closes the round, and writes to everybody once more."""
    sent = len(story.mailbox.mails) + len(story.people)
    story.installation.command("tests.privacy.close", str(story.round))
    assert eventually(lambda: len(story.mailbox.mails) >= sent, seconds=60)


def copied(story: Story, *, flushed: bool = False) -> dict[str, bytes]:
    """All that can be copied now by somebody who may do everything on the machine."""
    place = story.installation
    return place.files(flushed=flushed) | {"dump": place.dump()}


def remains(story: Story, *, closed: bool) -> Remains:
    files = copied(story, flushed=closed)
    seen = files | {"mails": b"".join(story.mailbox.mails)}
    people = {key: n for p in story.people for key, n in story.keys_of(p).items()}
    voices, truth, kept = _voices(story, closed=closed)
    traces = in_files(seen, people, voices)
    found = in_tables(story.installation.superuser_url, people, voices)
    traces.people |= found.people
    traces.voices |= found.voices
    return Remains(files, traces, truth, kept)


def _voices(story: Story, *, closed: bool) -> tuple[Keys, list[int], list[list[float]]]:
    """What voices are known by, whose is whose, and what is kept. In the order of their keys."""
    rows = story.installation.ask(CLOSED_VOICES if closed else OPEN_VOICES, story.round)
    number_of = {tuple(ballot): number for number, (_key, ballot, _kept) in enumerate(rows)}
    assert len(number_of) == len(rows) == len(story.people)
    keys = [key.bytes if isinstance(key, UUID) else bytes(key) for key, *_rest in rows]
    known = {k: n for n, key in enumerate(keys) for k in spellings(n, raw=[key])}
    return known, [number_of[p.ballot] for p in story.people], [kept for *_rest, kept in rows]
