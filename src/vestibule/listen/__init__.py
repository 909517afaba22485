"""What did people say? Readers of foreign files, their checks, templates to fill.

A reader looks at everything, names every problem, and brings in all or nothing.
"""
