"""Addresses of the API, and of its tokens in the workshop."""

from __future__ import annotations

from django.urls import path

from vestibule.web.api import pages, views

app_name = "api"

urlpatterns = [
    path("api/v1/openapi.json", views.described, name="description"),
    path("api/v1/import/<str:table>", views.bring_in, name="import"),
    path("api/v1/query/<str:table>", views.query, name="query"),
    path("api/v1/export", views.export, name="export"),
    path("api/v1/releases", views.releases, name="releases"),
    path("api/v1/follow-up", views.follow_up, name="follow_up"),
    path("atelier/equipe/jetons/", pages.tokens, name="tokens"),
    path("atelier/equipe/jetons/<int:number>/finir/", pages.end, name="end"),
    path("atelier/acces/jetons/", pages.own, name="own"),
    path("atelier/acces/jetons/<int:number>/finir/", pages.end_own, name="end_own"),
]
