"""A token is the right of one person to take part. Kept nowhere; only hashes of it are.

The hashes are unrelated, so that what holds one cannot be joined to what holds another:
h1 stands in the register, h2 keys the voice in the urn, h3 opens the outcome, and an h4 for each
statement somebody added tells what became of it. h2 and h4 are keyed by the round, h1 and h3 by
the installation.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.conf import settings

# Crockford's digits: none can be taken for another.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans("oil", "011", "- ")
_TOKEN_BYTES = 16
_TOKEN_LENGTH = 26
SHORT_CODE_LENGTH = 10
ROUND_CODE_LENGTH = 6
MOST_OWN_STATEMENTS = 5


@dataclass(frozen=True)
class Token:
    secret: bytes

    def __str__(self) -> str:
        """As it stands in a link."""
        number = int.from_bytes(self.secret, "big")
        return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -5, -5))

    def __repr__(self) -> str:
        return "Token(…)"  # a trace of an error is logged

    @property
    def h1(self) -> bytes:
        return self._hash(_register_key(), "right to answer")

    @property
    def h3(self) -> bytes:
        return self._hash(_register_key(), "outcome")

    def h2(self, round_key: bytes) -> bytes:
        return self._hash(round_key, "voice")

    def h4s(self, round_key: bytes) -> list[bytes]:
        """One for each statement that somebody may add."""
        return [
            self._hash(round_key, f"own statement {number}")
            for number in range(MOST_OWN_STATEMENTS)
        ]

    def luck(self, round_key: bytes, place: int, remaining: int) -> float:
        """The number that draws one of `remaining` statements at this place: uniform, from 0 to
        below 1, and the same each time.

        Made of the token, so that a page can be asked for again without anything being kept; and
        by the key of the round, so that after closing nobody can draw somebody's order again.
        """
        made = self._hash(round_key, f"draw {place} of {remaining}")
        return (int.from_bytes(made[:8], "big") >> 11) / (1 << 53)

    def proof(self, round_key: bytes, what: str) -> str:
        """That this is about a form which whoever has this token was shown."""
        return self._hash(round_key, f"proof of {what}")[:_TOKEN_BYTES].hex()

    def _hash(self, key: bytes, purpose: str) -> bytes:
        return hmac.digest(key, purpose.encode() + b"\0" + self.secret, sha256)


def new_token() -> Token:
    return Token(secrets.token_bytes(_TOKEN_BYTES))


def read_token(text: str) -> Token | None:
    """The token of a link, however it was typed over, or None if it is none."""
    number = _read_number(text, _TOKEN_LENGTH)
    if number is None or number >= 1 << 8 * _TOKEN_BYTES:
        return None
    return Token(number.to_bytes(_TOKEN_BYTES, "big"))


def new_code(length: int) -> str:
    """A code to be typed, in capitals."""
    return "".join(secrets.choice(_DIGITS) for _digit in range(length)).upper()


def read_code(text: str, length: int) -> str | None:
    """A code as it was made, however it was typed, or None if it cannot be one."""
    found = _tidied(text)
    return found.upper() if len(found) == length and set(found) <= set(_DIGITS) else None


def token_of_short_code(sounding_id: UUID, code: str) -> Token:
    """The token of a letter: made from its short code, which only this installation can do."""
    made = hmac.new(_register_key(), f"letter {sounding_id} {code}".encode(), sha256)
    return Token(made.digest()[:_TOKEN_BYTES])


def _read_number(text: str, length: int) -> int | None:
    digits = _tidied(text)
    if len(digits) != length or not set(digits) <= set(_DIGITS):
        return None
    number = 0
    for digit in digits:
        number = number * 32 + _DIGITS.index(digit)
    return number


def _tidied(text: str) -> str:
    return text[:100].strip().lower().translate(_READ_AS)


def _register_key() -> bytes:
    return str(settings.REGISTER_KEY).encode()
