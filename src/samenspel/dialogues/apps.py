from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    name = "samenspel.dialogues"
    label = "dialogues"
