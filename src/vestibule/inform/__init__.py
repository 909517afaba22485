"""How do people see, hear and hold what was understood: figures, portrait, annex?"""
