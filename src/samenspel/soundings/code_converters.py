"""What can stand in an address as a code or a key. Anything else is no page of ours."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """Crockford's digits in either case: as codes and keys are made."""

    regex = "[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{1,100}"


class TypedTokenConverter(StringConverter):
    """As somebody may type a link over: with an O for a nought, and dashes."""

    regex = "[0-9A-Za-z-]{1,100}"


def register() -> None:
    register_converter(CodeConverter, "code")
    register_converter(TypedTokenConverter, "token")
