"""The two doors to an outcome: of the cooperation, and of everybody who was invited.

Behind both stand the same pages, made from the same frozen picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django_scopes import scope

from samenspel.cooperations.access import in_cooperation, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings.models import Sounding
from samenspel.soundings.views.found import sounding_by_key_or_404, sounding_or_404

P = ParamSpec("P")


@dataclass(frozen=True)
class Door:
    """How somebody came in, and so where the links on a page lead."""

    sounding: Sounding
    space: str
    arguments: Mapping[str, Any]
    is_of_members: bool
    may_see_report: bool = False
    may_moderate: bool = False
    may_talk: bool = False
    """may plan a conversation on what the round gives reason to talk about"""

    @property
    def cooperation(self) -> Cooperation:
        return self.sounding.cooperation

    @property
    def title(self) -> str:
        in_english = (get_language() or "").startswith("en")
        return (in_english and self.sounding.title_en) or self.sounding.title

    @property
    def base(self) -> str:
        """The template that a page stands in."""
        return "pages/base.html" if self.is_of_members else "soundings/for_everyone.html"

    @cached_property
    def follow_up(self) -> Any:
        """What was done with the outcome. A room above this one tells it, which `web` names."""
        return import_string(settings.FOLLOW_UP)(self.sounding)

    def address(self, name: str, query: Mapping[str, str], **more: Any) -> str:
        path = reverse(f"{self.space}:{name}", kwargs={**self.arguments, **more})
        return f"{path}?{urlencode(query)}" if query else path


Page = Callable[Concatenate[HttpRequest, Door, P], HttpResponse]


def for_members(page: Page[P]) -> Callable[..., HttpResponse]:
    """For who belongs to the cooperation, signed in."""

    @require_safe
    @in_cooperation
    def inside(
        request: HttpRequest,
        cooperation: Cooperation,
        /,
        sounding: UUID,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> HttpResponse:
        found = sounding_or_404(cooperation, sounding)
        door = Door(
            sounding=found,
            space="soundings",
            arguments={"cooperation": cooperation.slug, "sounding": found.pk},
            is_of_members=True,
            may_see_report=found.source == Sounding.Source.POLIS
            and person_of(request).has_perm("soundings.view_import_report", found),
            may_moderate=found.state == Sounding.State.OPEN
            and found.may_add
            and person_of(request).has_perm("soundings.moderate", found),
            may_talk=person_of(request).has_perm("dialogues.change_dialogues", cooperation),
        )
        return page(request, door, *args, **kwargs)

    return inside


def for_everyone(page: Page[P]) -> Callable[..., HttpResponse]:
    """For whoever has the address that was mailed to everybody who was invited."""

    @require_safe
    @wraps(page)
    def inside(request: HttpRequest, key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = sounding_by_key_or_404(key)
        door = Door(found, "outcome", {"key": key}, is_of_members=False)
        with scope(cooperation=found.cooperation):
            return page(request, door, *args, **kwargs)

    return inside
