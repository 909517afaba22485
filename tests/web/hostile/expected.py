"""Who may open which address, and how: written by hand, from what each role is there for.

Nothing here is read from the site. Letters are roles: f facilitator, r researcher, p
protection officer, e editor, v reader. Methods: G is GET (and HEAD), P is POST. What an
address names: the tables of the records whose ids it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVERYONE = "everyone"
"""Who needs no account."""

ANY = ("*",)
"""Of an address that takes the id of a record of any table."""


TAKEN = ("excerpts", "validations", "gatherings", "people", "findings")
"""Of an address that takes the name of a table too: those that are tried."""


@dataclass(frozen=True)
class Page:
    """What is expected of an address."""

    letters: str
    methods: str
    names: tuple[str, ...] = ()
    """Tables whose records it is for; empty: it takes no id of a record."""
    writers: str = ""
    """Letters of who may send something, where others may look."""
    own: bool = False
    """Whether it opens only what one's own partner collected."""

    def may(self, letters: str, method: str) -> bool:
        """Return whether someone with these roles opens it by a method."""
        wanted = self.writers if self.writers and method == "post" else self.letters
        return bool(set(wanted) & set(letters))


def _pages() -> dict[str, Page]:
    found: dict[str, Page] = {}

    def page(
        route: str, letters: str, methods: str = "G", *names: str, writers: str = "", own: bool = False
    ) -> None:  # fmt: skip
        found[route] = Page(letters, methods, names, writers, own)

    # coverage: everyone of the team; who plans is whoever meets people or their words
    page("atelier/", "frpev")
    page("atelier/couverture/", "frpev")
    page("atelier/couverture/couverture.csv", "frpev")
    page("atelier/couverture/couverture.json", "frpev")
    page("atelier/couverture/ici/", "frpe")
    page("atelier/chercher/", "frpev")

    # gatherings: facilitators enter, readers do not see when anyone met
    page("atelier/rencontres/", "frpe")
    page("atelier/rencontres/rencontres.csv", "frpe")
    page("atelier/rencontres/saisir/", "f", "GP")
    met = "atelier/rencontres/<str:record>/"
    page(met, "frpe", "G", "gatherings")
    page(f"{met}nombres/", "frpe", "G", "gatherings")
    page(f"{met}corriger/", "f", "GP", "gatherings")
    page(f"{met}garder/", "f", "P", "gatherings")
    page(f"{met}presences/", "f", "GP", "gatherings")
    page(f"{met}paroles/", "f", "GP", "gatherings")
    page(f"{met}decompte/", "f", "GP", "gatherings")
    page("atelier/presences/<str:record>/", "f", "GP", "attendances")
    page("atelier/decomptes/<str:record>/", "f", "GP", "tallies")

    # words: who collects, who codes, who protects
    page("atelier/paroles/", "frp")
    page("atelier/paroles/<str:record>/", "frp", "G", "excerpts")
    page("atelier/relecture/", "p")
    reviewed = "atelier/relecture/<str:table>/<str:record>/"
    page(reviewed, "p", "G", "excerpts", "validations")
    page(f"{reviewed}decider/", "p", "P", "excerpts", "validations")
    page("atelier/retrait/", "p")
    page("atelier/retrait/<str:table>/<str:record>/", "p", "GP", *TAKEN, own=True)

    # coding is research; the codebook and what was found are everyone's
    page("atelier/codage/", "r")
    page("atelier/codage/livre/", "frpev")
    page("atelier/codage/livre/livre.csv", "frpev")
    page("atelier/codage/themes/", "frpev")
    page("atelier/codage/themes/themes.csv", "frpev")
    words = "atelier/codage/<str:record>/"
    page(words, "r", "G", "excerpts")
    for act in ("poser", "nouveau", "retirer", "memo", "fini", "rouvrir", "departager"):
        page(f"{words}{act}/", "r", "P", "excerpts")

    # files of others are brought in by researchers
    page("atelier/imports/", "r", "GP")
    page("atelier/imports/<int:number>/", "r")
    page("atelier/imports/<int:number>/arreter/", "r", "P")

    # statements: seen by the team, edited by who answers for words
    page("atelier/enonces/", "frpe")
    page("atelier/enonces/ajouter/", "rpe", "GP")
    page("atelier/enonces/<str:record>/", "frpe", "G", "statements")
    page("atelier/enonces/<str:record>/decider/", "rpe", "P", "statements")
    page("atelier/enonces/<str:record>/dire/", "rpe", "P", "statements")
    page("atelier/enonces/<str:record>/verifier/", "rpe", "P", "statements")

    # analyses: everyone of the team
    page("atelier/entente/", "frpev")
    page("atelier/entente/entente.csv", "frpev")
    page("atelier/entente/entente.json", "frpev")
    page("atelier/entente/paysage/", "frpev")
    page("atelier/carte/", "frpev")
    page("atelier/carte/facteurs/", "frpev")
    page("atelier/carte/facteurs/<str:record>/", "frpev", "G", "factors")
    page("atelier/carte/fusions/", "frpev", "GP", writers="r")
    page("atelier/carte/fusions/decider/", "r", "P")
    page("atelier/carte/recits/", "frp")
    page("atelier/carte/recits/<str:record>/", "frp", "G", "gatherings")
    page("atelier/carte/carte/<str:form>/", "r")
    page("atelier/figures.css", "frpev")
    page("atelier/confiance/", "frpev")

    # findings and what was decided of them
    page("atelier/constats/", "frpev")
    page("atelier/constats/constats.csv", "frpev")
    page("atelier/constats/constats.json", "frpev")
    page("atelier/constats/nouveau/", "re", "GP")
    finding = "atelier/constats/<str:record_id>/"
    page(finding, "frpev", "G", "findings")
    page(f"{finding}mots/", "re", "GP", "findings")
    page(f"{finding}citer/", "re", "GP", "findings")
    page(f"{finding}validation/", "fe", "GP", "findings")
    page("atelier/priorites/", "frpev")
    page("atelier/priorites/nouvelle/", "e", "GP")
    page("atelier/priorites/<str:record_id>/", "frpev", "G", "questions")
    page("atelier/priorites/<str:record_id>/bulletin/", "f", "GP", "questions")

    # what was asked, promised, done
    page("atelier/recommandations/", "frpev")
    page("atelier/recommandations/recommandations.csv", "frpev")
    page("atelier/recommandations/nouvelle/", "e", "GP")
    asked = "atelier/recommandations/<str:record_id>/"
    page(asked, "frpev", "G", "recommendations")
    page(f"{asked}reponse/", "e", "GP", "recommendations")
    page("atelier/engagements/", "frpev")
    page("atelier/engagements/engagements.csv", "frpev")
    page("atelier/engagements/de/<str:kind>/<str:record_id>/", "e", "GP", "responses", "actions")  # fmt: skip
    owed = "atelier/engagements/<str:record_id>/"
    page(owed, "frpev", "G", "commitments")
    page(f"{owed}verification/", "fe", "GP", "commitments")
    page("atelier/actions/", "frpe")
    page("atelier/actions/actions.csv", "frpe")
    page("atelier/actions/nouvelle/", "fe", "GP")
    done = "atelier/actions/<str:record_id>/"
    page(done, "frpe", "G", "actions")
    page(f"{done}ne-pas-nuire/", "fe", "GP", "actions")
    page(f"{done}etat/", "fe", "P", "actions")
    page("atelier/restitutions/", "frpe")
    page("atelier/restitutions/dire/", "f", "GP")
    page("atelier/restitutions/<str:record_id>/reponse/", "f", "GP", "restitutions")
    page("atelier/restitutions/<str:group>/reporter/", "f", "GP", "obligations", "gatherings")  # fmt: skip
    page("atelier/restitutions/<str:record_id>/feuille/", "f", "G", "gatherings")
    page("atelier/fil/<str:record_id>/", "frpev", "G", *ANY)
    page("atelier/etats/", "frpev")

    # editions: the desk is seen by all; editors prepare and sign, officers take down
    page("atelier/editions/", "frpev")
    page("atelier/editions/preparer/", "e", "P")
    page("atelier/editions/signer/", "e", "P")
    page("atelier/editions/publier/", "e", "P")
    page("atelier/editions/projet/<str:seal>/", "frpev")
    page("atelier/editions/projet/<str:seal>/<path:path>", "frpev")
    page("atelier/editions/signalements/", "p")
    page("atelier/editions/signalements/<int:number>/", "p", "P")
    page("atelier/editions/avis/<int:number>/", "frpev", "P")
    page("atelier/editions/<int:edition>/retirer/", "p", "GP")
    page("atelier/langues/", "frpev")
    page("atelier/langues/<str:lang>.xlsx", "re")
    page("atelier/langues/rapporter/", "re", "P")

    # work, team, journal
    page("atelier/travaux/", "frpe")
    page("atelier/travaux/analyser/", "r", "P")
    page("atelier/travaux/<int:number>/arreter/", "frpe", "P")
    page("atelier/travaux/<int:number>/reprendre/", "frpe", "P")
    page("atelier/acces/", "frpev")
    page("atelier/acces/phrase/", "frpev", "GP")
    page("atelier/acces/secours/", "frpev", "GP")
    page("atelier/acces/cle/", "frpev", "P")
    page("atelier/acces/cle/ajouter/", "frpev", "P")
    page("atelier/acces/cle/<int:key>/retirer/", "frpev", "P")
    page("atelier/acces/jetons/", "re", "GP")
    page("atelier/acces/jetons/<int:number>/finir/", "re", "P")
    page("atelier/equipe/", "frpe")
    page("atelier/equipe/inviter/", "p", "GP")
    page("atelier/equipe/<int:account>/", "p", "GP")
    page("atelier/equipe/<int:account>/inviter/", "p", "P")
    page("atelier/equipe/<int:account>/fermer/", "p", "P")
    page("atelier/equipe/jetons/", "p")
    page("atelier/equipe/jetons/<int:number>/finir/", "p", "P")
    page("atelier/journal/", "p")
    page("atelier/journal/tetes.txt", "p")
    return found


PAGES: Mapping[str, Page] = _pages()
"""Route of the workshop to what is expected of it."""

OPEN: Mapping[str, str] = {
    "": "G",
    "health": "G",
    "sante/": "G",
    "aide/": "G",
    "signaler/": "GP",
    "signaler/<str:lang>/": "GP",
    "editions/<int:edition>/": "G",
    "editions/<int:edition>/<path:path>": "G",
    "entrer/": "GP",
    "entrer/code/": "GP",
    "entrer/invitation/": "GP",
    "entrer/application/": "GP",
    "entrer/cle/": "P",
    "entrer/avec-cle/": "P",
    "entrer/essai/<str:token>/": "G",
    "sortir/": "P",
    "langue/": "P",
    "api/v1/openapi.json": "G",
    "api/v1/releases": "G",
}
"""What everyone may ask for, and how; files of an edition stand beside it."""

API: Mapping[str, tuple[str, str, str]] = {
    "api/v1/import/<str:table>": ("P", "import", "r"),
    "api/v1/query/<str:table>": ("G", "query", "re"),
    "api/v1/export": ("G", "export", "r"),
    "api/v1/follow-up": ("G", "follow_up", "re"),
}
"""What a token opens: method, scope, and the letters of who may stand behind it."""
