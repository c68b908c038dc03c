"""The one registry of what a person can do.

Keys, buttons, the spoken menu, help texts, `docs/keys.md` and the command line all read `ACTIONS`; nothing
else names an action. Each entry names the method that does it; methods take no argument.
"""

from __future__ import annotations

from typing import Literal

from reader.values import frozen

Where = Literal["reading", "lists", "anywhere"]


@frozen
class Action:
    """One thing a person can do."""

    name: str
    """What the remote command, settings and docs call it; words joined by hyphens."""
    label: str
    """What the button shows, the voice says and the menu offers."""
    help: str
    """One spoken sentence."""
    method: str
    """The `Session` method that does it, or one of its parts' (`bookmarks.mark`); takes no argument."""
    keys: tuple[str, ...] = ()
    """Textual key names that have this job at first."""
    where: Where = "reading"
    """Screens on which its keys have this job."""


ACTIONS: tuple[Action, ...] = (
    Action(
        "play-pause",
        "Listen or pause",
        "Starts the reading, or holds it where it is.",
        "steering.play_pause",
        ("space", "enter"),
        "reading",
    ),
    Action(
        "play",
        "Listen",
        "Goes on reading from where it was held, out of any list.",
        "steering.play",
        ("home",),
        "lists",
    ),
    Action("pause", "Pause", "Holds the reading, even in the middle of a word.", "steering.pause"),
    Action(
        "stop", "Stop", "Stops the reading and keeps the place.", "steering.stop", (), "anywhere"
    ),
    Action(
        "next-sentence",
        "Next sentence",
        "Goes on to the next sentence.",
        "steering.next_sentence",
        ("right",),
    ),
    Action(
        "previous-sentence",
        "Sentence before",
        "Goes back to the sentence before.",
        "steering.previous_sentence",
        ("left",),
    ),
    Action(
        "next-section",
        "Next section",
        "Goes on to the next section.",
        "steering.next_section",
        ("down", "pagedown"),
    ),
    Action(
        "previous-section",
        "Section before",
        "Goes to the start of this section, or to the section before.",
        "steering.previous_section",
        ("up", "pageup"),
    ),
    Action("again", "Again", "Says this sentence again.", "steering.again"),
    Action(
        "again-slower",
        "Again, slower",
        "Says this sentence again, slower, this time only.",
        "features.listening.again_slower",
    ),
    Action(
        "skip-this",
        "Skip this",
        "Goes on after this paragraph, list or table.",
        "features.listening.skip_block",
    ),
    Action(
        "number-again",
        "Number again",
        "Says the last number once more, slowly.",
        "features.listening.number_again",
    ),
    Action(
        "spell-word",
        "Spell that word",
        "Spells the word you hear, letter by letter.",
        "features.listening.spell_word",
    ),
    Action(
        "wrong-word",
        "That word sounded wrong",
        "Lists the words you heard last, and other ways to say the one you choose.",
        "features.wrong_word.show",
    ),
    Action(
        "skim",
        "Skim",
        "Reads headings and first sentences only, or everything again.",
        "features.listening.skim",
    ),
    Action(
        "repeat",
        "Again and again",
        "Repeats this sentence, then this paragraph, this section, or no more.",
        "features.listening.loop",
    ),
    Action(
        "practice",
        "A sentence at a press",
        "Holds after each sentence until a press, or reads on again.",
        "features.listening.practice",
    ),
    Action(
        "sleep-timer",
        "Sleep timer",
        "Ends the listening softly after 15, 30 or 60 minutes, or with the section or page.",
        "features.sleep_timer.change",
    ),
    Action(
        "from-the-start",
        "From the start",
        "Reads this page again from its start.",
        "steering.from_the_start",
        ("home",),
    ),
    Action("next-page", "Next page", "Goes on to the next saved page.", "turning.next_page"),
    Action(
        "previous-page",
        "Page before",
        "Goes back to the saved page before.",
        "turning.previous_page",
    ),
    Action(
        "take-me-back",
        "Take me back",
        "Takes back what you did last, or leaves a list.",
        "take_me_back",
        ("escape", "backspace"),
        "anywhere",
    ),
    Action(
        "faster",
        "Faster",
        "Speaks a little faster, from the next word.",
        "steering.faster",
        ("plus", "equals_sign"),
        "anywhere",
    ),
    Action(
        "slower",
        "Slower",
        "Speaks a little slower, from the next word.",
        "steering.slower",
        ("minus",),
        "anywhere",
    ),
    Action(
        "louder",
        "Louder",
        "Makes the voice a little louder at once.",
        "features.listening.louder",
        (),
        "anywhere",
    ),
    Action(
        "quieter",
        "Quieter",
        "Makes the voice a little quieter at once.",
        "features.listening.quieter",
        (),
        "anywhere",
    ),
    Action("sections", "Sections", "Lists the sections of this page.", "choosing.show_sections"),
    Action("pages", "Pages", "Lists the saved pages.", "choosing.show_pages"),
    Action(
        "next-row",
        "Next row",
        "Moves to the next row of a list.",
        "choosing.next_row",
        ("down", "right", "pagedown"),
        "lists",
    ),
    Action(
        "previous-row",
        "Row before",
        "Moves to the row before.",
        "choosing.previous_row",
        ("up", "left", "pageup"),
        "lists",
    ),
    Action(
        "choose",
        "Choose",
        "Takes the row you are on.",
        "choosing.choose",
        ("space", "enter"),
        "lists",
    ),
    Action("links", "Links", "Lists the links of this page.", "features.links.show"),
    Action(
        "telephone-numbers",
        "Telephone numbers",
        "Lists the telephone numbers of this page and says the one you choose.",
        "features.links.show_telephones",
    ),
    Action(
        "bookmark",
        "Bookmark",
        "Marks the sentence you hear, to come back to it.",
        "features.bookmarks.mark",
    ),
    Action(
        "bookmarks", "Bookmarks", "Lists your bookmarks.", "features.bookmarks.show", (), "anywhere"
    ),
    Action(
        "topics",
        "Topics",
        "Lists what the saved pages are about and finds the sections.",
        "features.finding.show_topics",
        (),
        "anywhere",
    ),
    Action(
        "look-for-news",
        "Look for news",
        "Asks the web whether saved pages have changed.",
        "features.news.look",
        (),
        "anywhere",
    ),
    Action(
        "what-is-new",
        "What is new",
        "Reads only what changed on this page since you heard it.",
        "features.news.hear",
    ),
    Action(
        "older-forms",
        "Older forms",
        "Lists the forms that this page had, to hear one.",
        "features.news.show_versions",
    ),
    Action(
        "put-next",
        "Put next",
        "Has the page or link you are on read after this page.",
        "features.next_up.put",
        (),
        "lists",
    ),
    Action(
        "next-pages",
        "Next pages",
        "Lists what you have put next.",
        "features.next_up.show",
        (),
        "anywhere",
    ),
    Action(
        "history",
        "Where I was",
        "Lists the pages you were on, to go back to one.",
        "features.walked.show",
        (),
        "anywhere",
    ),
    Action(
        "remove",
        "Remove",
        "Puts this page, or the row you are on, into the bin for thirty days.",
        "features.removing.remove",
        (),
        "anywhere",
    ),
    Action(
        "bin",
        "Bin",
        "Lists what was removed, to bring it back.",
        "features.removing.show",
        (),
        "anywhere",
    ),
    Action(
        "where-am-i",
        "Where am I",
        "Says the page, the section and the time left.",
        "steering.where_am_i",
    ),
    Action(
        "time-left",
        "Time left",
        "Says how long this section, this page and the next pages take.",
        "features.listening.time_left",
    ),
    Action(
        "voices",
        "Voices",
        "Lists the voices, each heard with the next sentence of this page.",
        "features.voices.show",
        (),
        "anywhere",
    ),
    Action(
        "prepare-listening",
        "Prepare for listening",
        "Makes the sound of this page ahead, for a voice that is slow, or stops that.",
        "features.preparing.change",
    ),
    Action("help", "How this works", "Opens the welcome page.", "turning.open_welcome"),
    Action(
        "save-hand-dystonia",
        "Save the hand dystonia pages",
        "Keeps the ten pages about hand dystonia for offline use.",
        "choosing.save_collection",
    ),
    Action(
        "save-linked-pages",
        "Save linked pages",
        "Keeps what this page, or the one you are on in the list, links to on its site, at most 200.",
        "features.linked.save_pages",
        (),
        "anywhere",
    ),
    Action(
        "linked-pages-too",
        "Linked pages too",
        "From now on, what you save brings the pages it links to; once more: no longer.",
        "features.linked.switch",
        (),
        "anywhere",
    ),
    Action(
        "stop-saving",
        "Stop saving",
        "Stops the saving; what was saved stays.",
        "stop_saving",
        (),
        "anywhere",
    ),
    Action(
        "settings",
        "Settings",
        "Lists everything that can be set, to change it in small steps.",
        "features.settings.show",
        (),
        "anywhere",
    ),
    Action(
        "comfort-set-up",
        "Comfort set-up",
        "Asks you to press anything ten times, and fits itself to your hand.",
        "features.comfort.begin",
        (),
        "anywhere",
    ),
    Action(
        "next-profile",
        "Good day or bad day",
        "Changes between your settings for good days and for bad days.",
        "features.profiles.next",
        (),
        "anywhere",
    ),
    Action(
        "theme",
        "Light or dark",
        "Changes between the dark, the light and the system's colours.",
        "next_theme",
        (),
        "anywhere",
    ),
    Action(
        "menu",
        "What can I do",
        "Offers everything that can be done here, one after another; a press takes it.",
        "menu.open",
        ("f10",),
        "anywhere",
    ),
    Action(
        "one-button",
        "One button on or off",
        "Has any key offer what can be done, or hold the reading.",
        "choices.toggle_one_button",
        (),
        "anywhere",
    ),
    Action(
        "slower-scan",
        "Offer choices longer",
        "Leaves more time to take what is being offered.",
        "choices.slower_scan",
        (),
        "anywhere",
    ),
    Action(
        "quicker-scan",
        "Offer choices for less long",
        "Leaves less time to take what is being offered.",
        "choices.quicker_scan",
        (),
        "anywhere",
    ),
    Action(
        "scan-way",
        "Way of choosing",
        "Changes between choices that pass, two switches, and a press that stops.",
        "choices.next_scan_way",
        (),
        "anywhere",
    ),
    Action(
        "wider-quiet",
        "Longer pause between presses",
        "Waits longer before a second press counts.",
        "choices.wider_quiet",
        (),
        "anywhere",
    ),
    Action(
        "narrower-quiet",
        "Shorter pause between presses",
        "Waits less before a second press counts.",
        "choices.narrower_quiet",
        (),
        "anywhere",
    ),
    Action(
        "every-key",
        "Every key is the button",
        "Takes the jobs of all keys away, or gives them back.",
        "choices.toggle_every_key",
        (),
        "anywhere",
    ),
    Action(
        "letter-keys",
        "Letter keys on or off",
        "Takes the jobs of letters, digits and signs away, or gives them back.",
        "choices.toggle_letter_keys",
        (),
        "anywhere",
    ),
    Action(
        "which-key",
        "Which key shall do this",
        "Gives a key, a pedal or a switch the job of an action: choose that, then press it once.",
        "features.key_jobs.show",
        (),
        "anywhere",
    ),
    Action(
        "left-half",
        "Left half goes back",
        "Has the left half of the keyboard go back, or be the button.",
        "choices.toggle_left_half",
        (),
        "anywhere",
    ),
    Action(
        "quit",
        "Leave",
        "Leaves the reader and keeps the place.",
        "quit",
        ("ctrl+q", "ctrl+c"),
        "anywhere",
    ),
)
"""In the order in which they are offered."""
