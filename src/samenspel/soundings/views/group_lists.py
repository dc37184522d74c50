"""Who is in a group: addresses and letters. Seen by leaders only."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations.access import person_of
from samenspel.soundings import actions, queries
from samenspel.soundings.forms.inviting import AddressesForm, LettersForm
from samenspel.soundings.models import AskedGroup, Sounding
from samenspel.soundings.views.preparing_door import back, for_drafts, refusals_told
from samenspel.soundings.views.uploads import in_memory_only

ADDRESSES_ON_A_PAGE = 200


@require_safe
@for_drafts
def lists(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    return render(
        request,
        "soundings/preparing/lists.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "rows": queries.group_rows(sounding),
        },
    )


@in_memory_only
@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
def people(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    found = _group(sounding, group)
    form = AddressesForm(request.POST or None, request.FILES or None)
    doubles = None
    if request.method == "POST" and form.is_valid():
        doubles = _added(request, sounding, found, form)
    if doubles is None:
        return _page(request, sounding, found, form)
    if doubles:
        # Shown here and now: a message to the next page would lay addresses in a session.
        return _page(request, sounding, _group(sounding, group), AddressesForm(), doubles=doubles)
    return back(sounding, "people", group=group)


def _added(
    request: HttpRequest, sounding: Sounding, group: AskedGroup, form: AddressesForm
) -> list[str] | None:
    """The addresses that stood there already. None where nothing was added: the form says why."""
    try:
        new, there = actions.add_addresses(
            person=person_of(request), sounding=sounding, group_id=group.pk, found=form.found
        )
    except actions.ListError as error:
        form.show_problems(error.messages)
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(
        request,
        ngettext("%(n)d adres toegevoegd.", "%(n)d adressen toegevoegd.", new) % {"n": new},
    )
    return [*form.found.doubles, *there]


@require_POST
@for_drafts
def letters(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    found = _group(sounding, group)
    form = LettersForm(request.POST)
    if form.is_valid() and _set_letters(request, sounding, found, form):
        return back(sounding, "people", group=group)
    return _page(request, sounding, found, AddressesForm(), letters=form)


def _set_letters(
    request: HttpRequest, sounding: Sounding, group: AskedGroup, form: LettersForm
) -> bool:
    try:
        actions.set_letters(
            person=person_of(request), sounding=sounding, group_id=group.pk, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error("letters", error)
        return False
    return True


@require_POST
@for_drafts
def remove(request: HttpRequest, sounding: Sounding, group: int, invitation: UUID) -> HttpResponse:
    with refusals_told(request):
        actions.remove_address(
            person=person_of(request),
            sounding=sounding,
            group_id=group,
            invitation_id=invitation,
        )
    return back(sounding, "people", group=group)


@require_POST
@for_drafts
def clear(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    with refusals_told(request):
        actions.clear_list(person=person_of(request), sounding=sounding, group_id=group)
    return back(sounding, "people", group=group)


@require_POST
@for_drafts
def confirm(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    with refusals_told(request):
        actions.confirm_list(
            person=person_of(request),
            sounding=sounding,
            group_id=group,
            seen=request.POST.get("seen", ""),
        )
        messages.success(request, _("Bevestigd."))
    return back(sounding, "people", group=group)


def _page(
    request: HttpRequest,
    sounding: Sounding,
    group: AskedGroup,
    form: AddressesForm,
    *,
    letters: LettersForm | None = None,
    doubles: list[str] | None = None,
) -> HttpResponse:
    person = person_of(request)
    party = queries.party_of(person, sounding)
    letters = letters or LettersForm(initial={"letters": group.letters})
    addresses = queries.addresses_of(group)
    return render(
        request,
        "soundings/preparing/people.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "group": group,
            "form": form,
            "letters": letters,
            "page": Paginator(addresses, ADDRESSES_ON_A_PAGE).get_page(request.GET.get("pagina")),
            "invited": addresses.count() + group.letters,
            "doubles": doubles,
            "makers": queries.makers_of(group),
            "party": party,
            "is_mine": actions.made_list(group, person, party),
            "all_made": queries.made_by_all(group),
            "seen": actions.mark_of_list(group),
        },
        status=400 if form.errors or letters.errors else 200,
    )


def _group(sounding: Sounding, number: int) -> AskedGroup:
    groups = AskedGroup.objects.filter(sounding=sounding, open_code=None)
    found = groups.select_related("confirmed_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
