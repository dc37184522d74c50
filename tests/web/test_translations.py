"""The English of everything on screen: complete, fit to be filled in, and what readers get."""

import gettext
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

import samenspel
from tests.web.url_table import ROWS, Cast

PACKAGE = Path(samenspel.__file__).parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
EXTENSIONS = ["html", "svg", "py", "txt"]
# Run it, fill in what is empty, and take the dates out of the header again.
UPDATE = (
    "cd src/samenspel && django-admin makemessages -l en --no-location --no-obsolete -e "
    + ",".join(EXTENSIONS)
)
# Words that both languages have, and what is nothing but what is filled in.
SAME_IN_BOTH = {
    "%(mean)s (%(interval)s)",
    "%(name)s (open link)",
    "%(role)s, open link",
    "%(share)s %(word)s",
    "Atlas",
    "Code",
    "Moderator",
    "Open",
    "Open data",
    "Open link",
    "Passkey %(number)s",
    "Passkeys",
    "Poster",
    "Register",
    "Tip:",
    "Website",
    "in %(province)s",
    "in %(year)s",
    "moderator",
    "open",
    "open link",
    "partners",
    "“%(reason)s” (%(who)s)",
}
# The name of a group that somebody gave in a file of groups: that stays as it was given.
GIVEN_NAMES = {"Medewerkers"}


@dataclass(frozen=True)
class Sentence:
    """A text in both languages, or one of the two forms of a text with a number."""

    dutch: str
    english: str


def catalogue_at(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django", abort_invalid=True)


def messages_in(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def sentences_in(catalogue: Catalog) -> list[Sentence]:
    return [
        Sentence(dutch, english)
        for message in messages_in(catalogue)
        for dutch, english in zip(forms(message.id), forms(message.string), strict=True)
    ]


def to_be_filled_in(text: str) -> list[str]:
    """Placeholders, percent signs and HTML tags."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|%[a-z%]|</?\w+", text))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return catalogue_at(CATALOGUE)


@pytest.fixture
def extracted(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """What the code says on screen now, without what the catalogue makes of it."""
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext to collect the texts with: apt-get install gettext")
    copy = tmp_path / "samenspel"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "static", "__pycache__"))
    (copy / "locale").mkdir()
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=["en"], extensions=EXTENSIONS, verbosity=0)
    return catalogue_at(copy / "locale" / "en" / "LC_MESSAGES" / "django.po")


@pytest.fixture
def english(tmp_path: Path, settings: Settings, catalogue: Catalog) -> Iterator[None]:
    """The catalogue as it is now, also where nothing compiled it yet."""
    compiled = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    yield
    # So that no later test finds this folder, which is gone by then.
    settings.LOCALE_PATHS = [PACKAGE / "locale"]


def test_every_text_is_in_the_catalogue_and_no_text_that_is_gone(
    catalogue: Catalog, extracted: Catalog
) -> None:
    said = {message.id for message in messages_in(extracted)}
    known = {message.id for message in messages_in(catalogue)}
    assert (said - known, known - said, len(catalogue.obsolete)) == (set(), set(), 0), UPDATE


def test_every_text_has_an_english_one_that_somebody_looked_at(catalogue: Catalog) -> None:
    missing = [message.id for message in messages_in(catalogue) if not all(forms(message.string))]
    guessed = [message.id for message in messages_in(catalogue) if message.fuzzy]
    assert (missing, guessed) == ([], [])


def test_the_same_is_filled_in_in_both_languages(catalogue: Catalog) -> None:
    different = [
        sentence
        for sentence in sentences_in(catalogue)
        if to_be_filled_in(sentence.dutch) != to_be_filled_in(sentence.english)
    ]
    refused = [(message.id, errors) for message, errors in catalogue.check()]
    assert (different, refused) == ([], [])


def test_sentences_begin_and_end_alike(catalogue: Catalog) -> None:
    """What is put behind or between other words must fit there in English too."""

    def ends(text: str) -> tuple[bool, bool, str]:
        last = text.strip()[-1:]
        return text[:1].isspace(), text[-1:].isspace(), last if last in ".:?!" else ""

    unlike = [
        sentence
        for sentence in sentences_in(catalogue)
        if ends(sentence.dutch) != ends(sentence.english)
    ]
    assert unlike == []


def test_only_words_that_both_languages_have_are_the_same(catalogue: Catalog) -> None:
    same = {
        sentence.dutch for sentence in sentences_in(catalogue) if sentence.dutch == sentence.english
    }
    assert same == SAME_IN_BOTH


def test_the_header_is_english_and_holds_nothing_that_changes_with_every_run(
    catalogue: Catalog,
) -> None:
    header = CATALOGUE.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert "-Date" not in header
    assert '"Language: en\\n"' in header
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in header
    assert (catalogue.num_plurals, catalogue.plural_expr) == (2, "(n != 1)")


def test_the_catalogue_compiles(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    words = gettext.GNUTranslations(compiled)
    one, several = "%(n)s stelling", "%(n)s stellingen"
    assert words.gettext("Inloggen") == "Sign in"
    assert [words.ngettext(one, several, n) % {"n": n} for n in (0, 1, 2)] == [
        "0 statements",
        "1 statement",
        "2 statements",
    ]


class Words(HTMLParser):
    """Collects what is read or read aloud, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.language = ""
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent = tag in ("script", "style")
        if tag == "html":
            self.language = given.get("lang") or ""
        self.found += [
            given[name] or "" for name in ("aria-label", "alt", "title") if name in given
        ]

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(" ".join(data.split()))


def words_of(page: bytes) -> Words:
    words = Words()
    words.feed(page.decode())
    return words


def dutch_left(page: bytes, catalogue: Catalog) -> set[str]:
    dutch = {s.dutch for s in sentences_in(catalogue) if s.dutch != s.english}
    english = {s.english for s in sentences_in(catalogue)}
    return set(words_of(page).found) & (dutch - english) - GIVEN_NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/over/", "/account/inloggen/", "/bestaat-niet"])
def test_who_asks_for_english_gets_no_dutch(
    english: None, catalogue: Catalog, address: str
) -> None:
    in_dutch = Client().get(address).content
    in_english = Client(headers={"Accept-Language": "en"}).get(address).content
    assert (words_of(in_dutch).language, words_of(in_english).language) == ("nl", "en")
    assert dutch_left(in_dutch, catalogue)
    assert dutch_left(in_english, catalogue) == set()


@pytest.mark.django_db
def test_what_is_not_translated_is_a_name(english: None) -> None:
    pages = [
        {word for word in words_of(client.get(address).content).found if word}
        for client in (Client(), Client(headers={"Accept-Language": "en"}))
        for address in ("/", "/over/")
    ]
    version = samenspel.__version__
    same = (pages[0] | pages[1]) & (pages[2] | pages[3])
    assert same == {"Samenspel", f"Samenspel {version}", "Nederlands", "English"}


@pytest.mark.django_db
def test_the_chosen_language_stays(english: None) -> None:
    client = Client()
    client.post("/taal/setlang/", {"language": "en", "next": "/"})
    assert "Is the purpose shared?" in words_of(client.get("/").content).found


def test_a_leader_finds_every_page_in_english(
    english: None, catalogue: Catalog, cast: Cast
) -> None:
    left: dict[str, set[str]] = {}
    seen = 0
    browser = cast.browsers()[2]
    for row in (row for row in ROWS if row.leader == 200):
        response = browser.get(row.address(cast), headers={"Accept-Language": "en"})
        if response.headers["Content-Type"].startswith(("text/html", "image/svg")):
            seen += 1
            if found := dutch_left(response.content, catalogue):
                left[row.name] = found
    assert left == {}
    assert seen > 10
