"""The public pages of an edition, as a folder of static files."""

from vestibule.inform.site.whole import Site, site

__all__ = ["Site", "site"]
