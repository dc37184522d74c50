"""How attempts are counted without a list of who came from where."""

from django.utils.crypto import salted_hmac


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION. Keys hold network addresses, and the cache is a table."""
    return salted_hmac(
        "samenspel.people.attempts", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
