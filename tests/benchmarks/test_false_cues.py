"""The simulation of false cues, in short: `python -m tests.benchmarks.false_cues` is the whole."""

from tests.benchmarks.false_cues import false_cues, found_drops, half_a_standard_deviation


def test_where_nothing_changes_pulses_seldom_give_a_reason_to_talk() -> None:
    found = false_cues(6)["all"]
    assert found.mean <= 0.2 + 2 * found.error


def test_a_drop_of_half_a_standard_deviation_is_found_at_sixty_answers() -> None:
    assert 0.3 < half_a_standard_deviation() < 0.5
    found = found_drops(10, answers=60)
    assert found.mean >= 0.8 - 2 * found.error
    # At twenty most of them are missed: the page then says how large a drop would be seen.
    few = found_drops(5, answers=20)
    assert few.mean < 0.5
