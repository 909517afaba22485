"""What may an edition print, when earlier editions are in readers' hands?"""

from __future__ import annotations

from vestibule.protect.editions.clearing import (
    SENTENCES,
    ClearedEdition,
    NotCleared,
    TableToPublish,
    clear,
)
from vestibule.protect.editions.ids import public_id, public_ids
from vestibule.protect.editions.ledger import Ledger

__all__ = [
    "SENTENCES",
    "ClearedEdition",
    "Ledger",
    "NotCleared",
    "TableToPublish",
    "clear",
    "public_id",
    "public_ids",
]
