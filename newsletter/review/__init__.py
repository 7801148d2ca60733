"""Who has read what: records of reviewers' words, whether they still hold, and their signatures."""

from newsletter.review.history import Change, find_changes
from newsletter.review.records import FOLDER, date_word, read_records, render_record, write_record
from newsletter.review.signing import make_signature_check, sign, sign_as_asked
from newsletter.review.standing import (
    Records,
    SignatureCheck,
    expires_on,
    judge,
    lasts_until,
    reviews_for,
    said_of,
)

__all__ = [
    "FOLDER",
    "Change",
    "Records",
    "SignatureCheck",
    "date_word",
    "expires_on",
    "find_changes",
    "judge",
    "lasts_until",
    "make_signature_check",
    "read_records",
    "render_record",
    "reviews_for",
    "said_of",
    "sign",
    "sign_as_asked",
    "write_record",
]
