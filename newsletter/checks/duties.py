"""Rules about duties: who speaks, who pays, who has read it, and how to answer or leave."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.model import LEAVE_URL, Kind, Level, Location, Snippet, Variant, compare_form
from newsletter.settings import Identity

SELLS = re.compile(
    r"\b(?:(?:buy|shop|order|book)\s(?:it\s)?(?:now|today|online)|special\soffers?|limited\soffers?"
    r"|discount(?:s|ed)?\b|promo(?:tion)?\scodes?|voucher\scodes?|\d+\s?%\soff|free\strials?"
    r"|money[- ]back|while\sstocks\slast)\b",
    re.IGNORECASE,
)


@rule(
    "disclosure",
    Manuscript,
    Level.ERROR,
    because="Readers judge an answer by who gives it, and an advertisement by who pays for it.",
    remedy="Name who answers, with a role, in people.yml.",
)
def disclosure(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield answers of nobody or nobody named, and advertisements that name nobody who pays."""
    if not (snippet := manuscript.snippet):
        return
    if snippet.kind == Kind.QUESTION and not snippet.answers:
        remedy = "Start an answer with ## @person-id, and name the person in people.yml."
        yield Hit(manuscript.line("kind"), "nobody answers this question", remedy)
    people = manuscript.background.library.people
    for part in snippet.answers:
        person = people.get(part.person or "")
        if person and not person.name:
            problem = f"this answer is by somebody who is not named: {part.person}"
            yield Hit(Location(snippet.path, part.line - 1), problem)
    if not snippet.sponsor and manuscript.is_english:
        yield from _advertisements(manuscript)


def _advertisements(manuscript: Manuscript) -> Iterator[Hit]:
    for passage in manuscript.passages:
        for match in SELLS.finditer(passage.text):
            problem = f"“{_squeeze(match[0])}” reads like an advertisement, and no sponsor is named"
            remedy = "Name who pays as “sponsor:”, or take the advertisement out."
            yield Hit(passage.place(match.start()), problem, remedy)


@rule(
    "disclosure-shown",
    Proof,
    Level.ERROR,
    because="An interest that only the files know is hidden from those whom it concerns.",
    remedy="Show it in the template of this kind: {{ person.interests }}, {{ s.sponsor }}.",
    allowable=False,
)
def disclosure_shown(proof: Proof) -> Iterator[Hit]:
    """Yield interests of those who answer, and sponsors, that the letter does not tell."""
    main_language = proof.letter.main.language
    for variant in proof.letter.variants:
        if variant.language == main_language:
            for snippet in proof.issue.snippets:
                if _is_shown(snippet, variant, proof):
                    yield from _hidden(snippet, variant, proof)


def _is_shown(snippet: Snippet, variant: Variant, proof: Proof) -> bool:
    """Whether the readers of a variant get a snippet."""
    wanted = proof.issue.conditions.get(snippet.id, {})
    return all(
        variant.conditions.get(field) == compare_form(value) for field, value in wanted.items()
    )


def _hidden(snippet: Snippet, variant: Variant, proof: Proof) -> Iterator[Hit]:
    people = proof.background.library.people
    answering = [people[part.person] for part in snippet.answers if part.person in people]
    to_tell = [(f"the interests of {each.name or each.role}", each.interests) for each in answering]
    for what, words in [*to_tell, ("the sponsor", snippet.sponsor)]:
        if words and not all(_squeeze(words) in shown for shown in _readings(variant)):
            yield Hit(Location(snippet.path, 1), f"the letter does not tell {what}: “{words}”")


@rule(
    "footer",
    Proof,
    Level.ERROR,
    because="Every letter must say who writes it, what it is not, how to answer and how to leave.",
    remedy="Take blocks/footer into the layout again, in both parts.",
    allowable=False,
)
def footer(proof: Proof) -> Iterator[Hit]:
    """Yield what the end of a letter must say, and one of its two parts does not."""
    for variant in proof.letter.variants:
        identity = proof.background.settings.identity_in(variant.language)
        parts = (("HTML", variant.html), ("text", variant.text))
        for (part, pieces), shown in zip(parts, _readings(variant), strict=True):
            lacks = [what for what, words in _must_say(identity) if _squeeze(words) not in shown]
            if LEAVE_URL not in pieces.slots:
                lacks.append("a link to leave the list")
            if lacks:
                problem = f"the {part} of the letter ({variant.language}) lacks {', '.join(lacks)}"
                yield Hit(proof.at, problem)


def _must_say(identity: Identity) -> tuple[tuple[str, str], ...]:
    return (
        ("the disclaimer", identity.disclaimer),
        ("who we are", identity.name),
        ("the postal address", identity.postal_address),
        ("the address for corrections", identity.reply_to or identity.from_),
    )


@rule(
    "reviewed",
    Proof,
    Level.ERROR,
    because="Nothing about health leaves this desk before somebody who knows has read it.",
    remedy="Have it reviewed: newsletter review sheet.",
    allowable=False,
)
def reviewed(proof: Proof) -> Iterator[Hit]:
    """Yield every sheet of the issue that is not approved, and why."""
    for standing in proof.standings or ():
        if not standing.approved:
            yield Hit(standing.sheet.at, standing.problem, standing.remedy)


@rule(
    "reviewer-untranslated",
    Proof,
    Level.WARNING,
    because="Readers of a translation should be told in their language who has read it.",
    remedy="Add the reviewer with “role: …” to issues/people.fr.yml, or that of your language.",
)
def reviewer_untranslated(proof: Proof) -> Iterator[Hit]:
    """Yield every reviewer whom a translated letter names in the words of the main language."""
    reviewers = {each.approval.reviewer for each in proof.standings if each.approval}
    for language, library in proof.background.library.translations.items():
        if proof.issue.slug in library.issues:
            for reviewer in sorted(reviewers - library.people.keys()):
                remedy = f"Add “{reviewer}:” with “role: …” to issues/people.{language}.yml."
                problem = f"the letter in “{language}” says in another language who “{reviewer}” is"
                yield Hit(proof.at, problem, remedy)


def _readings(variant: Variant) -> tuple[str, str]:
    """What readers see of the HTML, and the text, each in one line."""
    html = LexborHTMLParser("".join(variant.html.texts))
    for hidden in html.css("style, script, title"):
        hidden.decompose()
    return _squeeze(html.root.text() if html.root else ""), _squeeze("".join(variant.text.texts))


def _squeeze(text: str) -> str:
    return " ".join(text.split())
