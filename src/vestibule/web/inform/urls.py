"""Addresses of the release desk, of languages and of what the public reads."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from vestibule.api import own_words
from vestibule.web.inform import harm, helping, languages, public, views

app_name = "inform"


class Tongue(StringConverter):
    """A language of an edition: ours, and those that the team brought sentences in."""

    regex = f"(?!api/){own_words.TAG.pattern}"

    def to_python(self, value: str) -> str:
        """Return the folder of its pages."""
        return f"{value}/"


register_converter(Tongue, "tongue")

PUBLIC = [
    path("data/<path:path>", public.current, {"start": "data/"}),
    path("data/", public.current, {"start": "data/"}),
    path("<tongue:start>/<path:path>", public.current),
    path("<tongue:start>/", public.current),
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
