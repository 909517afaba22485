"""Addresses of actions, requests, promises, restitutions and of a record's thread."""

from __future__ import annotations

from django.urls import path

from vestibule.web.act import following, planning, restitutions, views

app_name = "act"

urlpatterns = [
    path("atelier/recommandations/", following.recommendations, name="recommendations"),
    path(
        "atelier/recommandations/recommandations.csv",
        following.recommendations_csv,
        name="recommendations_csv",
    ),
    path("atelier/recommandations/nouvelle/", following.recommend, name="recommend"),
    path(
        "atelier/recommandations/<str:record_id>/",
        following.recommendation,
        name="recommendation",
    ),
    path(
        "atelier/recommandations/<str:record_id>/reponse/",
        following.respond,
        name="respond",
    ),
    path("atelier/engagements/", following.commitments, name="commitments"),
    path(
        "atelier/engagements/engagements.csv",
        following.commitments_csv,
        name="commitments_csv",
    ),
    path(
        "atelier/engagements/de/<str:kind>/<str:record_id>/",
        following.promise,
        name="promise",
    ),
    path(
        "atelier/engagements/<str:record_id>/", following.commitment, name="commitment"
    ),
    path(
        "atelier/engagements/<str:record_id>/verification/",
        following.verify,
        name="verify",
    ),
    path("atelier/actions/", planning.actions_list, name="actions"),
    path("atelier/actions/actions.csv", planning.actions_csv, name="actions_csv"),
    path("atelier/actions/nouvelle/", planning.plan, name="plan"),
    path("atelier/actions/<str:record_id>/", planning.action, name="action"),
    path("atelier/actions/<str:record_id>/ne-pas-nuire/", planning.harm, name="harm"),
    path("atelier/actions/<str:record_id>/etat/", planning.move, name="move"),
    path("atelier/restitutions/", restitutions.restitutions, name="restitutions"),
    path("atelier/restitutions/dire/", restitutions.tell, name="tell"),
    path(
        "atelier/restitutions/<str:record_id>/reponse/",
        restitutions.reply,
        name="reply",
    ),
    path(
        "atelier/restitutions/<str:group>/reporter/", restitutions.defer, name="defer"
    ),
    path(
        "atelier/restitutions/<str:record_id>/feuille/",
        restitutions.paper,
        name="paper",
    ),
    path("atelier/fil/<str:record_id>/", views.thread, name="thread"),
    path("atelier/etats/", views.moves, name="moves"),
]
