"""Tables of votes on disk, and a reading of them that shares no code with ours."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as parquet

from samenspel.soundings.instruments.statements.polis_export import Conversation

Rows = Sequence[dict[str, Any]]
Said = dict[Any, dict[Any, int]]
"""what each participant said on each statement, by their ids"""


def row(participant: Any, statement: Any, vote: Any, **more: Any) -> dict[str, Any]:
    return {"participant": participant, "statement": statement, "vote": vote} | more


def write(path: Path, rows: Rows, *, types: Mapping[str, Any] | None = None, **how: Any) -> Path:
    """types : of columns whose type is not to be guessed; how : passed on to the writer"""
    names = list(rows[0])
    table = pa.table(
        {name: pa.array([r[name] for r in rows], (types or {}).get(name)) for name in names}
    )
    if path.suffix == ".parquet":
        parquet.write_table(table, path, **how)
    else:
        pyarrow.feather.write_feather(table, str(path), **how)
    return path


def last_said(rows: Rows) -> Said:
    """The last vote by time, and of the same time by place; who has no time comes first."""
    said: Said = {}
    timed = [(r.get("time") is not None, r.get("time") or 0, at) for at, r in enumerate(rows)]
    for _has, _time, at in sorted(timed):
        r = rows[at]
        said.setdefault(r["participant"], {})[r["statement"]] = int(r["vote"])
    return {person: dict(sorted(said[person].items())) for person in sorted(said)}


def said_in(conversation: Conversation) -> list[dict[int, int]]:
    """Of each participant: what was said on each statement, by its place."""
    said: list[dict[int, int]] = [{} for _person in range(conversation.participants)]
    columns = (conversation.voter, conversation.statement, conversation.value)
    for voter, statement, value in zip(*columns, strict=True):
        assert statement not in said[voter]
        said[voter][int(statement)] = int(value)
    return said
