"""What stands in the repository beside the code: its words agree with it and with each other."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel import __version__
from samenspel.web import environment
from tests.conftest import ROOT

# Put together, so that this file does not hold what it looks for.
REGISTRIES = re.compile("|".join(("registry" + r"\.npmjs", "pypi" + r"\.org", "python" + "hosted")))
LOCAL_PATH = re.compile(r"(?<![\w.}*-])/(?:work|root|tmp)/[\w.]")
ISSUE_NUMBER = re.compile(
    r"\b(?:issue|ticket|pull request)s? ?#?\d+|(?<=[\s(])#\d{1,4}\b", re.IGNORECASE
)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")


def lines_of_tracked_files() -> Iterator[tuple[str, str]]:
    """(place, line) of every text that is tracked."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a checkout of git: what is tracked is unknown")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.is_symlink() or not path.is_file():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:  # a picture, a font
            continue
        for number, line in enumerate(lines, start=1):
            yield f"{name}:{number}", line


def found(pattern: re.Pattern[str], *, in_suffixes: tuple[str, ...] = ("",)) -> list[str]:
    return [
        f"{place} {line.strip()[:120]}"
        for place, line in lines_of_tracked_files()
        if place.rpartition(":")[0].endswith(in_suffixes) and pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRIES) == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert found(LOCAL_PATH) == []


def test_no_file_names_a_number_of_an_issue() -> None:
    # In stylesheets and drawings a sharp with digits is a colour.
    texts = (".md", ".py", ".toml", ".yml", ".sh", ".po", "/samenspel", "/test", "/run")
    assert found(ISSUE_NUMBER, in_suffixes=texts) == []


@pytest.mark.parametrize(
    "line",
    ["see |work/main/x", '"|root/.cache"', "(|tmp/a)", "file://|tmp/a"],
)
def test_a_place_on_a_machine_would_be_found(line: str) -> None:
    assert LOCAL_PATH.search(line.replace("|", "/"))


@pytest.mark.parametrize("line", ["see |12", "(|3)", "Issue |4 says", "pull request |5"])
def test_a_number_of_an_issue_would_be_found(line: str) -> None:
    assert ISSUE_NUMBER.search(line.replace("|", "#"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    broken = []
    for target, anchor in LINK.findall(text):
        path = (document.parent / target).resolve() if target else document
        if not path.exists() or (anchor and anchor not in anchors_of(path)):
            broken.append(f"{target}#{anchor}" if anchor else target)
    assert broken == []


def anchors_of(document: Path) -> set[str]:
    """The headings as addresses within the page, as sites that show Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in headings}


def test_the_settings_are_documented_as_they_are() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == environment.as_markdown()


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$", changes, re.MULTILINE)
    assert newest
    told = (project["version"], newest[1], publiccode()["softwareVersion"])
    assert told == (__version__, __version__, __version__)


def test_decisions_are_numbered_without_a_gap() -> None:
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [name[:5] for name in records] == [f"{n:04}-" for n in range(1, len(records) + 1)]
    for number, name in enumerate(records, start=1):
        text = (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert headings[0].startswith(f"{number}. ")
        assert headings[1:] == ["Context", "Decision", "Consequences"]


def test_the_licence_is_the_whole_licence() -> None:
    words = (ROOT / "LICENSE").read_text(encoding="utf-8").split()
    assert words[:6] == ["EUROPEAN", "UNION", "PUBLIC", "LICENCE", "v.", "1.2"]
    assert len(words) == 2212


def publiccode() -> dict[str, str]:
    """The keys of publiccode.yml as dotted paths, with the value on their line.

    Reads what that file is made of: mappings by indentation, lists, quoted or plain scalars.
    Nothing that runs the tests brings a whole YAML parser.
    """
    keys: dict[str, str] = {}
    open_keys: list[tuple[int, str]] = []
    for line in (ROOT / "publiccode.yml").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"( *)(?:- )?([A-Za-z]+):(?: (.*))?", line)
        if match is None:
            continue
        depth = len(match[1])
        open_keys = [(outer, key) for outer, key in open_keys if outer < depth]
        open_keys.append((depth, match[2]))
        keys[".".join(key for _depth, key in open_keys)] = (match[3] or "").strip('"')
    return keys


def test_publiccode_has_what_its_standard_demands() -> None:
    keys = publiccode()
    demanded = {
        "publiccodeYmlVersion": "0.7",
        "name": "Samenspel",
        "platforms": "",
        "developmentStatus": "beta",
        "softwareType": "standalone/web",
        "legal.license": "EUPL-1.2",
        "maintenance.type": "community",
        "localisation.localisationReady": "true",
        "localisation.availableLanguages": "",
    }
    assert {key: keys.get(key) for key in demanded} == demanded
    for key in ("url", "maintenance.contacts.name"):
        assert keys[key]
    for language in ("nl", "en"):
        for part in ("shortDescription", "longDescription", "features"):
            assert f"description.{language}.{part}" in keys


def test_the_files_that_publiccode_names_are_there() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    named = re.findall(r"[\w./-]+\.(?:svg|png)", text)
    assert len(named) == 3
    assert [name for name in named if not (ROOT / name).is_file()] == []
