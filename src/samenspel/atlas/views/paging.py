"""Long lists in pages."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

T = TypeVar("T")


def page_of(request: HttpRequest, rows: Sequence[T], *, each: int) -> Page[T]:
    """The page that the address asks for, or the nearest there is."""
    return Paginator(rows, each).get_page(request.GET.get("pagina"))
