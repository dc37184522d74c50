"""Links between the pages of an outcome, within the door that somebody came in by."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def outcome_url(context: dict[str, Any], name: str, number: int | None = None, **query: str) -> str:
    """The address of a page of this outcome, for who looks at it now."""
    more = {} if number is None else {"number": number}
    return str(context["door"].address(name, query, **more))
