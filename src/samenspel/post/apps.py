from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "samenspel.post"
    label = "post"
