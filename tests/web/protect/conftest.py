"""A quick hash in place of half a second: what is tested is who gets in."""

from __future__ import annotations

from typing import Any

import pytest

from vestibule.web.protect import entering


@pytest.fixture(autouse=True)
def a_quick_hash(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    entering._nobody.cache_clear()
