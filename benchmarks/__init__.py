"""How long does it take, and how much memory does it need?

Each file measures one capability in a process of its own and writes its
section of `docs/benchmarks.md`.
"""
