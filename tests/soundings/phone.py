"""The phone of somebody who answers: opens a link, reads the page, presses a button."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from samenspel.soundings.tokens import Token
from tests.page_text import plain
from tests.soundings.asked import OpenRound

Response = Any  # the test client has a class of its own, which its types keep private


@dataclass(frozen=True)
class Form:
    """One statement as it stands on the screen, and what its form carries along."""

    text: str
    hidden: dict[str, str]
    action: str
    yours: str | None
    place: int
    total: int

    @property
    def number(self) -> int:
        return int(self.hidden["nummer"])


@dataclass
class Phone:
    asked: OpenRound
    client: Client = field(default_factory=Client)

    def begin(self, token: Token | None = None) -> "Phone":
        response = self.client.post(f"/s/{token or self.asked.token()}")
        assert response.status_code == 302, page_of(response)
        assert response["Location"] == self.address()
        return self

    def address(self, page: str = "") -> str:
        return f"/v/{self.asked.code}/{page}{'/' if page else ''}"

    def get(self, page: str = "", **query: str | int) -> Response:
        return self.client.get(self.address(page), query)

    def shown(self, **query: str | int) -> Form:
        return form_on(self.client.get(self.address(), query))

    def press(self, answer: str, form: Form | None = None) -> Response:
        form = form or self.shown()
        return self.client.post(form.action, {**form.hidden, "antwoord": answer})

    def answer_all(self, answer: str = "eens") -> list[Form]:
        """Every statement until there is none left, in the order in which they came."""
        forms = []
        while (response := self.get()).status_code == 200:
            forms.append(form_on(response))
            assert self.press(answer, forms[-1]).status_code == 302
        assert response["Location"] == self.address("klaar")
        return forms

    def send(self, page: str, **values: str) -> Response:
        """The form of another page, with these fields filled in."""
        hidden = hidden_of(self.get(page))
        return self.client.post(self.address(page), {**hidden, **values})


def page_of(response: Response) -> str:
    text: str = response.content.decode()
    return text


def heading(response: Response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page_of(response), re.DOTALL)
    assert found, page_of(response)
    return plain(found[1])


def hidden_of(response: Response) -> dict[str, str]:
    page = page_of(response)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def form_on(response: Response) -> Form:
    assert response.status_code == 200, (response.status_code, response.headers)
    page = page_of(response)
    action = re.search(r'<form method="post" action="([^"]*)" data-answers>', page)
    assert action, page
    place = re.search(r"<title>\w+ (\d+) \w+ (\d+) ", page)
    assert place, page
    yours = re.search(
        r'class="answer answer--yours" type="submit" name="antwoord" value="(.*?)"', page
    )
    return Form(
        text=heading(response),
        hidden=hidden_of(response),
        action=action[1].replace("&amp;", "&"),
        yours=yours[1] if yours else None,
        place=int(place[1]),
        total=int(place[2]),
    )
