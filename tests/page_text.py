"""What a reader sees of a page, taken out of its HTML."""

import html
import re
from typing import Protocol

_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


class Page(Protocol):
    @property
    def content(self) -> bytes: ...


def errors_in(response: Page) -> list[str]:
    """What the page says is wrong."""
    page = response.content.decode()
    notes = re.findall(r'form-field-error-message" id="[^"]*">(.*?)</div></div>', page, re.DOTALL)
    alerts = re.findall(r'role="alert">.*?alert__message">(.*?)</div>', page, re.DOTALL)
    return [plain(found) for found in [*notes, *alerts]]


def value_of(response: Page, name: str) -> str:
    """What a field of the form holds."""
    page = response.content.decode()
    area = re.search(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    if area:
        return html.unescape(area[1]).removeprefix("\n").replace("\r\n", "\n")
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field, f"the form has no field {name}"
    value = re.search(r'value="([^"]*)"', field[0])
    return html.unescape(value[1]) if value else ""


def plain(piece: str) -> str:
    """A piece of HTML as text on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", piece)).split())


def without_tokens(content: bytes) -> bytes:
    """A page without the tokens of its forms: those are other random bytes in every response."""
    return _TOKEN.sub(rb"\1", content)
