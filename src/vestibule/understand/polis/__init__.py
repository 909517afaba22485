"""What would Polis say of these votes, and can it be derived again?

The compatible layer: Polis by its published formulas, exact, sparse and
repeatable, so that any Polis conversation can be brought in and audited. Its
groups stay in the analysis. Votes that do not fit in memory: `streamed`; new
votes on a loaded conversation: `state`.
"""

from vestibule.understand.polis.analysis import analyse
from vestibule.understand.polis.conversation import Conversation, of_dossier
from vestibule.understand.polis.limits import LIMITS
from vestibule.understand.polis.result import PolisResult
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.votes import Votes, of_book

__all__ = [
    "LIMITS",
    "Conversation",
    "PolisResult",
    "PolisSettings",
    "Votes",
    "analyse",
    "of_book",
    "of_dossier",
]
