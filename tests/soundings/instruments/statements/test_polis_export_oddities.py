"""One odd value does not stop an export from being read, and none goes unreported."""

import pytest
from django.utils import translation

from samenspel.soundings.instruments.statements.polis_export import Oddity
from samenspel.soundings.instruments.statements.polis_export.oddities import _SENTENCES
from tests.soundings.instruments.statements.polis_files import (
    CAST,
    COMMENTS,
    SUMMARY,
    ballots,
    odd,
    read,
    votes_csv,
)

ALWAYS = {"moderated-out": 1}
HEADER = "participant,group-id,n-votes,n-agree,n-disagree,2,7,30\n"
SAME_VOTES = HEADER + "0,0,2,2,0,1,1,\n1,0,3,1,2,1,-1,-1\n5,,1,0,0,,0,\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1600000000000,,7,0,2\n", {"unknown-values": 1}),
        ("1600000000000,,7,0,\n", {"unknown-values": 1}),
        ("1600000000000,,7,0,1.0\n", {"unknown-values": 1}),
        ("1600000000000,,99,0,1\n", {"unknown-statements": 1}),
        ("1600000000000,,7,anna@voorbeeld.nl,1\n", {"unreadable-ids": 1}),
        ("1600000000000,,7,-3,1\n", {"unreadable-ids": 1}),
        ("1600000000000,,7,99999999999999999999,1\n", {"unreadable-ids": 1}),
        ("1600000000000,,x,0,1\n", {"unreadable-ids": 1}),
        ("1600000000000,,1_0,0,1\n", {"unreadable-ids": 1}),
        ("1600000000000,,٧,0,1\n", {"unreadable-ids": 1}),
        ("\n\r\n", {}),
    ],
)
def test_a_vote_that_cannot_count_is_left_out_and_reported(
    line: str, expected: dict[str, int]
) -> None:
    conversation = read(votes=votes_csv() + line)
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS | expected


def test_ids_with_spaces_zeros_or_a_plus_before_the_vote_are_understood() -> None:
    votes = (
        votes_csv([(2, 0, 1), (7, 1, 1)]) + "1700000000000,, 007,05,+1\n1700000000001,,7,0, 0 \n"
    )
    conversation = read(votes=votes)
    assert ballots(conversation) == [((2, 1), (7, 0)), ((7, 1),), ((7, 1),)]
    assert odd(conversation) == ALWAYS | {"wrong-tallies": 3, "statements-without-votes": 1}


@pytest.mark.parametrize("timestamp", ["", "gisteren", "1.6E+12", "0000000000000", "1" * 400])
def test_a_vote_without_a_readable_time_counts_and_gives_way_to_one_with(timestamp: str) -> None:
    conversation = read(votes=votes_csv() + f"{timestamp},,7,0,-1\n{timestamp},,30,0,1\n")
    assert ((2, 1), (7, 1), (30, 1)) in ballots(conversation)
    assert odd(conversation) == ALWAYS | {"missing-times": 2, "revotes": 1, "wrong-tallies": 1}


def test_without_a_column_of_times_the_order_of_the_file_decides() -> None:
    votes = "comment-id,voter-id,vote\n7,0,1\n7,0,-1\n2,1,1\n2,5,1\n"
    conversation = read(votes=votes)
    assert ballots(conversation)[-1] == ((7, -1),)
    assert odd(conversation)["missing-times"] == 4
    assert (conversation.first_day, conversation.last_day) == (None, None)


def test_a_participant_whose_every_vote_is_left_out_is_no_participant() -> None:
    conversation = read(votes=votes_csv([*CAST, (99, 8, 1)]))
    assert conversation.participants == 3
    assert odd(conversation) == ALWAYS | {
        "unknown-statements": 1,
        "participants-without-votes": 1,
        "other-participants": 1,
    }


def test_tallies_that_do_not_fit_the_votes_are_reported_and_not_used() -> None:
    conversation = read(comments=COMMENTS.replace(",90,1,1,1,", ",90,5,1,1,"))
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS | {"wrong-tallies": 1}


def test_a_statement_without_votes_is_kept_and_reported() -> None:
    conversation = read(
        comments=COMMENTS + "1,31,9,0,0,1,Nieuw\n", summary="voters,3\ncomments,4\n"
    )
    assert conversation.statements[-1].text == "Nieuw"
    assert odd(conversation) == ALWAYS | {"statements-without-votes": 1}


def test_empty_and_equal_texts_are_kept_and_reported() -> None:
    more = '1,31,9,0,0,1,\n1,32,9,0,0,1," \n"\n1,33,9,0,0,1,De toegang is gratis \n'
    conversation = read(comments=COMMENTS + more, summary="voters,3\ncomments,6\n")
    assert len(conversation.statements) == 6
    assert odd(conversation) == ALWAYS | {
        "statements-without-votes": 3,
        "empty-texts": 2,
        "duplicate-texts": 1,
    }


def test_a_statement_that_is_listed_twice_alike_is_one_statement() -> None:
    again = COMMENTS.splitlines(keepends=True)[2].replace(",2,0,0,", ",8,9,0,")
    conversation = read(comments=COMMENTS + again)
    assert conversation.statements == read().statements
    assert odd(conversation) == ALWAYS | {"repeated-statements": 1}


def test_a_line_of_comments_without_a_number_is_left_out() -> None:
    assert odd(read(comments=COMMENTS + "1,x,9,0,0,1,Tekst\n")) == ALWAYS | {"unreadable-ids": 1}


def test_what_was_perhaps_moderated_out_stays_out() -> None:
    conversation = read(comments=COMMENTS.replace(",90,1,1,1,", ",90,1,1,ja,"))
    assert [statement.moderation for statement in conversation.statements] == [0, -1, -1]
    assert odd(conversation) == {"moderated-out": 2, "unknown-moderation": 1}


def test_an_unclear_meta_is_no_meta() -> None:
    comments = "comment-id,moderated,is-meta,comment-body\n2,1,misschien,A\n7,1,0,B\n30,1,0,C\n"
    conversation = read(comments=comments)
    assert not any(statement.is_meta for statement in conversation.statements)
    assert odd(conversation) == {"unknown-meta": 1}


def test_a_last_text_that_may_have_lost_its_end_is_pointed_out() -> None:
    assert odd(read(comments=COMMENTS.removesuffix("\n"))) == ALWAYS | {"open-end": 1}


def test_a_whole_last_vote_needs_no_line_end() -> None:
    conversation = read(votes=votes_csv().removesuffix("\n"))
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (SUMMARY.replace("voters,3", "voters,2"), {"other-participants": 1}),
        (SUMMARY.replace("comments,3", "comments,5"), {"other-statements": 2}),
        (SUMMARY.replace("comments,3", "comments,0"), {"other-statements": 3}),
        (SUMMARY.replace("voters,3", "voters,?"), {"unchecked-participants": 1}),
        (SUMMARY.replace("comments,3\n", ""), {"unchecked-statements": 1}),
    ],
)
def test_another_number_in_the_summary_is_reported(summary: str, expected: dict[str, int]) -> None:
    assert odd(read(summary=summary)) == ALWAYS | expected


@pytest.mark.parametrize(
    ("participants_votes", "expected"),
    [
        (SAME_VOTES, {}),
        (SAME_VOTES.replace("5,,1,0,0,,0,", "5,,1,0,0,,1,"), {"other-votes": 1}),
        (SAME_VOTES.replace("5,,1,0,0,,0,", "5,,1,0,0,,,"), {"other-votes": 1}),
        (SAME_VOTES.replace("5,,1,0,0,,0,", "5,,1,0,0,1,0,"), {"other-votes": 1}),
        (SAME_VOTES + "8,,1,1,0,1,,\n", {"other-votes": 1}),
        (SAME_VOTES + "8,,0,0,0,,,\n", {}),
        (HEADER, {"other-votes": 6}),
    ],
)
def test_two_files_that_disagree_are_reported_and_votes_csv_counts(
    participants_votes: str, expected: dict[str, int]
) -> None:
    conversation = read(participants_votes=participants_votes)
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS | expected


def test_the_table_of_participants_alone_is_enough() -> None:
    conversation = read(votes=None, participants_votes=SAME_VOTES)
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS


def test_odd_cells_of_the_table_are_left_out_and_reported() -> None:
    table = "participant,2,7,30,99\n0,1,1,,1\n1,1,-1,-1,\nx,1,,,\n5,x,0,,\n6,,,,\n"
    conversation = read(votes=None, participants_votes=table)
    assert ballots(conversation) == ballots(read())
    assert odd(conversation) == ALWAYS | {
        "unknown-statements": 1,
        "unreadable-ids": 1,
        "unknown-values": 1,
        "participants-without-votes": 1,
        "other-participants": 1,
    }


@pytest.mark.parametrize("what", _SENTENCES)
@pytest.mark.parametrize("count", [1, 12345])
def test_every_oddity_has_a_whole_sentence(what: str, count: int) -> None:
    with translation.override("nl"):
        sentence = Oddity(what, count, "stelling 7").sentence
    assert sentence.endswith(" Bijvoorbeeld: stelling 7.")
    assert "%" not in sentence
    if what not in {"open-end", "unchecked-participants", "unchecked-statements"}:
        assert ("12.345" if count > 1 else "1 ") in sentence


def test_a_sentence_counts_one_as_one() -> None:
    one, more = Oddity("statements-without-votes", 1), Oddity("statements-without-votes", 2)
    assert one.sentence == "Op 1 stelling heeft niemand gestemd."
    assert more.sentence == "Op 2 stellingen heeft niemand gestemd."


def test_an_example_is_about_a_statement_or_a_value_and_never_about_a_person() -> None:
    lines = "1,,7,4242,ja\n1,,99,4242,1\n1,,7,anna,1\n"
    conversation = read(votes=votes_csv() + lines)
    examples = {oddity.what: oddity.example for oddity in conversation.oddities}
    assert examples == {
        "unknown-statements": "stelling 99",
        "unknown-values": "‘ja’",
        "unreadable-ids": "",
        "moderated-out": "",
        "participants-without-votes": "",
        "other-participants": "",
    }
