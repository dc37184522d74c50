"""Whoever can copy everything tries to join people to what they answered.

120 people are invited by mail, answer and see the round close, on a real installation. An attack
takes everything there is (tables with what PostgreSQL knows of their rows, dump, write-ahead log,
every file, logs, mails) and joins who stands at the same place in any two orders. What chance
would give is known: one in each group, about as Poisson says. `FALSE_ALARM` says how seldom chance
alone fails these tests; the controls show that the same attack joins people where protection is
off.
"""

import os
import random
from dataclasses import replace

import numpy as np
import psycopg
import pytest
from scipy.stats import poisson

from tests.privacy.ask import STATEMENTS
from tests.privacy.attack import FALSE_ALARM, Attack, join
from tests.privacy.mail_attack import keys_in, recognised_by_order, voices_found
from tests.privacy.story import GROUPS, Remains, Story
from tests.privacy.traces import Traces, find, in_files, in_tables, spellings

pytestmark = pytest.mark.processes
PEOPLE = sum(GROUPS.values())
NEARLY_ALL = PEOPLE * 3 // 4


def attacked(story: Story, remains: Remains) -> Attack:
    return join(remains.traces, remains.truth, [person.group for person in story.people])


# ── By the order in which things were written ─────────────────────────────────────────────


def test_while_a_round_is_open_no_order_joins_people_to_voices(story: Story) -> None:
    attack = attacked(story, story.open)

    assert attack.is_no_better_than_chance, attack
    # It did look at who was invited and at what was said.
    for order in ("by transaction, first", "by place, first", "dump, first", "write-ahead log"):
        assert [by for by in story.open.traces.people if order in by], order
        assert [by for by in story.open.traces.voices if order in by], order
    assert "mails, first" in story.open.traces.people


def test_after_the_closing_no_order_joins_people_to_voices(story: Story) -> None:
    attack = attacked(story, story.closed)

    assert attack.is_no_better_than_chance, attack
    assert "mails, first" in story.closed.traces.people
    for order in ("urn.soundings_voice", "dump, first"):
        assert [by for by in story.closed.traces.voices if order in by], order


@pytest.mark.parametrize("at_once", [True, False], ids=["one transaction", "one after the other"])
def test_control_with_a_flag_that_somebody_answered_the_attack_joins_all(
    story: Story, *, at_once: bool
) -> None:
    traces, truth = without_protection(story, at_once=at_once)
    attack = join(traces, truth, [person.group for person in story.people])

    assert not attack.is_no_better_than_chance
    assert attack.joined >= NEARLY_ALL, attack
    assert attack.alike > 0.9


def without_protection(story: Story, *, at_once: bool) -> tuple[Traces, list[int]]:
    """The same people answer where the list says who did: two tables, and the ids of voices."""
    order = list(story.people)
    random.Random(3).shuffle(order)  # noqa: S311 - the same in every run
    keys = {person.number: os.urandom(16) for person in story.people}
    with psycopg.connect(story.installation.superuser_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS control CASCADE")
        connection.execute("CREATE SCHEMA control")
        connection.execute("CREATE TABLE control.list (email text, used boolean DEFAULT false)")
        connection.execute("CREATE TABLE control.voice (id bytea PRIMARY KEY)")
        for person in story.people:
            connection.execute("INSERT INTO control.list VALUES (%s)", [person.email])
        for person in order:
            flag = "UPDATE control.list SET used = true WHERE email = %s"
            voice = "INSERT INTO control.voice VALUES (%s)"
            if at_once:
                with connection.transaction():
                    connection.execute(flag, [person.email])
                    connection.execute(voice, [keys[person.number]])
            else:
                connection.execute(flag, [person.email])
                connection.execute(voice, [keys[person.number]])
    in_order = sorted(keys.values())
    truth = [in_order.index(keys[person.number]) for person in story.people]
    people = {key: n for p in story.people for key, n in story.keys_of(p).items()}
    voices = {k: n for n, key in enumerate(in_order) for k in spellings(n, raw=[key])}
    traces = in_tables(story.installation.superuser_url, people, voices)
    dumped = in_files({"dump": story.installation.dump()}, people, voices)
    return Traces(traces.people | dumped.people, traces.voices | dumped.voices), truth


# ── By the link in an old mail ────────────────────────────────────────────────────────────


def test_after_the_closing_no_link_leads_to_a_voice(story: Story) -> None:
    keys = keys_in(story.closed.files)
    assert story.register_key in keys

    assert voices_found(story.tokens, keys, story.closed.files) == 0


def test_control_while_a_round_is_open_its_key_leads_from_links_to_voices(story: Story) -> None:
    keys = keys_in(story.open.files)
    assert story.round_key in keys

    assert voices_found(story.tokens, keys, story.open.files) == PEOPLE


def test_without_the_key_of_the_round_an_open_round_gives_no_voice_away(story: Story) -> None:
    keys = [key for key in keys_in(story.open.files) if key != story.round_key]

    assert voices_found(story.tokens, keys, story.open.files) == 0


def test_after_the_closing_nobody_is_recognised_by_the_order_of_statements(story: Story) -> None:
    """Not even with the key of the round, had somebody kept it."""
    keys = [*keys_in(story.closed.files), story.round_key]
    joined = recognised(story, story.closed, keys)

    assert joined <= poisson.isf(FALSE_ALARM / len(keys), len(GROUPS))


def test_control_were_the_order_kept_the_key_of_the_round_would_recognise_people_by_it(
    story: Story,
) -> None:
    kept = np.empty((PEOPLE, STATEMENTS))
    for person, shown in story.shown.items():
        kept[story.open.truth[person], np.array(shown) - 1] = np.arange(1, STATEMENTS + 1)

    would = replace(story.open, kept=kept.tolist())
    assert recognised(story, would, [story.round_key]) >= NEARLY_ALL


def recognised(story: Story, remains: Remains, keys: list[bytes]) -> int:
    groups = [person.group for person in story.people]
    return recognised_by_order(story.tokens, keys, np.array(remains.kept), remains.truth, groups)


def test_the_key_of_a_round_is_overwritten_and_gone(story: Story) -> None:
    """Also for who had the file open, as whoever wants to read what was deleted does."""
    assert story.key_file
    assert os.fstat(story.key_file.fileno()).st_nlink == 0
    story.key_file.seek(0)
    assert story.round_key not in story.key_file.read()
    assert [name for name, held in story.closed.files.items() if story.round_key in held] == []


# ── What is gone after the closing ────────────────────────────────────────────────────────


def test_after_the_closing_the_list_and_what_was_kept_open_are_gone_from_the_disk(
    story: Story,
) -> None:
    """From the files of the database, its write-ahead log and everything else."""
    h2s = [token.h2(story.round_key) for token in story.tokens]
    h1s = [story.h1(person) for person in story.people]

    def left(remains: Remains, keys: list[bytes]) -> dict[str, int]:
        found = {
            name: {key for _place, key in find(keys, held)} for name, held in remains.files.items()
        }
        return {name: len(which) for name, which in found.items() if which}

    assert left(story.closed, h2s) == {}
    assert left(story.closed, h1s) == {}
    assert left(story.closed, story.statistics) == {}
    assert left(story.open, h2s)["write-ahead log"] == PEOPLE
    assert left(story.open, h1s)["write-ahead log"] == PEOPLE
    assert left(story.open, story.statistics)["write-ahead log"] >= len(story.statistics) - 2
