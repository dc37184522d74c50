"""Links in mail: they must work from anywhere, so they hold the address of this installation."""

from django.conf import settings


def link(path: str) -> str:
    """The whole address of a page. Never from the request: its host is what a sender typed."""
    return f"{settings.ADDRESS.rstrip('/')}{path}"
