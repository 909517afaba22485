"""Facts are kept by the database itself; one row is the pen."""

from django.db import migrations

from vestibule.web.records import append_only


def lay_the_pen(apps, _schema_editor):
    """Make the row that writers lock."""
    apps.get_model("records", "Pen").objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_records")]

    operations = [
        migrations.RunPython(append_only.install, elidable=False),
        migrations.RunPython(lay_the_pen, elidable=False),
    ]
