"""Words as people type them, brought to one form so that they can be compared.

Only for comparing: what goes into the books is what the file says.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Traditional characters of words that turn up in headers, cells and addresses, each with its simplified twin.
_TWINS = (
    "戶户 編编 號号 碼码 稱称 電电 話话 聯联 絡络 繫系 緯纬 經经 業业 務务 員员 級级 類类 頻频 週周 訪访 點点 鎮镇 "
    "鄉乡 區区 縣县 樓楼 棟栋 門门 時时 間间 營营 開开 關关 閉闭 貨货 層层 導导 標标 備备 註注 單单 價价 廣广 場场 "
    "學学 處处 館馆 廳厅 麵面 飯饭 貓猫 網网 紙纸 煙烟 藥药 雜杂 專专 賣卖 櫃柜 檯台 連连 鎖锁 鋪铺 舖铺 國国 際际 "
    "發发 麗丽 灣湾 園园 莊庄 東东 龍龙 馬马 雙双 兩两 個个 禮礼 實实 體体 潛潜 閒闲 閑闲 結结 後后 從从 來来 長长 "
    "達达 優优 親亲 記记 設设 詳详 細细 態态 狀状 產产 購购 車车 輛辆 線线 圖图 師师 貿贸 買买 質质 團团 運运 飲饮 "
    "觀观 飛飞 機机 醫医 興兴 復复 義义 農农 漁渔 與与 衛卫 習习 慣惯 劃划 負负 責责 評评 樣样 鄰邻 聖圣 彎弯 裡里 "
    "幫帮 補补 給给 歸归 屬属 總总 計计 數数 據据 夥伙 當当 適适 應应 現现 終终 啟启 啓启 頭头 橋桥 隊队 帶带 臺台 "
    "賓宾 診诊 藝艺 遊游 樂乐 銷销 倉仓 幾几 郵邮 遞递 論论 紅红 藍蓝 陽阳 陰阴 節节 曆历 歲岁 麼么 無无 閘闸 擇择 "
    "選选 預预 約约 認认 證证 項项 題题 試试 驗验 訂订 帳账 賬账 錢钱 銀银 額额 陳陈 頂顶 慶庆 傳传 統统 華华 萬万 "
    "風风 雞鸡 魚鱼 鮮鲜 湯汤 燒烧 鍋锅 凍冻 鹽盐 醬酱 聲声 腦脑 廠厂 辦办 勞劳 動动 廚厨 窩窝 隨随 審审 覽览 聽听 "
    "說说 請请 謝谢 錯错 漢汉 語语 島岛 嶺岭 岡冈 溝沟 澗涧 蘇苏 滬沪 寧宁 遼辽 陝陕 貴贵 瓊琼 粵粤 瀋沈 廈厦 趙赵 "
    "孫孙 吳吴 鄭郑 馮冯 楊杨 許许 呂吕 張张 嚴严 鄧邓 葉叶 蔣蒋 韓韩 羅罗 劉刘 鄒邹 蕭萧 譚谭 盧卢 賴赖 鐘钟 範范 "
    "賈贾 聞闻 離离 庫库 輔辅 資资 訊讯 價价 評评 現现 陳陈 貨货 導导 "
)
SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _TWINS.split()})

_BRACKETS = re.compile(r"[(\[{【〔「<《].*?[)\]}】〕」>》]")
_NOT_WORD = re.compile(r"[\W_]+")
_CJK = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Full width to half, traditional to simplified, capitals to small, spaces at the ends gone."""
    if text.isascii():  # nothing in it has another width or a twin
        return text.casefold().strip()
    return unicodedata.normalize("NFKC", text).translate(SIMPLIFIED).casefold().strip()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """`fold`, with nothing left but letters and digits."""
    return _NOT_WORD.sub("", fold(text))


def bare(text: str) -> str:
    """`key` of a header without what stands in brackets: ``*经度（GCJ-02）`` is ``经度``."""
    folded = fold(text)
    return _NOT_WORD.sub("", _BRACKETS.sub("", folded)) or _NOT_WORD.sub("", folded)


def is_chinese(text: str) -> bool:
    return _CJK.search(text) is not None


_EMPTY = frozenset(
    ("", "-", "--", "—", "——", "/", "\\", "\\n", ".", "null", "none", "nan", "n/a", "#n/a", "无", "暂无", "空",
     "(空)", "(无)", "nil", "未填", "未填写", "<na>", "(null)", "<null>", "[null]", "---", "–")
)  # fmt: skip
_EMPTY_TEXT = frozenset(("", "--", "——", "\\n", "null", "nan", "#n/a", "<na>", "(null)"))


def is_empty(text: str) -> bool:
    """Whether a cell that wants a value has none: blank, ``-``, ``NULL``, ``N/A``, ``无`` and their like."""
    return not text or (len(text) <= 12 and (text.strip() == "NA" or fold(text) in _EMPTY))


def is_empty_text(text: str) -> bool:
    """Whether a cell of free text, a name or a remark, was filled by a program that had nothing to say."""
    return not text or (len(text) <= 12 and (text.strip() in ("None", "-") or fold(text) in _EMPTY_TEXT))


NUMERAL = "[0-9]+|[一二两三四五六七八九十]{1,3}"
"""A small number in digits or in Chinese, for use inside a regular expression."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def small_number(text: str) -> int:
    """`NUMERAL` as a number: ``12``, ``十二``, ``二十`` (up to 99)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.get(ones, 0)
    return value + (10 * _DIGITS.get(tens, 1) if ten else 0)
