"""Addresses of coding, common ground, the map, trust."""

from __future__ import annotations

from django.urls import path

from vestibule.web.understand import (
    codebook,
    coding,
    ground,
    mapping,
    merging,
    opinion,
    themes,
    trust,
)

app_name = "understand"

CODING, MAP = "atelier/codage/", "atelier/carte/"

urlpatterns = [
    path(CODING, coding.coding, name="coding"),
    path(f"{CODING}livre/", codebook.codebook, name="codebook"),
    path(f"{CODING}livre/livre.csv", codebook.codebook_csv, name="codebook_csv"),
    path(f"{CODING}themes/", themes.themes, name="themes"),
    path(f"{CODING}themes/themes.csv", themes.themes_csv, name="themes_csv"),
    path(f"{CODING}<str:record>/", coding.excerpt, name="excerpt"),
    path(f"{CODING}<str:record>/poser/", coding.put, name="put"),
    path(f"{CODING}<str:record>/nouveau/", coding.new_theme, name="new_theme"),
    path(f"{CODING}<str:record>/retirer/", coding.take_back, name="take_back"),
    path(f"{CODING}<str:record>/memo/", coding.note, name="note"),
    path(f"{CODING}<str:record>/fini/", coding.finish, name="finish"),
    path(f"{CODING}<str:record>/rouvrir/", coding.reopen, name="reopen"),
    path(f"{CODING}<str:record>/departager/", coding.settle, name="settle"),
    path("atelier/entente/", ground.ground, name="ground"),
    path("atelier/entente/entente.csv", ground.ground_csv, name="ground_csv"),
    path("atelier/entente/entente.json", ground.ground_json, name="ground_json"),
    path("atelier/entente/paysage/", opinion.landscape, name="landscape"),
    path(MAP, mapping.system_map, name="map"),
    path(f"{MAP}facteurs/", mapping.factors, name="factors"),
    path(f"{MAP}facteurs/<str:record>/", mapping.factor, name="factor"),
    path(f"{MAP}fusions/", merging.merges, name="merges"),
    path(f"{MAP}fusions/decider/", merging.decide, name="decide"),
    path(f"{MAP}recits/", mapping.stories, name="stories"),
    path(f"{MAP}recits/<str:record>/", mapping.story, name="story"),
    path(f"{MAP}carte/<str:form>/", mapping.export, name="export"),
    path("atelier/figures.css", mapping.sheet, name="sheet"),
    path("atelier/confiance/", trust.trust, name="trust"),
]
