"""Each letter into each inbox once: mailings, the ledger, messages, SMTP, the worker."""

from newsletter.delivery.accounts import Accounts, Balance, Entry
from newsletter.delivery.expansion import expand
from newsletter.delivery.freezing import Plan
from newsletter.delivery.ledger import Ledger, Patience
from newsletter.delivery.mailings import Gate, Mailings
from newsletter.delivery.message import Form, build_message
from newsletter.delivery.presence import Presence, find_dead
from newsletter.delivery.settling import retry_failed, settle
from newsletter.delivery.transport import Envelope, SmtpTransport, Transport
from newsletter.delivery.worker import Surroundings, Worker

__all__ = [
    "Accounts",
    "Balance",
    "Entry",
    "Envelope",
    "Form",
    "Gate",
    "Ledger",
    "Mailings",
    "Patience",
    "Plan",
    "Presence",
    "SmtpTransport",
    "Surroundings",
    "Transport",
    "Worker",
    "build_message",
    "expand",
    "find_dead",
    "retry_failed",
    "settle",
]
