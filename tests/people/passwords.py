"""Signing in as a person does it, and the codes of an app."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

PASSWORD = "vier losse woorden samen"
SIGN_IN = "/account/inloggen/"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def confirm(client: Client, password: str = PASSWORD) -> Any:
    """Say again who it is, as is asked before anything about signing in changes."""
    return client.post("/account/bevestigen/", {"password": password, "next": "/account/"})


def code_of(secret: str, *, steps_ago: int = 0) -> str:
    """What an app shows now, or some half minutes ago (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - steps_ago))
