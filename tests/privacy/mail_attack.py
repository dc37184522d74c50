"""Turning the link in an old mail into the voice it answered with, by all that is on the host."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from samenspel.soundings.tokens import Token
from tests.privacy.traces import find

_MORE = 200
"""How many files of a host are looked at as a key: those that are no longer than this."""


def keys_in(files: Mapping[str, bytes]) -> list[bytes]:
    """Whatever can be a key: every small file, as it is and as the text that it holds."""
    found = {
        key: None
        for content in files.values()
        if 16 <= len(content) <= _MORE
        for key in (content, content.strip())
    }
    return list(found)


def voices_found(tokens: Sequence[Token], keys: Iterable[bytes], files: Mapping[str, bytes]) -> int:
    """Of how many tokens the hash that keys a voice is found, made with any of the keys."""
    hashes = {
        written: number
        for number, token in enumerate(tokens)
        for key in keys
        for digest in [hmac.new(key, b"voice\0" + token.secret, sha256).digest()]
        for written in (digest, digest.hex().encode())
    }
    wanted = list(hashes)
    return len(
        {
            hashes[wanted[which]]
            for content in files.values()
            for _place, which in find(wanted, content)
        }
    )


def recognised_by_order(
    tokens: Sequence[Token],
    keys: Iterable[bytes],
    kept: NDArray[np.float64],
    truth: Sequence[int],
    group_of: Sequence[int],
) -> int:
    """How many are joined to their voice by drawing their order again, with the best key.

    kept : (voices, statements) a number that stands with each answer, which may follow its place
    truth : of each token the voice that is its own
    """
    group_of_voice = np.empty(len(truth), dtype=int)
    group_of_voice[np.array(truth)] = group_of
    elsewhere = np.array(group_of)[:, None] != group_of_voice[None, :]
    best = 0
    for key in keys:
        place = np.array([places(token, key, kept.shape[1]) for token in tokens])
        apart = np.abs(place[:, None, :] - kept[None, :, :]).sum(axis=2)
        apart[elsewhere] = np.inf
        best = max(best, int((apart.argmin(axis=1) == np.array(truth)).sum()))
    return best


def places(token: Token, key: bytes, statements: int) -> list[int]:
    """The how manieth each statement was for this token, if this was the key of its round."""
    unseen = list(range(statements))
    places = [0] * statements
    for place in range(1, statements + 1):
        drawn = unseen.pop(int(token.luck(key, place, len(unseen)) * len(unseen)))
        places[drawn] = place
    return places
