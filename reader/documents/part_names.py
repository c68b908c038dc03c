"""Words by which pages name the parts that are not their text, and what such parts say. Pure; any thread."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = re.compile(
    "|".join(
        f"(?P<{label.replace(' ', '_')}>(?:^|(?<=[^a-z]))(?:{'|'.join(words.split())})(?:[^a-z]|$))"
        for label, words in (
            ("cookie notice", r"cookies? consent gdpr ccpa onetrust cookielaw cookiebot"),
            ("skip link", r"skip skiplinks? skip-?to-?\w+"),
            ("breadcrumbs", r"bread-?crumbs? crumbs you-are-here"),
            (
                "share buttons",
                r"shar(?:e|ing) sharedaddy addthis\w* addtoany\w* a2a socials? sharebar",
            ),
            (
                "menu",
                r"nav navi navigation navbar menus? submenu mainmenu topmenu sitenav subnav pager paging pagination",
            ),
            ("footer", r"foot footer colophon copyright"),
            (
                "sidebar",
                r"sidebars? side-bar aside rail right-?col(?:umn)? left-?col(?:umn)? widgets?",
            ),
            (
                "related links",
                r"related recommended recommendations? read-?next more-?from also-?like you-?may trending popular"
                r" latest",
            ),
            ("comments", r"comments? comment-?list disqus\w* respond replies"),
            (
                "form",
                r"newsletter news-letter subscribe subscription sign-?up mailing-?list search-?\w* login log-?in"
                r" feedback",
            ),
            (
                "advert",
                r"ads? adverts? advertisement advertising sponsor(?:ed)? promos? promotion promoted",
            ),
            ("dialog", r"modal popup pop-up lightbox overlay toast off-?canvas interstitial"),
            (
                "toolbar",
                r"tool-?bar tools print text-?size font-?size accessibility-?(?:bar|tools) language-?switcher to-?top"
                r" back-?to-?top top-?bar utility basket mini-?cart",
            ),
            ("tags", r"tags tag-?cloud post-?meta entry-?meta by-?line author-?(?:box|bio)"),
        )
    )
)
"""What a part is called, by its id, classes or role."""

ROLES = {
    "navigation": "menu",
    "banner": "header",
    "contentinfo": "footer",
    "search": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "complementary": "sidebar",
    "menu": "menu",
    "menubar": "menu",
    "toolbar": "toolbar",
    "form": "form",
    "tablist": "menu",
}
"""Landmark roles that hold no text of the page. Source: WAI-ARIA 1.2, section 5.3"""


_SHARED = "(?: (?:this|the)(?: (?:page|article|post|story))?)?(?: (?:on|via|with|by|to) .{1,40})?"
_PHRASES = re.compile(
    r"\W*(?:"
    + "|".join(
        f"(?P<{label.replace(' ', '_')}>{'|'.join(says)})"
        for label, says in (
            (
                "back to top",
                (
                    r"(?:(?:back|go|return|jump) )?to (?:the )?top(?: of (?:the |this )?page)?",
                    r"top of (?:the )?page",
                ),
            ),
            (
                "skip link",
                (r"(?:skip|jump) (?:to|over|past) .{1,40}", r"skip (?:navigation|links?|menu)"),
            ),
            (
                "share buttons",
                (
                    rf"(?:like it\? )?(?:share|print|e-?mail|tweet|pin)(?: it)?{_SHARED}",
                    r"(?:follow|find|join) us(?: on .{0,60})?",
                    r"facebook|twitter|linkedin|whatsapp|instagram|youtube|pinterest",
                ),
            ),
            ("breadcrumbs", (r"you are (?:here|in)\b.{0,120}",)),
            (
                "menu",
                (
                    r"log ?(?:in|out)|sign (?:in|out|up)|register|my account|site ?map|home|search|close",
                    r"(?:basket|cart|checkout)(?: \(.{0,12}\))?|(?:main |open |close )?menu|donate(?: now| today)?",
                    r"(?:next|prev|previous)(?: page)?",
                ),
            ),
        )
    )
    + r")\W*",
    re.IGNORECASE,
)
_UNLINKED_TOO = frozenset(("breadcrumbs", "share buttons", "back to top"))
LONGEST_PHRASE = 140


_ELSEWHERE = re.compile(
    r"\W*(?:related|you (?:may|might) also|also of interest|more (?:from|stories|articles|posts|news)"
    r"|read (?:next|also)|recommended|popular|trending|(?:latest|recent) (?:news|posts|articles|stories)"
    r"|most (?:read|popular|viewed)|other (?:articles|posts|stories|news)|similar|up next|what to read next)\b.{0,40}",
    re.IGNORECASE,
)


def announces_others(heading: str) -> bool:
    """Whether what stands under a heading are other pages, not this one."""
    return bool(_ELSEWHERE.fullmatch(heading))


_INVITATION = re.compile(
    r"\W*(?:subscribe|sign up|register|get|join|download|enter your|for the latest|missing out|never miss|do(?:n't|n’t)"
    r" miss|stay up to date)\b.{0,120}\b(?:newsletters?|by e-?mail|your e-?mail|(?:your|to) (?:inbox|phone)"
    r"|e-?\w* edition|daily (?:edition|digest)|apps? (?:for|on)|latest (?:news|stories|updates|developments))\b.*",
    re.IGNORECASE,
)
_LONGEST_INVITATION_CHARS = 220


def invites_to_follow(text: str) -> bool:
    """Whether a short text does no more than ask for a subscription."""
    return len(text) <= _LONGEST_INVITATION_CHARS and bool(_INVITATION.fullmatch(text))


@lru_cache(4096)
def part_named(names: str) -> str | None:
    """What a part with these ids, classes and roles is, where they say it."""
    found = _NAMES.search(names)
    return found.lastgroup.replace("_", " ") if found and found.lastgroup else None


def part_saying(text: str, *, is_linked: bool) -> str | None:
    """What a part that says just this is, where that is plain."""
    if len(text) > LONGEST_PHRASE:
        return None
    found = _PHRASES.fullmatch(text)
    label = found.lastgroup.replace("_", " ") if found and found.lastgroup else None
    return label if label and (is_linked or label in _UNLINKED_TOO) else None
