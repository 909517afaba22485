"""Where are actions, requests, promises and what came of them seen and written down?"""
