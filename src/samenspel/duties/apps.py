from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "samenspel.duties"
    label = "duties"
