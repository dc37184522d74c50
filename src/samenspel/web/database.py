"""Where the data are: another PostgreSQL by address, or the private one in the data folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from samenspel.web.environment import SettingError


def from_url(url: str) -> dict[str, Any]:
    """Django's settings of a PostgreSQL at `postgresql://user:password@host:port/name`.

    A socket folder is given as `?host=/run/postgresql`, as libpq does.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError(
            "DATABASE_URL moet beginnen met postgresql://. Samenspel werkt alleen met PostgreSQL."
        )
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError(
            "In DATABASE_URL ontbreekt de naam van de database: postgresql://…/naam."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def default_data_folder() -> Path:
    """`data` beside the program, as the two commands use it."""
    return Path(__file__).resolve().parents[3] / "data"
