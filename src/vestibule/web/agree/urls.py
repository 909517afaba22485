"""Addresses of findings and priorities."""

from __future__ import annotations

from django.urls import path

from vestibule.web.agree import views, voting

app_name = "agree"

urlpatterns = [
    path("atelier/constats/", views.findings, name="findings"),
    path("atelier/constats/constats.csv", views.findings_csv, name="findings_csv"),
    path("atelier/constats/constats.json", views.findings_json, name="findings_json"),
    path("atelier/constats/nouveau/", views.new_finding, name="new_finding"),
    path("atelier/constats/<str:record_id>/", views.finding, name="finding"),
    path("atelier/constats/<str:record_id>/mots/", views.reword, name="reword"),
    path("atelier/constats/<str:record_id>/citer/", views.cite, name="cite"),
    path(
        "atelier/constats/<str:record_id>/validation/", views.validate, name="validate"
    ),
    path("atelier/priorites/", voting.priorities, name="priorities"),
    path("atelier/priorites/nouvelle/", voting.new_question, name="new_question"),
    path("atelier/priorites/<str:record_id>/", voting.question, name="question"),
    path("atelier/priorites/<str:record_id>/bulletin/", voting.ballot, name="ballot"),
]
