"""Make sure the example is there. Run by `samenspel demo`."""

from typing import Any

from django.core.management.base import BaseCommand

from samenspel.web.example.story import load_example


class Command(BaseCommand):
    help = "Load the invented cooperation, once."

    def handle(self, *_args: Any, **_options: Any) -> None:
        load_example()
