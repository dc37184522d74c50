"""What the device of somebody who answers keeps: who it is, and what was answered on it.

Signed cookies that only the pages of one round get to see. What was answered and what was added
hold good for one token and for no other, so that a link that is opened on a fresh device, or by
somebody else on this one, never shows them.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from samenspel.soundings.instruments.ballot import History, read_history
from samenspel.soundings.tokens import Token, read_token

_WHO = "deelname"
_ANSWERS = "antwoorden"
_WORDS = "zinnen"
# Of each statement that was added, so that it is recognised. A cookie is small.
_LONGEST_WORDS = 60
_MOST_BYTES = 180


@dataclass(frozen=True)
class Device:
    """Of one round, at one path. One answer of the server can hold one cookie of a name."""

    path: str
    name: str = _WHO

    def who(self, request: HttpRequest) -> tuple[Token, int] | None:
        """The token, and the position of its group; None where this device did not begin."""
        written = self._read(request, self.name, "")
        token_text, _dot, position = (written or "").partition(".")
        token = read_token(token_text)
        return None if token is None else (token, int(position))

    def history(self, request: HttpRequest, token: Token) -> History:
        written = self._read(request, _ANSWERS, str(token))
        return read_history(written) if written else History()

    def words(self, request: HttpRequest, token: Token) -> dict[int, str]:
        """How the statements begin that were added on this device, by their places."""
        written = self._read(request, _WORDS, str(token))
        if not written:
            return {}
        lines = urlsafe_b64decode(written).decode().split("\n")
        found = (line.partition(" ") for line in lines)
        return {int(place): words for place, _space, words in found}

    def keep_words(
        self,
        response: HttpResponse,
        token: Token,
        words: Mapping[int, str],
        until: datetime | None,
    ) -> None:
        lines = "\n".join(f"{place} {_beginning(text)}" for place, text in words.items())
        self._write(response, _WORDS, str(token), urlsafe_b64encode(lines.encode()).decode(), until)

    def keep_who(
        self, response: HttpResponse, token: Token, position: int, until: datetime | None
    ) -> None:
        self._write(response, self.name, "", f"{token}.{position}", until)

    def keep_history(
        self, response: HttpResponse, token: Token, history: History, until: datetime | None
    ) -> None:
        self._write(response, _ANSWERS, str(token), str(history), until)

    def forget_who(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=self.path, samesite="Lax")

    def forget_what(self, response: HttpResponse) -> None:
        response.delete_cookie(_ANSWERS, path=self.path, samesite="Lax")
        response.delete_cookie(_WORDS, path=self.path, samesite="Lax")

    def _read(self, request: HttpRequest, name: str, whose: str) -> str | None:
        try:
            return signing.Signer(salt=f"{name} {self.path} {whose}").unsign(
                request.COOKIES.get(name, "")
            )
        except signing.BadSignature:
            return None

    def _write(
        self, response: HttpResponse, name: str, whose: str, value: str, until: datetime | None
    ) -> None:
        response.set_cookie(
            name,
            signing.Signer(salt=f"{name} {self.path} {whose}").sign(value),
            path=self.path,
            expires=until,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _beginning(text: str) -> str:
    """On one line, because that is how a statement is cleaned."""
    if len(text) <= _LONGEST_WORDS and len(text.encode()) <= _MOST_BYTES:
        return text
    cut = text[:_LONGEST_WORDS].encode()[:_MOST_BYTES].decode(errors="ignore")
    return f"{cut.removesuffix('…').rstrip()}…"
