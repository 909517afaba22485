"""How do tables lie on a disk: files, their description, folders replaced whole?"""
