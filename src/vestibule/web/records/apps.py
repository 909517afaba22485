"""What is this app called?"""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The app that remembers."""

    name = "vestibule.web.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
