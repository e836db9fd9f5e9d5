"""The page that a lawyer reads first: what a bundle proves, what it does not, and how to check it. Chinese first, then English."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_TEXT: Final = Path(__file__).with_name("readme.txt").read_text(encoding="utf-8")
_WORDS: Final = {
    "whole": (
        "本包附有各事件所载文字和本案密钥（secret.txt）。文字逐一可与事件中的摘要比对；取得本包的人因此能读到全部文字，请妥善保管。",
        "The words beside the events are in it, with the key of the case (secret.txt), so each can be compared with its digest.",
    ),
    "withheld": (
        "本案对来信人身份保密。载有其身份的文字和随信材料未装入本包，只留摘要；为防止据摘要猜出，本案密钥也未装入，因此其余文字虽在包中，"
        "却不能逐一与事件中的摘要比对，只由市里对全包的签名担保。未装入文字的事件：{withheld}。",
        "Who wrote in is kept secret in this case. Words that would tell are left out, and so is the key of the case, by which they could"
        " be guessed; the other words are vouched for by the signature on the whole bundle alone. Events without words: {withheld}.",
    ),
    "erased": (
        "本案文字已由事件 {erased} 依法销毁。事件、次序、时间和经办账号仍可核验。",
        "What people wrote in this case was erased by law, by event {erased}. Events, their order, times and accounts can still be"
        " checked.",
    ),
    "missing": (
        "本案密钥在库中缺失，而记录中没有销毁文字的事件：这不是依法销毁，所附文字（如有）无从与摘要比对。",
        "The key of this case is missing from the database, and no event says that its words were erased: this is no erasing by law, and"
        " words that are here cannot be compared with their digests.",
    ),
}
_HELD: Final = (
    "生成本包时，市里先核对了记录：各事件、所附文字和所用文件均与摘要相符。",
    "Before this bundle was signed its record was checked: events, words and the files it ran by are as their digests say.",
)
_BROKEN: Final = (
    "【注意】生成本包时，市里先核对了记录，记录不符：自事件 {seq} 起（{reason}），此前的事件相符。",
    "NOTE: before this bundle was signed its record was checked, and it does NOT hold: from event {seq} on ({reason}); what"
    " lies before does.",
)
_REASONS: Final = {
    "edited": "被改动",
    "missing": "缺失",
    "inserted": "多出",
    "swapped": "被调换",
    "cut": "末尾被截去",
    "recomputed": "连同链被重算",
    "unreadable": "读不出",
}


def readme(manifest: Mapping[str, Any], key: str, *, secret: bool, erased: int) -> str:
    """Return the page. manifest: see bundle.py. key: the public one. secret: whether it is a case for those named in it (密级).

    erased: number of the event that erased what people wrote.
    """
    withheld = "、".join(map(str, manifest["withheld"])) or "-"
    chinese, english = (text.format(withheld=withheld, erased=erased) for text in _WORDS[manifest["words"]])
    bad = manifest["firstBad"]
    why = _REASONS.get(bad["reason"], "与所记不符") if bad is not None else ""
    chinese += _HELD[0] if bad is None else _BROKEN[0].format(seq=bad["seq"], reason=f"{bad['file']}{why}")
    english += " " + (_HELD[1] if bad is None else _BROKEN[1].format(seq=bad["seq"], reason=f"{bad['file']} {bad['reason']}".strip()))
    said = {
        "marking": "【涉密案件：只供有权知悉的人阅看 / A secret case: for those entitled to know】\n\n" if secret else "",
        "number": manifest["receiptNumber"],
        "events": str(manifest["events"]),
        "batches": str(manifest["batches"]),
        "head": manifest["head"],
        "key": key,
        "words": chinese,
        "words_en": english,
        "absent": "、".join(manifest["absent"]) or "无 / none",
    }
    return _TEXT.format_map(said)
