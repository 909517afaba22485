"""Which address leads where?"""

from __future__ import annotations

from django.urls import path

from vestibule.web import health

urlpatterns = [path("health", health.health, name="health")]
