"""Addresses of gatherings, excerpts, statements."""

from __future__ import annotations

from django.urls import path

from vestibule.web.listen import (
    excerpts,
    gatherings,
    imports,
    recounting,
    statements,
)

app_name = "listen"

urlpatterns = [
    path("atelier/rencontres/", gatherings.gatherings, name="gatherings"),
    path(
        "atelier/rencontres/rencontres.csv",
        gatherings.gatherings_csv,
        name="gatherings_csv",
    ),
    path("atelier/rencontres/saisir/", gatherings.enter, name="enter"),
    path("atelier/rencontres/<str:record>/", gatherings.gathering, name="gathering"),
    path(
        "atelier/rencontres/<str:record>/corriger/", gatherings.correct, name="correct"
    ),
    path("atelier/rencontres/<str:record>/garder/", gatherings.keep, name="keep"),
    path(
        "atelier/rencontres/<str:record>/presences/", gatherings.attend, name="attend"
    ),
    path("atelier/rencontres/<str:record>/paroles/", excerpts.write, name="write"),
    path("atelier/rencontres/<str:record>/nombres/", recounting.rows, name="rows"),
    path("atelier/presences/<str:record>/", recounting.attendance, name="attendance"),
    path("atelier/decomptes/<str:record>/", recounting.tally, name="tally"),
    path("atelier/rencontres/<str:record>/decompte/", statements.count, name="count"),
    path("atelier/paroles/", excerpts.excerpts, name="excerpts"),
    path("atelier/paroles/<str:record>/", excerpts.excerpt, name="excerpt"),
    path("atelier/imports/", imports.imports, name="imports"),
    path("atelier/imports/<int:number>/", imports.brought, name="brought"),
    path("atelier/imports/<int:number>/arreter/", imports.stop, name="stop_import"),
    path("atelier/enonces/", statements.statements, name="statements"),
    path("atelier/enonces/ajouter/", statements.add, name="add"),
    path("atelier/enonces/<str:record>/", statements.statement, name="statement"),
    path("atelier/enonces/<str:record>/decider/", statements.decide, name="decide"),
    path("atelier/enonces/<str:record>/dire/", statements.say, name="say"),
    path("atelier/enonces/<str:record>/verifier/", statements.check, name="check"),
]
