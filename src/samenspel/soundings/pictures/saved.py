"""A picture as a file of its own, with what it is about above it."""

from typing import Protocol

from django.template.loader import render_to_string

from samenspel.pages.svg import wrap


class Drawable(Protocol):
    @property
    def width(self) -> int: ...

    @property
    def height(self) -> float: ...


def saved_drawing(template: str, picture: Drawable, title: str) -> str:
    lines = wrap(title, picture.width - 60, size=20)
    return render_to_string(
        "soundings/pictures/file.svg",
        {
            "picture": picture,
            "drawing": render_to_string(template, {"picture": picture}),
            "title": lines,
            "file_height": picture.height + 26 * len(lines) + 36,
        },
    )
