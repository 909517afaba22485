"""Which address leads where?"""

from __future__ import annotations

from django.urls import include, path

from vestibule.web import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("sante/", health.health),
    # first, for most who come read what is published
    path("", include("vestibule.web.inform.urls")),
    path("", include("vestibule.web.protect.urls")),
    path("", include("vestibule.web.work.urls")),
    path("", include("vestibule.web.api.urls")),
    path("", include("vestibule.web.plan.urls")),
    path("", include("vestibule.web.listen.urls")),
    path("", include("vestibule.web.agree.urls")),
    path("", include("vestibule.web.act.urls")),
    path("", include("vestibule.web.understand.urls")),
]

handler404 = "vestibule.web.refusals.missing"
handler500 = "vestibule.web.refusals.failed"
