"""Lines that only ask for a subscription are told from lines that say something."""

from __future__ import annotations

import pytest

from reader.documents.part_names import invites_to_follow


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our monthly newsletter.",
        "Subscribe now to get the latest news from the Cramp Club",
        "Never miss a story: enter your address for the newsletter.",
        "Get the latest on hands straight to your inbox.",
    ],
)
def test_an_invitation_to_follow(text: str) -> None:
    assert invites_to_follow(text)


@pytest.mark.parametrize(
    "text",
    [
        "Get help if the cramp lasts for more than an hour.",
        "Join a support group near you.",
        "The newsletter of 1902 was the first to name it.",
        "Sign up for the newsletter. "
        + "It tells how each finger may be held while it rests. " * 5,
    ],
)
def test_no_invitation(text: str) -> None:
    assert not invites_to_follow(text)
