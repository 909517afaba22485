"""What may an edition print, when earlier editions are in readers' hands?"""

from __future__ import annotations

from vestibule.protect.editions.clearing import (
    SENTENCES,
    ClearedEdition,
    NotCleared,
    TableToPublish,
    clear,
)
from vestibule.protect.editions.differences import differences
from vestibule.protect.editions.ids import public_id, public_ids
from vestibule.protect.editions.ledger import Ledger
from vestibule.protect.editions.needs import Changes

__all__ = [
    "SENTENCES",
    "Changes",
    "ClearedEdition",
    "Ledger",
    "NotCleared",
    "TableToPublish",
    "clear",
    "differences",
    "public_id",
    "public_ids",
]
