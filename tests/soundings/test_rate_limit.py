"""How often something may be done from one place, and that nobody's place is kept."""

from typing import Any

import pytest
from django.test import RequestFactory

from samenspel.soundings.rate_limit import RateLimit

NOW = 1000.0


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> RateLimit:
    monkeypatch.setattr("time.monotonic", lambda: NOW)
    return RateLimit(2, seconds=60)


def wait(limit: RateLimit, after: float = 0, address: str = "192.0.2.1", **headers: str) -> int:
    request = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
    return limit.seconds_to_wait(request, now=NOW + after)


def test_so_often_in_so_long(limit: RateLimit) -> None:
    waits = [wait(limit, after) for after in (0, 10, 20, 59, 60, 61, 71)]
    assert waits == [0, 0, 40, 1, 0, 9, 0]


def test_looking_does_not_count(limit: RateLimit) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")

    def look() -> list[int]:
        return [limit.seconds_to_wait(request, counts=False, now=NOW) for _time in range(3)]

    assert look() == [0, 0, 0]
    assert limit._times == {}
    assert [wait(limit), wait(limit)] == [0, 0]
    assert look() == [60, 60, 60]


def test_each_place_counts_for_itself(limit: RateLimit) -> None:
    addresses = ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1", "::ffff:192.0.2.3")
    assert [wait(limit, address=address) for address in addresses * 2] == [0] * 10
    assert wait(limit, address="192.0.2.3") == 60


def test_of_ipv6_a_whole_network_is_one_place(limit: RateLimit) -> None:
    addresses = ("2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3")
    assert [wait(limit, address=address) for address in addresses] == [0, 0, 60]


def test_what_is_no_address_is_one_place(limit: RateLimit) -> None:
    assert [wait(limit, address=address) for address in ("", "unix:", "x")] == [0, 0, 60]


@pytest.mark.parametrize(("behind_proxy", "expected"), [(True, [0, 0, 0]), (False, [0, 0, 60])])
def test_behind_a_proxy_what_the_proxy_wrote_counts(
    limit: RateLimit, settings: Any, behind_proxy: bool, expected: list[int]
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    others = ("198.51.100.1", "198.51.100.2", "198.51.100.3")
    assert [wait(limit, x_forwarded_for=f"192.0.2.9, {other}") for other in others] == expected


def test_what_the_browser_says_of_itself_does_not_count(limit: RateLimit, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    said = [f"192.0.2.{number}, 198.51.100.1" for number in range(3)]
    assert [wait(limit, x_forwarded_for=one) for one in said] == [0, 0, 60]


def test_after_a_day_nobody_is_known_any_more(limit: RateLimit) -> None:
    key = limit._key
    wait(limit)
    wait(limit)
    assert wait(limit, 86_399) == 0
    assert limit._key == key
    wait(limit, 86_400)
    assert limit._key != key
    assert len(limit._times) == 1


def test_no_address_is_in_its_memory(limit: RateLimit) -> None:
    wait(limit, address="192.0.2.77")
    assert b"192.0.2.77" not in b"".join(limit._times)
    assert all(len(place) == 32 for place in limit._times)
