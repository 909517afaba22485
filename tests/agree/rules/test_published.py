"""Elections of the literature, whose outcomes are known."""

from __future__ import annotations

from tests.agree.rules.sheets import approving, ranked, told

from vestibule.agree.rules import RULES, approvals, pairs, stv

# Memphis, Nashville, Chattanooga, Knoxville: where should the capital be?
TENNESSEE = ("42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")

# Schulze (2011), section 3, example 1 of the encyclopaedias: 45 voters.
SCHULZE = (
    "5 A>C>B>E>D",
    "5 A>D>E>C>B",
    "8 B>E>D>A>C",
    "3 C>A>B>E>D",
    "7 C>A>E>B>D",
    "2 C>B>A>D>E",
    "7 D>C>E>B>A",
    "8 E>B>A>D>C",
)

# Burlington, 2009, reduced to Montroll, Kiss and Wright.
BURLINGTON = (
    "1332 M>K>W",
    "767 M>W>K",
    "455 M",
    "2043 K>M>W",
    "371 K>W>M",
    "568 K",
    "1513 W>M>K",
    "495 W>K>M",
    "1289 W",
)

# Food for a party: three of Orange, Pear, Chocolate, sTrawberry, Sweets; quota 6 of 20.
PARTY = ("4 O", "2 P>O", "8 C>T", "4 C>S", "1 T", "1 S")


def test_the_tennessee_capital_by_each_rule() -> None:
    cast = ranked("MNCK", *TENNESSEE)

    def order(rule: str) -> str:
        return told(RULES[rule].order(cast), "MNCK")

    assert order("borda") == "N > C > M > K"
    assert [int(n or 0) for n in RULES["borda"].order(cast).score] == [
        126,
        194,
        173,
        107,
    ]
    assert order("schulze") == order("pairs") == "N > C > K > M"
    assert order("first") == "M > N > K > C"
    assert told(stv.stv(cast, places=1), "MNCK") == "K > M > N > C"


def test_the_45_voters_of_schulze() -> None:
    cast = ranked("ABCDE", *SCHULZE)

    wins = pairs.preferred(cast)
    chain = pairs.strongest(wins)

    assert wins[0].tolist() == [0, 20, 26, 30, 22]
    assert wins[4].tolist() == [23, 27, 21, 31, 0]
    assert chain.tolist() == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]
    assert told(pairs.schulze(cast), "ABCDE") == "E > A > C > B > D"


def test_burlington_has_a_winner_for_each_rule() -> None:
    cast = ranked("MKW", *BURLINGTON)

    one = stv.stv(cast, places=1)

    assert told(one, "MKW") == "K > W > M"
    assert [int(n or 0) for n in one.score] == [2554, 4314, 4064]
    assert told(pairs.schulze(cast), "MKW") == "M > K > W"
    assert told(RULES["first"].order(cast), "MKW") == "W > K > M"


def test_food_for_a_party_by_transferable_votes() -> None:
    order = stv.stv(ranked("OPCTS", *PARTY), places=3)

    # Chocolate 12; its surplus of 6 gives strawberries 4 and sweets 2; pears go out.
    assert told(order, "OPCTS") == "C > O > T > S > P"
    assert [str(n) for n in order.score] == ["6", "2", "12", "5", "3"]


def test_a_third_of_the_ballots_gets_a_third_of_the_places() -> None:
    # Of three places, six ballots agree on two and three on one.
    cast = approving("abcxyz", "6 abc", "3 xyz")

    assert told(approvals.pav(cast), "abcxyz").startswith("a=b=c")
    assert approvals.best(cast, 3) == tuple(
        tuple(sorted((p, q, x))) for p, q in ((0, 1), (0, 2), (1, 2)) for x in (3, 4, 5)
    )
    unlike = approving("abcx", "6 ab", "6 abc", "5 x")
    assert told(approvals.pav(unlike), "abcx") == "a=b > x > c"
