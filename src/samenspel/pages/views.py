"""The pages that belong to no room: the front page, what this is, and what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("cooperations:list")
    return render(request, "pages/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


# The functions below are called by Django, by the names of their arguments: ARG001 is silenced
# where one of those is of no use to the reader.
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return render(request, "pages/csrf_failure.html", status=403)


# A bad request can be turned down before anybody's session is read, and after an error
# nothing can be relied on: these two pages use nothing of the request.
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(None, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return render(None, "500.html", status=500)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "413.html", status=413)
