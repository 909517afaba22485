import time

import pytest
from tests.web.hostile import walking, world
from tests.web.hostile.payloads import drawn

from vestibule.web.protect import throttle

pytestmark = pytest.mark.django_db


def test_try(monkeypatch):
    monkeypatch.setattr(throttle, "may_try", lambda *a, **k: True)
    t = time.process_time()
    client = world.guest()
    print("guest", time.process_time() - t)
    t = time.process_time()
    walk = walking.Walk(client)
    walk.follow(world.STARTS)
    print("walk", len(walk.answers), time.process_time() - t)
    t = time.process_time()
    bad = [(a, r.status_code) for a, r in walk.answers.items() if r.status_code != 200]
    print(bad)
    for k, v in sorted(walk.forms.items()):
        print(
            k,
            len(v),
            [
                c.kind + ":" + c.name
                for c in v[0].controls
                if c.name != "csrfmiddlewaretoken"
            ],
        )
    try:
        sent = walking.send_all(walk, drawn(3, 0))
        print(sent.taken)
        print("REFUSED", sent.refused)
    finally:
        print("send", time.process_time() - t)
