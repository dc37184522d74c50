from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.web.seen_pages import Response, Responses
from tests.web.url_table import POSTS, ROWS, Cast, Cell, Row

Table = dict[str, tuple[Cell, ...]]
# The answer routes look in the database by a connection of their own.
pytestmark = pytest.mark.django_db(databases=["default", "answers"])


def test_every_address_has_one_row() -> None:
    assert sorted(row.name for row in ROWS) == sorted(_names(get_resolver()))


def test_everybody_gets_what_the_table_says(responses: Responses) -> None:
    observed: Table = {}
    for row, _column, response in responses:
        observed[row.name] = (*observed.get(row.name, ()), _cell(response))
    assert observed == _expected(ROWS)


def test_everybody_who_posts_gets_what_the_table_says(cast: Cast) -> None:
    observed = {}
    for row in POSTS:
        *others, leader, stranger = cast.browsers()
        # The leader last: who may, changes what the others were asking for.
        *said, by_stranger, by_leader = [
            _cell(client.post(row.address(cast))) for client in (*others, stranger, leader)
        ]
        observed[row.name] = (*said, by_leader, by_stranger)
    assert observed == _expected(POSTS)


def test_sign_up_and_other_flows_that_are_not_ours_do_not_exist(client: Client, db: None) -> None:
    gone = ("signup", "aanmelden", "email", "3rdparty", "login/code", "social")
    assert {client.get(f"/account/{address}/").status_code for address in gone} == {404}


def _expected(rows: tuple[Row, ...]) -> Table:
    return {row.name: row.cells for row in rows}


def _cell(response: Response) -> Cell:
    if response.status_code != 302:
        return int(response.status_code)
    return resolve(urlsplit(response["Location"]).path).view_name


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name, so it cannot have a row"
            yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern, inner)
