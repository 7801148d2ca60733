"""Rules about claims: how surely something is said must fit how surely it is known."""

import re
from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript, Sentence
from newsletter.checks.naming import spoken_of, subject_of
from newsletter.checks.phrases import states
from newsletter.checks.rule import Hit, rule
from newsletter.model import Certainty, Claim, Issue, Level, Says

UNSURE = {Certainty.LOW, Certainty.VERY_LOW, Certainty.NONE}
SURE = {Certainty.MODERATE, Certainty.HIGH}
WORDS_FOR = {
    Certainty.LOW: "Write “may”.",
    Certainty.VERY_LOW: "Write “we are very unsure if”.",
    Certainty.NONE: "Write “we do not know if”, or whose experience it is.",
}

EFFECT = re.compile(
    r"""\b(?:
        (?:is|are|was|were|being|highly|very|so)\ (?:\w+\ (?:and|or)\ )?(?:\w+ly\ )?effective
      | effective\ (?:treatments?|solutions?|remed(?:y|ies)|ways?)
      | works?(?!\ (?:by|on|like|as|in|with|at|through|under|out)\b)
      | (?<!\bis\ )(?<!\bare\ )(?<!\ba\ )(?<!\bkeep\ )(?<!\bto\ )clears?(?=\ \w)
        (?!\ (?:that|if|skin)\b)
      | (?:the|a|best|sure|right|proven|shown|known|guaranteed|able)\ (?:\w+\ )?to
        \ (?:clear|cure|remove|heal|banish|improve|treat|get\ rid\ of)
      | improves | cures | heals | banishes | eliminates | dissolves | fixes | removes | prevents
      | gets?\ rid\ of | (?<!\bto\ )(?:improve|cure|banish|eliminate)
      | helps(?!\ (?:us|you\ (?:to\ )?decide)\b)
      | (?:has|have)\ (?:cleared|improved|cured|healed|removed)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
HEDGE = re.compile(
    r"""\b(?:may|might|could|can|would|should|perhaps|maybe|probably|possibly|likely|seems?|appears?
      |sometimes|suggests?|hints?|unclear|unsure|uncertain|unknown|unproven|whether|if|not|no|never
      |nobody|cannot|\w+n['’]t|nothing|neither|nor|hardly|rarely|little|few|some|weak|small
      |tend(?:s)?\ to|claim(?:s|ed)?|hope[ds]?|tests?|tested|evidence\ is
      |i\ (?:\w+\ )?(?:think|find|see|believe|expect|feel)
      |in\ my\ (?:\w+\ )?(?:experience|view|opinion|practice|clinic))\b""",
    re.IGNORECASE | re.VERBOSE,
)


@rule(
    "certainty-words",
    Manuscript,
    Level.ERROR,
    because="What we are not sure of must not sound sure.",
    remedy="Write “may”, or “we do not know if”.",
    english=True,
)
def certainty_words(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every sentence that is surer of an effect than the claim about it."""
    unsure = [each for each in _claims(manuscript) if each.certainty in UNSURE]
    for passage in manuscript.passages:
        for sentence, named in spoken_of(passage):
            claim = next((each for each in unsure if subject_of(each.about) <= named), None)
            if claim and (words := _sure_words(sentence)):
                problem = (
                    f"“{words}” sounds sure, but the certainty of “{claim.about}” "
                    f"is “{claim.certainty}”"
                )
                yield Hit(sentence.at, problem, WORDS_FOR[claim.certainty])


@rule(
    "claim-without-evidence",
    Manuscript,
    Level.ERROR,
    because="Certainty comes from evidence, and an opinion belongs to somebody.",
    remedy="Add “sources:”, or say whose opinion it is with “by:”.",
)
def claim_without_evidence(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield claims that are sure without a source, or say “helps” for nobody and from nothing."""
    for number, claim in enumerate(manuscript.snippet.claims if manuscript.snippet else ()):
        if claim.certainty in SURE and not claim.sources:
            at = manuscript.line("claims", number, "certainty")
            problem = f"“{claim.about}” has the certainty “{claim.certainty}” and names no source"
            yield Hit(at, problem, "Add “sources:”, or lower the certainty.")
        elif (claim.says, claim.certainty) == (Says.HELPS, Certainty.NONE) and not claim.by:
            at = manuscript.line("claims", number, "says")
            problem = f"“{claim.about}” is said to help, with no evidence and in nobody’s name"
            yield Hit(at, problem, "Write “says: unclear”, or whose opinion it is with “by:”.")


def _claims(manuscript: Manuscript) -> tuple[Claim, ...]:
    """The claims that bind the words: a snippet’s own; an issue’s are those of its snippets."""
    owner = manuscript.owner
    snippets = owner.snippets if isinstance(owner, Issue) else (owner,)
    return tuple(claim for snippet in snippets for claim in snippet.claims)


def _sure_words(sentence: Sentence) -> str:
    """The words with which a sentence says for sure that something works; "" if it does not."""
    if not states(sentence) or HEDGE.search(sentence.text):
        return ""
    match = EFFECT.search(sentence.text)
    return match[0] if match else ""
