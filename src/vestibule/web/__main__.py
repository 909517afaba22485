"""`python -m vestibule.web` serves the site of this machine."""

from vestibule.web.main import serve

if __name__ == "__main__":
    serve()
