"""How is the site set? One file; the environment says only what differs.

``VESTIBULE_HOME`` the folder of database, files and releases; ``DATABASE_URL`` a
PostgreSQL database instead of the embedded one, ``DATABASE_PASSWORD_FILE`` where its
password stands; ``VESTIBULE_SECRET_KEY`` instead of the one kept in the home; ``ALLOWED_HOSTS`` names the site answers to, with commas;
``VESTIBULE_PLAIN_HTTP=1`` on a laptop that serves itself; ``VESTIBULE_PROXIES`` how
many servers stand before it, so that guesses are counted by who makes them. Nothing is written here.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from vestibule.web import databases, home

DEBUG = False
"""Never: an error page with variables in it is a leak."""

WEB = Path(__file__).parent
HOME = home.folder(os.environ)
FILES = HOME / "files"
RELEASES = HOME / "releases"
SECRET_KEY = home.secret(os.environ)

PLAIN_HTTP = os.environ.get("VESTIBULE_PLAIN_HTTP") == "1"
"""Served to this machine only, where there is no certificate."""

PROXIES = int(os.environ.get("VESTIBULE_PROXIES", "0"))
"""How many servers of ours stand between this one and the people who ask."""

ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if name.strip()
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",  # counts tries: `protect.throttle`
    "vestibule.web.records",
    "vestibule.web.protect",
    "vestibule.web.work",
    "vestibule.web.api",
    "vestibule.web.plan",
    "vestibule.web.listen",
    "vestibule.web.agree",
    "vestibule.web.act",
    "vestibule.web.understand",
    "vestibule.web.inform",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # a strict cookie goes with no request of another site: lengths tell a stranger nothing
    "django.middleware.gzip.GZipMiddleware",
    "vestibule.web.middleware.assets.Assets",
    "vestibule.web.headers.StrictHeaders",
    "vestibule.web.middleware.signs.Signs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vestibule.web.middleware.idle.Idle",
    "vestibule.web.middleware.language.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "vestibule.web.urls"
WSGI_APPLICATION = "vestibule.web.wsgi.application"
DATABASES = {
    "default": databases.configured(
        os.environ.get("DATABASE_URL", ""),
        HOME,
        os.environ.get("DATABASE_PASSWORD_FILE", ""),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "vestibule.web.tags"],
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "vestibule.web.context.workshop",
                "vestibule.web.inform.context.notices",
            ],
        },
    }
]

AUTH_USER_MODEL = "records.Account"
PASSWORD_HASHERS = ["vestibule.web.hashing.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

IDLE = timedelta(minutes=30)
"""After which someone who does nothing is signed out."""

SESSION_COOKIE_AGE = int(IDLE.total_seconds())
SESSION_SAVE_EVERY_REQUEST = False  # once a minute: `middleware.idle`
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_FAILURE_VIEW = "vestibule.web.refusals.stale"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# without a server of ours before this one, whoever asks could have written it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# asked from within, where nothing is encrypted; it says one word
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^sante/$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
# nothing to other sites; with "no-referrer" browsers hide from our own forms where
# they come from, and none could be told from a stranger's
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"  # what `protect.throttle` gives it
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
# `protect.throttle` asks axes itself, before a passphrase is looked at
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W003"]

STATIC_URL = "static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True  # served where they lie: nothing to collect first
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # `work.uploads` says why fewer are taken
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
