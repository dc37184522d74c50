"""What is asked (public), who may answer (`register`) and what was said (`urn`).

Three schemas with a database role each; nothing joins the last two.
"""

from samenspel.soundings.models.register import Invitation, OutcomePass
from samenspel.soundings.models.rounds import AskedGroup, Item, Picture, Response, Sounding
from samenspel.soundings.models.urn import Answer, Voice

__all__ = [
    "Answer",
    "AskedGroup",
    "Invitation",
    "Item",
    "OutcomePass",
    "Picture",
    "Response",
    "Sounding",
    "Voice",
]
