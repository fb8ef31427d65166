"""What no record of a phone can show: the statement that stands on everything made to be handed on.

It is that of regulation.md 3.5, word for word, in both languages.
"""

from collections.abc import Mapping
from types import MappingProxyType

STATEMENT: Mapping[str, str] = MappingProxyType(
    {
        "en": "This report shows what the phone's operating system recorded about access to"
        " protected functions. It does not contain or show the content accessed, whether data left"
        " the phone, who received it, why it was accessed, or which component inside the app"
        " asked. Times are rounded to one minute for some records and older records are totals"
        " only. Missing entries do not mean that nothing happened. Findings are indications for"
        " review, not legal conclusions.",
        "zh_CN": "本报告反映手机操作系统对受保护功能访问情况的记录,"
        "不包含也不能显示被访问的具体内容、数据是否上传、接收方、访问目的,以及由应用内哪个组件发起。部分记录精确到分钟,"
        "较早记录仅为累计次数。没有记录不等于没有发生。各项结果为待核查线索,不构成违法认定。",
    }
)
