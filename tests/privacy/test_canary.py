"""A token lives in the mail, on the letter and in the browser of who got it, and nowhere else."""

import base64

import psycopg
import pytest

from samenspel.soundings.tokens import Token
from tests.privacy.story import Story, copied
from tests.privacy.traces import find

pytestmark = pytest.mark.processes


def where(tokens: list[Token], codes: list[str], files: dict[str, bytes]) -> set[str]:
    """The files in which a token or the code of a letter stands, however it is written."""
    keys = [
        written.encode()
        for code in codes
        for written in (code, code.replace("-", ""), code.lower(), code.replace("-", "").lower())
    ]
    keys += [
        written
        for token in tokens
        for written in (
            str(token).encode(),
            str(token).upper().encode(),
            token.secret,
            token.secret.hex().encode(),
            base64.b64encode(token.secret).rstrip(b"="),
            base64.urlsafe_b64encode(token.secret).rstrip(b"="),
        )
    ]
    return {name for name, content in files.items() if find(keys, content)}


@pytest.mark.parametrize("moment", ["invited", "open", "closed"])
def test_no_token_and_no_code_stands_anywhere_on_the_host(story: Story, moment: str) -> None:
    """Not after the mailing and printing, not after the answers, not after the closing."""
    files = story.invited if moment == "invited" else getattr(story, moment).files

    assert where(story.tokens + story.letter_tokens(), story.letters, files) == set()
    # All of it was looked at.
    assert {"dump", "write-ahead log", "said.log", "data/logs/postgresql.log"} <= files.keys()
    assert [name for name in files if name.startswith("data/postgresql/base/")]
    if moment == "closed":
        assert [name for name in files if name.startswith("temporary/")] == []


def test_control_a_token_that_is_written_somewhere_is_found(story: Story) -> None:
    with psycopg.connect(story.installation.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.canary (token text)")
        connection.execute("INSERT INTO public.canary VALUES (%s)", [str(story.tokens[7])])
    (story.installation.temporary / "letter.txt").write_text(f"code {story.letters[0]}")
    try:
        files = copied(story, flushed=True)
    finally:
        with psycopg.connect(story.installation.superuser_url, autocommit=True) as connection:
            connection.execute("DROP TABLE public.canary")
        (story.installation.temporary / "letter.txt").unlink()

    found = where(story.tokens, story.letters, files)
    assert {"dump", "write-ahead log", "temporary/letter.txt"} <= found
    assert [name for name in found if name.startswith("data/postgresql/base/")]


def test_no_job_knows_an_address_or_a_token(story: Story) -> None:
    jobs = story.installation.ask("SELECT task_name, args::text FROM procrastinate_jobs")

    assert jobs
    addresses = [person.email for person in story.people]
    assert [job for job in jobs for address in addresses if address in job[1]] == []


def test_what_the_browser_tells_of_itself_is_kept_nowhere(story: Story) -> None:
    """Neither the device nor the address: no log, no table."""
    for files in (story.open.files, story.closed.files):
        assert [name for name, held in files.items() if b"canary-agent-7319" in held] == []
