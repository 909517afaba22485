"""Five hundred texts that a hostile hand would write: each with a mark of its own.

What would run calls `hostile`, which a browser of these tests notes; what would load
asks for an address below `/hostile/`; what would become an element bears `data-hostile`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from vestibule.web.middleware.signs import cleared

RUN = "hostile(1)"

ELEMENTS = (
    "<script data-hostile>{run}</script>", "<ScRiPt data-hostile>{run}</sCrIpT>", "<script\n data-hostile\n>{run}</script\n>",
    "<<script data-hostile>{run}//<</script>", "<img data-hostile src=x onerror={run}>", '<img data-hostile src="/hostile/i" onerror="{run}">',
    "<img/data-hostile/src/onerror={run}>", "<svg data-hostile onload={run}>", "<svg data-hostile><script>{run}</script></svg>",
    "<svg data-hostile><animate onbegin={run} attributeName=x dur=1s>", "<svg data-hostile><set onbegin={run} attributeName=x>",
    '<svg data-hostile><a xlink:href="javascript:{run}"><text y=9>x</text></a></svg>',
    "<svg data-hostile><use href=\"data:image/svg+xml,<svg id='x' onload='{run}'/>#x\">",
    '<svg data-hostile><foreignObject><iframe srcdoc="&lt;script&gt;parent.{run}&lt;/script&gt;"></iframe></foreignObject></svg>',
    "<svg data-hostile><style><img src=x onerror={run}></style></svg>",
    "<math data-hostile><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror={run}&gt;\">",
    '<math data-hostile href="javascript:{run}">x</math>', "<body data-hostile onload={run}>", "<body data-hostile onpageshow={run}>",
    "<input data-hostile autofocus onfocus={run}>", "<select data-hostile autofocus onfocus={run}>", "<details data-hostile open ontoggle={run}>",
    "<video data-hostile src=x onerror={run}>", "<video data-hostile><source onerror={run}></video>", "<audio data-hostile src=x onerror={run}>",
    '<iframe data-hostile src="javascript:parent.{run}">', '<iframe data-hostile srcdoc="<script>parent.{run}</script>">',
    '<object data-hostile data="javascript:{run}">', '<embed data-hostile src="javascript:{run}">', "<marquee data-hostile onstart={run}>",
    '<form data-hostile><button formaction="javascript:{run}">x</button></form>', '<a data-hostile href="javascript:{run}">x</a>',
    '<base data-hostile href="/hostile/">', '<meta data-hostile http-equiv=refresh content="0;url=/hostile/m">',
    '<meta data-hostile http-equiv="refresh" content="0;url=data:text/html,<script>{run}</script>">',
    '<link data-hostile rel=stylesheet href="/hostile/s.css">', "<style data-hostile>@import '/hostile/t.css';</style>",
    "<style data-hostile>*{{background:url(/hostile/b)}}</style>", '<p data-hostile style="background:url(/hostile/p)">x</p>',
    "<b data-hostile tabindex=1 autofocus onfocus={run}>x</b>", '<p data-hostile hx-get="/hostile/h" hx-trigger="load">x</p>',
    '<p data-hostile data-hx-post="/hostile/q" data-hx-trigger="load">x</p>', '<p data-hostile hx-on="htmx:load: {run}" hx-on::load="{run}">x</p>',
    '<noscript><p title="</noscript><img data-hostile src=x onerror={run}>"></noscript>', "<!--><img data-hostile src=x onerror={run}>-->",
    "<![CDATA[><img data-hostile src=x onerror={run}>]]>", "<?xml version='1.0'?><img data-hostile src=x onerror={run}>",
    "<template data-hostile><img src=x onerror={run}></template>", "<dialog data-hostile open onanimationstart={run}>x</dialog>",
    "<table data-hostile background='/hostile/tb'><td>x", "<keygen data-hostile autofocus onfocus={run}>", "<x data-hostile onclick={run}>x</x>",
    "<button data-hostile type=submit formaction=/hostile/f>x</button>", "<script data-hostile src=/hostile/x.js></script>",
    "<script data-hostile type=module>import('/hostile/x.js')</script>", "<frameset data-hostile onload={run}>", "<bgsound data-hostile src=/hostile/bg>",
)  # fmt: skip
"""What a page would take for its own."""

BREAKS = (
    "{}",
    '">{}',
    "'>{}",
    "</textarea>{}",
    "</option></select>{}",
    "</title></style></script>{}",
    "--></svg></math>{}",
)
"""What would end the place where a text stands."""

ATTRIBUTES = (
    '" onmouseover="{run}" data-hostile="', "' onmouseover='{run}' data-hostile='", '" autofocus onfocus="{run}" data-hostile="',
    "' autofocus onfocus='{run}' data-hostile='", "` onfocus={run} autofocus data-hostile=`", "x onfocus={run} autofocus data-hostile",
    '" style="animation:x" onanimationend="{run}" data-hostile="', '" srcdoc="<script>parent.{run}</script>" data-hostile="',
    '" href="javascript:{run}" data-hostile="', '" formaction="javascript:{run}" data-hostile="', "&quot; onfocus=&quot;{run}&quot; autofocus",
    "&#34; autofocus onfocus=&#34;{run}", "%22 autofocus onfocus=%22{run}", '\\" autofocus onfocus=\\"{run}', "\\u0022 onfocus=\\u0022{run}",
    '" hx-get="/hostile/ha" hx-trigger="load" data-hostile="', '" popover onbeforetoggle="{run}" data-hostile="', '"; {run}; //', "'; {run}; //",
    "</script><script data-hostile>{run}</script>", "\\'-{run}-\\'", "*/{run}/*", "${{{run}}}", "`+{run}+`",
)  # fmt: skip

ADDRESSES = (
    "javascript:{run}", "JaVaScRiPt:{run}", "java\tscript:{run}", "java\nscript:{run}", "javascript&colon;{run}", "\x01javascript:{run}",
    " javascript:{run}", "data:text/html,<script>{run}</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:{run}", "//hostile.invalid/",
    "https://hostile.invalid/", "\\\\hostile.invalid\\x", "javascript://%0a{run}", "/\\hostile.invalid", "https:hostile.invalid", "?suite=//hostile.invalid",
    "feed:javascript:{run}", "blob:{run}", "view-source:javascript:{run}",
)  # fmt: skip

TEMPLATES = (
    "{{7*7}}", "{{ settings.SECRET_KEY }}", "{% include 'workshop/base.html' %}", "{% debug %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0.__class__}", "{n}",
    "{n.__class__.__mro__}", "%(words)s", "%s%s%n", "{{constructor.constructor('hostile(1)')()}}", "[[7*7]]", "{#", "{{", "{%", "{!r}", "{words!r:>1000}",
    "$[[hostile]]",
)  # fmt: skip

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1", "＝1+1", "＋1+1",
    "－1+1", "＠SUM(1)", "=HYPERLINK(\"https://hostile.invalid\",\"x\")", "-2+3+cmd|' /C calc'!A0", "x;=1+1", "x\t=1+1", "x\n=1+1", 'x","=1+1', 'x"\n=1+1,"', "';=1+1",
    "=DDE(\"cmd\";\"/C calc\";\"x\")", "=IMPORTXML(\"https://hostile.invalid\",\"//a\")", "'=1+1", "\"=1+1\"", "=-1", "+-@=1", "\x00=1+1", "%0A=1+1",
)  # fmt: skip

SIGNS = (
    "\u202egpj.exe", "\u202dabc\u202c", "\u202bمرحبا\u202c", "\u2066abc\u2069", "\u2067abc", "\u2068abc\u2069\u2069", "\u200f\u200e\u061cabc", "a\u200bb\u200cc\u200dd", "\ufeffabc", "e" + "\u0301" * 60,
    "\u0489" * 40, "＜script＞hostile(1)＜/script＞", "‹script›hostile(1)‹/script›", "\u2028hostile(1)\u2029", "\x85abc", "\uffff\ufffe", "\U000e0041\U000e007f", "\ue000abc", "ſcript K İ ı",
    "\x00abc", "a\x00b", "<scr\x00ipt>hostile(1)</scr\x00ipt>", "\x1b[31mred\x1b[0m", "\x08\x7f\x9f", "\u00ad\u2060abc", "\u206a\u206f\ufff9\ufffb", "\u3164\u115f\u1160", "ﷺ﷽", "𝓼𝓬𝓻𝓲𝓹𝓽", "\u0600\u06dd١٢٣",
    "👨\u200d👩\u200d👧\U0001f3f4\U000e0067\U000e007f", "\ud83d",
)  # fmt: skip

NAMES = (
    "../../../../etc/passwd", "..\\..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "%2e%2e%2fetc%2fpasswd", "..%252f..%252f", "....//....//", "C:\\boot.ini",
    "con", "nul.txt", "~root", ".htaccess", "x;rm -rf /", "$(id)", "`id`", "| id", "& calc", "x.csv\x00.png", "x\u202evsc.exe", "-rf", "--help", "*", "?", "a/b", "a\\b", ".", "..",
    "x.xlsx/../../y", "web/../../db.sqlite3", "aux.",
)  # fmt: skip

HEADERS = (
    "x\r\nSet-Cookie: hostile=1", "x\nX-Hostile: 1", "x\rX-Hostile: 1", "%0d%0aSet-Cookie:hostile=1", "\u560d\u560aSet-Cookie:hostile=1", "x\r\n\r\n<script data-hostile>hostile(1)</script>",
    "x\u2028X-Hostile: 1", "x%E5%98%8D%E5%98%8AX-Hostile:1", "x\x0bX-Hostile: 1", "x\\r\\nX-Hostile: 1",
)  # fmt: skip

DATA = (
    '","a":"', '\\"', "\\", "'; DROP TABLE votes;--", '" OR 1=1 --', "1) OR (1=1", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "]]>", "&lt;script&gt;hostile(1)&lt;/script&gt;",
    "&#60;script&#62;hostile(1)&#60;/script&#62;", "&amp;lt;img src=x onerror=hostile(1)&amp;gt;", "\\u003cscript\\u003ehostile(1)\\u003c/script\\u003e", "%3Cscript%3Ehostile(1)%3C/script%3E",
    "\\x3cscript\\x3e", "+ADw-script+AD4-hostile(1)+ADw-/script+AD4-", "¼script¾hostile(1)¼/script¾", "null", "NaN", "1e999", "[object Object]", "True", "-0", "1/0", "0x41", "１２３",
    "__proto__", "constructor", "(?:a+)+$", "a" * 40 + "!", "{\"$gt\":\"\"}", "<x>" * 40, "(" * 200, "[" * 200,
)  # fmt: skip

SHEETS = (
    "}</style><style data-hostile>*{color:red}", "expression(hostile(1))", "url(javascript:hostile(1))", "red;background:url(/hostile/c)", "\\3c script\\3e", "@import '/hostile/i.css';", "</p><p data-hostile>", "<!--", "-->", "<",
)  # fmt: skip

LONG = ("x" * 300, "é" * 5_000, "<" * 3_000, "&" * 3_000, "\u0301" * 2_000, "x " * 40_000, "a" * 1_000_000)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payload:
    """A hostile text, the mark one finds it by, and what it is."""

    number: int
    kind: str
    text: str

    @property
    def mark(self) -> str:
        return f"hz{self.number:03d}z"

    @property
    def is_alone(self) -> bool:
        """Whether it matters that it comes first: it would head a cell."""
        return self.kind == "formula"

    @property
    def sent(self) -> str:
        """What a browser sends of it: half a sign is a question mark."""
        return self.text.encode("utf-8", "replace").decode("utf-8")

    def short(self, field: int | None = None) -> str:
        """Return the text with its mark behind it, for the first sign matters."""
        return f"{self.sent} {self.mark}{'' if field is None else f'q{field:02d}'}"


def _all() -> list[tuple[str, str]]:
    broken = [b.replace("{}", e) for e, b in itertools.product(ELEMENTS, BREAKS)]
    ran = [text.format(run=RUN) for text in (*ATTRIBUTES, *ADDRESSES)]
    return [
        *(("element", one.replace("{run}", RUN).replace("{{", "{").replace("}}", "}")) for one in broken),
        *(("attribute", one) for one in ran),
        *(("template", one) for one in TEMPLATES),
        *(("formula", one) for one in FORMULAS),
        *(("sign", one) for one in SIGNS),
        *(("name", one) for one in NAMES),
        *(("header", one) for one in HEADERS),
        *(("data", one) for one in DATA),
        *(("sheet", one) for one in SHEETS),
        *(("long", one) for one in LONG),
    ]  # fmt: skip


PAYLOADS = tuple(Payload(n, kind, text) for n, (kind, text) in enumerate(_all()))

MARKED = re.compile(r"hz(\d{3})zq(\d{2})")
"""A mark: of which payload, in which field."""


def drawn(n: int, seed: int) -> tuple[Payload, ...]:
    """Return some of them, each kind among them as far as there is room."""
    rng = np.random.default_rng([20261122, seed])
    kinds = {kind: [p for p in PAYLOADS if p.kind == kind] for kind in sorted({p.kind for p in PAYLOADS})}  # fmt: skip
    chosen = [own[rng.integers(len(own))] for own in kinds.values()]
    return tuple(chosen[i] for i in rng.permutation(len(chosen))[:n])


def packed(payloads: Sequence[Payload], field: int | None, most: int) -> list[str]:
    """Return what is written in a field that takes so many letters, time after time.

    What matters at the head of a cell comes alone; of the rest as many as there is room
    for. What is longer than the field is left out: `too_long` has it.
    """
    texts, room = [], 0
    for one in payloads:
        said = one.short(field)
        if len(said) > most:
            continue
        if one.is_alone or len(said) + 1 > room:
            texts.append(said)
            room = 0 if one.is_alone else most - len(said)
        else:
            texts[-1] += f"\n{said}"
            room -= len(said) + 1
    return texts


def too_long(payloads: Sequence[Payload], field: int, most: int) -> list[Payload]:
    """Return those that have more letters than a field takes."""
    return [one for one in payloads if len(one.short(field)) > most]


def whole(text: str) -> Iterator[tuple[int, int]]:
    """Yield payload and field of each mark before which the words stand unchanged.

    White space is one blank; signs that nobody sees and that mislead were left out.
    """
    for mark in MARKED.finditer(text):
        number, field = int(mark[1]), int(mark[2])
        wanted = folded(PAYLOADS[number].sent)
        begin = max(0, mark.start() - 2 * len(PAYLOADS[number].text) - 40)
        if folded(text[begin : mark.start()]).endswith(wanted):
            yield number, field


@cache
def folded(text: str) -> str:
    """Return words as they are compared."""
    return " ".join(cleared(text).split())
