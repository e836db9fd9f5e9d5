"""Words of titles that no line parts: a title breaks where its meaning does. Source: GB/T 9704-2012, 7.3.1."""

import re
from typing import Final

TITLE_WORDS: Final = (
    "并联审批", "常务会议", "办公会议", "全体会议", "专题会议", "联审会议", "市委会议", "议定事项", "落实情况", "办理情况", "办理结果",
    "群众", "来信", "来话", "补充通报", "通报", "通知",
    "结果", "项目", "情况", "召开", "答复意见", "行政处罚", "决定书", "告知书", "意见书", "一次性",
    "补正材料", "补交材料", "回执", "送达", "回证", "关于", "市政府", "会议",
    "基地", "回收", "园区", "厂房", "中心", "工程", "建设", "改造", "小区", "街道", "道路", "生产", "设施",
    "公司", "集团", "企业", "学校", "医院", "市场", "产业",
)  # fmt: skip
"""Parts of the titles that papers of the procedures have, and words common in the names of projects."""

NO_BREAK: Final = "|".join(map(re.escape, sorted(TITLE_WORDS, key=len, reverse=True)))
"""As a regular expression, for Python and for typst."""
