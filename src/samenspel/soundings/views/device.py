"""What the device of somebody who answers keeps: who it is, and what was answered on it.

Two signed cookies that only the pages of one round get to see. The second holds good for the
token of the first and for no other, so that a link that is opened on a fresh device, or by somebody
else on this one, never shows an answer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from samenspel.soundings.instruments.statements.ballot import History, read_history
from samenspel.soundings.tokens import Token, read_token

_WHO = "deelname"
_ANSWERS = "antwoorden"


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

    def forget_history(self, response: HttpResponse) -> None:
        response.delete_cookie(_ANSWERS, path=self.path, samesite="Lax")

    def _signer(self, name: str, whose: str) -> signing.Signer:
        return signing.Signer(salt=f"{name} {self.path} {whose}")

    def _read(self, request: HttpRequest, name: str, whose: str) -> str | None:
        try:
            return self._signer(name, whose).unsign(request.COOKIES.get(name, ""))
        except signing.BadSignature:
            return None

    def _write(
        self, response: HttpResponse, name: str, whose: str, value: str, until: datetime | None
    ) -> None:
        response.set_cookie(
            name,
            self._signer(name, whose).sign(value),
            path=self.path,
            expires=until,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
