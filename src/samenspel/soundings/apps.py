from django.apps import AppConfig

from samenspel.soundings import code_converters


class SoundingsConfig(AppConfig):
    name = "samenspel.soundings"
    label = "soundings"

    def ready(self) -> None:
        code_converters.register()
