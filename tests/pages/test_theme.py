"""Contrast as WCAG 2.2 defines it (1.4.3 and 1.4.11), for the theme in the repository."""

import re
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "frontend" / "theme.css"
COLOURS = dict(re.findall(r"--samenspel-([\w-]+):\s*(#[0-9a-f]{6});", THEME.read_text()))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def contrast(one: str, other: str) -> float:
    return ratio(COLOURS[one], COLOURS[other])


def test_the_formula_gives_the_known_extremes() -> None:
    assert ratio("#ffffff", "#000000") == pytest.approx(21)
    assert ratio("#17263a", "#17263a") == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(("ink", ground) for ground in COLOURS if ground.endswith("-soft")),
        ("ink", "paper"),
        ("ink", "paper-shade"),
        ("ink", "card"),
        ("ink", "focus"),
        ("muted", "paper"),
        ("muted", "card"),
        ("muted", "silence-soft"),
        ("agree", "paper"),
        ("agree", "card"),
        ("agree-ink", "card"),
        ("agree-ink", "agree-soft"),
        ("disagree-ink", "card"),
        ("disagree-ink", "paper"),
        ("disagree-ink", "disagree-soft"),
        ("card", "ink"),
        ("card", "ink-hover"),
        ("card", "agree"),
        ("card", "disagree-ink"),
    ],
)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        ("agree", "card"),
        ("agree", "paper"),
        ("disagree", "card"),
        ("disagree", "paper"),
        ("silence", "card"),
        ("silence", "paper"),
        ("control", "card"),
        ("control", "paper"),
        ("ink", "focus"),
    ],
)
def test_shapes_and_borders_can_be_seen(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= 3


def test_agree_and_disagree_differ_in_grey_too() -> None:
    assert contrast("agree", "disagree") >= 1.5
