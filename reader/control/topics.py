"""Which of the words that matter are offered as topics: medical ones first, no heading twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from content_cache.entries import Topic

_MEDICAL = re.compile(
    r"""(?x)
    (?: itis | osis | opathy | pathy | algia | plegia | paresis | spasm | dystonia | tonia | kinesia | kinesis
      | taxia | phonia | therapy | ectomy | otomy | gram | graphy | scopy | ology | toxin | ine | pam | fen | dopa
      | zole | statin | olol | mycin | cillin | phenidyl | mab )s?$
    | ^(?: neuro | musculo | cardio | derm | gastro | hyper | hypo | physio | psycho | botul | dyst | trem | cramp
      | spasm | symptom | diagnos | treat | medic | drug | dose | inject | surg | therap | rehab | exercis | pain
      | muscle | nerve | brain | hand | finger | wrist | arm | tendon | joint | doctor | clinic | hospital | patient )
    """
)
FURNITURE = frozenset(
    "contact home menu search share print download more read page pages website web site cookie cookies privacy "
    "copyright news events about overview introduction summary references sources links contents content back".split()
)
"""What pages say of themselves."""


def is_medical(text: str) -> bool:
    """Whether a topic has a word that looks like one of medicine's."""
    return any(_MEDICAL.search(word) for word in re.findall(r"\w+", text.casefold()))


def best_topics(topics: Iterable[Topic], limit: int) -> tuple[Topic, ...]:
    """The topics to offer: medical ones first, each otherwise in the order given; none that only differs in case or
    is what pages say of themselves."""
    seen: set[str] = set()
    medical: list[Topic] = []
    others: list[Topic] = []
    for topic in topics:
        words = re.findall(r"\w+", topic.text.casefold())
        key = " ".join(words)
        if len(key) < 3 or key in seen or FURNITURE.issuperset(words):
            continue
        seen.add(key)
        (medical if is_medical(topic.text) else others).append(topic)
    return tuple((medical + others)[:limit])
