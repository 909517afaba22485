"""A portrait's material made by hand: an invented country, invented words."""

from __future__ import annotations

from dataclasses import replace

from vestibule.dossier.process import Group, Language, Process, Profile
from vestibule.inform.material import (
    Answer,
    Cause,
    Conversation,
    FindingTold,
    Grid,
    Heard,
    Material,
    Owed,
    Place,
    PlaceHeard,
    Priorities,
    StatementVotes,
    Trace,
    Validation,
)
from vestibule.inform.meeting import (
    Answers,
    Ground,
    MethodSplit,
    Stability,
    StatementGround,
)
from vestibule.inform.steps import Step
from vestibule.protect import estimates
from vestibule.protect.cleared import Count, Estimate, Hidden, Quote


def voice(**fields: str) -> dict[str, Quote]:
    return {"fr": Quote(**fields)}


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def count(value: int, of: int | None = None) -> Count:
    return Count(value=value, of=of)


FEW = Hidden(reason="too_few_gatherings")
BESIDE = Hidden(reason="complementary")

PROFILES = (
    Profile(key="farmer", names=both("cultivateurs", "farmers")),
    Profile(key="herder", names=both("éleveurs", "herders")),
    Profile(key="women", names=both("associations de femmes", "women's groups")),
    Profile(key="youth", names=both("jeunes de 18 à 34 ans", "youth, 18 to 34")),
    Profile(
        key="local",
        names=both("autorités locales", "local authorities"),
        side="authority",
    ),
    Profile(
        key="wardens", names=both("gardes des pistes", "track wardens"), side="forces"
    ),
)

LANGUAGES = (
    Language(key="fr", names=both("français", "French"), iso="fr"),
    Language(key="oren", names=both("orène", "Oren")),
    Language(key="sahi", names=both("sahi", "Sahi"), iso="ar", rtl=True),
)

PROCESS = Process(
    key="ondera",
    titles=both("Dialogue d’Ondéra", "The Ondéra Dialogue"),
    question=both(
        "Qu’est-ce qui nous empêche de vivre en paix ?",
        "What keeps us from living in peace?",
    ),
    fictitious=True,
    languages=LANGUAGES,
    profiles=PROFILES,
)


def place(
    key: str, fr: str, en: str, row: int, col: int, outside: bool = False
) -> Place:
    return Place(key=key, names=both(fr, en), row=row, col=col, outside=outside)


KESSIM = place("kessim", "Kessim", "Kessim", 1, 2)
TAMRAL = place("tamral", "Tamral", "Tamral", 1, 3)
ORLEVAL = place("orleval", "Orle-le-Val", "Orle-le-Val", 2, 1)
BELSANE = place("belsane", "Belsane", "Belsane", 2, 2)
SOURDALE = place("sourdale", "Sourdale", "Sourdale", 2, 3)
FONCLAIR = place("fonclair", "Fonclair", "Fonclair", 3, 1)
MARES = place("mares", "Les Mares", "The Ponds", 3, 2)
RUVO = place("ruvo", "Camp de Ruvo", "Ruvo camp", 4, 2, outside=True)
ADESSA = place("adessa", "Camp d’Adessa", "Adessa camp", 4, 3, outside=True)

KINDS = (("focus_group", count(18)), ("interview", count(5)))

PLACES = (
    PlaceHeard(
        place=ORLEVAL,
        attendances=count(296),
        gatherings=count(23),
        target=250,
        population_share=0.21,
        first="2030-01",
        last="2030-06",
    ),
    PlaceHeard(
        place=BELSANE,
        attendances=count(284),
        gatherings=count(22),
        target=250,
        population_share=0.18,
        first="2030-02",
        last="2030-06",
    ),
    PlaceHeard(
        place=SOURDALE,
        attendances=count(318),
        gatherings=count(24),
        target=300,
        population_share=0.24,
        first="2030-01",
        last="2030-05",
    ),
    PlaceHeard(
        place=FONCLAIR,
        attendances=count(305),
        gatherings=count(23),
        target=300,
        population_share=0.15,
        first="2030-03",
        last="2030-11",
    ),
    PlaceHeard(
        place=MARES,
        attendances=count(176),
        gatherings=count(16),
        target=200,
        population_share=0.12,
        first="2030-02",
        last="2030-12",
    ),
    PlaceHeard(
        place=TAMRAL, attendances=FEW, gatherings=FEW, target=200, population_share=0.06
    ),
    PlaceHeard(
        place=RUVO,
        attendances=count(132),
        gatherings=count(9),
        target=120,
        first="2030-05",
        last="2030-05",
    ),
    PlaceHeard(
        place=KESSIM,
        attendances=count(0),
        gatherings=count(0),
        nobody=True,
        target=150,
        population_share=0.04,
    ),
    PlaceHeard(
        place=ADESSA, attendances=count(0), gatherings=count(0), nobody=True, target=120
    ),
)

GRID = Grid(
    places=tuple(row.place for row in PLACES),
    profiles=tuple(profile.names for profile in PROFILES),
    states=(
        ("enough", "enough", "few", "enough", "enough", "few"),
        ("enough", "few", "enough", "enough", "enough", "enough"),
        ("enough", "few", "enough", "few", "enough", "few"),
        ("few", "outside", "enough", "enough", "few", "enough"),
        ("enough", "enough", "few", "few", "few", "nobody"),
        ("few", "nobody", "few", "few", "hidden", "hidden"),
        ("enough", "enough", "enough", "enough", "few", "outside"),
        ("nobody", "nobody", "nobody", "nobody", "nobody", "outside"),
        ("nobody", "nobody", "nobody", "nobody", "outside", "outside"),
    ),
    enough=4,
    silent=tuple(row.place for row in PLACES if row.nobody),
)


def shares(*named: int | None) -> tuple[tuple[Place, Count | Hidden | None], ...]:
    held = {"orleval": 23, "belsane": 22, "sourdale": 24, "fonclair": 23, "mares": 16}
    told: list[tuple[Place, Count | Hidden | None]] = []
    for row, n in zip(PLACES, (*named, -1, -1, None, None), strict=True):
        hidden = FEW if row.place.key == "tamral" else BESIDE
        cell = None if n is None else hidden if n < 0 else count(n, held[row.place.key])
        told.append((row.place, cell))
    return tuple(told)


CONFIRMED = (ORLEVAL, BELSANE, TAMRAL, FONCLAIR, RUVO)

JUSTICE = FindingTold(
    key="justice",
    kind="obstacle",
    words=both("Le tort reste sans juge", "Wrongs are left without a judge"),
    short=both("Une justice qui vienne jusqu’à nous", "Justice that comes to us"),
    meaning=both(
        "Par justice, les personnes entendues ne veulent pas d’abord dire punir. Elles veulent que le tort soit nommé devant tous, par quelqu’un qui n’y a pas d’intérêt, et que la réparation soit suivie jusqu’au bout.",
        "By justice, the people heard do not first mean to punish. They want the wrong to be named in front of all, by someone with no stake in it, and the repair to be followed to its end.",
    ),
    voices=(
        voice(
            words="Teri bɔ wɛlen, mi ŋa sɔro dugu kɔnɔ.",
            lang="oren",
            translation="Un tort dont personne ne parle habite avec nous. Il mange à notre table.",
            translation_lang="fr",
            speaker="women",
            place="orleval",
            month="2030-03",
        ),
        voice(
            words="Le papier du juge coûte une chèvre. La chèvre, c’était justement le procès.",
            lang="fr",
            speaker="herder",
            place="fonclair",
            month="2030-04",
        ),
    ),
    against=(
        voice(
            words="Chez nous les anciens jugent et cela suffit. Ce sont les papiers qui gâtent tout.",
            lang="fr",
            speaker="local",
            place="sourdale",
            month="2030-02",
        ),
    ),
    named=count(74, 148),
    named_between=(42, 58),
    named_rank=(3, 3),
    wanted_rank=(1, 1),
    support=count(68, 92),
    by_place=shares(15, 12, 8, 11, 9),
    causes=(
        Cause(
            cause=both("Un tort sans juge", "A wrong without a judge"),
            effect=both("la vengeance entre familles", "revenge between families"),
            direction="more",
            gatherings=count(31),
            contrary=count(4),
        ),
        Cause(
            cause=both("Une parole donnée devant tous", "A word given in front of all"),
            effect=both("la reprise de la querelle", "the quarrel starting again"),
            direction="less",
            gatherings=count(22),
        ),
    ),
    protects=(
        Answer(
            words=both(
                "S’asseoir avant de porter plainte, dans une maison de conciliation.",
                "Sitting down before filing a complaint, in a house of conciliation.",
            ),
            gatherings=count(52),
        ),
        Answer(
            words=both(
                "Des médiatrices de marché que les deux côtés écoutent.",
                "Market mediators, women whom both sides listen to.",
            ),
            gatherings=count(27),
        ),
    ),
    proposes=(
        Answer(
            words=both(
                "Que le juge tienne audience sur les grands marchés.",
                "Let the judge sit on the large market days.",
            ),
            addressee={"fr": "ministère de la Justice"},
            reply="accepted",
        ),
        Answer(
            words=both(
                "Que chaque accord soit écrit, lu à voix haute et suivi un an.",
                "Let each agreement be written, read aloud and followed for a year.",
            ),
            addressee={"fr": "conseils régionaux"},
            reply="silence",
        ),
    ),
    validation=Validation(
        held=count(8),
        confirmed=count(6),
        amended=count(1),
        rejected=count(1),
        places=(
            ("confirmed", CONFIRMED),
            ("amended", (MARES,)),
            ("rejected", (SOURDALE,)),
            ("none", (KESSIM, ADESSA)),
        ),
        scope="national",
    ),
)

TRACKS = FindingTold(
    key="tracks",
    kind="obstacle",
    words=both(
        "La piste et le puits nous font peur", "The track and the well frighten us"
    ),
    short=both("La peur sur les pistes", "Fear on the tracks"),
    meaning=both(
        "La peur ne vient pas d’un seul côté : des bandits, des barrages, des rumeurs, parfois ceux qui gardent la piste. Et ceux qui la gardent disent avoir peur aussi.",
        "Fear does not come from one side: bandits, road blocks, rumours, sometimes those who guard the track. And those who guard it say they are afraid too.",
    ),
    voices=(
        voice(
            words="ابنتي تعدّ الطلقات قبل أن تعدّ الماعز.",
            lang="sahi",
            translation="Ma fille a su compter les coups de feu avant de savoir compter les chèvres.",
            translation_lang="fr",
            speaker="women",
            place="ruvo",
            month="2030-05",
        ),
        voice(
            words="On nous poste sur une piste et personne ne nous dit bonjour.",
            lang="fr",
            speaker="wardens",
        ),
    ),
    named=count(121, 148),
    named_between=(76, 87),
    named_rank=(1, 1),
    wanted_rank=(2, 3),
    support=count(53, 92),
    by_place=shares(17, 19, 18, 19, 14),
    protects=(
        Answer(
            words=both(
                "Partir ensemble au marché, à l’heure dite.",
                "Leaving for market together, at a set hour.",
            ),
            gatherings=count(38),
        ),
    ),
    proposes=(
        Answer(
            words=both(
                "Une rencontre chaque mois entre les gardes et les habitants.",
                "A meeting each month between wardens and inhabitants.",
            ),
            addressee={"fr": "Garde des pistes"},
            reply="amended",
        ),
    ),
    validation=Validation(
        held=count(8),
        confirmed=count(8),
        amended=count(0),
        rejected=count(0),
        places=(
            ("confirmed", (*CONFIRMED, MARES, SOURDALE)),
            ("none", (KESSIM, ADESSA)),
        ),
        scope="national",
    ),
)

TRADE = FindingTold(
    key="trade",
    kind="obstacle",
    words=both("Les jeunes attendent un métier", "The young are waiting for a trade"),
    short=both("Un métier pour les jeunes", "A trade for the young"),
    voices=(
        voice(
            words="On nous dit : vous êtes l’avenir. Mais l’avenir, c’est quel jour ?",
            lang="fr",
            speaker="youth",
            place="sourdale",
            month="2030-01",
        ),
    ),
    against=(
        voice(
            words="Du travail, il y en a. C’est le respect de la terre qui est parti.",
            lang="fr",
            speaker="farmer",
            place="mares",
            month="2030-06",
        ),
    ),
    named=count(103, 148),
    named_between=(62, 77),
    named_rank=(2, 2),
    wanted_rank=(2, 3),
    support=count(48, 92),
    by_place=shares(14, 16, 17, 18, 11),
    protects=(
        Answer(
            words=both(
                "Les caisses de jeunes femmes, qui prêtent la première machine.",
                "Young women’s savings groups, which lend the first machine.",
            ),
            gatherings=count(34),
        ),
    ),
    validation=Validation(
        held=count(8),
        confirmed=count(7),
        amended=count(1),
        rejected=count(0),
        places=(("confirmed", (*CONFIRMED, SOURDALE)), ("amended", (MARES,))),
        scope="national",
    ),
)

LAND = FindingTold(
    key="land",
    kind="obstacle",
    words=both(
        "La terre et l’eau se partagent sans nous",
        "Land and water are shared out without us",
    ),
    short=both("Une part dans le partage de la terre", "A say in how land is shared"),
    named=count(61, 148),
    named_between=(33, 50),
    named_rank=(4, 4),
    wanted_rank=(4, 4),
    support=count(15, 92),
    by_place=shares(10, 9, 8, 12, 7),
    validation=Validation(
        held=count(8),
        confirmed=count(5),
        amended=count(2),
        rejected=Hidden(reason="too_few_gatherings"),
        places=(("confirmed", (ORLEVAL, FONCLAIR)),),
        scope="regional",
    ),
)

GROUPS = (
    Group(
        key="community",
        names=both("communautés", "communities"),
        values=("farmer", "herder", "women", "youth"),
    ),
    Group(key="forces", names=both("forces", "forces"), values=("wardens",)),
    Group(key="authority", names=both("autorités", "authorities"), values=("local",)),
)


def answers(of: int, agree: int, disagree: int) -> Answers:
    return Answers(
        agree=count(agree, of),
        passed=count(of - agree - disagree, of),
        disagree=count(disagree, of),
    )


def thought(*given: tuple[int, int, int] | None) -> tuple[Estimate | None, ...]:
    """Return estimates as they would be printed: each middle, low, high."""
    shares = (None if one is None else [part / 100 for part in one] for one in given)
    return tuple(
        None if one is None else estimates.cleared(count(1, 2), *one) for one in shares
    )


STABLE = Stability(
    sure=99,
    weakest=GROUPS[1].names,
    extra=20,
    extra_in=GROUPS[1].names,
    spoilt=True,
    overheard="holds",
)

HIDDEN = Answers(agree=FEW, passed=FEW, disagree=FEW)

GROUND = Ground(
    key="sides",
    names=both("communautés, forces, autorités", "communities, forces, authorities"),
    groups=GROUPS,
    people=(count(1530), count(124), count(242)),
    gatherings=(count(111), count(13), count(24)),
    statements=(
        StatementGround(
            words=both(
                "Les jeunes et les femmes doivent siéger dans chaque comité de paix",
                "Young people and women must sit on every peace committee",
            ),
            answers=(
                answers(1200, 1092, 60),
                answers(100, 84, 6),
                answers(200, 172, 18),
            ),
            standing="shared",
            estimates=thought((91, 89, 93), (83, 75, 90), (86, 80, 91)),
            stability=STABLE,
        ),
        StatementGround(
            words=both(
                "Ce qui est décidé doit être lu à voix haute sur la place",
                "What is decided must be read aloud on the square",
            ),
            answers=(
                answers(1100, 968, 55),
                answers(100, 82, 9),
                answers(200, 152, 30),
            ),
            standing="shared",
            estimates=thought((88, 86, 90), (81, 73, 89), (77, 71, 82)),
            stability=replace(
                STABLE, sure=95, weakest=GROUPS[2].names, extra=6, spoilt=False
            ),
        ),
        StatementGround(
            words=both(
                "Les gardes et les habitants doivent se parler chaque mois",
                "Wardens and inhabitants must talk every month",
            ),
            answers=(
                answers(1000, 800, 120),
                answers(100, 91, 4),
                answers(200, 170, 20),
            ),
            standing="shared",
            estimates=thought((80, 77, 83), (90, 84, 95), (85, 80, 90)),
            stability=replace(STABLE, extra=None, overheard="nobody"),
        ),
        StatementGround(
            words=both(
                "Ceux qui ont déposé les armes peuvent revenir vivre ici",
                "Those who laid down their arms may come back to live here",
            ),
            answers=(answers(900, 414, 400), HIDDEN, answers(180, 97, 60)),
            standing="undecided",
            estimates=thought((46, 43, 50), None, (54, 47, 61)),
        ),
        StatementGround(
            words=both(
                "Les jugements des anciens doivent être reconnus par l’État",
                "The elders’ judgements must be recognised by the State",
            ),
            answers=(
                answers(1100, 869, 130),
                answers(100, 58, 30),
                answers(200, 62, 120),
            ),
            standing="divides",
            estimates=thought((79, 76, 82), (58, 48, 67), (32, 26, 38)),
        ),
        StatementGround(
            words=both(
                "Les barrages protègent les voyageurs", "Road blocks protect travellers"
            ),
            answers=(
                answers(1100, 297, 700),
                answers(100, 83, 10),
                answers(200, 122, 60),
            ),
            standing="divides",
            estimates=thought((27, 24, 30), (82, 74, 89), (61, 54, 67)),
        ),
    ),
    expected_false=0.06,
    thin=(GROUPS[1].names,),
)

SPLIT = MethodSplit(
    words=both(
        "Ici, chacun peut dire ce qu’il pense sans crainte",
        "Here everyone can say what they think without fear",
    ),
    public=answers(402, 374, 16),
    secret=answers(388, 151, 190),
    sensitive=True,
)

MONTHS = tuple(
    (f"2030-{month:02d}", count(n))
    for month, n in enumerate((9, 17, 25, 33, 27, 18, 3, 1, 2, 5, 4, 4), start=1)
)

ROAD = (
    Step(
        kind="gatherings",
        n=count(148),
        first="2030-01",
        last="2030-12",
        by_month=MONTHS,
    ),
    Step(kind="validation", n=count(8), first="2030-06", last="2030-07"),
    Step(kind="conference", n=count(1), first="2030-07", last="2030-07"),
    Step(kind="here", first="2031-02", last="2031-02"),
    Step(kind="ahead"),
)

TRACE = Trace(
    content_hash="7c1e0b52a94d3f6688e0b1c2d3e4f5a697c1e0b52a94d3f6688e0b1c2d3e4f5a6",
    records=48210,
    origins=9,
    month="2031-02",
    seed=1,
    version="0.1.0",
    withdrawn=2,
)

MATERIAL = Material(
    process=PROCESS,
    trace=TRACE,
    heard=Heard(
        gatherings=count(148),
        attendances=count(1896),
        people_low=count(1640),
        people_high=count(1790),
        women=count(872, 1896),
        languages=tuple(language.names for language in LANGUAGES),
        represented=count(14),
        kinds=(*KINDS, ("online", FEW)),
    ),
    places=PLACES,
    grid=GRID,
    findings=(JUSTICE, TRACKS, TRADE, LAND),
    priorities=Priorities(
        question=both("Que régler d’abord ?", "What to settle first?"),
        kind="ranking",
        rule="borda",
        ballots=count(92),
        gatherings=count(8),
    ),
    validated=True,
    grounds=(GROUND,),
    splits=(SPLIT,),
    owed=Owed(answered=count(49), told=count(38), due=count(53), deferred=count(8)),
    road=ROAD,
)
"""Everything a portrait can tell."""

DRAFT = replace(
    MATERIAL,
    validated=False,
    findings=tuple(replace(finding, validation=None) for finding in MATERIAL.findings),
)
"""The same, before the findings went back to the people."""

CONVERSATION = Material(
    process=Process(
        key="pump",
        titles={"en": "A square for the town"},
        question={"en": "What should become of the square?"},
    ),
    trace=replace(TRACE, withdrawn=0),
    conversation=Conversation(
        participants=count(317),
        statements=4,
        votes=count(9120),
        rows=(
            StatementVotes(
                words={"en": "Cars should leave the square on market days"},
                answers=answers(240, 214, 12),
                low=0.85,
                high=0.92,
            ),
            StatementVotes(
                words={"en": "The old pump should run again"},
                answers=answers(201, 150, 40),
                low=0.68,
                high=0.8,
            ),
            StatementVotes(
                words={"en": "The square needs more light at night"},
                answers=answers(220, 108, 98),
            ),
            StatementVotes(
                words={"en": "A statement hardly anyone saw"}, answers=HIDDEN
            ),
        ),
        first="2029-03",
        last="2029-04",
    ),
)
"""A conversation without gatherings, places or comparisons; not invented."""
