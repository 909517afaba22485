"""Addresses of the release desk, of languages and of what the public reads."""

from __future__ import annotations

from django.urls import path

from vestibule.web.inform import harm, helping, languages, public, views

app_name = "inform"

PUBLIC = [
    *(
        path(f"{one}/<path:path>", public.current, {"start": f"{one}/"})
        for one in public.FOLDERS
    ),
    *(path(f"{one}/", public.current, {"start": f"{one}/"}) for one in public.FOLDERS),
    *(path(one, public.current, {"path": one}) for one in public.AS_IS),
]
"""Only these lead to files of an edition."""

urlpatterns = [
    path("", public.current, name="front"),
    path("signaler/", harm.report, name="report"),
    path("signaler/<str:lang>/", harm.report, name="report_in"),
    path("editions/<int:edition>/", public.edition, name="edition"),
    path("editions/<int:edition>/<path:path>", public.edition, name="edition_page"),
    *PUBLIC,
    path("aide/", helping.helped, name="help"),
    path("atelier/editions/", views.editions, name="editions"),
    path("atelier/editions/preparer/", views.prepare, name="prepare"),
    path("atelier/editions/signer/", views.sign, name="sign"),
    path("atelier/editions/publier/", views.publish, name="publish"),
    path("atelier/editions/projet/<str:seal>/", views.preview, name="preview"),
    path(
        "atelier/editions/projet/<str:seal>/<path:path>",
        views.preview,
        name="preview_page",
    ),
    path("atelier/editions/signalements/", harm.reports, name="harm"),
    path("atelier/editions/signalements/<int:number>/", harm.close, name="harm_close"),
    path("atelier/editions/avis/<int:number>/", views.see, name="see"),
    path("atelier/editions/<int:edition>/retirer/", views.take_down, name="take_down"),
    path("atelier/langues/", languages.languages, name="languages"),
    path("atelier/langues/<str:lang>.xlsx", languages.export, name="language_out"),
    path("atelier/langues/rapporter/", languages.bring, name="language_in"),
]
