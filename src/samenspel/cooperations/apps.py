from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "samenspel.cooperations"
    label = "cooperations"
