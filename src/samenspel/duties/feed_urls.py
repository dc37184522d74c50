from django.urls import path

from samenspel.duties.views.feed import feed

urlpatterns = [path("<slug:key>.ics", feed, name="calendar-feed")]
