import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(("language", "text"), [("nl", "18.400 412"), ("en", "18,400 412")])
def test_thousands_are_separated_as_the_reader_does(language: str, text: str) -> None:
    with translation.override(language):
        assert rendered("{{ 18400|thousands }} {{ 412|thousands }}") == text


@pytest.mark.parametrize(
    ("level", "kind"),
    [("success", "ok"), ("error", "error"), ("warning", "warning"), ("info", "info"), ("", "info")],
)
def test_a_message_gets_the_look_of_its_level(level: str, kind: str) -> None:
    assert rendered("{{ level|alert_kind }}", level=level) == kind


def test_the_section_is_the_app_of_the_page() -> None:
    request = RequestFactory().get("/over/")
    before = rendered("{% current_section as s %}<{{ s }}>", request=request)
    request.resolver_match = resolve("/over/")
    after = rendered("{% current_section as s %}<{{ s }}>", request=request)

    assert (before, after) == ("<>", "<pages>")
    assert rendered("{% current_section as s %}<{{ s }}>") == "<>"
