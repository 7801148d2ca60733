"""A card -> the lines of its sheet: all that readers will see of it, or rely on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsletter.compose.cards import Answer, Card
from newsletter.compose.markdown import Citations, Prose
from newsletter.compose.words import Words
from newsletter.compose.writing import note, say
from newsletter.model import (
    SNIPPET_OF_KIND,
    Call,
    Claim,
    Evidence,
    Issue,
    Library,
    Myth,
    Noun,
    Numbers,
    Poll,
    Snippet,
    Source,
)
from newsletter.settings import Identity


@dataclass(frozen=True, slots=True)
class Speech:
    """How letters of one language say things, and what they draw upon."""

    words: Words
    labels: Mapping[str, str]
    care: Mapping[str, str]
    library: Library

    def digest(self, path: str) -> str:
        """The line that stands for a picture: any other picture has another one."""
        return note(f"picture: sha256 {self.library.pictures[path].digest}")


def transcribe_card(card: Card, speech: Speech) -> Iterator[str]:
    """Yield the lines of a snippet in the order of its letter."""
    yield from say(speech.labels[card.snippet.kind], card.snippet.title)
    for lines in (
        _opening(card, speech),
        _part("steps", *(f"{number}. {step.marked}" for number, step in enumerate(card.steps, 1))),
        _figure(card, speech),
        _answers(card, speech),
        _evidence(card.snippet, speech),
        _invitation(card.snippet, speech),
        _part("quote", card.quote.prose.marked, card.quote.who) if card.quote else (),
        _part("care", *(f"{speech.care[care.level]} {care.text}." for care in card.care)),
        _small_print(card.snippet, speech),
    ):
        yield ""
        yield from lines


def transcribe_intro(
    issue: Issue, intro: Prose, identity: Identity, speech: Speech, layout: str
) -> Iterator[str]:
    """Yield what an issue says before its snippets, and what every letter says of itself."""
    yield note(f"subject: {issue.subject}")
    yield note(f"preheader: {issue.preheader}")
    yield note(f"layout: {layout}")
    yield note(f"emergency number: {identity.emergency_number}")
    yield ""
    yield from say(identity.name)
    if issue.send_at:
        yield from say(speech.words.day(issue.send_at.wall))
    else:
        yield note("date: the day it goes")
    yield from ("", *say(intro.marked), "")
    yield from say(identity.disclaimer, identity.reason, identity.postal_address)
    yield ""


def transcribe_similar(similar: Iterable[Snippet], issue: Issue, speech: Speech) -> Iterator[str]:
    """Yield what a letter offers beside a snippet: by title, unless it is in the issue, too."""
    beside: list[Snippet] = []
    elsewhere: list[Snippet] = []
    for other in similar:
        (beside if other in issue.snippets else elsewhere).append(other)
    if beside:
        yield note(f"similar, in this issue: {', '.join(other.id for other in beside)}")
    if elsewhere:
        titles = (f"- {other.title}" for other in elsewhere)
        yield from say(speech.words.say("Similar questions"), *titles)


def transcribe_sources(
    citations: Citations, snippet: Snippet | None, library: Library
) -> Iterator[str]:
    """Yield every source that a text cites, then those that only its claims draw upon."""
    yield ""
    cited = citations.cited
    for number, source in cited:
        yield from say(f"[{number}] {_name(source)}", source.link)
        yield note(f"source {number}: {_facts(source)}")
    known = [source for _, source in cited]
    claimed = [id for claim in (snippet.claims if snippet else ()) for id in claim.sources]
    for id in dict.fromkeys(claimed):
        source = library.sources[id]
        if source not in known:
            yield note(f"for a claim: {_name(source)} {source.link or ''} {_facts(source)}")


def _name(source: Source) -> str:
    return ". ".join(filter(None, (source.title, source.by, source.in_))) + "."


# A source that is looked at once more is the same source.
SAID_OF_SOURCES = {"title", "by", "in_", "checked"}


def _facts(noun: Noun) -> str:
    """Everything about a source that its line in the letter does not say."""
    facts = noun.model_dump(by_alias=True, exclude_none=True, exclude=SAID_OF_SOURCES)
    return "; ".join(f"{name} {value}" for name, value in facts.items())


def _part(name: str, *texts: str) -> Iterator[str]:
    """Yield lines below what they are, so that no text can pass for them; nothing for nothing."""
    if texts:
        yield note(name)
        yield from say(*texts)


def _opening(card: Card, speech: Speech) -> Iterator[str]:
    """Yield the text, and what a kind puts above it."""
    snippet, words = card.snippet, speech.words
    if isinstance(snippet, Myth):
        yield from say(words.verdict[snippet.verdict])
    if isinstance(snippet, Numbers):
        number = snippet.number
        said = words.say(
            "%(value)s of every %(all)s %(who)s %(what)s",
            value=_capital(number.value),
            all=number.out_of,
            who=number.who,
            what=number.what,
        )
        yield from say(said)
    yield from say(card.prose.marked)


def _figure(card: Card, speech: Speech) -> Iterator[str]:
    figure, image = card.figure, card.snippet.image
    if not (figure and image):
        return
    if figure.sensitive:
        opening = "A picture that may be hard to look at was left out here: %(alt)s"
        yield from say(speech.words.say(opening, alt=figure.alt))
        if figure.link:
            yield from say(speech.words.say("See the picture"))
    else:
        yield from say(figure.alt)
    yield speech.digest(image.file)
    yield from say(figure.caption)
    yield from _part("credit", figure.credit) if figure.credit else ()
    if figure.long:
        yield note(f"told in the plain text: {figure.long}")
    if image.consent:
        yield note(f"consent: {image.consent}")


def _answers(card: Card, speech: Speech) -> Iterator[str]:
    for part, answer in zip(card.snippet.answers, card.answers, strict=True):
        yield note(f"answer of {part.person}")
        yield from _person(answer, speech)
        yield from ("", *say(answer.prose.marked))
        if interests := answer.person.interests:
            yield from say(speech.words.say("Interests: %(interests)s.", interests=interests))
        yield ""
    for box in card.boxes:
        yield from ("", *_part("below the answers", box.heading, box.prose.marked))


def _person(answer: Answer, speech: Speech) -> Iterator[str]:
    """Yield who it is that answers, as readers are told."""
    person, say_in = answer.person, speech.words.say
    invented = f" ({say_in('invented person')})" if person.fictional else ""
    yield from say(person.name or say_in("Someone who was not named"), f"{person.role}{invented}")
    if person.unnamed:
        yield note("unnamed")
    if person.photo:
        yield note(f"portrait: {person.photo_alt or ''}")
        yield speech.digest(person.photo)


def _evidence(snippet: Snippet, speech: Speech) -> Iterator[str]:
    """Yield what is claimed and what was heard; only cards of evidence print it."""
    words, printed = speech.words, isinstance(snippet, Evidence)
    for claim in snippet.claims:
        if printed:
            sentence = "%(about)s: %(says)s. How sure: %(certainty)s."
            says, sure = words.says[claim.says], words.certainty[claim.certainty]
            about = _capital(claim.about)
            yield from say(words.say(sentence, about=about, says=says, certainty=sure))
        yield note(f"claim: {_claim(claim)}")
    if printed and snippet.heard:
        yield from say(words.say("You may have read that it"))
    for heard in snippet.heard:
        if printed:
            yield from say(f"- {words.says[heard.says]} ({heard.cites})")
        else:
            yield note(f"heard: {heard.says} ({heard.cites})")


def _claim(claim: Claim) -> str:
    """A claim in the words of its file."""
    facts = [f"{claim.about}: {claim.says}", f"certainty {claim.certainty}"]
    facts += [f"by {', '.join(claim.by)}"] if claim.by else []
    facts += [f"sources {', '.join(claim.sources)}"] if claim.sources else []
    facts += [f"searched {claim.searched}"] if claim.searched else []
    return "; ".join(facts)


def _invitation(snippet: Snippet, speech: Speech) -> Iterator[str]:
    """Yield what readers may do: press a button, or answer."""
    if isinstance(snippet, Call):
        yield from say(snippet.button.text, snippet.button.url)
    if isinstance(snippet, Poll):
        ask = "Tap an answer:" if snippet.url else "Reply to this letter with your answer:"
        options = (f"- {option}" for option in snippet.options)
        yield from say(speech.words.say(ask), snippet.url, *options)


def _small_print(snippet: Snippet, speech: Speech) -> Iterator[str]:
    """Yield where it holds, who paid, and what a kind of the workspace's own adds."""
    say_in = speech.words.say
    if snippet.region:
        yield from _part("region", say_in("Region: %(region)s.", region=snippet.region))
    if snippet.sponsor:
        yield from _part("sponsor", say_in("Paid for by %(sponsor)s.", sponsor=snippet.sponsor))
    if snippet.kind not in SNIPPET_OF_KIND:
        own = type(snippet).model_fields.keys() - Snippet.model_fields.keys()
        for name in sorted(own):
            if value := getattr(snippet, name):
                yield note(f"{name.replace('_', '-')}: {value}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
