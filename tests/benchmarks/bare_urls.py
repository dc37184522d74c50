"""A view that does the least a view can do to keep something: one INSERT, behind the same
middleware, in the same database, under the same role."""

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from samenspel.web.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

TABLE = "public.benchmark_bare"


def keep(request: HttpRequest) -> HttpResponse:
    with connections["answers"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (number, value) VALUES (%s, %s)",  # noqa: S608 - our own name
            [int(request.POST["nummer"]), request.POST["antwoord"]],
        )
    return HttpResponseRedirect("/v/bare/")


urlpatterns = [path("v/bare/", keep, name="bare"), *urlpatterns]
