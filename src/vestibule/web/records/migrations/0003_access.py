"""Whose an origin is, with what an account enters, the chain of what was done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vestibule.web.records.rules
from vestibule.web.records import append_only, site_rules


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeApp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("secret", models.TextField()),
                ("step", models.BigIntegerField(default=-1)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(null=True)),
            ],
            options={
                "db_table": "site_code_apps",
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("kind", models.TextField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "site_one_time_codes",
            },
        ),
        migrations.CreateModel(
            name="OriginOwner",
            fields=[
                (
                    "origin",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="owner",
                        serialize=False,
                        to="records.origin",
                    ),
                ),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
            ],
            options={
                "db_table": "site_origin_owners",
            },
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("credential", models.TextField(unique=True)),
                ("public_key", models.BinaryField()),
                ("signed", models.BigIntegerField(default=0)),
                ("name", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_by", models.TextField(null=True)),
            ],
            options={
                "db_table": "site_passkeys",
            },
        ),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="site_audit_act_said",
        ),
        migrations.AddField(
            model_name="account",
            name="lang",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="partner",
            field=models.TextField(null=True),
        ),
        # no chain was begun before this: PostgreSQL casts no moment to a number
        migrations.RemoveField(model_name="auditentry", name="at"),
        migrations.AddField(
            model_name="auditentry",
            name="at",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="before",
            field=models.CharField(max_length=64, unique=True),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="site_audit_at"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("lang__in", ("fr", "en"))),
                name="site_accounts_lang_among",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        (
                            "write",
                            "read",
                            "sign",
                            "publish",
                            "take_down",
                            "withdraw",
                            "enter",
                            "team",
                        ),
                    )
                ),
                name="site_audit_act_among",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=vestibule.web.records.rules.Sha256("hash"),
                name="site_audit_hash_hex",
            ),
        ),
        migrations.AddField(
            model_name="codeapp",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="code_apps",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="onetimecode",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="codes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="originowner",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="origins",
                to="records.partner",
            ),
        ),
        migrations.AddField(
            model_name="passkey",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="passkeys",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="codeapp",
            constraint=models.CheckConstraint(
                condition=models.Q(("secret", ""), _negated=True),
                name="site_code_apps_secret_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="codeapp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="site_code_apps_ended_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="codeapp",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("account",),
                name="site_code_apps_one_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("invitation", "recovery"))),
                name="site_one_time_codes_kind_among",
            ),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=vestibule.web.records.rules.Sha256("sha256"),
                name="site_one_time_codes_hex",
            ),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None), ("kind", "invitation"), _negated=True
                ),
                name="site_one_time_codes_invitation_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="originowner",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("site", "device", "import"))),
                name="site_origin_owners_kind_among",
            ),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="site_passkeys_name_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("credential", ""), _negated=True),
                name="site_passkeys_credential_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed__gte", 0)),
                name="site_passkeys_signed_least",
            ),
        ),
        migrations.AddConstraint(
            model_name="passkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), ("removed_by", None)),
                    models.Q(
                        ("removed_at__isnull", False), ("removed_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="site_passkeys_removed_by_someone",
            ),
        ),
        migrations.RunPython(append_only.install, elidable=False),
        migrations.RunPython(site_rules.install, elidable=False),
    ]
