"""Addresses of coverage, of the home of the workshop, of its search."""

from __future__ import annotations

from django.urls import path

from vestibule.web.plan import views

app_name = "plan"

urlpatterns = [
    path("atelier/", views.workshop, name="workshop"),
    path("atelier/couverture/", views.coverage, name="coverage"),
    path("atelier/couverture/couverture.csv", views.coverage_csv, name="coverage_csv"),
    path(
        "atelier/couverture/couverture.json", views.coverage_json, name="coverage_json"
    ),
    path("atelier/couverture/ici/", views.here, name="here"),
    path("atelier/chercher/", views.seek, name="seek"),
]
