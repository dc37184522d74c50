"""Who gets what at every address: one row each. An address without a row fails.

A cell is a status, or the name of the address somebody is sent on to.
"""
# ruff: noqa: E501 - a row of a table is read across

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from samenspel.cooperations.models import (
    Challenge,
    ColleagueInvitation,
    Cooperation,
    Group,
    Membership,
    Party,
)
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.duties.models import CouncilView, Plan
from samenspel.people.models import Person
from samenspel.soundings.models import AskedGroup, Item, Sounding
from tests.cast import signed_in


@dataclass(frozen=True)
class Cast:
    """Who and what the addresses are about."""

    anna: Person
    dina: Person
    lida: Person
    mo: Person
    cees: Person
    cooperation: Cooperation
    party: Party
    group: Group
    challenge: Challenge
    invitation: ColleagueInvitation
    invited_by: str
    """the token in the mail of the invitation"""
    membership: Membership
    """of somebody of no column: whoever posts may take it away"""
    sounding: Sounding
    draft: Sounding
    pulse: Sounding
    of_each_other: Sounding
    """closed, and about the other organisations"""
    rated: Sounding
    """closed, with rated questions, and a wave before it"""
    """a draft that asks questions of the item bank"""
    item: Item
    asked: AskedGroup
    link: AskedGroup
    """open to anybody"""
    dialogue: Dialogue
    agreement: Agreement
    plan: Plan
    council: CouncilView
    """in a round in which nothing was written down yet"""
    cue: str
    """what the closed round gives reason to talk about, by its key"""

    def browsers(self) -> tuple[Client, ...]:
        """A browser of each column of the table."""
        people = (None, self.dina, self.lida, self.mo, self.anna, self.cees)
        return tuple(signed_in(person) if person else Client() for person in people)


Cell = int | str
Arguments = Callable[[Cast], dict[str, Any]]

HOME = "pages:home"
TALKS = "dialogues:overview"
CALENDAR = "duties:calendar"
VIEWS = "duties:rounds"
LOGIN = "account_login"
CONFIRM = "account_reauthenticate"
ACCOUNT = "people:account"
GROUPS = "cooperations:groups"
PEOPLE = "cooperations:people"
CHALLENGES = "cooperations:challenges"
CHANGE = "cooperations:change"
STORY = "story"
LIST = "cooperations:list"
ROUNDS = "soundings:list"
ROUND = "soundings:round"
ITEMS = "soundings:items"
ASKED = "soundings:groups"
LISTED = "soundings:people"


def nothing(_cast: Cast) -> dict[str, Any]:
    return {}


def a_passkey(_cast: Cast) -> dict[str, Any]:
    return {"pk": 1}


def its_cooperation(cast: Cast) -> dict[str, Any]:
    return {"cooperation": cast.cooperation.slug}


def its_group(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "group": cast.group.pk}


def its_party(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "party": cast.party.pk}


def its_challenge(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "challenge": cast.challenge.pk}


def its_membership(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "membership": cast.membership.pk}


def its_invitation(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "invitation": cast.invitation.pk}


def its_token(cast: Cast) -> dict[str, Any]:
    return {"token": cast.invited_by}


def a_mail(_cast: Cast) -> dict[str, Any]:
    return {"name": "20260101-120000-000000-abcd1234"}


def a_reset(_cast: Cast) -> dict[str, Any]:
    return {"uidb36": "1", "key": "wrong-key"}


def a_list(_cast: Cast) -> dict[str, Any]:
    return {"name": "paren", "kind": "csv"}


def no_token(_cast: Cast) -> dict[str, Any]:
    return {"token": "7" * 26}


def no_open_code(_cast: Cast) -> dict[str, Any]:
    return {"open_code": "7" * 26}


def no_code(_cast: Cast) -> dict[str, Any]:
    return {"code": "ZZZZZZ"}


def its_sounding(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.sounding.pk}


def its_page(cast: Cast) -> dict[str, Any]:
    return {**its_sounding(cast), "page": "klaar"}


def its_draft(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.draft.pk}


def one_of_each_other(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.of_each_other.pk, "number": 1}


def one_by_key(cast: Cast) -> dict[str, Any]:
    return {"key": cast.of_each_other.outcome_key, "number": 1}


def its_pulse(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.pulse.pk}


def a_ready_pulse(cast: Cast) -> dict[str, Any]:
    return {**its_pulse(cast), "pulse": "kort"}


def its_item(cast: Cast) -> dict[str, Any]:
    return {**its_draft(cast), "item": cast.item.pk}


def its_list(cast: Cast) -> dict[str, Any]:
    return {**its_draft(cast), "group": cast.asked.pk}


def its_link(cast: Cast) -> dict[str, Any]:
    return {**its_draft(cast), "group": cast.link.pk}


def its_asked(cast: Cast) -> dict[str, Any]:
    return {**its_draft(cast), "group": cast.group.pk}


def its_role(cast: Cast) -> dict[str, Any]:
    return {**its_draft(cast), "role": "council"}


def its_address(cast: Cast) -> dict[str, Any]:
    return {**its_list(cast), "invitation": "00000000-0000-4000-8000-000000000000"}


def its_rated(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.rated.pk}


def its_construct(cast: Cast) -> dict[str, Any]:
    return {**its_rated(cast), "number": 1}


def its_rated_by_key(cast: Cast) -> dict[str, Any]:
    return {"key": cast.rated.outcome_key}


def its_construct_by_key(cast: Cast) -> dict[str, Any]:
    return {**its_rated_by_key(cast), "number": 1}


def its_key(cast: Cast) -> dict[str, Any]:
    return {"key": cast.sounding.outcome_key}


def its_statement_by_key(cast: Cast) -> dict[str, Any]:
    return {**its_key(cast), "number": 1}


def its_statement(cast: Cast) -> dict[str, Any]:
    return {**its_sounding(cast), "number": 1}


def its_dialogue(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "dialogue": cast.dialogue.pk}


def its_screen(cast: Cast) -> dict[str, Any]:
    return {**its_dialogue(cast), "number": 1}


def its_agreement(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "agreement": cast.agreement.pk}


def its_cue(cast: Cast) -> dict[str, Any]:
    return {**its_sounding(cast), "key": cast.cue}


def its_duty(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "key": "dpia"}


def its_article(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "key": "uittreden"}


def its_views(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "round": cast.council.round_id}


def its_council(cast: Cast) -> dict[str, Any]:
    return {**its_views(cast), "council": cast.council.pk}


def its_feed(cast: Cast) -> dict[str, Any]:
    return {"key": cast.plan.feed_key}


def an_arrangement(_cast: Cast) -> dict[str, Any]:
    return {"number": 1}


def an_organisation(_cast: Cast) -> dict[str, Any]:
    return {"key": "GM0000"}


@dataclass(frozen=True)
class Row:
    name: str
    nobody: Cell
    """not signed in, as Bram"""
    reader: Cell
    """Dina"""
    member: Cell
    """Lida"""
    moderator: Cell
    """Mo"""
    leader: Cell
    """Anna"""
    stranger: Cell
    """Cees, who leads another cooperation"""
    arguments: Arguments = nothing

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (
            self.nobody,
            self.reader,
            self.member,
            self.moderator,
            self.leader,
            self.stranger,
        )

    def address(self, cast: Cast) -> str:
        return reverse(self.name, kwargs=self.arguments(cast))


# fmt: off
ROWS = (
    #   name                           nobody   reader   member   moderator leader  stranger  of what
    Row("health-live",                 200,     200,     200,     200,     200,     200),
    Row("health-ready",                200,     200,     200,     200,     200,     200),
    Row("set_language",                HOME,    HOME,    HOME,    HOME,    HOME,    HOME),

    Row("pages:home",                  200,     LIST,    LIST,    LIST,    LIST,    LIST),
    Row("pages:about",                 200,     200,     200,     200,     200,     200),

    Row("people:account",              LOGIN,   200,     200,     200,     200,     200),
    Row("account_login",               200,     LIST,    LIST,    LIST,    LIST,    LIST),
    Row("account_logout",              HOME,    200,     200,     200,     200,     200),
    Row("account_inactive",            200,     200,     200,     200,     200,     200),
    Row("account_reauthenticate",      LOGIN,   200,     200,     200,     200,     200),
    Row("account_change_password",     LOGIN,   200,     200,     200,     200,     200),
    Row("account_reset_password",      200,     200,     200,     200,     200,     200),
    Row("account_reset_password_done", 200,     200,     200,     200,     200,     200),
    Row("account_reset_password_from_key",200,     200,     200,     200,     200,     200,     a_reset),
    Row("account_reset_password_from_key_done",200,     200,     200,     200,     200,     200),
    Row("accept-invitation",           200,     200,     200,     200,     200,     200,     its_token),
    Row("mfa_index",                   ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT),
    Row("mfa_authenticate",            LOGIN,   LIST,    LIST,    LIST,    LIST,    LIST),
    Row("mfa_reauthenticate",          LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_reauthenticate_webauthn", LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_activate_totp",           LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_deactivate_totp",         LOGIN,   404,     404,     404,     404,     404),
    Row("mfa_view_recovery_codes",     LOGIN,   404,     404,     404,     404,     404),
    Row("mfa_generate_recovery_codes", LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_download_recovery_codes", LOGIN,   404,     404,     404,     404,     404),
    Row("mfa_list_webauthn",           ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT),
    Row("mfa_add_webauthn",            LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_login_webauthn",          LOGIN,   LIST,    LIST,    LIST,    LIST,    LIST),
    Row("mfa_edit_webauthn",           LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM, a_passkey),
    Row("mfa_remove_webauthn",         LOGIN,   CONFIRM, CONFIRM, CONFIRM, CONFIRM, CONFIRM, a_passkey),

    Row("cooperations:list",           LOGIN,   200,     200,     200,     200,     200),
    Row("cooperations:start",          LOGIN,   200,     200,     200,     200,     200),
    Row("story",                       LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("cooperations:change",         LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("cooperations:groups",         LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("cooperations:remove-group",   405,     405,     405,     405,     405,     405,     its_group),
    Row("cooperations:purpose",        LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("cooperations:people",         LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("cooperations:person",         LOGIN,   403,     403,     403,     200,     404,     its_membership),
    Row("cooperations:remove-person",  405,     405,     405,     405,     405,     405,     its_membership),
    Row("cooperations:withdraw-invitation",405,     405,     405,     405,     405,     405,     its_invitation),
    Row("cooperations:challenges",     LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("cooperations:link-party",     LOGIN,   403,     403,     403,     200,     404,     its_party),
    Row("cooperations:unlink-party",   405,     405,     405,     405,     405,     405,     its_party),
    Row("cooperations:add-challenge",  LOGIN,   403,     200,     403,     200,     404,     its_cooperation),
    Row("cooperations:change-challenge",LOGIN,   403,     200,     403,     200,     404,     its_challenge),
    Row("cooperations:raise-challenge",405,     405,     405,     405,     405,     405,     its_challenge),
    Row("cooperations:remove-challenge",405,     405,     405,     405,     405,     405,     its_challenge),

    # With nothing read in.
    Row("atlas:netherlands",           LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:municipalities",        LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:web",                   LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:web-regions",           LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:through-time",          LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:pick",                  LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:data",                  LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:data-file",             LOGIN,   200,     200,     200,     200,     200,     a_list),
    Row("atlas:arrangements",          LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:arrangement",           LOGIN,   404,     404,     404,     404,     404,     an_arrangement),
    Row("atlas:purposes",              LOGIN,   200,     200,     200,     200,     200),
    Row("atlas:organisation",          LOGIN,   404,     404,     404,     404,     404,     an_organisation),

    Row("duties:calendar",             LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("duties:to-print",             LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("duties:plan",                 LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("duties:arrangement",          LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("duties:item",                 LOGIN,   403,     200,     403,     200,     404,     its_article),
    Row("duties:rounds",               LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("duties:start-round",          LOGIN,   403,     200,     403,     200,     404,     its_cooperation),
    Row("duties:round",                LOGIN,   200,     200,     200,     200,     404,     its_views),
    Row("duties:change-round",         LOGIN,   403,     200,     403,     200,     404,     its_views),
    Row("duties:view",                 LOGIN,   403,     200,     403,     200,     404,     its_council),
    Row("duties:remove-round",         405,     405,     405,     405,     405,     405,     its_views),
    Row("duties:tick-off",             405,     405,     405,     405,     405,     405,     its_duty),
    Row("duties:take-tick-back",       405,     405,     405,     405,     405,     405,     its_duty),
    Row("duties:renew-feed",           405,     405,     405,     405,     405,     405,     its_cooperation),
    Row("duties:stop-feed",            405,     405,     405,     405,     405,     405,     its_cooperation),
    Row("calendar-feed",               200,     200,     200,     200,     200,     200,     its_feed),

    Row("dialogues:overview",          LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("dialogues:plan",              LOGIN,   403,     200,     403,     200,     404,     its_cooperation),
    Row("dialogues:dialogue",          LOGIN,   200,     200,     200,     200,     404,     its_dialogue),
    Row("dialogues:on-screen",         LOGIN,   200,     200,     200,     200,     404,     its_screen),
    Row("dialogues:change",            LOGIN,   403,     200,     403,     200,     404,     its_dialogue),
    Row("dialogues:heard",             LOGIN,   403,     200,     403,     200,     404,     its_dialogue),
    Row("dialogues:agree",             LOGIN,   403,     200,     403,     200,     404,     its_dialogue),
    Row("dialogues:change-agreement",  LOGIN,   403,     200,     403,     200,     404,     its_agreement),
    Row("dialogues:look-back",         LOGIN,   403,     200,     403,     200,     404,     its_agreement),
    Row("dialogues:set-aside",         LOGIN,   403,     200,     403,     200,     404,     its_cue),
    Row("dialogues:bring-back",        405,     405,     405,     405,     405,     405,     its_cue),
    Row("dialogues:call-off",          405,     405,     405,     405,     405,     405,     its_dialogue),

    Row("post:mailbox",                404,     404,     404,     404,     404,     404),
    Row("post:mail",                   404,     404,     404,     404,     404,     404,     a_mail),

    Row("soundings:list",              LOGIN,   200,     200,     200,     200,     404,     its_cooperation),
    Row("soundings:round",             LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:start",             LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("soundings:change",            LOGIN,   403,     403,     403,     200,     404,     its_draft),
    Row("soundings:items",             LOGIN,   403,     403,     403,     200,     404,     its_draft),
    Row("soundings:item",              LOGIN,   403,     403,     403,     200,     404,     its_item),
    Row("soundings:question-bank",     LOGIN,   403,     403,     403,     200,     404,     its_pulse),
    Row("soundings:questions-file",    LOGIN,   403,     403,     403,     200,     404,     its_pulse),
    Row("soundings:read-questions",    LOGIN,   403,     403,     403,     200,     404,     its_pulse),
    Row("soundings:groups",            LOGIN,   403,     403,     403,     200,     404,     its_draft),
    Row("soundings:lists",             LOGIN,   403,     403,     403,     200,     404,     its_draft),
    Row("soundings:people",            LOGIN,   403,     403,     403,     200,     404,     its_list),
    Row("soundings:remove",            LOGIN,   403,     403,     403,     200,     404,     its_draft),
    Row("soundings:poster",            LOGIN,   403,     403,     403,     200,     404,     its_link),
    Row("soundings:take-over-purpose", 405,     405,     405,     405,     405,     405,     its_draft),
    Row("soundings:raise-item",        405,     405,     405,     405,     405,     405,     its_item),
    Row("soundings:lower-item",        405,     405,     405,     405,     405,     405,     its_item),
    Row("soundings:remove-item",       405,     405,     405,     405,     405,     405,     its_item),
    Row("soundings:add-pulse",         405,     405,     405,     405,     405,     405,     a_ready_pulse),
    Row("soundings:remove-for-nobody", 405,     405,     405,     405,     405,     405,     its_pulse),
    Row("soundings:ask-group",         405,     405,     405,     405,     405,     405,     its_asked),
    Row("soundings:pool-groups",       405,     405,     405,     405,     405,     405,     its_role),
    Row("soundings:ask-by-link",       405,     405,     405,     405,     405,     405,     its_draft),
    Row("soundings:take-over-size",    405,     405,     405,     405,     405,     405,     its_list),
    Row("soundings:set-letters",       405,     405,     405,     405,     405,     405,     its_list),
    Row("soundings:confirm-list",      405,     405,     405,     405,     405,     405,     its_list),
    Row("soundings:remove-address",    405,     405,     405,     405,     405,     405,     its_address),
    Row("soundings:clear-list",        405,     405,     405,     405,     405,     405,     its_list),
    Row("soundings:leave-out",         405,     405,     405,     405,     405,     405,     its_list),
    Row("soundings:plan",              405,     405,     405,     405,     405,     405,     its_draft),
    Row("soundings:remind",            405,     405,     405,     405,     405,     405,     its_draft),
    Row("soundings:letters",           405,     405,     405,     405,     405,     405,     its_draft),
    Row("soundings:import",            LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("soundings:import-survey",     LOGIN,   403,     403,     403,     200,     404,     its_cooperation),
    Row("soundings:outcome",           LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:report",            LOGIN,   403,     403,     403,     200,     404,     its_sounding),
    Row("soundings:try-out",           LOGIN,   404,     404,     404,     404,     404,     its_sounding),
    Row("soundings:try-out-page",      LOGIN,   404,     404,     404,     404,     404,     its_page),
    Row("soundings:statements",        LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:statement",         LOGIN,   200,     200,     200,     200,     404,     its_statement),
    Row("soundings:statement-svg",     LOGIN,   200,     200,     200,     200,     404,     its_statement),
    Row("soundings:landscape-svg",     LOGIN,   404,     404,     404,     404,     404,     its_sounding),
    Row("soundings:map",               LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:organisation",      LOGIN,   200,     200,     200,     200,     404,     one_of_each_other),
    Row("soundings:construct",         LOGIN,   200,     200,     200,     200,     404,     its_construct),
    Row("soundings:means-svg",         LOGIN,   200,     200,     200,     200,     404,     its_construct),
    Row("soundings:courses-svg",       LOGIN,   200,     200,     200,     200,     404,     its_construct),
    Row("soundings:figures-csv",       LOGIN,   200,     200,     200,     200,     404,     its_rated),
    Row("soundings:map-svg",           LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:groups-csv",        LOGIN,   200,     200,     200,     200,     404,     its_sounding),
    Row("soundings:released-csv",      LOGIN,   200,     200,     200,     200,     404,     its_sounding),

    Row("soundings:moderate",          LOGIN,   403,     403,     200,     403,     404,     its_sounding),

    Row("outcome:outcome",             200,     200,     200,     200,     200,     200,     its_key),
    Row("outcome:statements",          200,     200,     200,     200,     200,     200,     its_key),
    Row("outcome:statement",           200,     200,     200,     200,     200,     200,     its_statement_by_key),
    Row("outcome:statement-svg",       200,     200,     200,     200,     200,     200,     its_statement_by_key),
    Row("outcome:landscape-svg",       404,     404,     404,     404,     404,     404,     its_key),
    Row("outcome:map",                 200,     200,     200,     200,     200,     200,     its_key),
    Row("outcome:organisation",        200,     200,     200,     200,     200,     200,     one_by_key),
    Row("outcome:construct",           200,     200,     200,     200,     200,     200,     its_construct_by_key),
    Row("outcome:means-svg",           200,     200,     200,     200,     200,     200,     its_construct_by_key),
    Row("outcome:courses-svg",         200,     200,     200,     200,     200,     200,     its_construct_by_key),
    Row("outcome:figures-csv",         200,     200,     200,     200,     200,     200,     its_rated_by_key),
    Row("outcome:map-svg",             200,     200,     200,     200,     200,     200,     its_key),
    Row("outcome:groups-csv",          200,     200,     200,     200,     200,     200,     its_key),
    Row("outcome:released-csv",        200,     200,     200,     200,     200,     200,     its_key),

    # Who is signed in makes no difference here. What is there for whom: tests/soundings.
    Row("answering:codes",             200,     200,     200,     200,     200,     200),
    Row("answering:lost",              200,     200,     200,     200,     200,     200),
    Row("answering:door",              404,     404,     404,     404,     404,     404,     no_token),
    Row("answering:open",              404,     404,     404,     404,     404,     404,     no_open_code),
    Row("answering:ballot",            404,     404,     404,     404,     404,     404,     no_code),
    Row("answering:zelf-toevoegen",    404,     404,     404,     404,     404,     404,     no_code),
    Row("answering:eigen-stellingen",  404,     404,     404,     404,     404,     404,     no_code),
    Row("answering:klaar",             404,     404,     404,     404,     404,     404,     no_code),
    Row("answering:uitleg",            404,     404,     404,     404,     404,     404,     no_code),
    Row("answering:stoppen",           405,     405,     405,     405,     405,     405,     no_code),
)

# Addresses that only change something: the same people, but now they post.
POSTS = (
    Row("cooperations:remove-group",   LOGIN,   403,     403,     403,     GROUPS,  404,     its_group),
    Row("cooperations:withdraw-invitation",LOGIN,   403,     403,     403,     PEOPLE,  404,     its_invitation),
    Row("cooperations:remove-person",  LOGIN,   403,     403,     403,     PEOPLE,  404,     its_membership),
    Row("cooperations:unlink-party",   LOGIN,   403,     403,     403,     CHANGE,  404,     its_party),
    Row("cooperations:raise-challenge",LOGIN,   403,     CHALLENGES,403,     CHALLENGES,404,     its_challenge),
    Row("cooperations:remove-challenge",LOGIN,   403,     CHALLENGES,403,     CHALLENGES,404,     its_challenge),
    Row("duties:tick-off",             LOGIN,   403,     CALENDAR,403,     CALENDAR,404,     its_duty),
    Row("duties:take-tick-back",       LOGIN,   403,     CALENDAR,403,     CALENDAR,404,     its_duty),
    Row("duties:remove-round",         LOGIN,   403,     VIEWS,   403,     VIEWS,   404,     its_views),
    Row("duties:renew-feed",           LOGIN,   403,     403,     403,     CALENDAR,404,     its_cooperation),
    Row("duties:stop-feed",            LOGIN,   403,     403,     403,     CALENDAR,404,     its_cooperation),
    Row("dialogues:bring-back",        LOGIN,   403,     TALKS,   403,     TALKS,   404,     its_cue),
    Row("dialogues:call-off",          LOGIN,   403,     TALKS,   403,     TALKS,   404,     its_dialogue),
    Row("soundings:take-over-purpose", LOGIN,   403,     403,     403,     ITEMS,   404,     its_draft),
    Row("soundings:raise-item",        LOGIN,   403,     403,     403,     ITEMS,   404,     its_item),
    Row("soundings:lower-item",        LOGIN,   403,     403,     403,     ITEMS,   404,     its_item),
    Row("soundings:remove-item",       LOGIN,   403,     403,     403,     ITEMS,   404,     its_item),
    Row("soundings:add-pulse",         LOGIN,   403,     403,     403,     ITEMS,   404,     a_ready_pulse),
    Row("soundings:remove-for-nobody", LOGIN,   403,     403,     403,     ITEMS,   404,     its_pulse),
    Row("soundings:ask-group",         LOGIN,   403,     403,     403,     ASKED,   404,     its_asked),
    Row("soundings:pool-groups",       LOGIN,   403,     403,     403,     ASKED,   404,     its_role),
    Row("soundings:ask-by-link",       LOGIN,   403,     403,     403,     400,     404,     its_draft),
    Row("soundings:take-over-size",    LOGIN,   403,     403,     403,     ASKED,   404,     its_list),
    Row("soundings:set-letters",       LOGIN,   403,     403,     403,     400,     404,     its_list),
    Row("soundings:confirm-list",      LOGIN,   403,     403,     403,     LISTED,  404,     its_list),
    Row("soundings:remove-address",    LOGIN,   403,     403,     403,     LISTED,  404,     its_address),
    Row("soundings:clear-list",        LOGIN,   403,     403,     403,     LISTED,  404,     its_list),
    Row("soundings:leave-out",         LOGIN,   403,     403,     403,     ASKED,   404,     its_list),
    Row("soundings:plan",              LOGIN,   403,     403,     403,     ROUND,   404,     its_draft),
    Row("soundings:remind",            LOGIN,   403,     403,     403,     ROUND,   404,     its_draft),
    Row("soundings:letters",           LOGIN,   403,     403,     403,     ROUND,   404,     its_draft),
    Row("soundings:remove",            LOGIN,   403,     403,     403,     ROUNDS,  404,     its_draft),
    Row("account_logout",              HOME,    HOME,    HOME,    HOME,    HOME,    HOME),
)
# fmt: on
