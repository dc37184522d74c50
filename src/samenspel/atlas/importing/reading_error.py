"""Why a file is not read in."""


class ReadingError(Exception):
    """Nothing was changed. The message says in Dutch what is wrong and what to do."""
