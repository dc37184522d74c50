"""How often something may be done from one place, without keeping where anybody was.

Counted in the memory of one process, under a hash of the network address whose key is thrown away
after a day. With several processes each of them counts for itself.
"""

import hmac
import ipaddress
import math
import secrets
import threading
import time
from collections import deque
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

_DAY = 24 * 60 * 60
# Of IPv6 one subscriber has a whole network.
_IPV6_NETWORK = 64
_MOST_PLACES = 50_000


class RateLimit:
    def __init__(self, most: int, *, seconds: int) -> None:
        self._most = most
        self._seconds = seconds
        self._lock = threading.Lock()
        self._forget(time.monotonic())

    def seconds_to_wait(
        self, request: HttpRequest, *, counts: bool = True, now: float | None = None
    ) -> int:
        """0, and counted, where it may be done now; else how long to wait.

        counts : False only looks
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            if now - self._key_made >= _DAY or len(self._times) >= _MOST_PLACES:
                self._forget(now)
            place = hmac.digest(self._key, _network_of(request).encode(), sha256)
            times = self._times.get(place, deque())
            while times and now - times[0] >= self._seconds:
                times.popleft()
            if len(times) < self._most:
                if counts:
                    times.append(now)
                    self._times[place] = times
                return 0
            return math.ceil(self._seconds - (now - times[0]))

    def forget(self) -> None:
        with self._lock:
            self._forget(time.monotonic())

    def _forget(self, now: float) -> None:
        self._key = secrets.token_bytes(32)
        self._key_made = now
        self._times: dict[bytes, deque[float]] = {}


# A whole town hall can have one address. What one person can do is bounded by the invitation.
typed_codes = RateLimit(60, seconds=10 * 60)
"""counts those that were wrong"""
open_links = RateLimit(300, seconds=60 * 60)
lost_links = RateLimit(60, seconds=60 * 60)
added_statements = RateLimit(200, seconds=60 * 60)


def forget_everybody() -> None:
    for limit in (typed_codes, open_links, lost_links, added_statements):
        limit.forget()


def _network_of(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # What the proxy wrote; what stands before it came with the request and can be anything.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
        found = found.ipv4_mapped
    return str(found)
