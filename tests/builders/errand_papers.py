"""Papers of the errand: a notice with figures, a table and remedies, and a receipt that names who wrote in."""

import json
from pathlib import Path
from typing import Any

from tests.builders.city import City

WORD_TEMPLATE = Path(__file__).resolve().parents[2] / "app" / "gateways" / "press" / "red-head.docx"
NOTICE: dict[str, Any] = {
    "type": "paper",
    "id": "errand-notice",
    "name": "差事通知书",
    "kind": "notice",
    "process": "errand",
    "office": "hotline",
    "issuers": ["hotline"],
    "title": "关于“{{topic}}”的通知",
    "addressee": "各有关单位",
    "figures": [{"id": "worth", "label": "费用", "value": "=if worth = null then 0 else worth"}],
    "blocks": [
        {"type": "heading", "text": "一、情况"},
        {"type": "paragraph", "text": "“{{topic}}”（{{case.receiptNumber}}）需要{{figures.worth}}元。"},
        {"type": "items", "items": ["按时办理", "如实报告"]},
        {
            "type": "table",
            "caption": "明细",
            "each": '=[{"what": topic, "worth": 3}]',
            "columns": [{"title": "序", "text": "{{i}}", "align": "right"}, {"title": "事项", "text": "{{what}}"}],
        },
        {"type": "remedies", "text": "不服本通知的，可以依法申请行政复议。"},
    ],
    "copies": "市政府办公室",
}

RECEIPT: dict[str, Any] = {
    "type": "paper",
    "id": "errand-receipt",
    "name": "差事回执",
    "kind": "receipt",
    "process": "errand",
    "office": "hotline",
    "issuers": ["hotline"],
    "title": "收件回执",
    "addressee": '{{if name = null then "来信人" else name}}',
    "blocks": [{"type": "facts", "rows": [{"label": "事项", "text": "{{topic}}"}]}],
}


def paper_file(*papers: dict[str, Any]) -> dict[str, bytes]:
    return {f"{paper['id']}.paper": json.dumps(paper, ensure_ascii=False).encode() for paper in papers}


def deploy_papers(city: City) -> None:
    city.deploy(paper_file(NOTICE, RECEIPT))
