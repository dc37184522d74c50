"""Reading small exports: what becomes of them, and what is refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from samenspel.atlas.actions.import_register import import_register
from samenspel.atlas.importing.opening import Limits, opened
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Arrangement, Organisation, Participation, Source
from tests.atlas.importing.exports import (
    ARRANGEMENTS,
    ORGANISATIONS,
    arrangement,
    export,
    organisation,
    participant,
    version_link,
    written,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 16)
_LINKED = arrangement(
    21, "Zorg", participant(1, "A") + participant(2, "B"), more=version_link("nextVersion", 22)
) + arrangement(
    22, "Zorg 2", participant(1, "A") + participant(2, "B"), more=version_link("nextVersion", 23)
)


def _read(folder: Path, text: str, *, packed: bool = False, **more: Any) -> Report:
    with opened(written(folder, text, packed=packed)) as file:
        return import_register(opened=file, day=DAY, **more)


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in (Organisation, Arrangement, Participation, Source)
    }


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("version", ["2.6.9", "2.7", "3.0.1"])
def test_an_export_of_any_version_is_read(tmp_path: Path, packed: bool, version: str) -> None:
    report = _read(tmp_path, export(version=version), packed=packed)
    assert list(Organisation.objects.values_list("key", "register_id", "name", "listed")) == [
        ("GM9001", 1, "Gemeente Anloo", True),
        ("GM9002", 2, "Gemeente Bolwerk", True),
    ]
    row = Arrangement.objects.get()
    assert (row.form, row.form_in_register) == ("plain", "'Regeling zonder meer'")
    assert [each.organisation.key for each in row.participations.order_by("pk")] == [
        "GM9001",
        "GM9002",
    ]
    assert Source.objects.get().counts == report.as_counts()
    assert (Source.objects.get().origin, Source.objects.get().day) == ("export.xml", DAY)


def test_what_changed_came_and_went_is_told(tmp_path: Path) -> None:
    three = ORGANISATIONS + organisation(3, "Gemeente Cadzand", "gm9003")
    water = arrangement(12, "Water", participant(1, "A") + participant(3, "C"))
    energy = arrangement(13, "Energie", participant(1, "A") + participant(2, "B"))
    _read(tmp_path, export(three, ARRANGEMENTS + water + energy))

    afval = arrangement(11, "Afval en meer", participant(1, "A") + participant(3, "Cadzand"))
    report = _read(tmp_path, export(three, afval + water))

    assert report.as_counts()["new"] == {
        "organisaties": 0,
        "regelingen (versies)": 0,
        "deelnames": 1,
        "dagen van gemeenten": 0,
    }
    assert report.as_counts()["changed"]["regelingen (versies)"] == 1
    assert report.as_counts()["gone"] == {
        "organisaties": 0,
        "regelingen (versies)": 1,
        "deelnames": 1,
        "dagen van gemeenten": 0,
    }
    assert set(Arrangement.objects.values_list("title", "gone")) == {
        ("Afval en meer", False),
        ("Water", False),
        ("Energie", True),
    }

    # What comes back is no longer gone.
    _read(tmp_path, export(three, afval + water + energy))
    assert not Arrangement.objects.filter(gone=True).exists()


def test_a_second_import_of_the_same_file_changes_no_row(tmp_path: Path) -> None:
    stranger = arrangement(14, "Grens", participant(1, "A") + participant(99, "Stadt Kleve"))
    text = export(arrangements=ARRANGEMENTS + _LINKED + stranger)
    assert _read(tmp_path, text).wrote
    before = _rows()
    assert not _read(tmp_path, text).wrote
    assert _rows() == before
    assert Organisation.objects.get(register_id=99).listed is False


@pytest.mark.parametrize("first", ["organisations", "arrangements"])
def test_the_order_of_the_file_does_not_matter(tmp_path: Path, first: str) -> None:
    text = export()
    if first == "arrangements":
        one, two = text.index("<p:organisaties>"), text.index("<p:gemeenschappelijke")
        end = text.index("</p:overheidsorganisaties>")
        text = text[:one] + text[two:end] + text[one:two] + text[end:]
    _read(tmp_path, text)
    before = _rows()
    assert set(Organisation.objects.values_list("key", "listed")) == {
        ("GM9001", True),
        ("GM9002", True),
    }
    assert not _read(tmp_path, text).wrote
    assert _rows() == before


def test_versions_share_the_number_of_the_first(tmp_path: Path) -> None:
    report = _read(tmp_path, export(arrangements=_LINKED))
    assert dict(Arrangement.objects.values_list("register_id", "first_id")) == {21: 21, 22: 21}
    assert report.odd == {"verwijzing naar een versie die er niet is": 1}


def test_versions_that_point_at_each_other_in_a_circle_end(tmp_path: Path) -> None:
    both = participant(1, "A") + participant(2, "B")
    circle = "".join(
        arrangement(number, "Kring", both, more=version_link("previousVersion", other))
        for number, other in ((31, 33), (32, 31), (33, 32))
    )
    report = _read(tmp_path, export(arrangements=circle))
    assert set(Arrangement.objects.values_list("first_id", flat=True)) == {31}
    assert report.odd["versies die in een kring naar elkaar wijzen"] == 1


def test_what_is_odd_and_what_is_skipped_is_counted(tmp_path: Path) -> None:
    ended = "<p:eindDatum>2024-01-01</p:eindDatum>"
    organisations = (
        ORGANISATIONS
        + organisation(3, "Gemeente Cadzand", "gm9003", more=ended)
        + organisation(4, "Politie", kind="Politie en brandweer")
        + organisation(5, "Gemeente D", "gm9005", more="<p:zetels>9</p:zetels>")
        + organisation(1, "Gemeente Anloo", "gm9001")
    )
    until = "<p:datumUitwerkingtreding>{}</p:datumUitwerkingtreding>".format
    arrangements = (
        arrangement(11, "Afval", participant(1, "A") + participant(3, "C"))
        + arrangement(12, "Alleen", participant(1, "A"))
        + arrangement(13, "Ooit", participant(1, "A") + participant(2, "B"), start="")
        + arrangement(14, "Terug", participant(1, "A") * 2, more=until("2019-01-01"))
        + arrangement(15, "Vaag", participant(1, "A") + participant(2, "B", "vorig jaar"))
        + arrangement(11, "Afval", participant(1, "A"))
    )
    report = _read(
        tmp_path, export(organisations, arrangements, more="<p:medewerkers><p:m/></p:medewerkers>")
    )
    assert dict(report.odd) == {
        "organisatie die twee keer in de lijst staat": 1,
        "geldende regeling met één deelnemer of geen": 1,
        "regeling zonder datum van inwerkingtreding": 1,
        "regeling die eindigt voordat zij begint": 1,
        "deelnemer die twee keer in een regeling staat": 1,
        "datum die geen dag zegt": 1,
        "regeling die twee keer in het bestand staat": 1,
        "opgeheven gemeente die nog deelneemt aan een geldende regeling": 1,
        "deelname zonder datum van toetreding": 1,
    }
    assert dict(report.skipped) == {
        "organisatie van de soort “Politie en brandweer”": 1,
        "<organisatie> … <zetels>": 1,
        "<medewerkers> … <m>": 1,
        "<medewerkers>": 1,
    }
    lines = "\n".join(report.lines())
    assert "1 × geldende regeling met één deelnemer of geen\n      12 Alleen" in lines


def test_days_that_stand_for_none_are_left_out(tmp_path: Path) -> None:
    ended = "<p:eindDatum>{}</p:eindDatum>".format
    organisations = (
        ORGANISATIONS
        + organisation(7, "Waterschap Laagveen", kind="Waterschap", more=ended("9999-12-31"))
        + organisation(8, "Waterschap Hoogveen", kind="Waterschap", more=ended("0001-01-01"))
    )
    report = _read(tmp_path, export(organisations))
    found = Organisation.objects.filter(register_id__in=(7, 8))
    assert set(found.values_list("valid_to", flat=True)) == {None}
    assert report.examples["datum die geen dag zegt"] == [
        "Waterschap Laagveen: 9999-12-31",
        "Waterschap Hoogveen: 0001-01-01",
    ]


def test_who_has_no_name_is_called_by_its_number(tmp_path: Path) -> None:
    _read(
        tmp_path,
        export(
            ORGANISATIONS + organisation(7, "", kind="Waterschap"),
            arrangement(12, "", participant(1, "A") + participant(2, "B")),
        ),
    )
    assert str(Organisation.objects.get(register_id=7)) == "(zonder naam, nummer 7)"
    assert str(Arrangement.objects.get(register_id=12)) == "(zonder naam, nummer 12)"


def test_of_a_purpose_without_end_the_beginning_is_kept(tmp_path: Path) -> None:
    words = " ".join(str(number) for number in range(60_000))
    purpose = f"<p:doel>{words}</p:doel>"
    two = participant(1, "A") + participant(2, "B")
    report = _read(tmp_path, export(arrangements=arrangement(12, "Lang", two, more=purpose)))
    assert Arrangement.objects.get(register_id=12).purpose == words[:200_000]
    assert report.examples["bedoeling die te lang is, waarvan het begin is bewaard"] == ["Lang"]


def test_only_addresses_of_the_standard_give_a_key(tmp_path: Path) -> None:
    made_up = organisation(7, "Waterschap Laagveen", kind="Waterschap").replace(
        'p:systeemId="7"',
        'p:systeemId="7" p:resourceIdentifierTOOI="javascript:alert(1)//gemeente/gm9005"',
    )
    _read(tmp_path, export(ORGANISATIONS + made_up))
    found = Organisation.objects.get(register_id=7)
    assert (found.key, found.uri) == ("roo-7", None)


def test_a_province_does_not_end_where_the_register_says_so(tmp_path: Path) -> None:
    ended = "<p:eindDatum>2024-02-04</p:eindDatum>"
    organisations = (
        ORGANISATIONS
        + organisation(7, "Provincie Oostmark", kind="Provincie", more=ended)
        + organisation(8, "Waterschap Laagveen", kind="Waterschap", more=ended)
    )
    report = _read(tmp_path, export(organisations))
    found = Organisation.objects.filter(register_id__in=(7, 8)).order_by("register_id")
    assert list(found.values_list("valid_to", "registered_to")) == [
        (None, date(2024, 2, 4)),
        (date(2024, 2, 4), date(2024, 2, 4)),
    ]
    assert report.examples["provincie met een einddatum (niet overgenomen)"] == [
        "Provincie Oostmark, 04-02-2024"
    ]


def test_a_water_board_that_takes_part_ends_at_the_turn_of_a_year_only(tmp_path: Path) -> None:
    ends = {8: "2024-02-04", 9: "2023-12-31", 10: "2024-02-04", 11: "2040-10-17"}
    organisations = ORGANISATIONS + "".join(
        organisation(
            number,
            f"Waterschap {number}",
            kind="Waterschap",
            more=f"<p:eindDatum>{end}</p:eindDatum>",
        )
        for number, end in ends.items()
    )
    taking_part = "".join(participant(number, f"Waterschap {number}") for number in (8, 9, 11))
    text = export(organisations, ARRANGEMENTS + arrangement(12, "Dijken", taking_part))
    report = _read(tmp_path, text)

    found = Organisation.objects.filter(kind="water_board").order_by("register_id")
    assert list(found.values_list("register_id", "valid_to")) == [
        (8, None),
        (9, date(2023, 12, 31)),
        (10, date(2024, 2, 4)),
        (11, None),
    ]
    assert [str(each) for each in found.values_list("registered_to", flat=True)] == [*ends.values()]
    assert report.examples["waterschap met een einddatum dat nog deelneemt (niet overgenomen)"] == [
        "Waterschap 11, 17-10-2040",
        "Waterschap 8, 04-02-2024",
    ]
    assert not _read(tmp_path, text).wrote


def test_two_that_changed_codes_are_refused_in_words_that_are_true(tmp_path: Path) -> None:
    _read(tmp_path, export())
    changed = organisation(1, "Gemeente Anloo", "gm9002") + organisation(
        2, "Gemeente Bolwerk", "gm9001"
    )
    before = list(Organisation.objects.values_list("register_id", "key").order_by("pk"))

    with pytest.raises(ReadingError, match=r"van een andere die er al was.*Er is niets veranderd"):
        _read(tmp_path, export(changed))
    assert list(Organisation.objects.values_list("register_id", "key").order_by("pk")) == before


def test_a_file_without_most_of_what_was_known_is_refused_unless_one_says_so(
    tmp_path: Path,
) -> None:
    both = participant(1, "A") + participant(2, "B")
    many = "".join(arrangement(n, f"Regeling {n}", both) for n in range(40, 46))
    _read(tmp_path, export(arrangements=many))
    before = _rows()
    fewer = "".join(arrangement(n, f"Regeling {n}", both) for n in range(40, 42))
    with pytest.raises(ReadingError, match="ontbreken 4 van de 6 regelingen"):
        _read(tmp_path, export(arrangements=fewer))
    assert _rows() == before
    assert _read(tmp_path, export(arrangements=fewer), allow_fewer=True).wrote
    assert Arrangement.objects.filter(gone=True).count() == 4


_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)


def _refused() -> Iterator[tuple[str, str, str]]:
    yield "empty", "", "leeg"
    yield "no XML", "code;naam\n1;Anloo\n", "geen XML"
    yield "a page", "<!DOCTYPE html>\n<html><body>Niet gevonden</body></html>", "DOCTYPE"
    yield "another file", export(root="gemeenten"), "geen export"
    yield "no organisations", export(organisations=""), "geen gemeenten"
    yield "no arrangements", export(arrangements=""), "geen gemeenten"
    yield "cut off", export()[:-60], "niet heel"
    yield "cut in two", export()[: len(export()) // 2], "niet heel"
    yield "laughs", export("&l9;", before=f"<!DOCTYPE p [{_LAUGHS}]>"), "DOCTYPE"
    yield (
        "a file of the machine",
        export("&x;", before='<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "DOCTYPE",
    )
    yield (
        "another address",
        export(before='<!DOCTYPE p SYSTEM "https://elders.example/boos.dtd">'),
        "DOCTYPE",
    )
    yield "an unknown entity", export("&x;"), "niet heel|geen XML"
    deep = export("<p:a>" * 3000 + "</p:a>" * 3000)
    yield "deep", deep, "niet heel"


@pytest.mark.parametrize(
    ("text", "why"), [pytest.param(t, w, id=name) for name, t, w in _refused()]
)
def test_what_is_no_whole_export_changes_nothing(tmp_path: Path, text: str, why: str) -> None:
    _read(tmp_path, export())
    before = _rows()
    with pytest.raises(ReadingError, match=why):
        _read(tmp_path, text)
    assert _rows() == before


def test_two_organisations_with_one_address_are_refused(tmp_path: Path) -> None:
    _read(tmp_path, export())
    before = _rows()
    swapped = organisation(1, "A", "gm9002") + organisation(2, "B", "gm9001")
    with pytest.raises(ReadingError, match="twee organisaties"):
        _read(tmp_path, export(swapped))
    assert _rows() == before


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    text = export(more="<p:x>" + " " * 30_000_000 + "</p:x>")
    path = written(tmp_path, text, packed=True)
    for limits, why in (
        (Limits(unpacked=2_000_000, ratio=100_000), "groter dan 2 MB"),
        (Limits(unpacked=20_000_000), "keer zo groot"),
    ):
        with pytest.raises(ReadingError, match=why), opened(path, limits=limits) as file:
            import_register(opened=file, day=DAY)
        assert file.stream.length <= limits.unpacked + 2_000_000
    assert not Organisation.objects.exists()
