"""Who is owed an answer, who was told, what was asked of each community."""

from vestibule.act.restitution.burden import Burden, burden
from vestibule.act.restitution.debt import Owed, owed
from vestibule.act.restitution.owing import groups_heard

__all__ = ["Burden", "Owed", "burden", "groups_heard", "owed"]
