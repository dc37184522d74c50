"""Reasons to talk: when, how often by chance alone, and about nobody in particular."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import comb

from samenspel.measures.recognition import FEW
from samenspel.soundings.instruments.relations.cues import (
    NOT_CLEAR_AT_HOME,
    NOT_RECOGNISED,
    RULES,
    TRUST_IS_LACKING,
    cues_of,
    is_most,
)
from samenspel.soundings.instruments.relations.outcome import Outcome
from samenspel.soundings.instruments.statements.cues import MANY_DID_NOT_TAKE_PART
from tests.soundings.instruments.relations.answered import (
    AGREES,
    DISAGREES,
    NAMES,
    choose,
    five,
    round_of,
    showed,
)

PEOPLE = dict.fromkeys(NAMES[:4], 20)


def of_roles(see: Sequence[int], own: Sequence[int]) -> Outcome:
    """Everybody says `own` of themselves, and sees `see` in all others."""
    names = list(PEOPLE)
    said = {(who, "role", about): own if who == about else see for who in names for about in names}
    return showed(round_of(PEOPLE, said, chosen=["role"], size=25))


def rules(outcome: Outcome) -> list[str]:
    return [cue.rule.key for cue in cues_of(outcome)]


def test_roles_that_few_recognise_are_a_reason_to_talk() -> None:
    [cue] = cues_of(of_roles(see=choose(2, 18), own=choose(20)))
    assert (cue.rule, cue.concerned) == (NOT_RECOGNISED["role"], (0, 1, 2, 3))
    assert cue.sentence == (
        "In 12 van de 12 paren herkennen weinigen de rol die de ander zichzelf geeft."
    )


def test_roles_that_half_recognise_are_none() -> None:
    assert rules(of_roles(see=choose(10, 10), own=choose(20))) == []
    assert rules(of_roles(see=choose(20), own=choose(20))) == []


def test_organisations_that_do_not_agree_at_home_are_a_reason_to_talk() -> None:
    [cue] = cues_of(of_roles(see=choose(20), own=choose(5, 5, 5, 5)))
    assert cue.rule == NOT_CLEAR_AT_HOME
    assert cue.sentence == (
        "De eigen mensen kiezen verschillend: over de eigen rol bij 4 van de 4 organisaties."
    )


def of_trust(agree: Mapping[str, int]) -> Outcome:
    """By organisation, how many of 20 of each other one agree on one aspect; all do on another."""
    said = {
        (who, key, about): five(agree.get(about, 18) if key == "goodwill" else 18, 2)
        if key == "agreement"
        else five(agree.get(about, 18), 20 - agree.get(about, 18))
        for who in PEOPLE
        for about in PEOPLE
        for key in ("agreement", "goodwill")
        if who != about
    }
    return showed(round_of(PEOPLE, said, chosen=["agreement", "goodwill"], size=25))


def test_an_aspect_that_others_doubt_of_most_organisations_is_a_reason_to_talk() -> None:
    [cue] = cues_of(of_trust(dict.fromkeys(NAMES[:3], 4)))
    assert cue.rule == TRUST_IS_LACKING
    assert cue.sentence == (
        "Van de meeste organisaties is minder dan de helft van de anderen het eens met: goede wil."
    )


def test_one_organisation_that_others_doubt_is_none() -> None:
    """It would be known which it is, and nobody is held up."""
    outcome = of_trust({"Verweg": 2})
    assert any(cell.agree.is_minority for cell in outcome.cells)
    assert cues_of(outcome) == []


def test_silence_is_counted_and_concerns_everybody() -> None:
    people = PEOPLE | {"Oostwaard": 3}
    said = {("Rijnveld", "role", "Verweg"): choose(20)}
    [cue] = cues_of(showed(round_of(people, said, chosen=["role"], size=60, otherwise=None)))
    assert cue.rule == MANY_DID_NOT_TAKE_PART
    assert cue.sentence == (
        "Van 1 van de 4 organisaties deed 60 procent of meer niet mee."
        " Van 3 organisaties deden te weinig mensen mee om iets te tonen."
    )
    assert cue.concerned == (0, 1, 2, 3)


def test_no_cue_names_an_organisation() -> None:
    outcomes = (
        of_roles(see=choose(2, 18), own=choose(20)),
        of_roles(see=choose(20), own=choose(5, 5, 5, 5)),
        of_trust(dict.fromkeys(NAMES[:3], 4)),
        showed(round_of(PEOPLE, {}, size=60, otherwise=(AGREES, DISAGREES))),
    )
    sentences = [cue.sentence for outcome in outcomes for cue in cues_of(outcome)]
    assert len(sentences) >= 4
    assert not [name for name in NAMES for said in sentences if name in said]
    assert len({rule.key for rule in RULES}) == len(RULES) == 6


# ── How often chance alone makes one ──────────────────────────────────────────────────────
def at_most(count: int, n: int, p: float) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(count + 1))


def enough(of: int, each: float) -> float:
    """The chance of so many out of `of` that there is a cue."""
    return sum(
        comb(of, k) * each**k * (1 - each) ** (of - k) for k in range(of + 1) if is_most(k, of)
    )


def test_where_half_recognise_chance_makes_a_cue_one_time_in_twelve_at_most() -> None:
    few = {n: at_most((n - 1) // 3, n, 0.5) for n in range(10, 120)}
    worst = max(enough(pairs, few[n]) for n, pairs in product(few, range(1, 31)))
    assert worst == enough(3, few[10])
    assert 1 / 13 < worst < 1 / 12
    # With a few people more it is much less.
    assert max(enough(pairs, few[n]) for n in range(11, 120) for pairs in range(1, 31)) < 0.05


def test_where_three_quarters_say_the_same_it_makes_one_in_fifty_at_most() -> None:
    divided = {n: at_most(n // 2, n, 0.75) for n in range(10, 120)}
    worst = max(enough(count, divided[n]) for n, count in product(divided, range(1, 31)))
    assert 1 / 70 < worst < 1 / 50


def test_where_half_agree_lack_of_trust_is_found_one_time_in_eighty_at_most() -> None:
    """Each interval lies wholly below half with a chance of 1 in 40 at most; six aspects."""
    worst = max(6 * enough(organisations, 1 / 40) for organisations in range(1, 31))
    assert 1 / 100 < worst < 1 / 80


def test_few_is_less_than_a_third() -> None:
    outcome = of_roles(see=choose(6, 14), own=choose(20))
    assert {look.band for _each, look in outcome.looks_of("role")} == {FEW}
