"""PostgreSQL's log of every change, from which what was dropped could be read back."""

from django.db.backends.base.base import BaseDatabaseWrapper

_MAY = """
    SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE')
       AND pg_has_role('pg_checkpoint', 'USAGE')
"""


def forget_the_past(connection: BaseDatabaseWrapper) -> bool:
    """Remove everything that was written down until now. False where we may not.

    To be called once what was dropped is committed, with the rights of the role that counts. On
    a PostgreSQL that keeps its log in another place too, as an archive, it stays there; and one
    that uses old files anew (`wal_recycle`) leaves their content until it is written over.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        if cursor.fetchone() != (True,):
            return False
        # The file that is being written is never removed. So begin another one, and then say
        # that nothing before it is needed to recover.
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    return True
