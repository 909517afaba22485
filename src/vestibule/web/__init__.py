"""Where do people meet the records together? The site, its two doors and workshop.

One app will remember, one per room will show. Empty until the site is built.
"""
