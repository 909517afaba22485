"""Addresses of gatherings, excerpts, statements."""

from __future__ import annotations

from django.urls import path

from vestibule.web.listen import gatherings

app_name = "listen"

urlpatterns = [
    path("atelier/rencontres/", gatherings.gatherings, name="gatherings"),
    path("atelier/rencontres/rencontres.csv", gatherings.gatherings_csv, name="gatherings_csv"),
    path("atelier/rencontres/saisir/", gatherings.enter, name="enter"),
    path("atelier/rencontres/<str:record>/", gatherings.gathering, name="gathering"),
    path("atelier/rencontres/<str:record>/corriger/", gatherings.correct, name="correct"),
    path("atelier/rencontres/<str:record>/garder/", gatherings.keep, name="keep"),
    path("atelier/rencontres/<str:record>/presences/", gatherings.attend, name="attend"),
]
