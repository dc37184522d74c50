"""The mailbox of the demo. Anywhere else it does not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samenspel.post import queries


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    return render(request, "post/mailbox.html", {"mails": queries.kept_mails()})


@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    _only_in_the_demo()
    found = queries.kept_mail(name)
    if found is None:
        raise Http404
    return render(request, "post/mail.html", {"mail": found})


def _only_in_the_demo() -> None:
    if queries.demo_folder() is None:
        raise Http404
