"""How is a password kept? Argon2id, 64 MiB and three passes."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Costs half a second: guessing is dear, signing in is not."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1
