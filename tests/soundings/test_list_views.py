"""Making a list of people by hand: pasted or from a file, and confirmed by another."""

import re
from typing import Any

import pytest
from django.core.files import temp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.cooperations.models import Cooperation, Membership, Role
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import joined, signed_in
from tests.page_text import Page, errors_in, plain, value_of
from tests.soundings.prepared import (
    addresses_in,
    draft_of,
    group_of,
    groups_in,
    put_on_list,
)

TODAY = timezone.localdate


def at(sounding: Sounding, name: str = "round", **more: object) -> str:
    kwargs = {"cooperation": sounding.cooperation.slug, "sounding": sounding.pk, **more}
    return reverse(f"soundings:{name}", kwargs=kwargs)


def seen(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return plain(response.content.decode())


def sent(client: Client, address: str, data: dict[str, Any] | None = None) -> Page:
    return client.post(address, data or {}, follow=True)


@pytest.fixture
def council(anna: Person, a: Cooperation) -> Sounding:
    """A draft of Anna's that asks a council of twenty."""
    group_of(anna, a, Role.COUNCIL, 20)
    return draft_of(anna, a, "Ik ken de bedoeling.")


def people(sounding: Sounding) -> str:
    return at(sounding, "people", group=groups_in(sounding)[0].pk)


def test_a_pasted_list_with_mistakes_stays_in_its_box(
    council: Sounding, anna_client: Client
) -> None:
    text = "bram@voorbeeld.nl\nanna@\npiet"
    response = anna_client.post(people(council), {"addresses": text})
    assert response.status_code == 400
    assert errors_in(response) == [
        "Regel 2: ‘anna@’ is geen e-mailadres Regel 3: ‘piet’ is geen e-mailadres"
    ]
    assert value_of(response, "addresses") == text
    assert addresses_in(council) == []


def test_doubles_are_named_and_taken_once(
    anna: Person, council: Sounding, anna_client: Client
) -> None:
    put_on_list(anna, council, groups_in(council)[0], "cees@voorbeeld.nl")
    text = "bram@voorbeeld.nl\nBram@voorbeeld.nl\ncees@voorbeeld.nl"
    for _click in range(2):
        response = sent(anna_client, people(council), {"addresses": text})
    assert addresses_in(council) == ["bram@voorbeeld.nl", "cees@voorbeeld.nl"]
    page = plain(response.content.decode())
    assert "0 adressen toegevoegd." in page
    assert "3 adressen stonden er dubbel in" in page
    assert "Eén keer geteld: bram@voorbeeld.nl, bram@voorbeeld.nl, cees@voorbeeld.nl" in page


def test_no_address_is_laid_in_a_cookie_or_a_session(
    anna: Person, council: Sounding, anna_client: Client
) -> None:
    response = anna_client.post(people(council), {"addresses": "bram@x.nl\nBram@x.nl"})
    assert "Eén keer geteld: bram@x.nl" in plain(response.content.decode())
    assert "bram" not in str(response.cookies).lower()
    assert "bram" not in str(dict(anna_client.session)).lower()


def upload(content: bytes, name: str = "raad.csv") -> dict[str, Any]:
    return {"addresses": "", "file": SimpleUploadedFile(name, content, "text/csv")}


_MAKES_FILES = "django.core.files.uploadedfile.tempfile.NamedTemporaryFile"


def test_a_file_is_read_in_memory_and_touches_no_disk(
    council: Sounding, anna_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(_MAKES_FILES, refuse)
    # Larger than what Django itself would keep in memory.
    spaces = b"\n" * 100_000
    monkeypatch.setattr("django.conf.settings.FILE_UPLOAD_MAX_MEMORY_SIZE", 1_000)
    content = "naam;e-mail\r\nRené;rene@voorbeeld.nl\r\n".encode("cp1252") + spaces
    sent(anna_client, people(council), upload(content))
    assert addresses_in(council) == ["rene@voorbeeld.nl"]


def test_without_that_care_a_file_would_touch_the_disk(
    a: Cooperation, anna_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the route that reads conversations does keep a large file for a moment."""
    made: list[str] = []
    real = temp.NamedTemporaryFile

    def note(*arguments: Any, **more: Any) -> Any:
        made.append("a file")
        return real(*arguments, **more)

    monkeypatch.setattr(_MAKES_FILES, note)
    monkeypatch.setattr("django.conf.settings.FILE_UPLOAD_MAX_MEMORY_SIZE", 1_000)
    page = reverse("soundings:import", kwargs={"cooperation": a.slug})
    anna_client.post(page, {"export": SimpleUploadedFile("votes.csv", b"x" * 10_000)})
    assert made == ["a file"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PK\x03\x04\0\0", "Dit bestand is geen tekst. Sla het in uw spreadsheet op als CSV."),
        (b"", "Plak adressen, of kies een bestand."),
        (
            b"a@voorbeeld.nl\n" * 140_000,
            "Dit bestand is te groot. Een lijst is hier hoogstens 2 MB.",
        ),
    ],
    ids=["spreadsheet", "empty", "large"],
)
def test_a_file_that_cannot_be_read_is_told(
    council: Sounding, anna_client: Client, content: bytes, error: str
) -> None:
    response = anna_client.post(people(council), upload(content))
    assert (response.status_code, errors_in(response)) == (400, [error])
    assert addresses_in(council) == []


def test_what_is_wrong_in_a_file_is_shown_in_the_box(
    council: Sounding, anna_client: Client
) -> None:
    response = anna_client.post(people(council), upload(b"a@voorbeeld.nl\nb@\n"))
    assert value_of(response, "addresses") == "a@voorbeeld.nl\nb@\n"
    assert errors_in(response) == ["Regel 2: ‘b@’ is geen e-mailadres"]


def test_a_list_sent_by_another_site_is_refused(council: Sounding, anna: Person) -> None:
    """The check of a form's origin stands elsewhere on this route. It must stand."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    response = strict.post(people(council), {"addresses": "sluipt@voorbeeld.nl"})
    assert (response.status_code, addresses_in(council)) == (403, [])


def test_a_list_is_made_by_one_and_confirmed_by_another(
    council: Sounding, anna_client: Client, eva_client: Client
) -> None:
    page, group = people(council), groups_in(council)[0].pk
    sent(anna_client, page, {"addresses": "a@voorbeeld.nl\nb@voorbeeld.nl"})
    sent(anna_client, at(council, "set-letters", group=group), {"letters": "3"})
    assert "iemand van een andere organisatie bevestigt hem" in seen(anna_client, page)
    assert "Bevestig namens" not in seen(anna_client, page)

    shown = eva_client.get(page)
    assert "5 van de 20 mensen krijgen een uitnodiging" in plain(shown.content.decode())
    sent(eva_client, at(council, "confirm-list", group=group), {"seen": value_of(shown, "seen")})
    assert "Gemaakt door gemeente Oostwaard, bevestigd door gemeente Rijnveld." in seen(
        anna_client, page
    )

    one = re.search(r"/lijsten/\d+/[^/]+/weg/", anna_client.get(page).content.decode())
    assert one
    sent(anna_client, at(council).removesuffix("/") + "/opzet" + one[0])
    assert addresses_in(council) == ["b@voorbeeld.nl"]
    assert "moet de lijst nog bevestigen" in seen(anna_client, page)
    sent(anna_client, at(council, "clear-list", group=group))
    assert addresses_in(council) == []


def test_too_many_letters_are_told(council: Sounding, anna_client: Client) -> None:
    address = at(council, "set-letters", group=groups_in(council)[0].pk)
    response = anna_client.post(address, {"letters": "21"})
    assert response.status_code == 400
    assert "telt 20 mensen" in errors_in(response)[0]


def test_a_leader_without_an_organisation_is_sent_to_fill_it_in(
    council: Sounding, a: Cooperation
) -> None:
    client = signed_in(joined(a, "Nieuw", Membership.Kind.LEADER))
    assert "Bij uw naam staat nog geen organisatie." in seen(client, people(council))
    response = client.post(people(council), {"addresses": "a@voorbeeld.nl"})
    assert response.status_code == 400
    assert addresses_in(council) == []
