from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from samenspel.post.queries import can_send, kept_mails
from samenspel.post.sending import send

LINK = "http://localhost:8000/account/uitnodiging/abc_D-1/"


def post(subject: str = "Kom erbij, Bram é", body: str = f"Volg deze link:\n\n{LINK}\n") -> None:
    send(to="bram@voorbeeld.nl", subject=subject, body=body)


def test_a_mail_is_a_file_for_the_owner_only(demo_folder: Path) -> None:
    post()

    (path,) = demo_folder.iterdir()
    assert (path.suffix, oct(path.stat().st_mode & 0o777)) == (".eml", "0o600")
    assert oct(demo_folder.stat().st_mode & 0o777) == "0o700"
    assert can_send()
    assert mail.outbox == []


def test_mails_are_listed_newest_first(demo_folder: Path, client: Client, db: None) -> None:
    for subject in ("Eerste", "Tweede", "Derde"):
        post(subject)

    assert [mail.subject for mail in kept_mails()] == ["Derde", "Tweede", "Eerste"]
    page = client.get("/postvak/").content.decode()
    assert page.index("Derde") < page.index("Tweede") < page.index("Eerste")
    assert "Dit is het postvak van de demo." in page
    assert page.count("bram@voorbeeld.nl") == 3


def test_an_empty_mailbox_says_so(demo_folder: Path, client: Client, db: None) -> None:
    assert "Er is nog geen e-mail." in client.get("/postvak/").content.decode()


def test_a_mail_is_shown_with_links_to_follow(demo_folder: Path, client: Client, db: None) -> None:
    post()
    (kept,) = kept_mails()
    response = client.get(f"/postvak/{kept.name}/")
    page = response.content.decode()

    assert f'href="{LINK}"' in page
    assert "Kom erbij, Bram é" in page
    assert "bram@voorbeeld.nl" in page
    assert "Dit is het postvak van de demo." in page
    assert "no-store" in response["Cache-Control"]


def test_html_in_a_mail_is_text(demo_folder: Path, client: Client, db: None) -> None:
    post("<b>dik</b>", "<script>alert(1)</script>")
    page = client.get(f"/postvak/{kept_mails()[0].name}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;dik" in page


def test_what_is_no_mail_is_not_there(demo_folder: Path, client: Client, db: None) -> None:
    post()
    (demo_folder.parent / "geheim.eml").write_text("Subject: x")

    names = ("bestaat-niet", "..%2Fgeheim", "%2e%2e")
    assert {client.get(f"/postvak/{name}/").status_code for name in names} == {404}


@pytest.mark.django_db
def test_outside_the_demo_there_is_no_mailbox(client: Client) -> None:
    assert [client.get(p).status_code for p in ("/postvak/", "/postvak/x/")] == [404, 404]
