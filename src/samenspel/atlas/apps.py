from django.apps import AppConfig


class AtlasConfig(AppConfig):
    name = "samenspel.atlas"
    label = "atlas"
