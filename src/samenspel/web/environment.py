"""Every setting of Samenspel: read from the environment, with the help that documents it.

`docs/settings.md` is written from this register, so a setting that is not here does not exist.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """A setting that is missing or cannot be used. Its message says what to do, in Dutch."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str | None
    help: str
    secret: bool = False


REGISTER = (
    Setting(
        "SAMENSPEL_DATA",
        None,
        "Folder where Samenspel keeps everything: its private PostgreSQL and its secrets. "
        "`--data DIR` sets it. Default: `data` beside the program.",
    ),
    Setting(
        "DATABASE_URL",
        None,
        "Another PostgreSQL (15 or newer) instead of the private one: "
        "`postgresql://user:password@host:5432/name`.",
        secret=True,
    ),
    Setting(
        "ANSWERS_DATABASE_URL",
        None,
        "The same database for the role that takes answers and can read none. "
        "Made at every start; give it only to a web server that you start yourself.",
        secret=True,
    ),
    Setting(
        "SECRET_KEY",
        None,
        "Key that signs sessions. Made and kept in the data folder when it is not given.",
        secret=True,
    ),
    Setting(
        "REGISTER_KEY",
        None,
        "Key of the hashes by which invitations are known. Made and kept in the data folder when "
        "it is not given. With another key no link in a mail works any more.",
        secret=True,
    ),
    Setting(
        "SAMENSPEL_KEYS",
        None,
        "Folder with the keys of rounds that are open. Keep it out of every backup. "
        "Default: `keys` in the data folder.",
    ),
    Setting(
        "SAMENSPEL_BACKUPS",
        None,
        "Folder where you keep backups. Only read, by `samenspel check`, to see whether they "
        "are deleted in time.",
    ),
    Setting(
        "SAMENSPEL_ADDRESS",
        "http://localhost:8000",
        "Address at which people open this installation, without a slash at the end. "
        "With `https://` cookies travel over TLS only and HSTS is sent.",
    ),
    Setting(
        "SAMENSPEL_BEHIND_PROXY",
        "no",
        "`yes` when a proxy that sets `X-Forwarded-Proto` and `X-Forwarded-For` stands in front.",
    ),
    Setting(
        "SAMENSPEL_MAIL_SERVER",
        None,
        "Server that takes outgoing mail: `smtp://user:password@host:587` (encrypted by STARTTLS) "
        "or `smtps://user:password@host:465`. A relay in your own network that cannot encrypt: "
        "`smtp://host:25?tls=no`. Without a server mail waits, and the pages say so.",
        secret=True,
    ),
    Setting(
        "SAMENSPEL_MAIL_FROM",
        None,
        "Sender of outgoing mail: `Samenspel <samenspel@example.org>`. "
        "Default: `samenspel@` and the host of `SAMENSPEL_ADDRESS`.",
    ),
    Setting(
        "SAMENSPEL_DEMO",
        "no",
        "`yes` keeps mail in the data folder and shows it to everybody at `/postvak/`, where there "
        "is no mail server. `samenspel demo` sets it; never set it where real people take part.",
    ),
    Setting(
        "SAMENSPEL_ATLAS_PUBLIC",
        "no",
        "`yes` lets everybody read the atlas (`/atlas/`) without signing in. It holds public "
        "registers only.",
    ),
    Setting(
        "SAMENSPEL_EXECUTOR",
        "threads",
        "Who computes the outcome of a round that closes: `threads`, `threads:N`, `processes:N`, "
        "`dask://HOST:PORT` or `dask+tls://HOST:PORT`. Where a cluster does not answer it is done "
        "here, and the log says so.",
    ),
    Setting("SAMENSPEL_LOG_LEVEL", "info", "`debug`, `info`, `warning` or `error`."),
    Setting(
        "SAMENSPEL_UPLOAD_MEGABYTES",
        "100",
        "Largest conversation that can be uploaded in the browser, in megabytes.",
    ),
)
_BY_NAME = {setting.name: setting for setting in REGISTER}


def read(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The value of a setting, or its default.

    NAME_FILE reads it from a file. A file that cannot be read is an error and never
    silently the default: a host who mounts a secret must not run without it.
    """
    setting = _BY_NAME[name]
    environ = os.environ if environ is None else environ
    path = environ.get(f"{name}_FILE")
    if path is None:
        return environ.get(name) or setting.default
    if environ.get(name):
        raise SettingError(f"{name} en {name}_FILE zijn allebei gezet. Kies er één.")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE: {path} is niet te lezen ({error.strerror}).") from error
    if not value:
        raise SettingError(f"{name}_FILE: {path} is leeg.")
    return value


def read_yes_no(name: str) -> bool:
    value = (read(name) or "no").lower()
    if value not in {"yes", "no"}:
        raise SettingError(f"{name} moet yes of no zijn, niet “{value}”.")
    return value == "yes"


def read_number(name: str) -> int:
    value = read(name) or ""
    if not value.isdecimal() or int(value) == 0:
        raise SettingError(f"{name} moet een heel getal boven nul zijn, niet “{value}”.")
    return int(value)


def adopt_from(pid: int) -> bool:
    """Take over the settings another process was started with, where we have none of our own.

    A command is typed in a shell that knows nothing of what a service is given.
    False where that process is not ours to look at.
    """
    try:
        lines = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    given = dict(line.decode(errors="replace").split("=", 1) for line in lines if b"=" in line)
    for setting in REGISTER:
        names = (setting.name, f"{setting.name}_FILE")
        if not any(name in os.environ for name in names):
            os.environ.update({name: given[name] for name in names if name in given})
    return True


def as_markdown() -> str:
    """The page `docs/settings.md`."""
    rows = [
        f"| `{s.name}` | {f'`{s.default}`' if s.default else ''} | {s.help}"
        f"{' Secret.' if s.secret else ''} |"
        for s in REGISTER
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Samenspel is set by environment variables only.",
            "Each may also be read from a file: `NAME_FILE=/path` instead of `NAME`.",
            "",
            "| name | default | what it does |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
