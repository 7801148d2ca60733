"""Lists of readers as files: CSV and vCards in, CSV out.

inspect           forms      what a file is: encoding, delimiter, columns
├── encoding                 bytes → the name of an encoding
├── headings                 the first line → which column is what
└── …
read_rows         reading    row by row: a reader, or why not
├── lines, records, cards    text → lines → the cells of a record, or a card
└── rows                     values by meaning → a reader, every value checked
write_readers     writing    readers → CSV; refused rows → CSV
└── quoting                  no cell is a formula
"""

from newsletter.audience.files.forms import Form, inspect
from newsletter.audience.files.reading import Refusal, read_rows
from newsletter.audience.files.rows import Declared, Row, check_basis, read_language
from newsletter.audience.files.writing import divert_refusals, write_readers

__all__ = [
    "Declared",
    "Form",
    "Refusal",
    "Row",
    "check_basis",
    "divert_refusals",
    "inspect",
    "read_language",
    "read_rows",
    "write_readers",
]
