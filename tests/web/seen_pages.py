"""Every address as everybody sees it, asked for once for all tests that look at it."""

from typing import Any

import pytest

from tests.web.url_table import ROWS, Cast, Row

Response = Any  # the test client has a class of its own, which its types keep private
Responses = list[tuple[Row, int, Response]]


@pytest.fixture(scope="session")
def seen_once() -> Responses:
    return []


@pytest.fixture
def responses(seen_once: Responses, request: pytest.FixtureRequest) -> Responses:
    """Of every address, for each column of the table."""
    if not seen_once:
        cast: Cast = request.getfixturevalue("cast")
        seen_once += [
            (row, column, client.get(row.address(cast)))
            for column, client in enumerate(cast.browsers())
            for row in ROWS
        ]
    return seen_once
