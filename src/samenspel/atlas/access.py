"""The door of every page of the atlas."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.atlas.models.known_years import EARLIEST
from samenspel.atlas.rules import reads

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, date, P], HttpResponseBase]


def on_a_day(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Hand the view the day that is asked for (`?op=2020-01-01`), or today."""

    @wraps(view)
    def inside(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not reads(request.user):
            return redirect_to_login(request.get_full_path())
        return view(request, _day_asked(request), *args, **kwargs)

    return inside


def _day_asked(request: HttpRequest) -> date:
    today = timezone.localdate()
    asked = request.GET.get("op", "").strip()
    if not asked:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= date(today.year + 1, 12, 31):
        messages.warning(
            request,
            _(
                "Die datum kunnen wij niet gebruiken. U ziet vandaag. Kies een datum van "
                "%(first)s tot en met volgend jaar, bijvoorbeeld 2020-01-01."
            )
            % {"first": EARLIEST.year},
        )
        return today
    return day
