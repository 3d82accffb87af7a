"""Normal forms: how names, plates, phone numbers and postcodes are compared. The value as reported is always kept beside.

Everything here is pure. A function that cannot make sense of its input returns None; it never guesses.
"""

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache

import phonenumbers

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_POSTCODE = re.compile(
    r"^(GIR0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9](?:[0-9]|[ABEHMNPRV-Y])|[0-9][A-HJKPS-UW])[0-9][ABD-HJLNP-UW-Z]{2})$"
)
_CONFUSED = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"})


def fold_name(text: str) -> str:
    """A name as it is compared: no accents, case, punctuation or doubled spaces. ``""`` where nothing is left.

    >>> fold_name("  Siobhán O’Brien-Łuczak ")
    'siobhan obrien luczak'
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    # Folding case can bring up letters that decompose further, and decomposing brings up capitals (𝜜): hence twice.
    decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS_WITHOUT_DECOMPOSITION)).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    kept = _APOSTROPHES.sub("", kept.translate(_LETTERS_WITHOUT_DECOMPOSITION))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def fold_signs(text: str) -> str:
    """The pictures in a text (emoji) and nothing else, by which a name without letters is compared.

    >>> fold_signs("👑 King 👑")
    '👑👑'
    """
    return "".join(c for c in text if unicodedata.category(c) == "So")


def normalise_vrm(text: str) -> str | None:
    """A vehicle registration mark: capitals and digits only, 2 to 8 of them; None for anything else."""
    mark = re.sub(r"[\s\-.]", "", text.upper())
    return mark if re.fullmatch(r"[A-Z0-9]{2,8}", mark) and re.search(r"[0-9]", mark) else None


def confusable_vrm(mark: str) -> str:
    """A mark with the characters people misread for one another made equal (0 O Q, 1 I L, 5 S, 8 B, 2 Z, 6 G)."""
    return mark.translate(_CONFUSED)


@lru_cache(maxsize=65536)
def normalise_phone(text: str) -> str | None:
    """A telephone number as E.164, read as a UK number where it has no country code; None where it is not possible.

    "Possible" and not "valid": the numbers reserved for drama are possible, and a new range must not be lost. A number
    without its area code is None: the area is not guessed.
    """
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # A UK number cut short keeps its trunk 0, which no international form has.
    return None if written.startswith("+440") else written


def fold_phone(text: str) -> str:
    """The digits of a number that has no E.164 form, so that equal writings still meet. ``""`` where there are none."""
    return re.sub(r"\D", "", text)


def normalise_postcode(text: str) -> str | None:
    """A full UK postcode as ``S60 1AA``; None for anything else, outward codes included."""
    compact = re.sub(r"\s", "", text.upper())
    return f"{compact[:-3]} {compact[-3:]}" if _POSTCODE.fullmatch(compact) else None


def fold_reference(text: str) -> str:
    """A reference number as it is compared: capitals and digits, nothing else."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def fold_handle(text: str) -> str:
    """An online handle or e-mail address as it is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold()).lstrip("@")


class Identities:
    """Makes ids that say nothing.

    An id is 128 bits of a keyed hash (HMAC-SHA-256) of the identity key, so the same plate always meets the same vehicle
    without a look-up, a replay finds what it wrote, and nobody without the store's key can go from a plate to an id.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, *parts: str) -> str:
        """The id for these parts, 32 hexadecimal characters. The same parts always give the same id."""
        message = b"\x00".join(p.replace("\x00", " ").encode("utf-8", "surrogatepass") for p in parts)
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:32]

    def entity(self, entity_type: str, scheme: str, value: str) -> str:
        """The id of the entity with this identity key."""
        return self.of("entity", entity_type, scheme, value)

    def report(self, agency: str, system: str, reference: str) -> str:
        """The id of the report with this reference."""
        return self.of("report", agency, system, reference)


def assertion_id(report_id: str, locator: str, kind: str, first: str, second: str) -> str:
    """The id of one assertion: a hash of report, place in the report, kind and the two asserted ends."""
    return hashlib.sha256("\x00".join((report_id, locator, kind, first, second)).encode()).hexdigest()[:32]
