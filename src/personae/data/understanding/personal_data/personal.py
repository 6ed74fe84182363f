"""Which columns hold personal data: they are never features and are never shown."""

# ruff: noqa: E501, RUF001 (lists of words and rules read better in long lines)
from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.understanding.words import phrases, spoken

if TYPE_CHECKING:
    from personae.data.schema import ColumnFacts

__all__ = ["born_by_values", "kind_by_name", "personal_kind"]

NAME, ADDRESS, PHONE = "a person's name", "an address", "a phone number"
BIRTH, POSTCODE = "a date of birth", "a postcode of a few houses"
OFFICIAL = "an official or bank number"

_RULES = (
    ("an e-mail address", phrases(r"""
        e ?mails?(?: \w+)? | mail(?! (?:list|opt|order)) | correo(?: electr[oó]nico)? | courriel
        | e ?posta | epost | s[äa]hk[öo]posti | posta elettronica | электронная почта | почта
        | (?:e )?mail ?adres\w*
    """)),
    (BIRTH, phrases(r"""
        dob | date of birth | birth ?(?:date|day) | geburts(?:datum|tag) | (?:date )?(?:de )?naissance
        | (?:fecha )?(?:de )?nacimiento | (?:data )?(?:di )?nascita | (?:data )?(?:de )?nascimento
        | geboorte ?datum | data urodzenia | f[öo]delse\w* | f[øo]dsels\w* | syntym[äa]\w*
        | datum (?:narozen[íi]|ro[đd]enja|rojstva) | narozen[íi] | narodeni[ae] | sz[üu]let[ée]si \w+
        | do[ğg]um tarihi | дата рождения | рождения | дата народження | ημερομηνία γέννησης
    """)),
    (NAME, phrases(r"""
        (?:first|last|middle|given|family|full|sur|fore|nick|user|maiden) ?names?
        | (?:contact|customer|client|member|cust|person|buyer|recipient) ?(?:full )?names? | surname
        | vorname | nachname | familienname | kundenname | ansprechpartner
        | nombre(?: completo| del cliente| y apellidos)? | apellidos?
        | pr[ée]nom | nom(?: de famille| complet| du client| client)?$
        | cognome | nome(?: completo| e cognome| do cliente| cliente)?$ | nominativo | sobrenome | apelido
        | voornaam | achternaam | naam$ | f[öo]rnamn | efternamn | fornavn | etternavn | efternavn
        | etunimi | sukunimi | imi[ęe]$ | nazwisko | jm[ée]no | p[řr][íi]jmen[íi] | meno$ | priezvisko
        | keresztn[ée]v | vezet[ée]kn[ée]v | n[ée]v$ | prenume | nume$ | prezime | ime$ | priimek
        | ad ?soyad | soyad[ıi]? | isim | фамилия | имя | отчество | фио | прізвище | ім я | име
        | фамилно име | όνομα | επώνυμο | ονοματεπώνυμο
    """)),
    (PHONE, phrases(r"""
        phones? | tele ?phone | mobile(?: (?:no|number|phone))?$ | cell ?(?:phone|number)? | fax | tel
        | telef[oó]no? | telefone | t[ée]l[ée]phone | telefoon\w* | telefon\w* | puhelin\w* | tlf
        | celular | m[oó]vil | cellulare | portable$ | handy\w* | gsm | msisdn | whatsapp | rufnummer
        | телефон | мобильный | τηλέφωνο | κινητό
    """)),
    ("a network address", phrases(r"ip | ip addr\w* | mac addr\w* | device id | cookie\w* | imei")),
    (ADDRESS, phrases(r"""
        address\w* | street\w* | stra[sß]+e | strasse | addr | house (?:no|number) | hausnummer
        | adresse\w* | anschrift | direcci[oó]n | domicilio | indirizzo | endere[çc]o | morada | adres\w*
        | c[íi]m$ | osoite | adress\w* | adresa | calle | rue$ | ulica | ulice | straat | katuosoite | utca
        | адрес | улица | адреса | διεύθυνση
    """)),
    ("a place on the map", phrases("lat | latitude | lon | long | longitude | lng")),
    (OFFICIAL, phrases(r"""
        ssn | social security | passport\w* | iban | (?:credit |debit )?card ?(?:no|number|num) | tax ?id
        | driv(?:ing|er s?|ers) licen[cs]e\w* | national (?:id|insurance)\w* | account number | nino
        | pesel | bsn | cpf | curp | rut$ | dni | nie$ | nif | codice fiscale | steuer ?id\w* | nir$
        | num[ée]ro de s[ée]curit[ée] sociale | personnummer | f[øo]dselsnummer | cpr | hetu | henkil[öo]tunnus
        | tckn | tc kimlik\w* | aadhaa?r | cnp | egn | oib | emso | amka | rodn[ée] [čc][íi]slo | ppsn? | tfn
        | ahv\w* | svnr | sozialversicherungs\w* | rijksregister\w* | kontonummer | personal (?:id|code)
        | isikukood | asmens kodas | инн | снилс | паспорт | егн | burgerservicenummer
    """)),
)  # fmt: skip
# These scripts write no blanks between words, so a part of the name has to do.
_WITHOUT_BLANKS = (
    ("an e-mail address", ("メール", "邮箱", "郵箱", "电子邮件", "電子郵件", "이메일", "البريد", "ایمیل", "דוא")),
    (BIRTH, ("生年月日", "誕生日", "出生日期", "生日", "생년월일", "تاريخ الميلاد", "תאריך לידה", "تاریخ تولد")),
    (OFFICIAL, ("身份证", "身分證", "マイナンバー", "주민등록번호", "卡号", "رقم الهوية", "תעודת זהות", "کد ملی")),
    (PHONE, ("电话", "電話", "手机", "手機", "携帯", "전화", "휴대폰", "الهاتف", "هاتف", "טלפון", "تلفن")),
    (ADDRESS, ("住所", "地址", "주소", "العنوان", "כתובת", "آدرس")),
    (NAME, ("氏名", "姓名", "名前", "お名前", "이름", "성명", "الاسم", "שם", "نام")),
)  # fmt: skip
_POSTCODE_NAME = phrases(
    r"""
    zip | zip ?code | post(?:al)? ?code | postcode | plz | postleitzahl | code postal | c[óo]digo postal
    | cap$ | cep$ | postnummer | postnr | postinumero | kod pocztowy | ps[čc] | ir[áa]ny[íi]t[óo]sz[áa]m
    | индекс | pin ?code | eircode
    """
)
_NOT_PERSONAL = phrases(
    "n | num | count | opt | opted | has | is | valid | verified | opens? | clicks? | sent | usage"
    " | minutes | service | lines?"
)
# What else a column may hold whose values look like names, streets or telephone numbers.
_SOMETHING_ELSE = phrases(
    r"""
    products? | items? | sku | articles? | artikel\w* | brands? | marke | marque | marca | cit(?:y|ies)
    | town | stadt | ville | ciudad | citt[àa] | countr\w* | land | pays | pa[íi]s | region\w* | state
    | province | category | categor[íi]a | kategorie | department | stores? | shop | branch | filiale
    | supplier | vendor | company | firma | description | title | model | orders? | invoices? | campaign
    | segment | channel | plan | tracking | version | variant | colou?r | size
    """
)
_OLD, _SPAN = -315_619_200.0, 25 * 365.25 * 86_400  # before 1960, and over 25 years
_SHARED_BY = 5  # so many customers per postcode, and it tells of a town and not of a person
_FEWEST_DIGITS = 1e5


def personal_kind(facts: ColumnFacts, *, as_id: bool = False) -> str:
    """Return what kind of personal data a column holds; empty if none.

    Its values decide where they leave no doubt, then its name, then values that could be
    something else as well unless the name says what else.

    Parameters
    ----------
    facts : ColumnFacts
        What the scan said.
    as_id : bool
        Whether the column identifies customers: ids of several words are names.
    """
    if facts.share_email > 0.5:
        return "an e-mail address"
    if as_id and facts.type == "text" and facts.share_spaced > 0.5:
        return NAME
    if facts.type == "boolean" or facts.n_present == 0:
        return ""
    could_be_else = facts.personal in {NAME, ADDRESS, PHONE, BIRTH, POSTCODE}
    if facts.personal and not could_be_else:
        return facts.personal
    named = kind_by_name(facts)
    if named or not facts.personal:
        return named
    return "" if _SOMETHING_ELSE.search(spoken(facts.column.name)) else facts.personal


def kind_by_name(facts: ColumnFacts) -> str:
    """Return what kind of personal data the name of a column promises; empty if none.

    Parameters
    ----------
    facts : ColumnFacts
        Numbers that are too small for what the name says are counts of it.
    """
    words = spoken(facts.column.name)
    if _NOT_PERSONAL.search(words):
        return ""
    if words in {"name", "names"}:
        return NAME
    if _POSTCODE_NAME.search(words):
        return POSTCODE if facts.n_present < _SHARED_BY * facts.n_distinct else ""
    parts = (kind for kind, listed in _WITHOUT_BLANKS if any(part in words for part in listed))
    kind = next((kind for kind, rule in _RULES if rule.search(words)), "") or next(parts, "")
    counted = facts.type == "number" and (facts.maximum or 0.0) < _FEWEST_DIGITS
    return "" if counted and kind in {PHONE, OFFICIAL, "an e-mail address"} else kind


def born_by_values(facts: ColumnFacts) -> str:
    """Return that dates are those of births where they go back so far that purchases cannot.

    Parameters
    ----------
    facts : ColumnFacts
        Of a column of dates: its first and last moment, and whether it has times of day.
    """
    if facts.type != "date" or facts.date is None or facts.date.has_time:
        return ""
    if facts.minimum is None or facts.maximum is None or facts.n_distinct < 8:
        return ""
    old = facts.minimum < _OLD and facts.maximum - facts.minimum > _SPAN
    return BIRTH if old else ""
