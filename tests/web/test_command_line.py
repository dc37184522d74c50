from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from samenspel.web import command_line, django_start
from samenspel.web.command_line import main


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the command line would have done."""
    calls: list[tuple[object, ...]] = []

    @contextmanager
    def database_for(name: str, folder: Path) -> Iterator[str]:
        calls.append(("database", name, folder))
        yield "postgresql://samenspel@/samenspel"

    monkeypatch.setattr(command_line, "database_for", database_for)
    for name in ("settle", "start_django", "migrate", "separate_roles"):
        monkeypatch.setattr(django_start, name, lambda *_a, **_k: None)
    monkeypatch.setattr(command_line, "call_command", lambda *a: calls.append(a))
    monkeypatch.setattr(
        command_line,
        "serve",
        lambda path, port, with_example: calls.append(("serve", path, port, with_example)),
    )
    monkeypatch.setattr(
        command_line, "execute_from_command_line", lambda a: calls.append(("django", *a))
    )
    return calls


@pytest.mark.parametrize("where", ["before", "after", "joined"])
@pytest.mark.parametrize(("command", "example"), [("demo", True), ("serve", False)])
def test_the_folder_may_stand_before_and_after_the_command(
    called: list[tuple[object, ...]], tmp_path: Path, where: str, command: str, example: bool
) -> None:
    arguments = {
        "before": ["--data", str(tmp_path), command],
        "after": [command, "--data", str(tmp_path)],
        "joined": [command, f"--data={tmp_path}"],
    }[where]
    assert main([*arguments, "--port", "8123"]) == 0
    assert called == [("serve", tmp_path, 8123, example)]


def test_what_is_given_reaches_the_command_of_django(
    called: list[tuple[object, ...]], tmp_path: Path
) -> None:
    assert main(["analyse", "export", "--json", "out.json"]) == 0
    assert main(["analyse", "t.parquet", "--seed", "7", "--executor", "dask://hier:8786"]) == 0
    assert main(["import-polis", "export", "--leader", "a@b.nl", "--data", str(tmp_path)]) == 0
    assert main(["atlas-import", "register", "--data", str(tmp_path)]) == 0
    day = ["--date", "2026-05-16", "--allow-fewer"]
    assert main(["atlas-import", "regions", "r.csv", *day, "--data", str(tmp_path)]) == 0
    assert main(["manage", "--data", str(tmp_path), "migrate", "--plan"]) == 0
    assert called == [
        ("analyse", "export", "--json", "out.json"),
        ("analyse", "t.parquet", "--seed", "7", "--executor", "dask://hier:8786"),
        ("database", "import-polis", tmp_path),
        ("import_polis", "export", "--leader", "a@b.nl"),
        ("database", "atlas-import", tmp_path),
        ("atlas_import", "register"),
        ("database", "atlas-import", tmp_path),
        ("atlas_import", "regions", "r.csv", "--date", "2026-05-16", "--allow-fewer"),
        ("database", "manage", tmp_path),
        ("django", "samenspel manage", "migrate", "--plan"),
    ]


def test_what_may_be_expected_ends_in_a_sentence(
    called: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def refuse(*_arguments: str) -> None:
        raise CommandError("Daar staat geen export.")

    monkeypatch.setattr(command_line, "call_command", refuse)
    assert main(["analyse", "nowhere"]) == 1
    assert capsys.readouterr() == ("", "Daar staat geen export.\n")
    (tmp_path / "file").write_text("")
    assert main(["import-polis", "export", "--data", str(tmp_path / "file")]) == 1
    assert "is niet te gebruiken" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["serve", "--port", "70000"],
        ["demo", "x"],
        ["atlas-import"],
        ["atlas-import", "wegen", "wegen.csv"],
        ["atlas-import", "register", "export.xml", "--date", "16-5-2026"],
    ],
)
def test_a_command_that_is_not_understood_does_nothing(
    called: list[tuple[object, ...]], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert (ended.value.code, called) == (2, [])
