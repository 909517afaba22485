"""Two pages for one audience: what was said, what is asked of it, what others replied."""

from vestibule.inform.briefs.audience import audiences
from vestibule.inform.briefs.brief import Brief, brief

__all__ = ["Brief", "audiences", "brief"]
