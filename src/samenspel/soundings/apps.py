from django.apps import AppConfig


class SoundingsConfig(AppConfig):
    name = "samenspel.soundings"
    label = "soundings"
