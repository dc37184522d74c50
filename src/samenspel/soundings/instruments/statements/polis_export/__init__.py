"""Reads what Polis lets a conversation's owner download, and trusts none of it.

No id of a person leaves this package: author ids and external ids are never looked at, voter ids
are forgotten once the votes are counted.
"""

from samenspel.soundings.instruments.statements.polis_export.conversation import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.instruments.statements.polis_export.error import ExportError
from samenspel.soundings.instruments.statements.polis_export.oddities import Oddity
from samenspel.soundings.instruments.statements.polis_export.reading import (
    read_conversation,
    read_folder,
)

__all__ = [
    "Conversation",
    "ExportError",
    "KnownGroup",
    "Oddity",
    "Statement",
    "read_conversation",
    "read_folder",
]
