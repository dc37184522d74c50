"""Where somebody who answers sits. The pages of the ballot are the same for every kind of seat."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from samenspel.soundings import keys
from samenspel.soundings.actions.answering import Added, Result, add_statement, cast_vote
from samenspel.soundings.instruments.ballot import Ballot, History, proof
from samenspel.soundings.instruments.instrument import Instrument
from samenspel.soundings.queries import answering as queries
from samenspel.soundings.queries.answering import OwnStatement, Place, Round
from samenspel.soundings.tokens import Token
from samenspel.soundings.views.device import Device

FRONT = ""
ADD = "zelf-toevoegen"
OWN = "eigen-stellingen"
DONE = "klaar"
STOP = "stoppen"
EXPLANATION = "uitleg"

# Whoever comes back after the closing is shown the way to the outcome.
_KNOWN_AFTER_CLOSING = timedelta(days=30)


class Seat(ABC):
    """Somebody who takes part: whose token it is, and what was answered on this device."""

    is_try_out: bool

    def __init__(self, device: Device, token: Token, position: int, history: History) -> None:
        self.device = device
        self.token = token
        self.position = position
        self.history = history

    @property
    @abstractmethod
    def round_key(self) -> bytes:
        """Raises NotOpenError or KeyGoneError where the round takes no answers."""

    @property
    @abstractmethod
    def instrument(self) -> Instrument:
        """Raises NotOpenError where the round takes no answers."""

    @property
    @abstractmethod
    def place(self) -> Place | None:
        """None where the round is there no more."""

    @abstractmethod
    def cast(self, *, number: int, value: int | None) -> Result: ...

    @abstractmethod
    def draw_weights(self) -> Mapping[int, int]:
        """Of statements, by their numbers. What has none was never counted."""

    @abstractmethod
    def add(self, text: str) -> Added: ...

    @abstractmethod
    def own_statements(self, asked: Round) -> list[OwnStatement]: ...

    def hidden(self, *what: int | str) -> list[tuple[str, str]]:
        """What a form carries along unseen: that this seat was shown it."""
        return [("bewijs", proof(self.token, self.round_key, *what))]

    def address(self, name: str = FRONT, *, query: Mapping[str, str | int] | None = None) -> str:
        page = f"{self.device.path}{name}/" if name else self.device.path
        return f"{page}?{urlencode(query)}" if query else page

    def ballot(self, place: Place) -> Ballot:
        instrument = place.round.instrument
        return Ballot(
            token=self.token,
            round_key=self.round_key,
            statements=queries.statements_for(place),
            history=self.history,
            words=instrument.answers,
            draw=instrument.draw(self.draw_weights) if instrument.draw else None,
        )

    def keep(self, response: HttpResponse, history: History) -> None:
        self.device.keep_history(response, self.token, history, self.until)

    def words(self, request: HttpRequest) -> dict[int, str]:
        return self.device.words(request, self.token)

    def keep_words(
        self, request: HttpRequest, response: HttpResponse, place: int, text: str
    ) -> None:
        words = self.words(request) | {place: text}
        self.device.keep_words(response, self.token, words, self.until)

    @property
    @abstractmethod
    def until(self) -> datetime | None:
        """How long this device keeps what was answered on it."""


class InvitedSeat(Seat):
    """Of somebody who was invited or came by an open link. What is answered is kept."""

    is_try_out = False

    def __init__(
        self, code: str, device: Device, token: Token, position: int, history: History
    ) -> None:
        super().__init__(device, token, position, history)
        self.code = code

    @cached_property
    def round_key(self) -> bytes:
        return keys.round_key(queries.open_round(self.code).id)

    @property
    def instrument(self) -> Instrument:
        return queries.open_round(self.code).instrument

    @cached_property
    def place(self) -> Place | None:
        return queries.place_in_round(self.code, self.position)

    @property
    def until(self) -> datetime:
        return queries.open_round(self.code).closes_at

    def cast(self, *, number: int, value: int | None) -> Result:
        return cast_vote(
            round_id=queries.open_round(self.code).id,
            round_key=self.round_key,
            token=self.token,
            number=number,
            value=value,
        )

    def draw_weights(self) -> Mapping[int, int]:
        return queries.draw_weights(queries.open_round(self.code).id)

    def add(self, text: str) -> Added:
        return add_statement(
            round_id=queries.open_round(self.code).id,
            round_key=self.round_key,
            token=self.token,
            text=text,
        )

    def own_statements(self, asked: Round) -> list[OwnStatement]:
        return queries.own_statements(asked, self.token.h4s(self.round_key))


class TryOutSeat(Seat):
    """Of somebody who tries a round before it is asked. Nothing is kept but on their device."""

    is_try_out = True
    until = None

    def __init__(
        self, request: HttpRequest, device: Device, token: Token, place: Place, history: History
    ) -> None:
        super().__init__(device, token, place.group.position, history)
        self._request = request
        self._place = place

    @cached_property
    def round_key(self) -> bytes:
        """There is no key of the round yet, and there is nothing to be kept from anybody."""
        made_of = f"try-out {self._place.round.id} {settings.SECRET_KEY}"
        return sha256(made_of.encode()).digest()

    @property
    def instrument(self) -> Instrument:
        return self._place.round.instrument

    @property
    def place(self) -> Place:
        return self._place

    def hidden(self, *what: int | str) -> list[tuple[str, str]]:
        # Whoever tries out is signed in, and then every form has to say so.
        return [*super().hidden(*what), ("csrfmiddlewaretoken", get_token(self._request))]

    def cast(self, *, number: int, value: int | None) -> Result:  # noqa: ARG002
        return Result.KEPT

    def draw_weights(self) -> Mapping[int, int]:
        return {}

    def add(self, text: str) -> Added:  # noqa: ARG002
        return Added(Result.KEPT, 1)

    def own_statements(self, asked: Round) -> list[OwnStatement]:  # noqa: ARG002
        return []


def seat_of(request: HttpRequest, code: str) -> InvitedSeat | None:
    """The seat this device began with in a round, if it did."""
    device = device_of(code)
    who = device.who(request)
    if who is None:
        return None
    token, position = who
    return InvitedSeat(code, device, token, position, device.history(request, token))


@lru_cache(maxsize=1000)
def device_of(code: str) -> Device:
    return Device(reverse("answering:ballot", kwargs={"code": code}))


def take_seat(response: HttpResponse, place: Place, token: Token, device: Device) -> None:
    """Let this device answer with this token, from here on."""
    closes_at = place.round.closes_at
    until = closes_at + _KNOWN_AFTER_CLOSING if closes_at else None
    device.keep_who(response, token, place.group.position, until)
