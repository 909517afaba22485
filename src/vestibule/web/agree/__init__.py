"""Where are findings, what people said of them, and their priorities seen and written?"""
