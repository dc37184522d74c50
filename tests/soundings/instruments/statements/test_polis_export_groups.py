import pytest

from samenspel.soundings.instruments.statements.polis_export import Conversation, KnownGroup
from tests.soundings.instruments.statements.polis_files import odd, read, refusal_of

RAAD, COLLEGE = KnownGroup("Raad", 21), KnownGroup("College", 5)


def members(conversation: Conversation) -> dict[str, list[int]]:
    """The votes of each group on statement 7: who is who cannot be told from anything else."""
    numbers = [statement.number for statement in conversation.statements]
    found: dict[str, list[int]] = {group.name: [] for group in conversation.groups}
    rows = zip(conversation.voter, conversation.statement, conversation.value, strict=True)
    for voter, statement, value in rows:
        if numbers[statement] == 7:
            group = conversation.groups[conversation.group_of[voter]]
            found[group.name].append(int(value))
    return {name: sorted(values) for name, values in found.items()}


@pytest.mark.parametrize(
    "groups",
    [
        "participant,group,size\n0,Raad,21\n1,Raad,21\n5,College,5\n",
        "participant;group;size\r\n0;Raad;21\r\n1;Raad;\r\n5;College;5\r\n",
        "\ufeffSize, Group ,Participant\n,Raad,0\n21,Raad,1\n5, College ,005\n",
        "participant,group,size\n0,Raad,21\n0,Raad,21\n1,Raad,\n5,College,5",
    ],
)
def test_known_groups_are_read_with_their_sizes(groups: str) -> None:
    conversation = read(groups=groups)
    assert conversation.groups == (RAAD, COLLEGE)
    assert members(conversation) == {"Raad": [-1, 1], "College": [0]}
    assert odd(conversation) == {"moderated-out": 1}


def test_groups_without_sizes_are_of_unknown_size() -> None:
    conversation = read(groups="participant,group\n0,Raad\n1,Raad\n5,College\n")
    assert conversation.groups == (KnownGroup("Raad", None), KnownGroup("College", None))


def test_who_is_in_no_group_is_in_a_group_of_their_own_of_unknown_size() -> None:
    conversation = read(groups="participant,group,size\n0,Raad,21\n1,,\n")
    assert conversation.groups == (RAAD, KnownGroup("Zonder groep", None))
    assert members(conversation) == {"Raad": [1], "Zonder groep": [-1, 0]}
    assert odd(conversation) == {"moderated-out": 1, "participants-without-group": 2}


def test_a_group_that_is_called_without_group_is_no_group() -> None:
    conversation = read(groups="participant,group,size\n0,Raad,21\n1,Zonder groep,8\n5,Raad,\n")
    assert conversation.groups == (RAAD, KnownGroup("Zonder groep", None))


def test_members_who_did_not_vote_are_counted_and_make_no_participants() -> None:
    groups = "participant,group,size\n0,Raad,21\n1,Raad,\n5,Raad,\n8,Raad,\n9,College,5\n"
    conversation = read(groups=groups)
    assert conversation.groups == (RAAD, COLLEGE)
    assert members(conversation) == {"Raad": [-1, 0, 1], "College": []}
    assert odd(conversation) == {"moderated-out": 1, "group-members-without-votes": 2}


def test_a_group_of_which_nobody_took_part_can_be_named_with_its_size() -> None:
    conversation = read(groups="participant,group,size\n0,Raad,21\n1,Raad,\n5,Raad,\n,College,5\n")
    assert conversation.groups == (RAAD, COLLEGE)
    assert odd(conversation) == {"moderated-out": 1}


def test_a_group_may_be_exactly_as_large_as_its_participants() -> None:
    conversation = read(groups="participant,group,size\n0,Raad,3\n1,Raad,3\n5,Raad,3\n")
    assert conversation.groups == (KnownGroup("Raad", 3),)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("", "groepenbestand: het bestand is leeg"),
        ("participant,groep\n0,Raad\n", "de kolom ‘group’ ontbreekt. Gevonden: participant, groep"),
        (
            "deelnemer;group\n0;Raad\n",
            "de kolom ‘participant’ ontbreekt. Gevonden: deelnemer, group",
        ),
        ("participant,group\n", "er staat geen enkele groep in"),
        ("participant,group\n0,\n", "er staat geen enkele groep in"),
        ("participant,group\nAnna,Raad\n", "regel 2: in de kolom ‘participant’ staat geen heel"),
        ("participant,group\n0,Raad\n,Raad\n", "regel 3: in de kolom ‘participant’ staat geen"),
        (
            "participant,group\n0,Raad\n0,College\n",
            "regel 3: deze deelnemer staat al in een andere",
        ),
        ("participant,group\n8,Raad\n9,Raad\n", "geen van deze deelnemers komt voor in de export"),
        ("participant,group,size\n0,Raad,veel\n", "regel 2: de omvang ‘veel’ is geen heel getal"),
        ("participant,group,size\n0,Raad,0\n", "regel 2: de omvang ‘0’ is geen heel getal"),
        ("participant,group,size\n0,Raad,-4\n", "regel 2: de omvang ‘-4’ is geen heel getal"),
        (
            "participant,group,size\n0,Raad,21\n1,Raad,22\n",
            "regel 3: groep ‘Raad’ heeft hier omvang 22 en eerder 21",
        ),
        (
            "participant,group,size\n0,Raad,2\n1,Raad,\n5,Raad,\n",
            "groep ‘Raad’ telt volgens het bestand 2 mensen, maar er deden er 3 mee",
        ),
        (f"participant,group\n0,{'R' * 201}\n", "regel 2: deze naam van een groep is langer"),
        (
            "participant,group\n" + "".join(f"{n},G{n}\n" for n in range(61)),
            "meer dan 60 groepen",
        ),
        ("participant,group\n0,Raad,21\n", "regel 2: deze regel heeft 3 kolommen"),
    ],
)
def test_a_groups_file_that_cannot_be_right_is_refused(groups: str, message: str) -> None:
    assert message in refusal_of(groups=groups)


def test_excel_accents_in_a_name_are_not_guessed() -> None:
    groups = "participant;group\n0;Financiën\n".encode("cp1252")
    assert "groepenbestand, regel 2: deze regel is geen UTF-8" in refusal_of(groups=groups)
