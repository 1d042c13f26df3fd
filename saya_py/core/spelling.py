"""The one spelling of a submission, and the digest that names its content."""

from __future__ import annotations

import hashlib
import json

from saya_py.core.submissions import Submission
from saya_py.core.wire import submission_json


def spelt(submission: Submission) -> tuple[str, bytes]:
    """The one spelling of a submission, and the SHA-256 of that (32 bytes): what a thread accepts once.

    Fields are sorted and there are no spaces, so texts that say the same have one digest.
    """
    text = json.dumps(submission_json(submission), separators=(",", ":"), sort_keys=True)
    return text, hashlib.sha256(text.encode()).digest()
