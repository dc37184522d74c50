from django.utils.translation import gettext as _


class ExportError(ValueError):
    """The export cannot be used. The message is for whoever chose the file: what is wrong, in which
    file and line, and what to do. It never quotes the id of a person."""


def refusal(file: str, problem: str, *, line: int | None = None) -> ExportError:
    if line is not None:
        file = _("%(file)s, regel %(line)d") % {"file": file, "line": line}
    return ExportError(f"{file}: {problem}")


def short(text: str, length: int = 40) -> str:
    """A piece of a foreign file, fit to be quoted in a message."""
    tidy = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return tidy if len(tidy) <= length else tidy[: length - 1] + "…"
