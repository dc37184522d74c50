"""What is asked (public), who may answer (`register`) and what was said (`urn`).

Three schemas with a database role each; nothing joins the last two.
"""

from samenspel.soundings.models.register import Invitation, OutcomePass
from samenspel.soundings.models.rounds import (
    AskedGroup,
    Item,
    ListMaker,
    Picture,
    Response,
    Sounding,
)
from samenspel.soundings.models.urn import Voice

__all__ = [
    "AskedGroup",
    "Invitation",
    "Item",
    "ListMaker",
    "OutcomePass",
    "Picture",
    "Response",
    "Sounding",
    "Voice",
]
