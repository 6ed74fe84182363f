"""A thousand columns of known content, half of them without a telling name."""

# ruff: noqa: E501, RUF001 (one kind of column, one line: the tables read better so)
from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.personal_data.national_ids import luhn
from personae.data.understanding.personal_data.personal import personal_kind
from personae.data.understanding.personal_data.values import kind_of_values

WORLD = json.loads(Path(__file__).with_name("people.json").read_text(encoding="utf-8"))
COUNTRIES = list(WORLD["countries"])
COLUMNS = 1000

ONE_NAME, ADDRESS, PHONE = "a person's name", "an address", "a phone number"
BIRTH, POSTCODE, OFFICIAL = "a date of birth", "a postcode of a few houses", "an official or bank number"  # fmt: skip


class Dice:
    """Whole numbers that follow from a text alone, the same on every machine."""

    def __init__(self, key: str) -> None:
        self.key, self.thrown = key, 0

    def below(self, n: int) -> int:
        self.thrown += 1
        digest = blake2b(f"{self.key}/{self.thrown}".encode(), digest_size=8, key=b"columns")
        return int.from_bytes(digest.digest()) % n

    def one(self, values):
        return values[self.below(len(values))]

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def digits(self, n: int) -> str:
        return "".join(str(self.below(10)) for _ in range(n))


def _email(dice, place):
    given = blake2b(dice.one(place["given"]).encode(), digest_size=3).hexdigest()
    host = dice.one(["example.com", "mail.example.org", "firma.example.de", "example.co.uk"])
    return f"{given}{dice.one(['.', '_', '+', ''])}{dice.below(99)}@{host}"


def _with_check_digit(body: str) -> str:
    return next(body + str(d) for d in range(10) if luhn(body + str(d)))


def _card(dice, _place):
    lead = dice.one(["4", "51", "52", "55", "37", "6011", "2221"])
    number = _with_check_digit(lead + dice.digits((14 if lead == "37" else 15) - len(lead)))
    joined = dice.one(["", " ", "-"])
    return joined.join(number[at : at + 4] for at in range(0, len(number), 4))


def _iban(dice, _place):
    land, length = dice.one(
        [("DE", 18), ("NL", 14), ("FR", 23), ("GB", 18), ("ES", 20), ("PL", 24)]
    )
    body = dice.digits(length)
    if land in {"NL", "GB"}:
        body = "BANK" + body[4:]
    value = int("".join(str(int(letter, 36)) for letter in body + land + "00"))
    text = f"{land}{98 - value % 97:02d}{body}"
    return text if dice.below(2) else " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _ip(dice, _place):
    if dice.key[-1] in "05":
        return ":".join(f"{dice.below(65536):x}" for _ in range(8))
    return ".".join(str(dice.between(1, 254)) for _ in range(4))


def _mac(dice, _place):
    mark = ":" if int(dice.key.rsplit(" ", 1)[1]) % 2 else "-"
    return mark.join(f"{dice.below(256):02X}" for _ in range(6))


_WRITTEN = (
    "{y}-{m:02d}-{d:02d}",
    "{d:02d}.{m:02d}.{y}",
    "{d:02d}/{m:02d}/{y}",
    "{y}{m:02d}{d:02d}",
)


def _date(dice, low, high):
    shape = _WRITTEN[int(dice.key.rsplit(" ", 1)[1]) % len(_WRITTEN)]
    return shape.format(y=dice.between(low, high), m=dice.between(1, 12), d=dice.between(13, 28))


def _full(dice, place):
    if dice.below(2):
        return dice.one(place["full"])
    given, family = dice.one(place["given"]), dice.one(place["family"])
    return f"{family}, {given}" if int(dice.key.rsplit(" ", 1)[1]) % 3 == 0 else f"{given} {family}"


FINE = ["en_GB", "nl_NL", "en_CA", "pt_PT", "ja_JP", "en_IE"]
# what it is: how often, how a value is made, and what the column is called
PERSONAL = {
    "given name": (ONE_NAME, lambda dice, place: dice.one(place["given"]),
                   ["first_name", "Vorname", "prénom", "nombre", "Voornaam", "Имя", "名前", "imię"]),
    "family name": (ONE_NAME, lambda dice, place: dice.one(place["family"]),
                    ["last_name", "Nachname", "apellidos", "cognome", "Фамилия", "nazwisko", "soyadı"]),
    "full name": (ONE_NAME, _full, ["customer_name", "Name", "Kundenname", "姓名", "FullName", "nominativo"]),
    "e-mail": ("an e-mail address", _email, ["email", "E-Mail", "courriel", "correo electrónico", "邮箱"]),
    "phone": (PHONE, lambda dice, place: dice.one(place["phone"]),
              ["phone", "Telefon", "teléfono", "Mobile", "téléphone", "电话", "Телефон", "puhelin"]),
    "street": (ADDRESS, lambda dice, place: dice.one(place["street"]),
               ["street", "Straße", "dirección", "indirizzo", "adresse", "住所", "Адрес", "ulica"]),
    "address": (ADDRESS, lambda dice, place: dice.one(place["address"]),
                ["address", "Anschrift", "billing_address", "endereço", "adres", "osoite"]),
    "postcode": (POSTCODE, lambda dice, place: dice.one(place["postcode"]),
                 ["postcode", "Zip", "PLZ", "código postal", "CEP"]),
    "national id": (OFFICIAL, None, ["ssn", "national_id", "Steuer-ID", "CPF", "DNI", "pesel", "personnummer"]),
    "card": (OFFICIAL, _card, ["card_number", "credit_card_no"]),
    "iban": (OFFICIAL, _iban, ["IBAN", "iban_number"]),
    "ip": ("a network address", _ip, ["ip", "ip_address"]),
    "mac": ("a network address", _mac, ["mac_address", "device_id"]),
    "birth date": (BIRTH, lambda dice, _: _date(dice, 1938, 2005),
                   ["date_of_birth", "Geburtsdatum", "fecha_nacimiento", "生年月日", "data di nascita"]),
}  # fmt: skip

BRANDS = """Hugo Boss|Calvin Klein|Tommy Hilfiger|Nike|Adidas|Puma|Samsung|Apple|Sony|Philips|Bosch|Siemens
Miele|Dyson|Lego|Playmobil|Nivea|Dove|Garnier|Gillette|Braun|Oral-B|Colgate|Heinz|Kellogg's|Nestlé|Lindt|Milka
Haribo|Ferrero|Barilla|De Cecco|Dr. Oetker|Knorr|Maggi|Dell|Lenovo|Asus|Acer|Canon|Nikon|Gucci|Prada|Zara|Uniqlo
Levi's|Wrangler|Timberland|Vans|Converse|Patagonia|The North Face|Salomon|Garmin|Fitbit|Bose|JBL|Sennheiser"""
PRODUCTS = """WHITE HANGING HEART T-LIGHT HOLDER|REGENCY CAKESTAND 3 TIER|JUMBO BAG RED RETROSPOT|PARTY BUNTING
Red mug|Blue mug|Tea towel|Desk lamp|Coffee table|Garden chair|Victoria sponge tin|Charlotte bag suki design
Men's running shoes|Women's rain jacket|USB-C cable 2 m|Wireless mouse|Mechanical keyboard|Notebook A5|Pencil case
Olive oil 500 ml|Basmati rice 1 kg|Orange juice|Greek yoghurt|Dark chocolate 70%|Almond butter|Oat drink|Pasta
iPhone 13|Galaxy S21|Pixel 7|Kindle Paperwhite|Nintendo Switch|PlayStation 5|Wandregal Eiche|Bettwäsche 135x200
Chemise en lin|Robe d'été|Zapatillas de correr|Camiseta básica|Lámpara de pie|Tapis berbère|Bücherregal Kiefer
SET OF 4 PANTRY JELLY MOULDS|PACK OF 72 RETROSPOT CAKE CASES|LUNCH BAG BLACK SKULL|ALARM CLOCK BAKELIKE GREEN"""
LANDS = """Germany|France|Spain|Italy|Portugal|Netherlands|Belgium|Austria|Switzerland|Denmark|Sweden|Norway|Finland
Poland|Czechia|Hungary|Romania|Bulgaria|Greece|Turkey|United Kingdom|Ireland|United States|Canada|Mexico|Brazil
Argentina|Chile|Japan|China|South Korea|India|Australia|New Zealand|Jordan|Georgia|Chad|Israel|Cyprus|EIRE"""
PLACES = """Berlin|Hamburg|München|Köln|Paris|Lyon|Marseille|Madrid|Barcelona|Sevilla|Roma|Milano|Napoli|Lisboa|Porto
Amsterdam|Rotterdam|Utrecht|Bruxelles|Wien|Graz|Zürich|Genève|København|Stockholm|Oslo|Helsinki|Warszawa|Kraków
Praha|Budapest|București|Sofia|Αθήνα|İstanbul|Ankara|London|Manchester|Leeds|Dublin|Cork|New York|Los Angeles
Chicago|Houston|San José|San Diego|Santiago|Victoria|Florence|Charlotte|Austin|Jackson|Madison|Москва|Київ|東京|大阪
北京|上海|广州|서울|부산|Mumbai|Delhi|Chennai|Jakarta|Hanoi|Sydney|Melbourne|Perth|Adelaide|Auckland|Toronto|Montréal"""
CATEGORIES = """Electronics|Clothing|Toys|Garden|Books|Groceries|Beauty|Sports|Home|Kitchen|Music|Office|Pets|Baby
Haushalt|Bekleidung|Spielzeug|Lebensmittel|Jardin|Livres|Hogar|Deportes|Abbigliamento|Casa|Dairy|Bakery|Frozen"""
SENTENCES = """Very happy with the quality, would buy again.|Arrived late but works fine|Too small for me
Please deliver after 5 pm|The box was damaged, but support helped at once|Great value for money
Das Paket kam schnell an, vielen Dank!|Leider war die Farbe anders als gedacht|Très bon produit
No me gustó el color|Prezzo ottimo, spedizione veloce|Would recommend to friends and family
Second order this year; still good|Not as described on the page|Customer asked for an invoice"""


def _listed(text):
    values = [value for line in text.splitlines() for value in line.split("|")]
    return lambda dice, _: dice.one(values)


def _comment(dice, _place):
    texts = [value for line in SENTENCES.splitlines() for value in line.split("|")]
    return f"{dice.one(texts)} {dice.one(texts)} {dice.below(100)}"


def _ean(dice, _place):
    body = "40" + dice.digits(10)
    total = sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(body))
    return body + str(-total % 10)


HARMLESS = {
    "product code": (lambda d, _: f"{d.digits(5)}{d.one(['', 'A', 'B', 'C'])}", ["StockCode", "product_id"]),
    "sku": (lambda d, _: f"{d.one(['AB', 'TX', 'KM', 'ZZ'])}-{d.digits(4)}-{d.one(['S', 'M', 'L', 'XL'])}", ["sku", "Artikel"]),
    "order number": (lambda d, _: f"{d.between(1000000, 1090000)}", ["order_id", "Bestellnummer", "InvoiceNo"]),
    "long order number": (lambda d, _: f"2024{d.digits(6)}", ["order_no", "invoice"]),
    "marked order number": (lambda d, _: f"2024-{d.digits(6)}", ["order_no", "receipt"]),
    "shop order number": (lambda d, _: f"{d.between(111, 114)}-{d.digits(7)}-{d.digits(7)}", ["order_id"]),
    "article": (lambda d, _: _ean(d, None), ["ean", "barcode"]),
    "uuid": (lambda d, _: f"{d.below(2**32):08x}-{d.below(2**16):04x}-4{d.below(2**12):03x}", ["session", "token"]),
    "city": (_listed(PLACES), ["city", "Stadt", "ville", "ciudad"]),
    "city of a country": (lambda d, place: d.one(place["city"]), ["city", "Ort", "town"]),
    "country": (_listed(LANDS), ["country", "Land", "pays"]),
    "brand": (_listed(BRANDS), ["brand", "Marke", "marque"]),
    "product": (_listed(PRODUCTS), ["Description", "product_name", "item_name"]),
    "amount": (lambda d, _: f"{d.between(1, 900)}.{d.digits(2)}", ["amount", "Umsatz", "revenue"]),
    "large amount": (lambda d, _: f"{d.between(1, 90)}{d.digits(3)}000", ["turnover", "annual_revenue"]),
    "purchase date": (lambda d, _: _date(d, 2021, 2024), ["order_date", "Kaufdatum"]),
    "moment": (lambda d, _: f"{_date(d, 2023, 2024)} 1{d.below(10)}:2{d.below(10)}", ["created_at"]),
    "unix time": (lambda d, _: f"17{d.digits(8)}", ["updated_ts", "created_ts"]),
    "category": (_listed(CATEGORIES), ["category", "Kategorie", "department"]),
    "comment": (_comment, ["comment", "review", "Bemerkung"]),
    "version": (lambda d, _: f"{d.between(1, 12)}.{d.below(10)}.{d.below(30)}.{d.below(9)}", ["app_version"]),
    "count": (lambda d, _: str(d.between(0, 60)), ["orders", "visits", "items"]),
    "share": (lambda d, _: f"0.{d.digits(3)}", ["discount_rate", "return_rate"]),
    "town code": (lambda d, _: d.one(["10115", "80331", "50667", "20095", "60311", "70173"]), ["zip", "PLZ"]),
    "batch": (lambda d, _: f"L{d.between(2200, 2299)}{d.digits(3)}", ["batch", "lot"]),
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One column: what it is, what it should be called, its name and its cells."""

    what: str
    truth: str
    name: str
    cells: list[str]


def draw_column(number: int) -> Drawn:
    """Draw the column of a number: every second one is personal, every second pair hides its name."""
    kinds = list(PERSONAL) if number % 2 == 0 else list(HARMLESS)
    turn = number // 2
    what = kinds[turn % len(kinds)]
    dice = Dice(f"{what} {turn // len(kinds)}")
    country = COUNTRIES[(turn // len(kinds) * 7 + turn) % len(COUNTRIES)]
    truth, make, names = PERSONAL[what] if number % 2 == 0 else ("", *HARMLESS[what])
    if what == "postcode":
        country = FINE[turn // len(kinds) % len(FINE)]
    if what == "national id":
        lands = list(WORLD["national_ids"])
        numbers = WORLD["national_ids"][lands[turn // len(kinds) % len(lands)]]
        make = lambda dice, _: dice.one(numbers)  # noqa: E731
    place = WORLD["countries"][country]
    cells = [make(dice, place) for _ in range(dice.between(40, 90))]
    hidden = (number // 2 + number // 4) % 2 == 0
    name = f"col_{number}" if hidden else dice.one(names)
    return Drawn(f"{what} ({country})", truth, name, cells)


def found_kind(text_table, column: Drawn) -> str:
    return personal_kind(scan_columns(text_table({column.name: column.cells}), Options())[0])


def confusions(text_table, numbers) -> tuple[Counter, list[tuple[str, str, str, str]]]:
    counts: Counter = Counter()
    wrong = []
    for number in numbers:
        column = draw_column(number)
        found = found_kind(text_table, column)
        what = column.what.split(" (")[0]
        counts[(what, column.truth or "not personal", found or "not personal")] += 1
        if bool(found) != bool(column.truth):
            wrong.append((column.what, column.name, column.truth, found))
    return counts, wrong


def judge(text_table, numbers, *, recall: float, capsys) -> None:
    counts, wrong = confusions(text_table, numbers)
    no = "not personal"
    hits = sum(n for (_, truth, found), n in counts.items() if no not in (truth, found))
    missed = sum(n for (_, truth, found), n in counts.items() if truth != no and found == no)
    false = sum(n for (_, truth, found), n in counts.items() if truth == no and found != no)
    found_share, right_share = hits / (hits + missed), hits / (hits + false)
    with capsys.disabled():
        print(f"\npersonal data: recall {found_share:.4f}, precision {right_share:.4f}")  # noqa: T201
        for (what, _, found), n in sorted(counts.items()):
            print(f"  {what:22} {n:4} {found}")  # noqa: T201
    assert found_share >= recall, wrong
    assert right_share >= 0.95, wrong


def test_recall_and_precision_over_a_part_of_the_columns(text_table, capsys):
    part = [number for number in range(COLUMNS) if number // 2 % 5 == 0]
    judge(text_table, part, recall=0.98, capsys=capsys)


@pytest.mark.full
def test_recall_and_precision_over_a_thousand_columns(text_table, capsys):
    judge(text_table, range(COLUMNS), recall=0.99, capsys=capsys)


def test_half_of_the_columns_hide_their_name():
    hidden = [draw_column(number).name.startswith("col_") for number in range(COLUMNS)]
    assert abs(sum(hidden) / COLUMNS - 0.5) < 0.02


@pytest.mark.parametrize("n", [0, 1, 3])
def test_few_values_prove_nothing(n):
    assert kind_of_values(["ann@x.org", "bob@y.net", "cy@z.com"][:n]) == ""
