"""The benchmark from the database loads the votes that it made."""

from pathlib import Path

import numpy as np
import psycopg
import pytest

from samenspel.web import database_roles
from tests.benchmarks import from_database
from tests.benchmarks.made_votes import Size, made_votes
from tests.database_rights import url_of_tests

SIZE = Size(people=300, statements=20, votes_a_person=7)


@pytest.mark.django_db(transaction=True)
def test_what_is_loaded_is_what_was_made(database_secrets: Path) -> None:
    made = made_votes(SIZE)
    with psycopg.connect(url_of_tests()) as owner:
        from_database.write(owner, made)
    roles = database_roles.addresses(url_of_tests(), database_secrets)
    assert roles is not None
    try:
        [part] = from_database.load(roles.worker, SIZE.statements)
    finally:
        with psycopg.connect(url_of_tests()) as owner:
            owner.execute("SELECT urn.destroy_voices(%s)", [from_database.ROUND])

    np.testing.assert_array_equal(part.group_of, made.group)
    np.testing.assert_array_equal(part.votes.voter, made.voter)
    np.testing.assert_array_equal(part.votes.statement, made.statement)
    np.testing.assert_array_equal(part.votes.value, made.value)
