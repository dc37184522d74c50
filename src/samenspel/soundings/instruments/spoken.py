"""What was asked and said in a closed round, for instruments with answers of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.soundings.instruments.statements.picture import AskedGroup


@dataclass(frozen=True)
class AskedItem:
    """only_for : indices of the groups that got it; empty where all did
    detail : what its instrument wrote down of it"""

    number: int
    text: str
    text_en: str = ""
    is_purpose: bool = False
    only_for: tuple[int, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Spoken:
    """
    value : (voices, items) what was said; -1 where nothing was
    group_of : (voices,) index into `groups`
    """

    groups: tuple[AskedGroup, ...]
    items: tuple[AskedItem, ...]
    value: NDArray[np.int8]
    group_of: NDArray[np.int32]


@dataclass(frozen=True)
class Earlier:
    """The frozen picture of an earlier round of the same cooperation and instrument."""

    closed_on: date | None
    title: str
    content: Mapping[str, Any]
