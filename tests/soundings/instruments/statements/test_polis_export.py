import csv
import time
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    Statement,
    read_conversation,
    read_folder,
)
from tests.soundings.instruments.statements.polis_files import (
    COMMENTS_HEADER,
    SUMMARY,
    ballots,
    files,
    odd,
    read,
    votes_csv,
)

REAL = {
    "15-per-hour-seattle": (339, 2872, {"revotes": 123, "wrong-tallies": 21, "moderated-out": 23}),
    "bg2050-volunteers": (
        126,
        14283,
        {"revotes": 58, "wrong-tallies": 32, "moderated-out": 55, "meta-statements": 1},
    ),
    "scoop-hivemind.affordable-housing": (
        381,
        14995,
        {"revotes": 81, "wrong-tallies": 41, "moderated-out": 46},
    ),
    "scoop-hivemind.biodiversity": (
        536,
        29719,
        {
            "revotes": 83,
            "wrong-tallies": 49,
            "statements-without-votes": 2,
            "moderated-out": 162,
            "other-statements": 2,
        },
    ),
    "vtaiwan.uberx": (1921, 49443, {"revotes": 554, "wrong-tallies": 96, "moderated-out": 78}),
}
Recount = dict[int, tuple[str, int, int, int, int]]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recount(folder: Path, votes: list[dict[str, str]]) -> Recount:
    last = {(row["voter-id"], row["comment-id"]): row["vote"] for row in votes}
    said = Counter((statement, vote) for (_, statement), vote in last.items())
    return {
        int(row["comment-id"]): (
            row["comment-body"].strip(),
            int(row["moderated"]),
            said[row["comment-id"], "1"],
            said[row["comment-id"], "-1"],
            said[row["comment-id"], "0"],
        )
        for row in rows(folder / "comments.csv")
    }


def counted(conversation: Conversation) -> Recount:
    said = Counter(zip(conversation.statement.tolist(), conversation.value.tolist(), strict=True))
    return {
        statement.number: (
            statement.text,
            statement.moderation,
            said[index, 1],
            said[index, -1],
            said[index, 0],
        )
        for index, statement in enumerate(conversation.statements)
    }


@pytest.fixture(params=REAL)
def folder(request: pytest.FixtureRequest, test_data: Path) -> Path:
    return test_data / "deliberations" / str(request.param)


def test_a_real_conversation_is_counted_as_a_recount_in_a_few_lines_counts_it(folder: Path) -> None:
    conversation = read_folder(folder)
    participants, votes, oddities = REAL[folder.name]
    assert (conversation.participants, conversation.voter.size) == (participants, votes)
    assert counted(conversation) == recount(folder, rows(folder / "votes.csv"))
    assert odd(conversation) == oddities


def test_in_real_conversations_the_last_in_time_is_also_the_last_in_the_file(folder: Path) -> None:
    in_file = rows(folder / "votes.csv")
    in_time = sorted(in_file, key=lambda row: int(row["timestamp"]))
    assert recount(folder, in_file) == recount(folder, in_time)


def test_without_votes_csv_the_other_file_gives_the_very_same_votes(folder: Path) -> None:
    whole = read_folder(folder)
    with (
        (folder / "participants-votes.csv").open("rb") as participants,
        (folder / "comments.csv").open("rb") as comments,
        (folder / "summary.csv").open("rb") as summary,
    ):
        other = read_conversation(
            {
                "participants-votes.csv": participants,
                "comments.csv": comments,
                "summary.csv": summary,
            }
        )
    assert other.statements == whole.statements
    for name in ("voter", "statement", "value", "group_of"):
        np.testing.assert_array_equal(getattr(other, name), getattr(whole, name))
    assert (other.first_day, other.last_day) == (None, None)
    assert odd(other) == {what: n for what, n in odd(whole).items() if what != "revotes"}


def test_a_large_real_conversation_is_read_in_a_moment(test_data: Path) -> None:
    start = time.perf_counter()
    read_folder(test_data / "deliberations" / "vtaiwan.uberx")
    # Takes a fifth of a second; only something that grows with the square gets here.
    assert time.perf_counter() - start < 5


def test_a_small_export_is_read_whole() -> None:
    conversation = read()
    assert (conversation.title, conversation.description) == ("Zwembad", "Wat vindt u?")
    assert conversation.statements == (
        Statement(2, "De toegang is gratis", 0),
        Statement(7, "Het zwembad blijft open", 1),
        Statement(30, "Weg ermee", -1),
    )
    assert conversation.participants == 3
    assert ballots(conversation) == [((2, 1), (7, -1), (30, -1)), ((2, 1), (7, 1)), ((7, 0),)]
    assert (conversation.groups, conversation.group_of.tolist()) == ((), [0, 0, 0])
    assert (conversation.first_day, conversation.last_day) == (date(2020, 9, 13),) * 2
    assert odd(conversation) == {"moderated-out": 1}


def test_what_was_read_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="read-only"):
        read().value[0] = 1


def test_columns_are_found_by_name() -> None:
    shuffled = read(
        votes="vote,Voter-ID , comment-id,timestamp\n1,0,2,1600000000000\n-1,1,7,1600000000000\n",
        comments="comment-body,moderated,extra,comment-id\nA,1,x,2\nB,0,y,7\n",
        summary="voters,2\ntopic,T\ncomments,2\n",
    )
    assert ballots(shuffled) == [((2, 1),), ((7, -1),)]
    assert odd(shuffled) == {}


def test_a_byte_order_mark_windows_line_ends_and_capitals_in_names_do_no_harm() -> None:
    plain = read()
    dressed = read_conversation(
        {
            name.upper(): type(file)(b"\xef\xbb\xbf" + file.getvalue().replace(b"\n", b"\r\n"))
            for name, file in files().items()
        }
    )
    assert dressed.statements == plain.statements
    assert ballots(dressed) == ballots(plain)
    assert dressed.title == plain.title


def test_the_last_vote_is_the_last_in_time_and_not_in_the_file() -> None:
    late_first = votes_csv([(2, 0, 1)], start=1_700_000_000_000)
    early_last = votes_csv([(2, 0, -1), (7, 1, 1), (7, 5, 1)]).split("\n", 1)[1]
    conversation = read(votes=late_first + early_last)
    assert ballots(conversation) == [((2, 1),), ((7, 1),), ((7, 1),)]
    assert odd(conversation)["revotes"] == 1
    assert (conversation.first_day, conversation.last_day) == (
        date(2020, 9, 13),
        date(2023, 11, 14),
    )


def test_at_the_same_time_the_last_in_the_file_counts() -> None:
    row = "1600000000000,,2,{},{}\n"
    votes = "timestamp,datetime,comment-id,voter-id,vote\n" + "".join(
        row.format(*vote) for vote in [(0, -1), (0, 0), (0, 1), (1, 0), (5, 0)]
    )
    assert ballots(read(votes=votes)) == [((2, 0),), ((2, 0),), ((2, 1),)]


def test_seconds_and_milliseconds_are_both_times() -> None:
    votes = (
        "timestamp,comment-id,voter-id,vote\n"
        "1600000001,2,0,1\n1600000000999,2,0,-1\n1600000000,7,1,1\n1600000000,7,5,1\n"
    )
    conversation = read(votes=votes)
    assert ballots(conversation)[0] == ((2, 1),)
    assert conversation.last_day == date(2020, 9, 13)


def test_texts_keep_what_can_be_seen_and_lose_what_cannot() -> None:
    conversation = read(
        comments=COMMENTS_HEADER.encode()
        + '1,2,0,2,0,1,"Regel één\r\nregel\ttwee\x07\x1b[31m\x85"\n'.encode()
        + "1,7,0,1,1,1,cafe\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 שלום\n".encode()
        + b'1,30,0,0,1,1,"=HYPERLINK(""x"") <script>alert(1)</script>"\n'
    )
    assert [statement.text for statement in conversation.statements] == [
        "Regel één\nregel twee[31m",
        "café \U0001f468\u200d\U0001f469\u200d\U0001f467 שלום",
        '=HYPERLINK("x") <script>alert(1)</script>',
    ]


def test_thousands_of_marks_on_one_letter_cost_no_time() -> None:
    marks = "a" + "\u0345" * 4900 + "\u0334" * 4900
    row = f"1,{{}},0,0,0,1,{marks}\n"
    comments = COMMENTS_HEADER + "".join(row.format(number) for number in range(100))
    start = time.perf_counter()
    statements = read(comments=comments, summary="voters,3\n").statements
    assert time.perf_counter() - start < 5
    assert {len(statement.text) for statement in statements} == {31}


def test_a_meta_statement_is_known_as_such_also_after_excel() -> None:
    comments = "comment-id,moderated,is-meta,comment-body\n2,1,true,A\n7,1,WAAR,B\n30,1,false,C\n"
    conversation = read(comments=comments)
    assert [statement.is_meta for statement in conversation.statements] == [True, True, False]
    assert odd(conversation) == {"meta-statements": 2}


def test_a_conversation_without_a_topic_gets_a_title() -> None:
    conversation = read(summary='topic,"  "\nvoters,3\ncomments,3\n')
    assert (conversation.title, conversation.description) == ("Gesprek zonder titel", "")


def test_a_title_is_one_line() -> None:
    assert read(summary=SUMMARY.replace("Zwembad", '"Het\nzwembad  van\tons"')).title == (
        "Het zwembad van ons"
    )


def test_no_id_of_a_person_stays_behind() -> None:
    canary = 73313733
    participants = (
        "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,2,7,30\n"
        f"{canary},anna@voorbeeld.nl,0,0,1,1,0,1,,\n1,bram,0,0,1,0,1,,-1,\n5,cees,,0,1,0,0,,0,\n"
    )
    comments = COMMENTS_HEADER + f"1,2,{canary},1,0,1,A\n1,7,{canary},0,1,1,B\n1,30,0,0,0,1,C\n"
    conversation = read(
        votes=votes_csv([(2, canary, 1), (7, 1, -1), (7, 5, 0), (7, canary, 8), (99, canary, 1)]),
        participants_votes=participants,
        comments=comments,
        groups=f"participant,group\n{canary},Raad\n1,Raad\n{canary - 1},College\n",
    )
    everything = repr(conversation) + "".join(o.sentence for o in conversation.oddities)
    for secret in (str(canary), str(canary - 1), "anna", "bram", "cees"):
        assert secret not in everything
