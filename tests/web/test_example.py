"""The example: invented, the same for everybody, and counted once more here."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.translation import override
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import groups_of
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.people.models import Person
from samenspel.soundings.models import Response, Sounding, Voice
from samenspel.soundings.pictures.pages import StatementPicture, outcome_page, statement_picture
from samenspel.soundings.queries import cues_of, headline_of, outcome_of
from samenspel.web.example.answers import GROUPS, simulated_conversation
from samenspel.web.example.open_round import INVITED, let_residents_answer
from samenspel.web.example.pulses import WAVES, simulated_pulse
from samenspel.web.example.statements import PURPOSE, STATEMENTS
from samenspel.web.example.story import (
    LEADER,
    MODERATOR,
    SECOND_LEADER,
    load_example,
    tell_story,
)
from tests.cast import signed_in
from tests.database_rights import as_owner
from tests.page_text import plain
from tests.soundings.rounds import Counts, address, seen
from tests.soundings.told import row_of

HEADLINE = "De bedoeling leeft, maar niet bij iedereen"


@pytest.fixture
def example(db: None, tmp_path: Path, settings: LazySettings) -> Sounding:
    (tmp_path / "secrets").mkdir(mode=0o700)
    settings.DATA_FOLDER = tmp_path
    settings.DEMO_MAIL_FOLDER = tmp_path / "demo-mail"
    tell_story()
    with scope(cooperation=Cooperation.objects.get()):
        return Sounding.objects.select_related("cooperation", "picture").get(
            state=Sounding.State.CLOSED, instrument="statements"
        )


def test_the_answers_are_the_same_for_everybody() -> None:
    first, again = simulated_conversation(), simulated_conversation()
    columns = ("voter", "statement", "value", "group_of")

    assert [np.array_equal(getattr(first, c), getattr(again, c)) for c in columns] == [True] * 4
    assert (first.statements, first.groups) == (again.statements, again.groups)
    assert (first.participants, len(first.value)) == (again.participants, len(again.value))


def test_everybody_answers_once_and_only_what_was_asked() -> None:
    said = simulated_conversation()
    pairs = set(zip(said.voter.tolist(), said.statement.tolist(), strict=True))
    outsiders = [g for g, group in enumerate(GROUPS) if not group.is_insider]
    insiders_only = [s for s, statement in enumerate(STATEMENTS) if statement.insiders_only]
    answered_by = said.group_of[said.voter]

    assert len(pairs) == len(said.value)
    assert set(said.value.tolist()) == {-1, 0, 1}
    assert np.bincount(said.group_of).tolist() == [group.took_part for group in GROUPS]
    assert all(group.took_part <= group.size for group in GROUPS)
    assert not np.any(np.isin(said.statement, insiders_only) & np.isin(answered_by, outsiders))
    assert len({statement.text for statement in said.statements}) == len(STATEMENTS)


def counts_of() -> dict[tuple[str, int], Counts]:
    """(group, statement) → counts, one answer after the other."""
    said = simulated_conversation()
    counts = {(g.name, s.number): [0, 0, 0] for g in said.groups for s in said.statements}
    for voter, statement, value in zip(said.voter, said.statement, said.value, strict=True):
        group = said.groups[said.group_of[voter]].name
        number = said.statements[statement].number
        counts[group, number][{1: 0, -1: 1, 0: 2}[int(value)]] += 1
    return {key: (a, d, p) for key, (a, d, p) in counts.items()}


def told_by(picture: StatementPicture) -> dict[str, list[str] | None]:
    return {
        row.group: [row.answered, row.agree, row.disagree, row.passed, row.share.split(" (")[0]]
        if row.is_shown
        else None
        for row in picture.table
    }


def test_every_count_of_the_example_is_that_of_a_recount(example: Sounding) -> None:
    outcome = outcome_of(example)
    assert outcome is not None
    counts = counts_of()

    with override("nl"):
        shown = {s.number: told_by(statement_picture(outcome, s)) for s in outcome.statements}
    assert shown == {
        number: {
            group.name: row_of(counts[group.name, number], people=group.took_part, size=group.size)
            for group in GROUPS
        }
        for number in range(1, len(STATEMENTS) + 1)
    }


def test_the_example_tells_the_story_it_was_made_for(example: Sounding) -> None:
    outcome = outcome_of(example)
    assert outcome is not None
    with override("nl"):
        page = outcome_page(outcome)

    assert page.headline == HEADLINE
    behind = "Inwoners, leidinggevenden en maatschappelijke partners"
    assert page.sentences == [
        f"{behind} staan in meerderheid achter de bedoeling.",
        "Bij raadsleden is dat nog niet zeker; van hen deed een groot deel niet mee.",
        "Bij medewerkers verschilt het per organisatie.",
        "Collegeleden tonen we niet: van hen deden er te weinig mee.",
    ]
    assert page.focus is not None
    assert page.focus.statement.text == PURPOSE
    assert page.shared
    assert page.divisive
    assert outcome.map is not None


def test_the_example_is_there_once(example: Sounding) -> None:
    load_example()

    assert Cooperation.objects.count() == 1
    assert sorted(Person.objects.values_list("email", flat=True)) == sorted(
        [LEADER, SECOND_LEADER, MODERATOR]
    )
    with scope(cooperation=example.cooperation), as_owner():
        assert sorted(Sounding.objects.values_list("instrument", "state")) == [
            ("relations", "closed"),
            *[("scale", "closed")] * len(WAVES),
            ("statements", "closed"),
            ("statements", "open"),
        ]
        of_statements = Voice.objects.filter(sounding=example)
        assert of_statements.count() == sum(group.took_part for group in GROUPS)
        of_pulses = Voice.objects.filter(sounding__instrument="scale")
        assert of_pulses.count() == sum(simulated_pulse(wave).participants for wave in WAVES)
        assert groups_of(example.cooperation).count() == len(GROUPS) + 2


def test_the_pulses_tell_of_the_reports_and_that_it_helped_to_stop_them(
    example: Sounding,
) -> None:
    """What somebody should be able to read who knows nothing of it."""
    with scope(cooperation=example.cooperation):
        pulses = Sounding.objects.filter(instrument="scale").order_by("closes_on")
        cues = [[cue.rule.key for cue in cues_of(pulse)] for pulse in pulses]
        assert cues == [[], [], ["controle-op-vertrouwen-neer"], []]
        headlines = [headline_of(pulse) for pulse in pulses]
        assert headlines[2:] == [
            "Het vertrouwen is gedaald",
            "Het vertrouwen is weer hoger dan de vorige keer",
        ]
        talked = Dialogue.objects.get(title="Waarom het vertrouwen in Oostwaard daalde")
        assert [(one.sounding, one.key.split("-")[0]) for one in talked.cues.all()] == [
            (pulses[2], "controle")
        ]
        agreed = Agreement.objects.get(dialogue=talked)
        assert (agreed.state, agreed.noticed_in) == (Agreement.State.KEPT, pulses[2])
        about_each_other = Sounding.objects.get(instrument="relations")
        assert [cue.rule.key for cue in cues_of(about_each_other)] == ["rollen-niet-herkend"]
    story = plain(
        seen(
            signed_in(Person.objects.get(email=LEADER)),
            f"/samenwerkingen/{example.cooperation.slug}/",
        )
    )
    assert "Medewerkers gemeente Oostwaard: duidelijk minder vaak eens" in story


def test_a_round_of_the_example_can_be_taken_part_in(example: Sounding) -> None:
    with scope(cooperation=example.cooperation):
        asked = Sounding.objects.get(state=Sounding.State.OPEN)
        groups = list(asked.groups.values_list("name", "size", "letters"))
        invited = asked.invitations.filter(mail_due=True).values_list("email", flat=True)

        assert groups == [
            ("Medewerkers gemeente Broekmeer", 74, 24),
            ("Inwoners van Broekmeer", None, 0),
        ]
        assert INVITED in invited
        assert asked.items.count() == len(STATEMENTS)
        assert not asked.items.filter(text_en="", is_purpose=False).exists()


@pytest.mark.django_db(transaction=True, databases=["default", "answers"])
def test_residents_answer_and_add_what_a_moderator_finds(
    tmp_path: Path, settings: LazySettings
) -> None:
    (tmp_path / "secrets").mkdir(mode=0o700)
    settings.DATA_FOLDER = tmp_path
    settings.DEMO_MAIL_FOLDER = tmp_path / "demo-mail"
    asked = tell_story()
    assert asked is not None
    let_residents_answer(asked)

    with scope(cooperation=asked.cooperation):
        told = list(Response.objects.order_by("pk").values_list("group__name", "at_least"))
        assert told == [("Medewerkers gemeente Broekmeer", 0), ("Inwoners van Broekmeer", 8)]
    moderator = signed_in(Person.objects.get(email=MODERATOR))
    page = seen(moderator, address("moderate", asked))
    assert page.count("Wie slecht ter been is") == 1


def test_every_page_says_that_it_is_invented(example: Sounding) -> None:
    client: Client = signed_in(Person.objects.get(email=LEADER))
    for name, number in (("outcome", {}), ("statements", {}), ("statement", {"number": 1})):
        assert "verzonnen antwoorden" in seen(client, address(name, example, **number))
    story = seen(client, f"/samenwerkingen/{example.cooperation.slug}/")
    assert "verzonnen" in story
    assert HEADLINE in story
    assert "Nog niet gevraagd" in story
