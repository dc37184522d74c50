"""Numbers in drawings: always with a point, whatever the language of the page."""

from django import template

register = template.Library()


@register.filter
def coordinate(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@register.filter
def line_y(line: int) -> str:
    """The place of the n-th line of a title above a drawing."""
    return coordinate(16 + 26 * line)


@register.filter
def below_title(lines: int) -> str:
    """Where a drawing begins under a title of so many lines."""
    return coordinate(34 + 26 * lines)
