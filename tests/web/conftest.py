"""How the site is tested: a secret of the tests, files in a folder of the test's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site

# a site makes its secret when it is first served; the tests serve none
site.SECRET_KEY = site.__dict__.get("SECRET_KEY") or "the secret of the tests"


@pytest.fixture(autouse=True)
def a_home_of_the_test(settings: Any, tmp_path: Path) -> Path:
    """Let nothing be written to the home of whoever runs the tests."""
    settings.SECURE_SSL_REDIRECT = False  # the tests speak to the site without a proxy
    settings.HOME = tmp_path
    settings.SECURE_SSL_REDIRECT = False  # a test asks without a certificate
    settings.FILES = tmp_path / "files"
    settings.RELEASES = tmp_path / "releases"
    return tmp_path
