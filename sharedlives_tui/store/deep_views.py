"""What `check --deep` compares beside the journal's own checks: who may read a case, links, papers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import AccessRow

_LINKS_SAID = """
SELECT j.seq, j.case_id, j.act, w.body FROM journal j JOIN words w ON w.seq = j.seq WHERE j.kind = 'link' ORDER BY j.seq
"""
_PAPERS = """
SELECT a.id, a.case_id, a.number, a.name, a.size, a.confidential, j.case_id, j.number, w.body
FROM attachment a JOIN journal j ON j.seq = a.added_seq JOIN words w ON w.seq = j.seq
"""


def access(reads: Reads, case_id: int) -> set[AccessRow]:
    """Return who may read a case, or may not, as the lists have it."""
    rows = reads.fetch("SELECT person_id, rule FROM case_access WHERE case_id = ?", (case_id,))
    return {AccessRow(int(row[0]), str(row[1])) for row in rows}


def faults(reads: Reads) -> list[str]:
    """Return a sentence for each link and each paper that is not kept as the journal says."""
    return [*_links(reads), *_papers(reads)]


def _links(reads: Reads) -> Iterator[str]:
    said: dict[tuple[int, int], tuple[str, int]] = {}
    for seq, case_id, act, text in reads.fetch(_LINKS_SAID):
        body = json.loads(text)
        for pair in ((case_id, body["other"]), (body["other"], case_id)):
            if act == "link":
                said[pair] = (body["words"], seq)
            else:
                said.pop(pair, None)
    rows = reads.fetch("SELECT case_id, other_id, words, seq FROM case_link")
    kept = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    for one, other in sorted(kept.keys() | said.keys()):
        if kept.get((one, other)) != said.get((one, other)):
            yield f"The link between the cases {one} and {other} is not as the journal says."


def _papers(reads: Reads) -> Iterator[str]:
    for number, case_id, entry, name, size, confidential, *of_row, text in reads.fetch(_PAPERS):
        body = json.loads(text)
        said = (*of_row, body["name"], body["size"], body["confidential"])
        if said != (case_id, entry, name, size, confidential) or body["attachment"] != number:
            yield f"Attachment {number} is not kept as the journal says: its name, case or confidence differs."
