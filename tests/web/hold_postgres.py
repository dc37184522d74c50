"""Run a private PostgreSQL until killed: the program the process tests kill.

Usage: python hold_postgres.py FOLDER
"""

import os
import sys
import time
from pathlib import Path

from samenspel.web import data_folder
from samenspel.web.folder_lock import FolderLock, Holder
from samenspel.web.private_postgres import PrivatePostgres


def main() -> None:
    folder = data_folder.prepare(Path(sys.argv[1]))
    FolderLock(folder).take(Holder(os.getpid(), "test", "http://localhost:1"))
    postgres = PrivatePostgres(folder, durable=False)
    postgres.start()
    sys.stdout.write(postgres.url + "\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main()
