"""How is a process declared by hand: its `process.toml` and the files beside it?"""
