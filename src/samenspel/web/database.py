"""Where the data are: another PostgreSQL by address, or the private one in the data folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from samenspel.web.environment import SettingError

# Tables are made in the first; the others are found by their names alone.
SCHEMAS = ("public", "register", "urn")


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
    # What a host passes on comes last, and so has the last word.
    ours = f"-c search_path={','.join(SCHEMAS)}"
    options["options"] = f"{ours} {options.get('options', '')}".rstrip()
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


def name_of(url: str) -> str:
    return str(from_url(url)["NAME"])


def for_role(url: str, role: str, password: str) -> str:
    """The same database, for somebody else."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    who = f"{quote(role, safe='')}:{quote(password, safe='')}"
    return parts._replace(netloc=f"{who}@{place}").geturl()


def default_data_folder() -> Path:
    """`data` beside the program, as the two commands use it."""
    return Path(__file__).resolve().parents[3] / "data"
