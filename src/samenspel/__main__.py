"""`python -m samenspel`."""

import sys

from samenspel.web.command_line import main

if __name__ == "__main__":
    sys.exit(main())
