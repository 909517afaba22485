"""Addresses of the way in, of the team and of the journal."""

from __future__ import annotations

from django.urls import path

from vestibule.web.protect import demo, journal, own, review, team, views, withdrawal

app_name = "protect"

urlpatterns = [
    path("entrer/", views.enter, name="enter"),
    path("entrer/code/", views.second, name="second"),
    path("entrer/invitation/", views.accept, name="accept"),
    path("entrer/application/", views.app, name="app"),
    path("entrer/cle/", views.key_options, name="key_options"),
    path("entrer/avec-cle/", views.key_enter, name="key_enter"),
    path("entrer/essai/<str:token>/", demo.enter, name="demo"),
    path("sortir/", views.leave, name="leave"),
    path("langue/", views.language, name="language"),
    path("atelier/acces/", own.account, name="account"),
    path("atelier/acces/phrase/", own.passphrase, name="passphrase"),
    path("atelier/acces/secours/", own.ways, name="ways"),
    path("atelier/acces/cle/", own.key_options, name="own_key_options"),
    path("atelier/acces/cle/ajouter/", own.key_add, name="key_add"),
    path("atelier/acces/cle/<int:key>/retirer/", own.key_remove, name="key_remove"),
    path("atelier/equipe/", team.team, name="team"),
    path("atelier/equipe/inviter/", team.invite, name="invite"),
    path("atelier/equipe/<int:account>/", team.member, name="member"),
    path("atelier/equipe/<int:account>/inviter/", team.reinvite, name="reinvite"),
    path("atelier/equipe/<int:account>/fermer/", team.close, name="close"),
    path("atelier/relecture/", review.review, name="review"),
    path("atelier/relecture/<str:table>/<str:record>/", review.one, name="review_one"),
    path(
        "atelier/relecture/<str:table>/<str:record>/decider/",
        review.decide,
        name="review_decide",
    ),
    path("atelier/retrait/", withdrawal.withdrawals, name="withdrawals"),
    path(
        "atelier/retrait/<str:table>/<str:record>/",
        withdrawal.withdraw,
        name="withdraw",
    ),
    path("atelier/journal/", journal.journal, name="journal"),
    path("atelier/journal/tetes.txt", journal.heads, name="heads"),
]
