"""Every statement of one group as a dot, on the page and as a file."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from tests.soundings.rounds import Asked, address, closed_round, conversation

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"

EVERYBODY = Asked("Deelnemers", None, ((90, 10, 20), (10, 90, 20), (60, 58, 2), (2, 1, 1)))


def test_the_file_has_a_dot_for_every_statement_of_which_something_is_told(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    sounding = closed_round(anna, a, conversation(EVERYBODY))
    response = anna_client.get(address("landscape-svg", sounding))

    assert response["Content-Type"] == "image/svg+xml"
    drawing = ET.fromstring(response.content)  # noqa: S314 - our own answer
    dots = [(dot.get("class"), dot[0].text) for dot in drawing.iter(f"{SVG}circle")]
    # The fourth statement has four answers: too few to show.
    assert [colour for colour, _sentence in dots] == ["p-disagree", "p-pass", "p-agree"]
    assert all(sentence for _colour, sentence in dots)


def test_with_several_groups_there_is_no_such_picture(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    groups = [Asked(name, 200, ((60, 20, 10),)) for name in ("Raad", "College")]
    sounding = closed_round(anna, a, conversation(*groups))
    assert anna_client.get(address("landscape-svg", sounding)).status_code == 404
