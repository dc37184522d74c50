"""What the checks look at."""

from dataclasses import dataclass, field
from pathlib import Path

from samenspel.web.database_roles import Addresses


@dataclass(frozen=True)
class Installation:
    folder: Path
    owner_url: str = field(repr=False)
    addresses: Addresses | None
    """None where everything runs as the owner"""
    port: int
    """where the web server listens, behind whatever proxy"""
    machine: Path = Path("/")
    """below it the configuration of proxies"""
