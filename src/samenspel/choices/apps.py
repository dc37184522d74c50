from django.apps import AppConfig


class ChoicesConfig(AppConfig):
    name = "samenspel.choices"
    label = "choices"
