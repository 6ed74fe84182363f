"""The values of a column in, what kind of personal data they are out, whatever it is called.

A value alone proves little: nine digits may be anything. A column is many values, and each rule
says what part of them must fit, so that a rule that one value in ten passes by accident is still
proof when all of them do.
"""

# ruff: noqa: E501, RUF001 (lists of words and rules read better in long lines)
from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from personae.data.understanding.personal_data.family_names import FAMILY_ENDING, FAMILY_NAMES
from personae.data.understanding.personal_data.given_names import GIVEN_NAMES
from personae.data.understanding.personal_data.national_ids import (
    CHECKED,
    SHAPED,
    is_card,
    is_iban,
    luhn,
)
from personae.data.understanding.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FEWEST", "MOST", "kind_of_values"]

FEWEST = 4
"""Fewer different values than these prove nothing."""
MOST = 400
"""More different values than these are not looked at: they would prove nothing more."""

_ALL_BUT_SLIPS = 0.9
_MOST_OF_THEM = 0.6
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_MAC = re.compile(
    r"(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}"
)
_MARKS = re.compile(r"[\s.\-/]")


def kind_of_values(values: Sequence[str]) -> str:
    """Return what kind of personal data different values of a column are; empty if none.

    Parameters
    ----------
    values : sequence of str
        Different values as they are written, none of them empty; a few hundred are enough.

    Returns
    -------
    str
        In words for people, such as ``"an e-mail address"``.

    Examples
    --------
    >>> kind_of_values(["ann@x.org", "bob@y.net", "cy@z.com", "di@w.de"])
    'an e-mail address'
    >>> kind_of_values(["Red mug", "Blue mug", "Tea towel", "Lamp"])
    ''
    """
    seen = [text for value in values[:MOST] if (text := value.strip())]
    if len(seen) < FEWEST:
        return ""
    return next((kind for kind, fits in _RULES if fits(seen)), "")


def _part(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(1 for value in values if test(value)) / len(values)


def _are_emails(values: Sequence[str]) -> bool:
    return _part(values, _EMAIL.fullmatch) > 0.5


def _are_network_addresses(values: Sequence[str]) -> bool:
    if _part(values, lambda value: _MAC.fullmatch(value.lower())) >= _ALL_BUT_SLIPS:
        return True
    if _part(values, _is_ip) < _ALL_BUT_SLIPS:
        return False
    # 1.2.10.0 may be the version of an app; addresses use the whole range
    return _part(values, lambda value: ":" in value or int(value.split(".")[0]) > 30) > 0.5


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value.split("/", maxsplit=1)[0])
    except ValueError:
        return False
    return not value.isdigit() and (value.count(".") == 3 or value.count(":") > 1)


def _are_bank_or_card_numbers(values: Sequence[str]) -> bool:
    bare = [_MARKS.sub("", value).upper() for value in values]
    if _part(bare, is_iban) >= _ALL_BUT_SLIPS:
        return True
    cards = len(values) >= 8 or max(map(len, bare)) >= 15
    return cards and _part(bare, is_card) >= _ALL_BUT_SLIPS


def _are_device_numbers(values: Sequence[str]) -> bool:
    """Recognise IMEI numbers, which one telephone has and nothing else."""
    return len(values) >= 8 and _part(values, lambda v: _IMEI.fullmatch(v) and luhn(v)) >= 0.9


_IMEI = re.compile(r"(?:01|35|86|99)\d{13}")


def _are_national_ids(values: Sequence[str]) -> bool:
    if any(_part(values, shape.fullmatch) >= _ALL_BUT_SLIPS for shape in SHAPED.values()):
        return True
    bare = [_MARKS.sub("", value).upper() for value in values]
    alike = [value for value in bare if 8 <= len(value) <= 18]
    if len(alike) < max(8, _ALL_BUT_SLIPS * len(values)) or _count_on(alike):
        return False
    # Finnish numbers have their mark in the middle
    marked = [value.upper() for value in values]
    return any(
        max(_part(bare, _passes(rule)), _part(marked, _passes(rule))) >= _ALL_BUT_SLIPS
        for rule in CHECKED.values()
    )


def _passes(rule: tuple[re.Pattern[str], Callable[[str], bool]]) -> Callable[[str], bool]:
    shape, check = rule
    return lambda value: value.isascii() and bool(shape.fullmatch(value)) and check(value)


def _count_on(values: Sequence[str]) -> bool:
    """Tell whether most values start alike: numbers that a shop deals out one after the other."""
    starts = {value[:4] for value in values}
    return len(values) > 50 and len(starts) < 0.05 * len(values)


_PHONE_CODED = re.compile(r"\(?\+[\d\s().\-/]+|0[\d\s().\-/]+|\(\d[\d\s().\-/]+")
_PHONE_GROUPED = re.compile(
    r"(?:[18][\s.\-])?\d{3}[.\-\s]\d{3}[.\-\s]\d{4}|[1-9]\d{1,4}(?:[\s.\-]\d{2,4}){2,4}|\d{2}/\d{3}[\s\-]\d{3,4}"
)
_EXTENSION = re.compile(r"\s*(?:x|ext\.?)\s*\d{1,6}$", re.IGNORECASE)
_MOBILE = (
    re.compile(r"1?[2-9]\d\d[2-9]\d{6}"),  # North America: area and exchange start above 1
    re.compile(r"1[3-9]\d{9}"),  # China
    re.compile(r"(?:91)?[6-9]\d{9}"),  # India
)


def _are_phones(values: Sequence[str]) -> bool:
    """Recognise seven to fifteen digits, with the code of a country or area, or in groups."""
    cut = [_EXTENSION.sub("", value) for value in values]
    sized = [
        value for value in cut if _PHONE_DIGITS.fullmatch(value) and 7 <= _n_digits(value) <= 15
    ]
    if len(sized) < _ALL_BUT_SLIPS * len(values):
        return False
    coded = [value for value in sized if _PHONE_CODED.fullmatch(value) and value[:2] not in _ZEROS]
    grouped = [value for value in sized if _PHONE_GROUPED.fullmatch(value)]
    if len(coded) >= 0.3 * len(values) and len({value[-4:] for value in coded}) > 2:
        return True
    if len(coded) + len(grouped) >= 0.5 * len(values):
        return _varies(["".join(filter(str.isdigit, value)) for value in grouped])
    return _are_bare_phones(cut)


_PHONE_DIGITS = re.compile(r"[+(]{0,2}[\d\s().\-/]+")
_ZEROS = {"0.", "0,"}  # shares, not areas


def _n_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _are_bare_phones(values: Sequence[str]) -> bool:
    """Recognise digits without any mark by where the numbers of a country start."""
    fits = max(_part(values, shape.fullmatch) for shape in _MOBILE)
    return fits >= 0.97 and len(values) >= 16 and len({value[:4] for value in values}) >= 12


def _varies(numbers: Sequence[str]) -> bool:
    """Tell whether the first digits differ: those of numbers dealt out in order do not."""
    return len({number[:3] for number in numbers}) >= min(5, 0.3 * len(numbers))


_STREET = re.compile(
    r"""\b(?:street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|highway|hwy
    |parkway|pkwy|terrace|crescent|close|square|way|place|plaza|mews|grove|circle|trail|turnpike
    |loop|alley|row|walk|gardens?|hill|park|pike|ridge|route|crossing|extension|path|spur|run|track
    |view|villages?|meadows?|springs?|shoals?|islands?|valleys?|fields?|flats?|forge|rapids?|course
    |brook|burg|bypass|canyon|cape|cliffs?|corners?|cove|creek|dale|dam|divide|estates?|expressway
    |falls|ferry|ford|forest|fork|forks|fort|freeway|gateway|glens?|green|greens|groves|harbors?|haven
    |heights|hills|hollow|inlet|junctions?|keys?|knolls?|lakes?|land|landing|light|lights|loaf|locks?|lodge
    |mall|manors?|mills?|mission|motorway|mount|mountains?|neck|orchard|oval|overpass|parks|parkways
    |parade|pass|passage|pine|pines|plain|plains|points?|ports?|prairie|radial|ramp|ranch|rest|ridges
    |river|rue|shores?|skyway|spring|spurs|squares|station|stravenue|stream|streets|summit|throughway
    |trace|trafficway|tunnel|underpass|union|unions|via|viaduct|vista|ville|walks|wall|ways|well|wells
    |p\.?o\.?\sbox|apt|suite|flat|studio|unit
    |chemin|impasse|allee|allees|quai|cours|passage|chem
    |calle|avenida|avda|paseo|camino|carrera|glorieta|ronda|urbanizacion|pasaje|callejon|acceso|vial
    |cuesta|rambla|alameda|c|cl|cr|cra|transversal|diagonal|andador|privada|calzada|prolongacion
    |periferico|circuito|viaducto|peatonal|corredor|boulevar|retorno|eje|continuacion|cerrada|ampliacion|circunvalacion
    |viale|piazza|corso|vicolo|piazzetta|strada|stretto|incrocio|contrada|borgo|rotonda|canale|largo
    |rua|travessa|praca|rodovia|estrada|r|tv|lote|loteamento|trecho|sitio|setor|quadra|colonia|chacara|conjunto
    |condominio|viela|vila|vereda|ladeira|lagoa|lago|jardim|favela|fazenda|feira|esplanada|distrito|aeroporto
    |area|campo|morro|nucleo|parque|passarela|patio|pr|recanto|residencial
    |ul|ulica|aleja|al|plac|os|pl|utca|ut|ter|korut|krt|setany|koz|sor
    |strada|str|bulevardul|bd|aleea|calea|intrarea|intr|sos|soseaua|bvd|drumul|fundatura|fdt
    |sokak|sok|cadde|caddesi|cad|mahallesi|mah|bulvari|sk|sokagi
    |ulitsa|prospekt|jalan|jl|gg|gang|jln|duong|pho
    |улица|ул|проспект|пр|пер|переулок|шоссе|ш|бульвар|б-р|бул|алея|наб|набережная|вулиця|вул|провулок|площадь
    |οδος|λεωφορος|λεωφ|πλατεια|תורת|רחוב|רח|שדרות|דרך|شارع|طريق|خیابان|کوچه|بلوار|بن بست|چهار راه|آزاد راه|میدان|واحد|تقاطع|marg|nagar|chowk|path|zila|ganj|circle|khom|so|hem|phuong|xa|thon|to)\b
    |(?:strasse|straße|str\.|weg|platz|allee|gasse|ring|damm|ufer|graben|steig|stieg|markt|chaussee
    |straat|laan|dreef|singel|kade|gracht|plein|hof|dijk|pad|steeg|baan|plantsoen
    |gatan|vägen|gränd|stigen|gata|vägen|veien|vegen|gate|gaten|gade|vej|vænget|allé|stræde|torv|bakken
    |katu|tie|kuja|polku|rinne|kaari|utca|tanya|utja|lépcső|köz|park|sor|körút
    |tänav|maantee|iela|gatve|gatvė|sokağı|caddesi|ulice|náměstí|nám|třída|nábřeží)\b
    |(?:вулиця|набережна|площа|узвіз|парк|шосе|сквер|бульвар)\b|[路街道巷弄号號丁目番地区區町]|로\s?\d|길\s?\d|대로|동\s?\d|[구군시]\s""",
    re.VERBOSE | re.IGNORECASE,
)
_HOUSE = re.compile(r"\d|座")
_NUMBER_BEHIND = re.compile(
    r"[^\W\d][^\d]{2,40}[ ,]+\d{1,4}[a-zA-Z]?(?:[/-][\da-z]{1,5})?\s?[a-zA-Z]?(?:,.{3,60})?"
)


_WHOLE = re.compile(r".{0,12}\d+[a-z]? [^\d,]{4,40},.+\d{3,}", re.IGNORECASE)


def _are_addresses(values: Sequence[str]) -> bool:
    """Recognise a house number and a word for street in most values."""
    with_number = [value for value in values if _HOUSE.search(value) and len(value) > 3]
    if len(with_number) < _MOST_OF_THEM * len(values):
        return False
    words = [value for value in with_number if sum(map(str.isalpha, value)) >= 2]
    if len(words) < 0.8 * len(with_number) or not _numbers_differ(with_number):
        return False
    return _part(
        with_number, lambda value: _STREET.search(_bare_words(value))
    ) >= 0.4 or _end_in_house_numbers(values)


def _bare_words(text: str) -> str:
    """Return a text with the word for street readable, with accents and without."""
    return f"{text} {plain(text)}"


def _end_in_house_numbers(values: Sequence[str]) -> bool:
    """Recognise streets that are called after something: other words in each, and a number."""
    if (
        len(values) < 8
        or max(_part(values, _NUMBER_BEHIND.fullmatch), _part(values, _WHOLE.fullmatch)) < 0.75
    ):
        return False
    names = {re.sub(r"\d+", "", value) for value in values}
    return len(names) >= 0.6 * len(values)


def _numbers_differ(values: Sequence[str]) -> bool:
    found = [match.group() for value in values if (match := re.search(r"\d+", value))]
    return not found or len(set(found)) >= min(4, 0.5 * len(found))


_POSTCODES = (
    re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"),  # United Kingdom: about 15 addresses
    re.compile(r"[1-9]\d{3} ?[A-Z]{2}"),  # Netherlands: about 20 addresses
    re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"),  # Canada: about 20 households
    re.compile(r"[ACDEFHKNPRTVWXY]\d[\dW] ?[ACDEFHKNPRTVWXY\d]{4}"),  # Ireland: one address
    re.compile(r"\d{5}-\d{4}"),  # United States, with the part of the route
    re.compile(r"\d{5}-\d{3}"),  # Brazil: a street
    re.compile(r"〒?\d{3}-\d{4}"),  # Japan: a block
    re.compile(r"\d{4}-\d{3}"),  # Portugal: a street
)


def _are_fine_postcodes(values: Sequence[str]) -> bool:
    """Recognise the postcodes that stand for a street or a house, not for a town."""
    if len(values) < 8:
        return False
    upper = [value.upper() for value in values]
    fits = max(_part(upper, shape.fullmatch) for shape in _POSTCODES)
    # codes of products count on within one family
    return fits >= 0.95 and len({value[:3] for value in upper}) >= min(8, 0.3 * len(upper))


_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|sir|herr|frau|hr|fr|m|mme|mlle|sr|sra|srta|dott|ing|mgr|bc|univ|dipl"
    r"|sig|sig\.ra|dhr|mevr|ds|pan|pani|ph\.?d|jr|phd|md|dds|dvm|ii|iii|iv|judr|mudr|phdr|csc|rndr|mba)\.?",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"""\d|[@/\\_+=%#*&|<>€$£:;!?"]|\b(?:gmbh|ag|inc|llc|ltd|plc|corp|co|company|group|und|and|et|y|s\.?a|s\.?l
    |s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|oy|ab|as|a/s|kg|ohg|e\.?v|bank|hotel|store|shop|the|of|for|with)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇"
    r"卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万段雷"
    r"钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文游温陶简簡盛竇童])[一-鿿]{1,2}"
)
_KOREAN = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모][가-힣]{2}"
)
_JAPANESE = re.compile(
    r"(?:佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|林|斎藤|清水|山崎|阿部|森|池田|橋本|石川"
    r"|前田|藤田|小川|後藤|岡田|長谷川|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|岡本|藤原|中川|松田|原田|中野|小野|田村|竹内|金子|和田"
    r"|中山|石田|上田|森田|原|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|谷口|大野|丸山|今井|河野|藤本|村田|武田|上野|杉山|増田|小島|菅原|若松|笹田|廣川|津田|桐山|江古田|浜田|大垣|吉本|喜嶋|木下|野村|三宅|工藤|渚|杉田|田辺|加納|宇野|中島|近藤|西之園|山岸|青山|井高)"
    r"[ 　]?[一-鿿ぁ-んァ-ヶー]{0,4}"
)


_GIVEN_SIGNS = (
    "秀英敏静靜丽麗强強磊军軍洋勇艳艷杰傑娟涛濤超霞平刚剛桂玉兰蘭红紅梅凤鳳建国國珍辉輝斌帆云雲华華璐楠明健淑芬進财財欣怡志成宗翰"
    "雅惠偉伟冠廷文彬佳婷俊鹏鵬飞飛莹瑩倩婧芳琴琳雪晶洁潔浩宇轩軒梓涵晨晓曉东東海波峰龙龍龄玲岩阳陽鑫林旭颖穎畅暢慧春荣榮利博丹柳瑜"
    "瑞坤亮宁寧萍莉燕红想致俞彦豪君家銘铭信宏哲育承承恩哲維维美琪琬婉如婷筱雯雅筑慈馨郁郁心怡安彥柏智凱凯嘉慶庆庭士賢贤哲立祥仁義义忠靜柏豪娟珠惠俐玟宜玲美慧雄德勝昌裕源清山松貴世正元祖成金木水火土永福祿寿壽"
)
_JAPANESE_GIVEN = (
    "子美郎太介也樹香奈平斗実代翼充一江恵乃菜里紀則之司夫雄男治造洋彦亮輔健裕直学稔篤零舞愛結花音衣佳幸桃さくらみゆいかなえことほりま"
    "明修陽聡涼智拓晃晴七千和真康淳浩"
)
_KOREAN_GIVEN = "지서민준현우영수정은미경희진호성철훈재도하윤유연아원주혜숙자순옥상동건종병광춘기승태석환선예채나라빈율시후규식용일중보람진숙남명복길규란"
_EAST_ASIAN = (
    _CHINESE,
    _KOREAN,
    _JAPANESE,
    re.compile(f"[{_GIVEN_SIGNS}]{{1,2}}"),
    re.compile(f"[一-鿿ぁ-ん]{{0,2}}[{_JAPANESE_GIVEN}]"),
    re.compile(f"[{_KOREAN_GIVEN}]{{2}}"),
    re.compile(_CHINESE.pattern.split(")[")[0] + ")"),
    re.compile(_KOREAN.pattern.split("[가")[0]),
)
"""Whole names, given names and family names, as they are written in East Asia."""


def _are_names(values: Sequence[str]) -> bool:
    """Recognise people's names: a good part of them is common somewhere in the world."""
    if _part(values, _NOT_A_NAME.search) > 0.15 or _part(values, lambda v: len(v) <= 45) < 0.95:
        return False
    if max(_part(values, shape.fullmatch) for shape in _EAST_ASIAN) >= 0.7:
        return len(values) >= 8
    known = [_known_parts(value) for value in values]
    need = 0.5 if len(values) < 12 else 0.3
    return sum(1 for part in known if part) / len(values) >= need


def _known_parts(value: str) -> bool:
    """Tell whether a value is one to five words, and one of them a common name of a person."""
    words = [word for word in re.split(r"[\s,\-'’.]+", value) if word]
    told = [word for word in words if not _TITLE.fullmatch(word)]
    if not 1 <= len(told) <= 5 or not all(word[0].isalpha() for word in told):
        return False
    plains = [plain(word) for word in told]
    long = [word for word in plains if len(word) > 1]
    if len(told) == 1:
        return bool(long) and _is_known(long[0])
    given = {word for word in long if word in GIVEN_NAMES}
    family = {word for word in long if word in FAMILY_NAMES or FAMILY_ENDING.fullmatch(word)}
    # a name of two words has both; where the list knows one alone, the other must look like a name
    both = bool(given and family) or len(given) > 1
    return both or (
        bool(given | family) and all(word[:1].isupper() or not word[:1].islower() for word in told)
    )


def _is_known(word: str) -> bool:
    return word in GIVEN_NAMES or word in FAMILY_NAMES or bool(FAMILY_ENDING.fullmatch(word))


_RULES: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    ("an e-mail address", _are_emails),
    ("a network address", _are_network_addresses),
    ("an official or bank number", _are_bank_or_card_numbers),
    ("an official or bank number", _are_national_ids),
    ("the number of a device", _are_device_numbers),
    ("a postcode of a few houses", _are_fine_postcodes),
    ("a phone number", _are_phones),
    ("an address", _are_addresses),
    ("a person's name", _are_names),
)
