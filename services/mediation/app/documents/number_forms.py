"""How the numbers of documents are written, by kind. County: its short name from the policy (寿)."""

from __future__ import annotations

from services.mediation.app.documents.numbers import NumberForms

WORDS = {
    "agreement": "调协字", "oral_record": "口调字", "invitation": "调通字", "transfer_letter": "调移字",
    "termination_notice": "终调字", "confirmation_application": "司确字", "not_accepted_notice": "不调字",
}  # fmt: skip
NUMBER_FORMS = NumberForms({kind: f"{{county}}{word}〔{{year}}〕{{number:05d}}号" for kind, word in WORDS.items()})
