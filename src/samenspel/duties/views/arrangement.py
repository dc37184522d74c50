"""What the arrangement must say, and where it does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.duties import actions
from samenspel.duties.actions.permission import WRITE
from samenspel.duties.forms import ItemForm
from samenspel.duties.pictures import ItemShown, items_shown
from samenspel.duties.queries import found_in_arrangement
from samenspel.duties.views.found import error_code, plan_or_404


@require_safe
@in_cooperation
def arrangement(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    plan = plan_or_404(cooperation)
    items = items_shown(cooperation, plan, timezone.localdate())
    return render(
        request,
        "duties/arrangement.html",
        {
            "cooperation": cooperation,
            "plan": plan,
            "must": [each for each in items if not each.item.is_possible],
            "possible": [each for each in items if each.item.is_possible],
            "open": sum(not each.is_settled for each in items if not each.item.is_possible),
            "may_write": person_of(request).has_perm(WRITE, cooperation),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def item(request: HttpRequest, cooperation: Cooperation, key: str) -> HttpResponse:
    must(request, WRITE, cooperation)
    shown = _item_or_404(cooperation, key)
    mark = actions.mark_of_item(shown.found)
    form = ItemForm(request.POST or None, instance=shown.found, initial={"seen": mark})
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_item(
                person=person_of(request), cooperation=cooperation, key=key, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error_code(error) == "changed-meanwhile":
                now = found_in_arrangement(cooperation).get(key)
                form.show_as_seen(mark)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect(f"{reverse('duties:arrangement', args=[cooperation.slug])}#{key}")
    return render(
        request,
        "duties/item.html",
        {"cooperation": cooperation, "shown": shown, "form": form, "now": now},
        status=400 if form.errors else 200,
    )


def _item_or_404(cooperation: Cooperation, key: str) -> ItemShown:
    plan = plan_or_404(cooperation)
    for each in items_shown(cooperation, plan, timezone.localdate()):
        if each.key == key:
            return each
    raise Http404
