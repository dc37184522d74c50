"""What is no whole Polis export is refused, with the file, the line and what to do."""

import io
import os
import zipfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from samenspel.soundings.instruments.statements.polis_export import (
    ExportError,
    read_conversation,
    read_folder,
)
from samenspel.soundings.instruments.statements.polis_export.lines import (
    LARGEST_FILE,
    LONGEST_LINE,
)
from tests.soundings.instruments.statements.polis_files import (
    CAST,
    COMMENTS,
    COMMENTS_HEADER,
    SUMMARY,
    VOTES_HEADER,
    files,
    read,
    refusal_of,
    votes_csv,
)

UNCLOSED = COMMENTS_HEADER + '1,2,0,0,0,1,"Een tekst die niet\nophoudt\n'


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("votes.csv", votes_csv())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "votes.csv: het bestand is leeg"),
        (b"\xef\xbb\xbf \n\n", "votes.csv: het bestand is leeg"),
        (zipped(), "votes.csv: dit is een zipbestand of een Excel-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Excel-bestand"),
        (b"\x1f\x8b\x08\0", "ingepakt bestand"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\n <!DOCTYPE html><html>", "votes.csv: dit is een webpagina"),
        (b'{"error": "polis_err"}', "votes.csv: dit is JSON"),
        (votes_csv().encode("utf-16"), "votes.csv: het bestand is UTF-16"),
        (votes_csv().encode("utf-16-le"), "votes.csv: het bestand is UTF-16"),
        (votes_csv().encode("utf-16-be"), "votes.csv: het bestand is UTF-16"),
        (votes_csv().replace("2020", "2020\0").encode(), "votes.csv, regel 2: hier staat een nul"),
        (votes_csv().encode() + b"1,\xff,2,0,1\n", "votes.csv, regel 8: deze regel is geen UTF-8"),
        (votes_csv().encode() + b"1600,\xe2\x82", "votes.csv, regel 8: het bestand breekt hier af"),
        (votes_csv().encode() + b"1600000000000,Sun", "votes.csv, regel 8: het bestand breekt"),
        (votes_csv().encode()[:-2], "votes.csv, regel 7: het bestand breekt hier af"),
        (votes_csv().encode() + b"1600000000000,,7,0,-", "votes.csv, regel 8: het bestand breekt"),
        (votes_csv().encode() + b"1,2,0,1\n", "votes.csv, regel 8: deze regel heeft 4 kolommen"),
        (votes_csv().encode() + b"1,,2,0,1,1\n", "votes.csv, regel 8: deze regel heeft 6 kolommen"),
        (votes_csv().replace(",", ";").encode(), "votes.csv: de kolommen zijn gescheiden met punt"),
        (votes_csv().replace(",", "\t").encode(), "gescheiden met puntkomma’s of tabs"),
        (
            votes_csv().replace("voter-id", "stemmer").encode(),
            "‘voter-id’ ontbreekt. Gevonden: timestamp, datetime, comment-id, stemmer, vote.",
        ),
        (b"vote,vote,voter-id,comment-id\n", "de kolom ‘vote’ staat er twee keer in"),
        (VOTES_HEADER.encode(), "votes.csv: er staat geen enkele stem in die telt"),
        (b'timestamp,comment-id,voter-id,vote\n1,"2"x,0,1\n', "regel 2: de aanhalingstekens"),
        (votes_csv().replace("\n", "\r").encode(), "aanhalingstekens of regeleinden kloppen"),
        (b"\0" * 100, "UTF-16"),
    ],
)
def test_a_file_that_is_no_votes_csv_is_refused(raw: bytes, message: str) -> None:
    assert message in refusal_of(votes=raw)


@pytest.mark.parametrize(
    ("comments", "message"),
    [
        (COMMENTS_HEADER, "comments.csv: er staat geen enkele stelling in"),
        (
            COMMENTS.replace("moderated", "status"),
            "comments.csv: de kolom ‘moderated’ ontbreekt. Gevonden: timestamp, comment-id,",
        ),
        (COMMENTS + "1,2,0,0,0,0,Anders\n", "regel 5: stelling 2 staat al eerder"),
        (COMMENTS + "1,2,0,0,0,1,De toegang is gratis\n", "regel 5: stelling 2 staat al eerder"),
        (UNCLOSED, "comments.csv, regel 3: het bestand breekt hier af"),
        (UNCLOSED + "rommel\n" * 20_000, "aanhalingsteken dat niet wordt gesloten"),
        (
            COMMENTS + '1,8,0,0,0,1,"' + "regel\n" * 1_700 + '"\n',
            "comments.csv, regel 5: deze stelling is langer dan 10.000 tekens",
        ),
        (
            COMMENTS + "1,8,0,0,0,1," + "a" * LONGEST_LINE + "\n",
            "comments.csv, regel 5: deze regel",
        ),
    ],
)
def test_a_file_that_is_no_comments_csv_is_refused(comments: str, message: str) -> None:
    assert message in refusal_of(comments=comments)


def test_a_statement_of_ten_thousand_characters_is_read() -> None:
    assert len(read(comments=COMMENTS.replace("Weg", "W" * 9_994)).statements[2].text) == 10_000


def test_a_line_number_counts_the_lines_inside_texts() -> None:
    comments = COMMENTS_HEADER + '1,2,0,0,0,1,"Drie\nregels\nlang"\n1,7,0,0,0,1,B,C\n'
    assert "comments.csv, regel 5: deze regel heeft 8 kolommen" in refusal_of(comments=comments)


def test_old_excel_accents_are_not_guessed() -> None:
    message = refusal_of(comments=COMMENTS.replace("Weg", "Één").encode("cp1252"))
    assert "comments.csv, regel 4: deze regel is geen UTF-8" in message
    assert "CSV UTF-8" in message


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        ("topic\nvoters\n", "twee kolommen"),
        (SUMMARY + "a,b,c\n", "summary.csv, regel 5: deze regel heeft 3 kolommen"),
        ("naam,waarde\n", "summary.csv: de regels ‘topic’, ‘voters’ en ‘comments’ ontbreken"),
        (SUMMARY.replace("Zwembad", "x" * 1_001), "‘topic’ is langer dan 1000 tekens"),
        (SUMMARY.replace("Wat", "x" * 10_001), "‘conversation-description’ is langer dan 10000"),
        (
            SUMMARY.replace("voters,3", "voters,4"),
            "votes.csv: er staan stemmen van 3 deelnemers in, maar volgens summary.csv deden er 4",
        ),
    ],
)
def test_a_summary_that_does_not_fit_is_refused(summary: str, message: str) -> None:
    assert message in refusal_of(summary=summary)


@pytest.mark.parametrize(("voters", "whole"), [(100, True), (102, True), (103, False)])
def test_two_in_a_hundred_may_be_missing_and_three_may_not(voters: int, whole: bool) -> None:
    votes = votes_csv((2, voter, 1) for voter in range(100))
    summary = f"voters,{voters}\ncomments,3\n"
    if whole:
        assert read(votes=votes, summary=summary).participants == 100
    else:
        assert "niet compleet" in refusal_of(votes=votes, summary=summary)


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ({"votes"}, "votes.csv of participants-votes.csv"),
        ({"comments"}, "comments.csv"),
        ({"summary", "comments"}, "summary.csv, comments.csv"),
    ],
)
def test_a_missing_file_is_named(left_out: set[str], message: str) -> None:
    assert f"Deze bestanden ontbreken: {message}." in refusal_of(**dict.fromkeys(left_out))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("participant,group-id\n0,1\n", "geen enkele kolom met het nummer van een stelling"),
        ("participant,2,7,02\n0,1,1,1\n", "stelling 2 heeft twee kolommen"),
        ("voter,2,7\n0,1,1\n", "de kolom ‘participant’ ontbreekt. Gevonden: voter, 2, 7."),
        ("participant,2,7\n0,1,1\n1,1\n", "participants-votes.csv, regel 3: deze regel heeft 2"),
        ("participant,2,7\n0,1,1\n1,1,-", "participants-votes.csv, regel 3: het bestand breekt"),
        ("participant,2,7\n0,,\n", "participants-votes.csv: er staat geen enkele stem in"),
    ],
)
def test_a_file_that_is_no_participants_votes_csv_is_refused(table: str, message: str) -> None:
    assert message in refusal_of(votes=None, participants_votes=table, summary="voters,1\n")


@pytest.mark.parametrize(("odd_rows", "total", "refused"), [(20, 50, False), (21, 50, True)])
def test_many_odd_rows_mean_that_this_is_something_else(
    odd_rows: int, total: int, refused: bool
) -> None:
    good = [(2, voter % 3, 1) for voter in range(total - odd_rows)]
    votes = votes_csv([*good, *((7, 0, 5) for _ in range(odd_rows))])
    if refused:
        message = refusal_of(votes=votes)
        assert message.startswith(f"votes.csv, regel {total - odd_rows + 2}: ")
        assert f"{odd_rows} op {total}. Dit lijkt geen Polis-export" in message
    else:
        assert read(votes=votes).participants == 3


def test_one_odd_row_in_a_hundred_is_read_however_many_that_are() -> None:
    good = [(2, voter % 3, 1) for voter in range(2475)]
    votes = votes_csv([*good, *((99, 0, 1) for _ in range(25))])
    assert read(votes=votes).participants == 3
    assert "lijkt geen Polis-export" in refusal_of(votes=votes + "1,,99,0,1\n")


def test_comments_of_another_kind_are_refused() -> None:
    comments = COMMENTS + "".join(f"1,{n},0,0,0,misschien,A{n}\n" for n in range(100, 121))
    assert "comments.csv, regel 5: comment-id of moderated" in refusal_of(comments=comments)


def test_an_export_in_which_minus_one_means_agree_is_not_read_upside_down() -> None:
    votes = [(2, voter, -1) for voter in range(60)] + [(7, voter, 1) for voter in range(30)]
    comments = COMMENTS_HEADER + "1,2,0,60,0,1,A\n1,7,0,0,30,1,B\n"
    message = refusal_of(votes=votes_csv(votes), comments=comments, summary="voters,60\n")
    assert "eens en oneens lijken verwisseld" in message


def test_a_refusal_quotes_no_id_of_a_person() -> None:
    strange = "".join(f"1,,2,anna{n}@voorbeeld.nl,1\n" for n in range(21))
    assert "anna" not in refusal_of(votes=votes_csv() + strange)


class Endless(io.RawIOBase):
    """A stream without an end or a size, that counts what was taken from it."""

    def __init__(self, start: bytes, more: bytes) -> None:
        self.start, self.more, self.taken = start, more, 0

    def read(self, size: int = -1, /) -> bytes:
        assert size > 0
        piece = self.start or (self.more * (size // len(self.more) + 1))[:size]
        self.start = b""
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize("start", [b"", VOTES_HEADER.encode()])
def test_an_endless_line_is_refused_without_reading_it_whole(start: bytes) -> None:
    endless = Endless(start, b"1")
    with pytest.raises(ExportError, match="langer dan een miljoen tekens"):
        read_conversation({**files(), "votes.csv": cast("BinaryIO", endless)})
    assert endless.taken < 2 * LONGEST_LINE


def test_endless_blank_lines_stop_at_the_size_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "samenspel.soundings.instruments.statements.polis_export.lines"
    monkeypatch.setattr(f"{lines}.LARGEST_FILE", 3_000_000)
    endless = Endless(VOTES_HEADER.encode(), b"\n")
    with pytest.raises(ExportError, match=r"votes\.csv: het bestand is groter dan"):
        read_conversation({**files(), "votes.csv": cast("BinaryIO", endless)})


def in_folder(folder: Path, **changes: str | bytes | None) -> Path:
    for name, file in files(**changes).items():
        (folder / name).write_bytes(file.getvalue())
    return folder


def test_a_folder_is_read_and_other_files_in_it_are_left_alone(tmp_path: Path) -> None:
    in_folder(tmp_path)
    (tmp_path / "polis-votes.csv").write_bytes(b"\0")
    (tmp_path / "groepen.csv").write_text("participant;group\n0;Raad\n")
    conversation = read_folder(tmp_path, groups=tmp_path / "groepen.csv")
    assert (conversation.participants, len(conversation.groups)) == (3, 2)


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    in_folder(tmp_path)
    with (tmp_path / "votes.csv").open("r+b") as file:
        file.truncate(2 * LARGEST_FILE)
    with pytest.raises(ExportError, match=r"votes\.csv: het bestand is groter dan 1 GB"):
        read_folder(tmp_path)


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    in_folder(tmp_path, votes=None)
    os.mkfifo(tmp_path / "votes.csv")
    with pytest.raises(
        ExportError, match=r"votes\.csv: dit bestand bestaat niet of is geen gewoon"
    ):
        read_folder(tmp_path)


@pytest.mark.parametrize("name", ["weg", "votes.csv"])
def test_something_that_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    in_folder(tmp_path)
    with pytest.raises(ExportError, match="is geen map"):
        read_folder(tmp_path / name)


def test_a_groups_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"groepen\.csv: dit bestand bestaat niet"):
        read_folder(in_folder(tmp_path), groups=tmp_path / "groepen.csv")


def test_a_file_that_may_not_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    in_folder(tmp_path)
    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(ExportError, match="kan niet worden geopend"):
        read_folder(tmp_path)


@pytest.mark.parametrize("limit", ["MOST_VOTES", "MOST_PARTICIPANTS"])
def test_more_than_fits_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    ballots = "samenspel.soundings.instruments.statements.polis_export.ballots"
    monkeypatch.setattr(f"{ballots}.{limit}", 2)
    votes = votes_csv(CAST * 11_000)  # looked at once in 65,536 lines
    assert "miljoen" in refusal_of(votes=votes)


def test_more_statements_than_anyone_reads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    statements = "samenspel.soundings.instruments.statements.polis_export.statements"
    monkeypatch.setattr(f"{statements}.MOST_STATEMENTS", 2)
    assert "meer dan 50.000 stellingen" in refusal_of()
