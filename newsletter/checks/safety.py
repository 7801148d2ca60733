"""Rules about safety: when to get help, no diagnosis from afar, every skin, every region."""

import re
from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript, Passage
from newsletter.checks.rule import Hit, rule
from newsletter.model import Issue, Kind, Level, Snippet

NEEDS_HELP_LINE = {Kind.QUESTION, Kind.EXPLAINER, Kind.MYTH, Kind.EVIDENCE, Kind.GET_HELP}

CALL = r"\b(?:[Cc]all|[Dd]ial|[Rr]ing|[Pp]hone)\s"
NO_MORE = r"(?=\s(?:now|if|when|at|for|or|and|straight|right|immediately)\b|[^\w\s-]|\s*$)"
"""After the number; “call 100 people” calls no number."""

EMERGENCY = re.compile(
    rf"""{CALL}(?P<number>\d{{3}}){NO_MORE}
      | \bemergency\s(?:number|services?|department|room|care|help|call)\b
      | \b(?:medical|(?<!not\s)an)\semergency\b
      | \bambulances?\b | \bA&E\b | \bparamedics?\b | \blife[- ]threatening\b
      | \b(?:cannot|can[’']t|trouble|difficulty|hard\sto|struggl\w+\s(?:to|for))\sbreath(?:e|ing)?\b
      | \bstop(?:s|ped)?\sbreathing\b | \banaphyla\w+ | \bunconscious\b""",
    re.VERBOSE | re.IGNORECASE,
)
ADVICE_LINES = {"111"}
"""Numbers for advice that are nobody's emergency number."""


@rule(
    "see-doctor",
    Manuscript,
    Level.ERROR,
    because="Readers must learn in the same place when it is time to get help.",
    remedy="Add “see-doctor:” with routine, urgent or emergency.",
)
def see_doctor(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield a snippet without a help line, and emergencies without the desk's own number."""
    snippet = manuscript.snippet
    if snippet and snippet.kind in NEEDS_HELP_LINE and not snippet.see_doctor:
        problem = f"this {snippet.kind} does not say when to see a doctor"
        yield Hit(manuscript.line("kind"), problem)
    if manuscript.is_english:
        yield from _emergencies(manuscript)


def _emergencies(manuscript: Manuscript) -> Iterator[Hit]:
    ours = _emergency_numbers(manuscript)
    shown = _shows_emergency_number(manuscript, ours)
    for passage in manuscript.passages:
        for match in EMERGENCY.finditer(passage.text):
            number, at = match["number"], passage.place(match.start())
            if number in ADVICE_LINES:
                continue
            if number and number not in ours:
                problem = f"“{number}” is not the emergency number of this newsletter: {ours[0]}"
                remedy = "Take the number out, and write “emergency” below “see-doctor:”."
                yield Hit(at, problem, remedy)
            elif not shown:
                problem = f"“{match[0]}” speaks of an emergency, and no number to call is shown"
                yield Hit(at, problem, _how_to_show(manuscript.owner, ours[0]))
                shown = True


def _shows_emergency_number(manuscript: Manuscript, ours: list[str]) -> bool:
    """Whether readers see whom to call: in the box of a snippet, in the words of an issue."""
    if snippet := manuscript.snippet:
        return bool(snippet.see_doctor and snippet.see_doctor.emergency)
    return any(re.search(rf"\b{number}\b", manuscript.text) for number in ours)


def _how_to_show(owner: Snippet | Issue, number: str) -> str:
    if isinstance(owner, Issue):
        return f"Name the number in the same words: {number}."
    return f"Write “emergency” below “see-doctor:”; the letter says “Call {number} now if …”."


def _emergency_numbers(manuscript: Manuscript) -> list[str]:
    settings = manuscript.background.settings
    translation = settings.translation.get(manuscript.language)
    written = translation.emergency_number if translation else None
    number = written or settings.newsletter.emergency_number
    return re.findall(r"\d+", number) or [number]


PICTURE = r"(?:photo(?:graph)?|picture|image|selfie)s?"
ONE_READERS_STORY = re.compile(
    rf"""\b(?:[Ff]rom|In|On)\syour\s{PICTURE}\b
      | \bFrom\s(?:the|these|this)\s{PICTURE}\b
      | \b[Yy]our\s{PICTURE}\s(?:shows?|suggests?|looks?|seems?|tells?)\b
      | \b[Yy]our\squestion\sand\s{PICTURE}\b
      | \b{PICTURE}\s(?:that\s|which\s)?you(?:\shave|’ve)?\s(?:sent|shared|attached|uploaded)\b
      | \bsent\s(?:us\s|in\s)?(?:a|an|the|their|her|his|some)\s(?:\w+\s)?{PICTURE}\b
      | \b[Ll]ooking\sat\syour\s(?:skin|face|{PICTURE}|bumps?|rash|spots?|moles?|story)\b
      | \bIn\syour\scase\b | \b[Ii]t\slooks\slike\syou\shave\b | \byou\smost\slikely\shave\b
      | \b[Yy]ou\s(?:wrote|told\sus)\b""",
    re.VERBOSE,
)
NOT_A_DIAGNOSIS = re.compile(
    r"\b(?:not|no|never)\s(?:an?\s|your\s|the\s)?(?:\w+\s)?diagnos\w+"
    r"|\b(?:cannot|can[’']t|could\snot|do\snot|does\snot)\sdiagnose\b",
    re.IGNORECASE,
)


@rule(
    "not-a-diagnosis",
    Manuscript,
    Level.ERROR,
    because="Nobody can tell from a photo or a letter what one person has.",
    remedy="Add to the answer that it is general, and not a diagnosis.",
    english=True,
)
def not_a_diagnosis(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield the first words that answer one reader's photo or story, if nothing puts them right."""
    story = story_of_one_reader(manuscript)
    if story and not NOT_A_DIAGNOSIS.search(_on_one_line(manuscript.text)):
        passage, match = story
        problem = f"“{_on_one_line(match[0])}” answers one reader, as a diagnosis would"
        yield Hit(passage.place(match.start()), problem)


def story_of_one_reader(manuscript: Manuscript) -> tuple[Passage, re.Match[str]] | None:
    """Where a snippet first speaks of one reader's photo or story."""
    for passage in manuscript.passages if manuscript.snippet else ():
        if match := ONE_READERS_STORY.search(passage.text):
            return passage, match
    return None


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


COLOUR_OF_SKIN = re.compile(
    r"""\b(?:red(?:dish|der|dened|ness)?|reddness|pink(?:ish|er)?|pale(?:r|ness)?|rosy
          | flush(?:ed|ing) | hot\sflush(?:es)?)\b
        (?!\s(?:\w+\s)?(?:box(?:es)?|flags?|buttons?|labels?|lines?|lights?|meat|wines?|cards?
          |cross|tapes?|caps?|tubes?|bottles?|inks?|dyes?|tattoos?|blood\scells?|rings?|lamps?
          |triangles?|marks?\son\sthe\slabel|peppers?|clothes|shirts?|squirrels?)\b)
        (?!\s(?:it\s)?(?:with|out)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
EVERY_SKIN = re.compile(
    r"\b(?:brown|black|dark|darker|deeper)(?:,?\s(?:and|or)\s(?:brown|black|dark|darker))?\sskin"
    r"|\b(?:skin\stones?|skin\scolours|colours?\sof\sskin|all\sskins|skin\sof\scolour)\b",
    re.IGNORECASE,
)


@rule(
    "skin-colour",
    Manuscript,
    Level.WARNING,
    because="Redness is seen on pale skin first: others miss what is only told as a colour.",
    remedy="Say how it looks or feels on brown and black skin.",
    english=True,
)
def skin_colour(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield the first colour of skin in a snippet that tells it for pale skin only."""
    said = _said_of_skin(manuscript)
    if not manuscript.snippet or any(EVERY_SKIN.search(each.text) for each in said):
        return
    for passage in said:
        if match := COLOUR_OF_SKIN.search(passage.text):
            problem = f"“{_on_one_line(match[0])}” is what one sees on pale skin"
            yield Hit(passage.place(match.start()), problem)
            return


def _said_of_skin(manuscript: Manuscript) -> list[Passage]:
    """All but the words for a picture: those tell its own colours."""
    return [each for each in manuscript.passages if not each.field.startswith("image")]


HOUR = r"\b\d{1,2}(?:[:.]\d\d)?"
ONLY_SOMEWHERE = re.compile(
    rf"""{CALL}\d{{3}}{NO_MORE}
      | (?P<hours>{HOUR}\s?(?:am|pm)?\s?(?:to|and|until|[–-])\s?{HOUR}\s?(?:am|pm)\b)
      | \b(?:NHS|GPs?|A&E|FDA|MHRA|HSA|TGA|Medicare|Medicaid|Medisave|[Pp]olyclinics?)\b
      | \b[Ww]alk-in\scentres?\b | \bstars?\s(?:for\s)?UVA\b | \bUVA\sstars?\b
      | \b[Pp]rescription[- ]only\b | \b[Oo]ver[- ]the[- ]counter\b
      | \b[Ww]ithout\sa\sprescription\b | \b(?:is|are)\sbanned\b""",
    re.VERBOSE,
)
SUNLIGHT = re.compile(r"\b(?:sun\w*|shade|UV\w?)\b", re.IGNORECASE)


@rule(
    "region",
    Manuscript,
    Level.WARNING,
    because="Numbers to call, hours of strong sun and rules for products differ by country.",
    remedy="Add “region:” with the country it holds for, or say it for everybody.",
    english=True,
)
def region(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield what holds in one country only, in a snippet that does not say in which."""
    if not manuscript.snippet or manuscript.snippet.region:
        return
    said = set()
    for passage in manuscript.passages:
        for match in ONLY_SOMEWHERE.finditer(passage.text):
            words = _on_one_line(match[0])
            is_of_sun = not match["hours"] or SUNLIGHT.search(passage.text)
            if is_of_sun and words not in said:
                said.add(words)
                yield Hit(passage.place(match.start()), f"“{words}” does not hold everywhere")
