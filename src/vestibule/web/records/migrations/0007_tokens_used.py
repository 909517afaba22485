"""On which day a program last spoke with a token."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the day of last use to tokens."""

    dependencies: ClassVar = [("records", "0006_editions")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="token", name="used_on", field=models.DateField(null=True)
        ),
    ]
