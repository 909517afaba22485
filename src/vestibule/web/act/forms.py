"""What is typed of requests, answers, promises, verifications, actions."""

from __future__ import annotations

from typing import Any

from django import forms

from vestibule.act import states
from vestibule.act.harm import questions
from vestibule.act.observed import SIDES
from vestibule.dossier.tables.promises import SIDES as WHOSE
from vestibule.web.agree.forms import TEXT_LETTERS, Written, day, one_of, text
from vestibule.web.agree.reading import process_here

NAME_LETTERS = 120


class Acted(Written):
    """A form of this room."""

    file = "web_act"


def short_name() -> forms.CharField:
    """Return a field for what something is called by later."""
    return forms.CharField(max_length=60, required=False)


class Asked(Acted):
    """What people ask of an addressee."""

    words_of = text(TEXT_LETTERS, 2)
    lang = one_of()
    addressee = forms.CharField(max_length=NAME_LETTERS)
    addressee_side = one_of(needed=False)
    finding = one_of(needed=False)
    gathering = one_of(needed=False)
    made_on = day()
    answer_by = day(needed=False)
    key = short_name()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("addressee_side", ("", *WHOSE.split()), "whose")


class Answered(Acted):
    """What an addressee says."""

    answer = one_of(open_=True)
    words_of = text(TEXT_LETTERS, 3, needed=False)
    given_on = day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("answer", states.ANSWERED, "answers")


class Promised(Acted):
    """What someone then owes."""

    words_of = text(TEXT_LETTERS, 2)
    lang = one_of()
    owner = forms.CharField(max_length=NAME_LETTERS)
    owner_side = one_of(needed=False)
    made_on = day()
    due_on = day(needed=False)
    key = short_name()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("owner_side", ("", *WHOSE.split()), "whose")


class Observed(Acted):
    """What a side saw of a commitment."""

    side = one_of(open_=True)
    state = one_of(open_=True)
    evidence = text(TEXT_LETTERS, 3)
    seen_on = day()
    gathering = one_of(needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("side", SIDES, "sides")
        self.told("state", states.SEEN, "states.commitment")


class Planned(Acted):
    """What people mean to do."""

    words_of = text(TEXT_LETTERS, 2)
    lang = one_of()
    owner = forms.CharField(max_length=NAME_LETTERS, required=False)
    place = one_of(needed=False)
    due_on = day(needed=False)
    cost = forms.FloatField(min_value=0, required=False)
    finding = one_of(needed=False)
    claim = one_of(needed=False)
    predicts = one_of(needed=False)
    sign = text(TEXT_LETTERS, 2, needed=False)
    key = short_name()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told("predicts", ("", "more", "less"), "predicts")


class Harm(Acted):
    """The do-no-harm questions of the process: what was found, and how it is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions(process_here()):
            asked = self.words.chosen(one.words)[0]
            for part in ("what", "how"):
                field = text(TEXT_LETTERS, 2, needed=False)
                field.label = self.words(f"web_act.harm.{part}", question=asked)
                self.fields[f"{part}_{one.key}"] = field

    @property
    def given(self) -> dict[str, tuple[str, str]]:
        """Key of each question to what was found and how it is known."""
        cleaned = self.cleaned_data
        return {
            one.key: (cleaned[f"what_{one.key}"], cleaned[f"how_{one.key}"])
            for one in questions(process_here())
        }


class Moved(Acted):
    """The state an action goes to."""

    to = forms.CharField(max_length=20, widget=forms.HiddenInput)


class Told(Acted):
    """What groups were told, where, and what they answered."""

    groups = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False
    )
    medium = one_of(open_=True)
    gathering = one_of(needed=False)
    told_on = day()
    lang = one_of()
    told_words = text(TEXT_LETTERS, 3)
    reply = text(TEXT_LETTERS, 3, needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told(
            "medium", ("meeting", "visit", "phone", "broadcast", "paper"), "media"
        )


class Replied(Acted):
    """What a group answered later."""

    reply = text(TEXT_LETTERS, 3)


class Deferred(Acted):
    """Until when telling a group is put off, and why."""

    deferred_to = day(needed=False)
    reason = text(TEXT_LETTERS, 2, needed=False)
