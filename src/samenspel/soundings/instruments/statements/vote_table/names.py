"""Numbers for ids and texts that come in batches."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

CodeArray = NDArray[np.int32]

NONE = -1


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Of ids and texts. One type for all texts: they may be stored in several ways."""
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return value if pa.types.is_integer(value) else pa.large_string()


def plain(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        # It may hold a name twice, or one that no row has.
        column = column.dictionary_decode()
    return column.cast(plain_type(column.type))


class Names:
    """Gives each name a number in the order of appearance. No name is looked at one by one."""

    def __init__(self, kind: pa.DataType) -> None:
        self.known: pa.Array = pa.array([], plain_type(kind))

    def __len__(self) -> int:
        return len(self.known)

    def codes(self, column: pa.Array) -> CodeArray:
        """(rows,) the number of each name, NONE for a null."""
        encoded = plain(column).dictionary_encode()
        here = encoded.dictionary
        place = pc.index_in(here, value_set=self.known)
        is_new = pc.is_null(place)
        code = np.empty(len(here) + 1, dtype=np.int32)
        code[:-1] = place.fill_null(0).to_numpy(zero_copy_only=False)
        new = here.filter(is_new)
        first, after = len(self.known), len(self.known) + len(new)
        code[:-1][is_new.to_numpy(zero_copy_only=False)] = np.arange(first, after, dtype=np.int32)
        self.known = pa.concat_arrays([self.known, new])
        code[-1] = NONE
        # Nulls take the last place.
        found: CodeArray = code[encoded.indices.fill_null(len(here)).to_numpy()]
        return found

    def ranks(self) -> tuple[pa.Array, CodeArray]:
        """The names in their own order, and the place there of each number given out."""
        order = pc.array_sort_indices(self.known).to_numpy()
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return self.known.take(pa.array(order)), rank


class OneEach:
    """What holds for a participant or a statement, and is said on any of their rows."""

    def __init__(self, refuse: Callable[[int], Exception]) -> None:
        """refuse : gives the error for a row, counted from 0, that says something else"""
        self._refuse = refuse
        self._said = np.empty(0, dtype=np.int32)

    def note(self, keys: CodeArray, said: CodeArray, before: int) -> None:
        """keys, said : (rows,) of a batch, NONE for no key and nothing said; before : rows before
        these"""
        tells = (keys != NONE) & (said != NONE)
        self._make_room(int(keys.max(initial=NONE)) + 1)
        unseen = tells & (self._said[keys] == NONE)
        # Backwards, so that the first row of each key has the last word.
        self._said[keys[unseen][::-1]] = said[unseen][::-1]
        differs = tells & (self._said[keys] != said)
        if bool(differs.any()):
            raise self._refuse(before + int(np.argmax(differs)))

    def said(self, keys: int) -> CodeArray:
        """(keys,) what was said of each, NONE where nothing was."""
        self._make_room(keys)
        return self._said[:keys]

    def _make_room(self, keys: int) -> None:
        if keys > len(self._said):
            more = max(keys, 2 * len(self._said)) - len(self._said)
            self._said = np.append(self._said, np.full(more, NONE, dtype=np.int32))
