"""The program as it is served, with one view more: a bare one, to measure beside the real one."""

from samenspel.web.settings import *  # noqa: F403 - all of them, and one other

ROOT_URLCONF = "tests.benchmarks.bare_urls"
