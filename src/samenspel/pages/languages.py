"""Texts that are data, in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import get_language


def in_language(texts: Mapping[str, str]) -> str:
    """In Dutch where there is none in the language of the page."""
    return texts.get((get_language() or "nl").partition("-")[0], texts["nl"])
