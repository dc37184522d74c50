"""Who gets what at every address: one row each. An address without a row fails.

A cell is a status, or the name of the address somebody is sent on to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from samenspel.cooperations.models import Cooperation, Group
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import signed_in


@dataclass(frozen=True)
class Cast:
    """Who and what the addresses are about."""

    anna: Person
    dina: Person
    cees: Person
    cooperation: Cooperation
    group: Group
    sounding: Sounding

    def browsers(self) -> tuple[Client, ...]:
        """A browser of each column of the table."""
        people = (None, self.dina, self.anna, self.cees)
        return tuple(signed_in(person) if person else Client() for person in people)


Cell = int | str
Arguments = Callable[[Cast], dict[str, Any]]

HOME = "pages:home"
LOGIN = "account_login"
CONFIRM = "account_reauthenticate"
ACCOUNT = "people:account"
GROUPS = "cooperations:groups"
LIST = "cooperations:list"


def nothing(_cast: Cast) -> dict[str, Any]:
    return {}


def a_passkey(_cast: Cast) -> dict[str, Any]:
    return {"pk": 1}


def its_cooperation(cast: Cast) -> dict[str, Any]:
    return {"cooperation": cast.cooperation.slug}


def its_group(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "group": cast.group.pk}


def its_sounding(cast: Cast) -> dict[str, Any]:
    return {**its_cooperation(cast), "sounding": cast.sounding.pk}


def its_statement(cast: Cast) -> dict[str, Any]:
    return {**its_sounding(cast), "number": 1}


@dataclass(frozen=True)
class Row:
    name: str
    nobody: Cell
    """not signed in, as Bram"""
    reader: Cell
    """Dina"""
    leader: Cell
    """Anna"""
    stranger: Cell
    """Cees, who leads another cooperation"""
    arguments: Arguments = nothing

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.nobody, self.reader, self.leader, self.stranger)

    def address(self, cast: Cast) -> str:
        return reverse(self.name, kwargs=self.arguments(cast))


# fmt: off
ROWS = (
    #   name                           nobody   reader   leader   stranger  of what
    Row("health-live",                 200,     200,     200,     200),
    Row("health-ready",                200,     200,     200,     200),
    Row("set_language",                HOME,    HOME,    HOME,    HOME),

    Row("pages:home",                  200,     LIST,    LIST,    LIST),
    Row("pages:about",                 200,     200,     200,     200),

    Row("people:account",              LOGIN,   200,     200,     200),
    Row("account_login",               200,     LIST,    LIST,    LIST),
    Row("account_logout",              HOME,    200,     200,     200),
    Row("account_inactive",            200,     200,     200,     200),
    Row("account_reauthenticate",      LOGIN,   200,     200,     200),
    Row("account_change_password",     LOGIN,   200,     200,     200),
    Row("mfa_index",                   ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT),
    Row("mfa_authenticate",            LOGIN,   LIST,    LIST,    LIST),
    Row("mfa_reauthenticate",          LOGIN,   CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_reauthenticate_webauthn", LOGIN,   CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_activate_totp",           LOGIN,   CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_deactivate_totp",         LOGIN,   404,     404,     404),
    Row("mfa_view_recovery_codes",     LOGIN,   404,     404,     404),
    Row("mfa_generate_recovery_codes", LOGIN,   CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_download_recovery_codes", LOGIN,   404,     404,     404),
    Row("mfa_list_webauthn",           ACCOUNT, ACCOUNT, ACCOUNT, ACCOUNT),
    Row("mfa_add_webauthn",            LOGIN,   CONFIRM, CONFIRM, CONFIRM),
    Row("mfa_login_webauthn",          LOGIN,   LIST,    LIST,    LIST),
    Row("mfa_edit_webauthn",           LOGIN,   CONFIRM, CONFIRM, CONFIRM,  a_passkey),
    Row("mfa_remove_webauthn",         LOGIN,   CONFIRM, CONFIRM, CONFIRM,  a_passkey),

    Row("cooperations:list",           LOGIN,   200,     200,     200),
    Row("cooperations:start",          LOGIN,   200,     200,     200),
    Row("story",                       LOGIN,   200,     200,     404,      its_cooperation),
    Row("cooperations:change",         LOGIN,   403,     200,     404,      its_cooperation),
    Row("cooperations:groups",         LOGIN,   403,     200,     404,      its_cooperation),
    Row("cooperations:remove-group",   405,     405,     405,     405,      its_group),

    Row("soundings:list",              LOGIN,   200,     200,     404,      its_cooperation),
    Row("soundings:import",            LOGIN,   403,     200,     404,      its_cooperation),
    Row("soundings:outcome",           LOGIN,   200,     200,     404,      its_sounding),
    Row("soundings:report",            LOGIN,   403,     200,     404,      its_sounding),
    Row("soundings:statements",        LOGIN,   200,     200,     404,      its_sounding),
    Row("soundings:statement",         LOGIN,   200,     200,     404,      its_statement),
    Row("soundings:statement-svg",     LOGIN,   200,     200,     404,      its_statement),
    Row("soundings:landscape-svg",     LOGIN,   404,     404,     404,      its_sounding),
    Row("soundings:map",               LOGIN,   200,     200,     404,      its_sounding),
    Row("soundings:map-svg",           LOGIN,   200,     200,     404,      its_sounding),
    Row("soundings:released-csv",      LOGIN,   200,     200,     404,      its_sounding),
)

# Addresses that only change something: the same people, but now they post.
POSTS = (
    Row("cooperations:remove-group",   LOGIN,   403,     GROUPS,  404,      its_group),
    Row("account_logout",              HOME,    HOME,    HOME,    HOME),
)
# fmt: on
