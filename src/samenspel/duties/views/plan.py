"""The form that is looked at, and the days that everything is counted from."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation, Form
from samenspel.duties import actions
from samenspel.duties.actions.permission import PLAN
from samenspel.duties.forms import FormChoice, PlanForm
from samenspel.duties.models import Plan
from samenspel.duties.pictures import plan_rows
from samenspel.duties.queries import plan_of
from samenspel.duties.views.found import error_code


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def plan(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, PLAN, cooperation)
    there = plan_of(cooperation)
    mark = actions.mark_of_plan(there)
    chosen = _chosen(request, cooperation, there)
    form = None
    now: list[tuple[str, str]] = []
    if chosen:
        form = PlanForm(request.POST or None, instance=there, initial={"seen": mark}, chosen=chosen)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.make_plan(
                person=person_of(request), cooperation=cooperation, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error_code(error) == "changed-meanwhile":
                now = _now(cooperation, form)
                form.show_as_seen(mark)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("duties:calendar", cooperation.slug)
    return render(
        request,
        "duties/plan.html",
        {
            "cooperation": cooperation,
            "choice": FormChoice(initial={"vorm": chosen}),
            "chosen": Form(chosen).label if chosen else "",
            "form": form,
            "is_new": there is None,
            "now": now,
        },
        status=400 if form is not None and form.errors else 200,
    )


def _now(cooperation: Cooperation, form: PlanForm) -> list[tuple[str, str]]:
    newest = plan_of(cooperation)
    shown = [name for name in form.fields if name != "seen"]
    return plan_rows(newest, shown) if newest else []


def _chosen(request: HttpRequest, cooperation: Cooperation, there: Plan | None) -> str:
    """The form that was chosen here, that of the plan, or that of the cooperation."""
    asked = request.POST.get("form") or request.GET.get("vorm") or ""
    if asked in Form.values:
        return asked
    return there.form if there else cooperation.form
