from django.urls import path

from samenspel.atlas.views import municipalities

app_name = "atlas"
urlpatterns = [
    path("gemeenten/", municipalities.municipalities, name="municipalities"),
]
