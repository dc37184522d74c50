import pytest
from django.core.exceptions import ValidationError

from samenspel.pages.visible import is_visible, validate_visible


@pytest.mark.parametrize("text", ["a", "1", "日本", "שלום", "👍", "–", " x ", "é", "\u200bA"])
def test_what_shows_something_is_a_name(text: str) -> None:
    assert is_visible(text)
    validate_visible(text)


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\u00ad\u2060", "\u3164", "\u2800 \u2800", "\u0301", "\u202e\u202c", "\u00a0"],
)
def test_what_shows_nothing_is_refused(text: str) -> None:
    assert not is_visible(text)
    with pytest.raises(ValidationError, match="alleen onzichtbare tekens"):
        validate_visible(text)


def test_what_is_empty_is_for_others_to_refuse() -> None:
    validate_visible("")
