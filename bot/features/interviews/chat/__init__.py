"""Jobs and interviews in the chat: which openings fit, who the employer is, a time, and everything after it.

Actions for the flows `work*.yaml` (actions.py), words for what they show (wording.py), and the news of an
interview that a reminder brings (news.py). Whoever joins the program hands in a `Chat` (ports.py).
"""

from bot.features.interviews.chat.actions import actions
from bot.features.interviews.chat.news import tellers
from bot.features.interviews.chat.ports import Chat, Hiring
from bot.features.interviews.chat.wording import makers, namers

__all__ = ["Chat", "Hiring", "actions", "makers", "namers", "tellers"]
