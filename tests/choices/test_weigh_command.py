"""`samenspel weigh`: what it reads, tells and refuses."""

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "weighing-antidepressants.json"
SMALL: dict[str, Any] = {
    "format": 1,
    "options": ["Zelf doen", "Samen", "Alleen ICT"],
    "criteria": [
        {"name": "Dichtbij", "direction": "up", "scale": [0, 10]},
        {"name": "Kosten", "direction": "down", "scale": [0, 10]},
    ],
    "cells": {
        "Zelf doen": {"Dichtbij": 10, "Kosten": 10},
        "Samen": {"Dichtbij": 0, "Kosten": 0},
        "Alleen ICT": {"Dichtbij": 6, "Kosten": 4},
    },
    "groups": {"Inwoners": 300, "Medewerkers": 100},
    "voices": [
        {"group": "Inwoners", "order": ["Dichtbij", "Kosten"]},
        {"group": "Inwoners", "order": ["Dichtbij"]},
        {"group": "Medewerkers", "order": ["Kosten", "Dichtbij"]},
        {"group": "Medewerkers", "order": [["Kosten", "Dichtbij"]]},
        {"group": "Medewerkers"},
    ],
}


def run(path: Path, *more: object) -> str:
    out = io.StringIO()
    call_command("weigh", str(path), *map(str, more), stdout=out)
    return out.getvalue()


def written(folder: Path, data: object) -> Path:
    path = folder / "afweging.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def result_of(path: Path, *more: object) -> dict[str, Any]:
    run(path, "--json", path.parent / "uit.json", *more)
    found: dict[str, Any] = json.loads((path.parent / "uit.json").read_text(encoding="utf-8"))
    return found


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(SMALL)
    change(data)
    return data


def test_the_example_of_the_docs_gives_the_published_figures(tmp_path: Path) -> None:
    path = tmp_path / "voorbeeld.json"
    path.write_bytes(EXAMPLE.read_bytes())
    found = {option["name"]: option for option in result_of(path, "--seed", 3)["options"]}
    ranks = {name: option["rank_acceptability"] for name, option in found.items()}
    assert ranks == {
        "Fluoxetine": pytest.approx([0.20, 0.28, 0.30, 0.22], abs=0.02),
        "Paroxetine": pytest.approx([0.25, 0.29, 0.27, 0.19], abs=0.02),
        "Sertraline": pytest.approx([0.17, 0.25, 0.29, 0.30], abs=0.02),
        "Venlafaxine": pytest.approx([0.39, 0.18, 0.15, 0.29], abs=0.02),
    }
    confidence = [option["confidence"] for option in found.values()]
    assert confidence == pytest.approx([0.48, 0.44, 0.34, 0.74], abs=0.03)


def test_groups_stand_apart_and_count_for_their_people_together(tmp_path: Path) -> None:
    found = result_of(written(tmp_path, SMALL))
    first = {
        group["name"]: [option["rank_acceptability"][0] for option in group["options"]]
        for group in found["groups"]
    }
    together = [option["rank_acceptability"][0] for option in found["options"]]
    # w of Dichtbij is above .5, and the middle is first up to .6; below .4 sharing is first.
    assert first["Inwoners"] == pytest.approx([0.8, 0.0, 0.2], abs=0.01)
    assert first["Medewerkers"] == pytest.approx([4 / 15, 8 / 15, 0.2], abs=0.01)
    assert together == pytest.approx(
        [0.75 * a + 0.25 * b for a, b in zip(*first.values(), strict=True)], abs=0.01
    )
    assert [(g["name"], g["voices"], g["people"]) for g in found["groups"]] == [
        ("Inwoners", 2, 300),
        ("Medewerkers", 3, 100),
    ]
    assert set(found) == {"format", "seed", "draws", "standard_error", "options", "groups"}
    assert set(found["options"][0]) == {
        "name",
        "rank_acceptability",
        "central_weights",
        "central_weights_error",
        "confidence",
        "pairwise",
    }
    assert found["groups"][0]["options"][1]["central_weights"] is None
    assert found["groups"][0]["options"][1]["confidence"] is None
    assert set(found["options"][0]["pairwise"]) == {"Samen", "Alleen ICT"}


def test_it_says_so_in_words(tmp_path: Path) -> None:
    one = changed(lambda data: data.update(voices=[{"order": ["Dichtbij"]}], groups={}))
    told = run(written(tmp_path, one)).splitlines()
    assert told[0] == "Onder de prioriteiten van iedereen die meedeed:"
    assert told[2] == "  · Samen: 0% op de eerste plaats, 100% op de laatste"
    assert told[1].endswith("; dan weegt “Dichtbij” het zwaarst")
    assert told[-1] == "Toeval van de berekening: hoogstens 0,7 procentpunt."
    assert len(told) == 5


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    assert result_of(path) == result_of(path)
    assert result_of(path) != result_of(path, "--seed", 1)


def test_what_nobody_knows_is_anything_on_the_scale(tmp_path: Path) -> None:
    def forget(data: dict[str, Any]) -> None:
        data["cells"]["Samen"] = {"Dichtbij": None, "Kosten": None}
        del data["voices"]

    options = result_of(written(tmp_path, changed(forget)))["options"]
    assert all(0.05 < option["rank_acceptability"][0] < 0.6 for option in options)
    known = result_of(written(tmp_path, changed(lambda data: data.pop("voices"))))["options"]
    assert known[1]["rank_acceptability"][0] > options[1]["rank_acceptability"][0]


def test_one_option_one_criterion_and_one_voice_are_weighed(tmp_path: Path) -> None:
    one = {
        "format": 1,
        "options": ["Samen"],
        "criteria": [{"name": "Dichtbij", "direction": "up", "scale": [0, 1]}],
        "cells": {"Samen": {"Dichtbij": None}},
        "voices": [{"order": ["Dichtbij"]}],
    }
    found = result_of(written(tmp_path, one))["options"]
    assert found[0]["rank_acceptability"] == [1]
    assert found[0]["confidence"] == 1


def _hull_of_equals(data: dict[str, Any]) -> None:
    data["criteria"][0]["scale"] = "hull"
    for row in data["cells"].values():
        row["Dichtbij"] = 4


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d.pop("format"), "format: zet hier 1"),
        (lambda d: d.update(options=[]), "ten minste één naam"),
        (lambda d: d.update(options=["a", "a"]), "“a” staat er twee keer in"),
        (lambda d: d.update(options=["a"] * 201), "meer dan 200"),
        (lambda d: d.update(criteria={}), "een lijst met ten minste één onderdeel"),
        (
            lambda d: d["criteria"][0].update(direction="omhoog"),
            "Dichtbij”, direction: zet hier “up”",
        ),
        (lambda d: d["criteria"][0].update(scale=[5, 5]), "eerst het lage uiteinde"),
        (lambda d: d["criteria"][0].pop("scale"), "zet hier twee getallen"),
        (lambda d: d["criteria"][0].update(name=""), "een naam tussen aanhalingstekens"),
        (lambda d: d["cells"]["Samen"].pop("Kosten"), "“Samen”, “Kosten”: deze cel ontbreekt"),
        (lambda d: d["cells"]["Samen"].update(Kosten="veel"), "hier hoort een getal"),
        (lambda d: d["cells"]["Samen"].update(Kosten=float("nan")), "te groot of geen getal"),
        (lambda d: d["cells"]["Samen"].update(Kosten=10**400), "te groot of geen getal"),
        (lambda d: d["cells"]["Samen"].update(Kosten={"mean": 1, "sd": -1}), "onder nul"),
        (
            lambda d: d["cells"]["Samen"].update(Kosten={"distribution": "beta"}),
            "normal, lognormal of uniform",
        ),
        (
            lambda d: d["cells"]["Samen"].update(
                Kosten={"distribution": "uniform", "low": 3, "high": 2}
            ),
            "“low” is hoger",
        ),
        (
            lambda d: d["cells"]["Samen"].update(
                Kosten={"distribution": "lognormal", "mean": 9999}
            ),
            "de logaritme",
        ),
        (_hull_of_equals, "alle opties zijn hier gelijk"),
        (lambda d: d["voices"][0].update(order=["Snel"]), r"voices\[0\], order: “Snel” is geen"),
        (lambda d: d["voices"][0].update(order=["Kosten", "Kosten"]), "twee keer"),
        (lambda d: d["voices"][0].update(order="Kosten"), "een lijst, belangrijkste eerst"),
        (lambda d: d["voices"][0].update(group=3), "een naam tussen aanhalingstekens"),
        (lambda d: d["groups"].update(Inwoners=1), "ten minste de 2 die meededen"),
        (lambda d: d.update(groups=[]), "hoeveel mensen"),
    ],
)
def test_what_is_no_weighing_is_refused_in_words(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        run(written(tmp_path, changed(change)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is geen JSON"),
        (b"[1]", "accolade"),
        (b"\xff\xfe{", "is geen JSON"),
        (b"[" * 9_999, "JSON"),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "afweging.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="niet te lezen"):
        run(tmp_path / "geen.json")
