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


STATEMENT = "{% include 'pages/components/statement_text.html' with text=text href=href %}"


def test_a_short_statement_is_shown_whole_and_in_its_own_direction() -> None:
    text = rendered(STATEMENT, text="<script>شكرا</script>", href=None).strip()

    assert text == ('<p class="statement__text" dir="auto">&lt;script&gt;شكرا&lt;/script&gt;</p>')


def test_a_long_statement_is_whole_in_the_page_and_can_be_unfolded() -> None:
    text = rendered(STATEMENT, text="woord " * 900, href="/stelling/1")

    assert "woord " * 900 in text
    assert '<a href="/stelling/1">' in text
    assert "<summary>" in text
