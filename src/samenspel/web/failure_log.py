"""What is written down of a failure: its kind and its place, and no value that was there.

The words of an error, and the address of a request that failed, can hold a token or an answer.
"""

import logging
import traceback


def without_values(error: BaseException) -> str:
    """What failed, because of what, and where in the program."""
    kinds = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{' because of '.join(kinds)}, at {'; '.join(where)}"


def leave_values_out(record: logging.LogRecord) -> bool:
    """A filter of a log: of what failed, without_values is all that is told."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.msg, record.args = without_values(error), ()
        record.exc_info = record.exc_text = None
    return True
