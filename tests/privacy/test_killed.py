"""Whatever is killed while people vote: what was acknowledged is there, once, as it was last said.

Twenty phones vote without a pause, each over its own connection, and try again where they get no
answer, as a browser does. Meanwhile every process of the installation is killed in turn.
"""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread
from uuid import UUID

import pytest

from samenspel.soundings.tokens import read_token
from tests.privacy.ask import STATEMENTS
from tests.privacy.browser import Browser
from tests.privacy.installation import MASTER, POSTGRES, WORKER, Installation
from tests.privacy.mailbox import Mailbox
from tests.privacy.story import WORDS
from tests.web.processes import descendants, eventually, lives

pytestmark = pytest.mark.processes

PHONES = 20
VALUES = {word: value for value, word in WORDS.items()}


@dataclass
class Phone:
    """Somebody who goes on changing their answers until told to stop."""

    number: int
    link: str
    code: str
    port: int
    stop: Event
    said: dict[int, str] = field(default_factory=dict)
    """By statement the word that was acknowledged last."""
    perhaps: dict[int, set[str]] = field(default_factory=dict)
    """What was sent since and not acknowledged: it may be kept or not."""
    votes: int = 0

    def run(self) -> None:
        chance = random.Random(self.number)  # noqa: S311 - the same in every run
        with Browser(self.port) as browser:
            while not self.stop.is_set():
                try:
                    if not browser.cookies:
                        browser.begin(self.link)
                    self._vote(browser, chance.choice(list(VALUES)))
                    time.sleep(0.02)
                except (OSError, HTTPException, AssertionError):
                    # Somebody who sees an error waits a moment, and tries again.
                    time.sleep(0.2)
                browser.visited.clear()

    def _vote(self, browser: Browser, word: str) -> None:
        """Look at the next statement, or once all were seen at one of them, and answer it."""
        page = browser.get(f"/v/{self.code}/?stelling={self.votes % STATEMENTS + 1}")
        assert page.statement is not None
        perhaps = self.perhaps.setdefault(page.statement, set())
        perhaps.add(word)
        sent = browser.answer(page, word)
        assert sent.status == 302
        assert sent.header("Set-Cookie").startswith("antwoorden=")
        self.votes += 1
        self.said[page.statement] = word
        perhaps.clear()


@dataclass
class Crowd:
    phones: list[Phone]
    threads: list[Thread]
    round_key: bytes
    round: UUID

    def finish(self) -> None:
        """Let everybody finish what they are doing."""
        self.phones[0].stop.set()
        for thread in self.threads:
            thread.join()

    @property
    def votes(self) -> int:
        return sum(phone.votes for phone in self.phones)

    def goes_on(self) -> bool:
        """Whether all of them can vote, now."""
        before = [phone.votes for phone in self.phones]
        return eventually(
            lambda: all(
                phone.votes > votes for phone, votes in zip(self.phones, before, strict=True)
            ),
            seconds=40,
        )


@pytest.fixture(scope="module")
def crowd(installation: Installation, mailbox: Mailbox) -> Iterator[Crowd]:
    addresses = [f"telefoon-{number}@gestoord.voorbeeld.nl" for number in range(PHONES)]
    made = json.loads(
        installation.command("tests.privacy.ask", given=json.dumps({"Inwoners": addresses}))
    )
    stop = Event()
    phones = [
        Phone(number, mailbox.link_to(address), made["code"], installation.port, stop)
        for number, address in enumerate(addresses)
    ]
    threads = [Thread(target=phone.run) for phone in phones]
    for thread in threads:
        thread.start()
    key = (installation.data / "keys" / made["round"]).read_bytes()
    crowd = Crowd(phones, threads, key, UUID(made["round"]))
    yield crowd
    crowd.finish()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not lives(pid))


def a_process_of_the_web_server(installation: Installation) -> int:
    return descendants(installation.pids(MASTER)[0])[0]


@pytest.mark.parametrize(
    "what", ["web server", "process of the web server", "worker", "PostgreSQL", "supervisor"]
)
def test_who_votes_can_go_on_after_a_kill(
    installation: Installation, crowd: Crowd, what: str
) -> None:
    assert crowd.goes_on()
    if what == "web server":
        kill(installation.pids(MASTER)[0])
    elif what == "process of the web server":
        kill(a_process_of_the_web_server(installation))
    elif what == "worker":
        kill(installation.pids(WORKER)[0])
    elif what == "PostgreSQL":
        kill(installation.pids(POSTGRES)[0])
    else:
        assert installation.process
        left = descendants(installation.process.pid)
        installation.process.kill()
        installation.process.wait()
        assert eventually(lambda: not [pid for pid in left if lives(pid)])
        installation.start()
    assert crowd.goes_on()
    assert eventually(installation.is_whole, seconds=30)


def test_after_all_of_it_every_acknowledged_vote_is_there_once(
    installation: Installation, crowd: Crowd
) -> None:
    crowd.finish()
    rows = installation.ask(
        "SELECT a.h2, i.number, a.value FROM urn.open_answer a JOIN soundings_item i "
        "ON i.id = a.item WHERE a.round = %s",
        crowd.round,
    )
    kept = {(bytes(h2), number): WORDS[value] for h2, number, value in rows}
    assert len(rows) == len(kept)

    lost = {}
    for phone in crowd.phones:
        token = read_token(phone.link.rpartition("/")[2])
        assert token
        for number, unanswered in phone.perhaps.items():
            found = kept.pop((token.h2(crowd.round_key), number), None)
            if found not in {phone.said.get(number), *unanswered}:
                lost[phone.number, number] = (phone.said.get(number), found)
    assert lost == {}
    # Nothing was kept that nobody sent.
    assert kept == {}
    assert crowd.votes > 10 * PHONES
