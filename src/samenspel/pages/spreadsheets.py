"""Tables that are opened in a spreadsheet."""


def as_text(text: str) -> str:
    """What somebody wrote that starts like a formula must not become one."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
