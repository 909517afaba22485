"""Addresses of long work."""

from __future__ import annotations

from django.urls import path

from vestibule.web.work import views

app_name = "work"

urlpatterns = [
    path("atelier/travaux/", views.jobs, name="jobs"),
    path("atelier/travaux/analyser/", views.analyse, name="analyse"),
    path("atelier/travaux/<int:number>/arreter/", views.stop, name="stop"),
    path("atelier/travaux/<int:number>/reprendre/", views.again, name="again"),
]
