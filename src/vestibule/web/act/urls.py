"""Addresses of actions, requests, promises, restitutions and of a record's thread."""

from __future__ import annotations

from django.urls import path

from vestibule.web.act import views

app_name = "act"

urlpatterns = [
    path("atelier/fil/<str:record_id>/", views.thread, name="thread"),
    path("atelier/etats/", views.moves, name="moves"),
]
