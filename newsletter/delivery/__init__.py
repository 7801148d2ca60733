"""Each letter into each inbox once: mailings, the ledger, messages, SMTP, the worker."""

from newsletter.delivery.accounts import Accounts, Balance, Entry
from newsletter.delivery.expansion import expand
from newsletter.delivery.freezing import Errand, Plan, freeze_for_reader
from newsletter.delivery.ledger import Ledger, Patience
from newsletter.delivery.letters import SpoiltLetter
from newsletter.delivery.mailings import Gate, Mailings
from newsletter.delivery.message import Form, build_message
from newsletter.delivery.presence import Presence, find_dead
from newsletter.delivery.progress import WITHOUT_LETTER, Progress, Reason, find_reasons, measure
from newsletter.delivery.settling import retry_failed, settle
from newsletter.delivery.transport import Envelope, SmtpTransport, Transport
from newsletter.delivery.worker import Surroundings, Worker

__all__ = [
    "WITHOUT_LETTER",
    "Accounts",
    "Balance",
    "Entry",
    "Envelope",
    "Errand",
    "Form",
    "Gate",
    "Ledger",
    "Mailings",
    "Patience",
    "Plan",
    "Presence",
    "Progress",
    "Reason",
    "SmtpTransport",
    "SpoiltLetter",
    "Surroundings",
    "Transport",
    "Worker",
    "build_message",
    "expand",
    "find_dead",
    "find_reasons",
    "freeze_for_reader",
    "measure",
    "retry_failed",
    "settle",
]
