"""Filters and tags that every template may use without loading them."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import formats

import samenspel

register = template.Library()

_ALERTS = {"success": "ok", "warning": "warning", "error": "error"}


@register.filter
def thousands(number: int) -> str:
    """18400 as 18.400 or 18,400, as the reader's language has it."""
    return str(formats.number_format(number, decimal_pos=0, force_grouping=True))


@register.filter
def alert_kind(level_tag: str) -> str:
    """The design system's word for the level of a message."""
    return _ALERTS.get(level_tag, "info")


@register.simple_tag
def software_version() -> str:
    return samenspel.__version__


@register.simple_tag
def is_demo() -> bool:
    """Whether mail stays here, in a mailbox that everybody can open."""
    return settings.DEMO_MAIL_FOLDER is not None


@register.simple_tag
def is_atlas_public() -> bool:
    """Whether who is not signed in may read the atlas too."""
    return settings.ATLAS_PUBLIC


@register.simple_tag(takes_context=True)
def current_section(context: dict[str, Any]) -> str:
    """The app of the page that is shown; empty where no view was reached."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return match.app_name if match else ""
