"""How does a system map leave for another program, and come back the same?

For the team: the files name voices and tellers by their ids, and no count is cleared.
"""

from __future__ import annotations

from vestibule.inform.maps.blueprint import blueprint
from vestibule.inform.maps.graphml import graphml
from vestibule.inform.maps.kumu import kumu
from vestibule.inform.maps.spreadsheets import spreadsheets

__all__ = ["blueprint", "graphml", "kumu", "spreadsheets"]
