"""Bytes to canonical text: every encoding, every bad byte, every line end."""

from __future__ import annotations

import codecs
import hashlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import text
from store.errors import ImportFailed
from store.model import Decoding
from store.text import REPLACEMENT, decode, report_id, sha256, text_hash, without_surrogates

ARABIC = "أعلن القائد الحاج عباس أن الطائرات المسيرة وصلت إلى دير الزور يوم الأحد، قرب النهر."
RUSSIAN = "Командующий сообщил, что подразделения прибыли в район в воскресенье и заняли позиции."
UKRAINIAN = "Командувач повідомив, що підрозділи прибули до району й зайняли позиції біля її річки."
FRENCH = "Où est l’unité? À l’été, «la situation» à Deir… coûte 5 € déjà."
GERMAN = "Die Größe der „Übung“ am Fluss – groß, aber außen gesichert."
ENGLISH = "The commander’s “new” drones – two of them – flew over the café in Zürich. " * 4
POLISH = "Dowódca oświadczył, że jednostki przybyły do rejonu i zajęły pozycje wzdłuż rzeki."
TURKISH = "Komutan, birliklerin pazar günü bölgeye ulaştığını ve şüphelileri gördüğünü söyledi."
JAPANESE = "司令官は日曜日に部隊が到着したと発表した。ドローンが空港から発射された。"
CHINESE = "指挥官宣布部队于星期日抵达，无人机从机场发射。当地居民听到了爆炸声。"
KOREAN = "사령관은 일요일에 부대가 도착했다고 발표했다. 드론이 공항에서 발사되었다."
HEBREW = "המפקד הודיע כי היחידות הגיעו לאזור ביום ראשון ותפסו עמדות לאורך הנהר."
GREEK = "Ο διοικητής δήλωσε ότι οι μονάδες έφτασαν στην περιοχή την Κυριακή."

DETECTED = [
    (ARABIC, "cp1256"),
    (ARABIC, "iso8859_6"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8_r"),
    (RUSSIAN, "cp866"),
    (UKRAINIAN, "koi8_u"),
    (FRENCH, "cp1252"),
    (GERMAN, "cp1252"),
    (ENGLISH, "cp1252"),
    ("Le café déjà fermé à Liège.", "latin-1"),
    (POLISH, "cp1250"),
    (TURKISH, "cp1254"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
    (CHINESE, "gb18030"),
    (CHINESE, "utf-16-le"),
    (KOREAN, "euc_kr"),
    (HEBREW, "cp1255"),
    (GREEK, "cp1253"),
]
BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(("text", "encoding"), DETECTED)
def test_legacy_encodings_are_found_and_named(text: str, encoding: str) -> None:
    found, decoding = decode(text.encode(encoding))
    assert found == text
    assert decoding.method == "detected"
    assert decoding.bad_bytes == 0


@pytest.mark.parametrize(("bom", "encoding"), BOMS)
@pytest.mark.parametrize("text", [ARABIC, ENGLISH, JAPANESE, "a"])
def test_a_byte_order_mark_decides_and_goes(bom: bytes, encoding: str, text: str) -> None:
    assert decode(bom + text.encode(encoding)) == (text, Decoding(encoding, "bom", 0, "none"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [ARABIC, ENGLISH, RUSSIAN, "دير\n", "ab"])
def test_wide_text_without_a_mark_is_known_by_its_pattern(encoding: str, text: str) -> None:
    found, decoding = decode(text.encode(encoding))
    assert (found, decoding.encoding, decoding.method) == (text, encoding, "pattern")


@pytest.mark.parametrize("text", ["\n\n", "A\n", "a\0b", "records\0" * 30, "\x06ack\x06" * 9, ""])
def test_narrow_text_with_controls_stays_narrow(text: str) -> None:
    found, decoding = decode(text.encode())
    assert (found, decoding.encoding, decoding.method) == (text, "utf-8", "strict")


@pytest.mark.parametrize("text", [ARABIC * 3, ENGLISH, JAPANESE * 3])
@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xc3", b"\xed\xa0\x80"])
def test_few_bad_bytes_are_replaced_and_counted(text: str, bad: bytes) -> None:
    found, decoding = decode(text.encode() + b" " + bad + b" " + text.encode())
    assert found == " ".join([text, REPLACEMENT * len(bad), text])
    assert decoding == Decoding("utf-8", "repaired", len(bad), "none")


def test_many_bad_bytes_are_another_encoding() -> None:
    _, decoding = decode(ARABIC.encode() + b" \xff\xfe" * 20)
    assert decoding.method in {"detected", "fallback"}


def test_a_cut_last_character_is_one_bad_byte_a_byte() -> None:
    raw = (ARABIC * 3).encode() + "€".encode()[:2]
    assert decode(raw) == (ARABIC * 3 + "\ufffd\ufffd", Decoding("utf-8", "repaired", 2, "none"))


def test_lone_surrogates_of_utf16_are_bad_bytes() -> None:
    raw = codecs.BOM_UTF16_LE + "ab\ud800cd".encode("utf-16-le", "surrogatepass") + b"\x00"
    assert decode(raw) == ("ab\ufffd\ufffdcd\ufffd", Decoding("utf-16-le", "bom", 3, "none"))


@pytest.mark.parametrize(
    ("raw", "text", "newlines"),
    [
        (b"a\nb", "a\nb", "LF"),
        (b"a\r\nb", "a\nb", "CRLF"),
        (b"a\rb\r", "a\nb\n", "CR"),
        (b"a\r\n\rb\n", "a\n\nb\n", "mixed"),
        (b"a\n\rb", "a\n\nb", "mixed"),
        (b"ab", "ab", "none"),
        ("a\u2028b\x0cc\x85d\0".encode(), "a\u2028b\x0cc\x85d\0", "none"),
    ],
)
def test_only_line_ends_change(raw: bytes, text: str, newlines: str) -> None:
    found, decoding = decode(raw)
    assert (found, decoding.newlines) == (text, newlines)


def test_an_encoding_can_be_forced() -> None:
    text, decoding = decode(RUSSIAN.encode("koi8_r"), "KOI8-R")
    assert (text, decoding) == (RUSSIAN, Decoding("koi8-r", "forced", 0, "none"))
    assert decode(b"\xffa", "utf-8")[1] == Decoding("utf-8", "forced", 1, "none")
    assert decode("\ufeffa".encode(), "utf-8")[0] == "a"


@pytest.mark.parametrize("name", ["no-such", "rot13", "hex", "a\0b", "\ud800", "undefined"])
def test_an_unusable_encoding_is_refused_in_words(name: str) -> None:
    with pytest.raises(ImportFailed, match="name one such as") as caught:
        decode(b"abc", name)
    caught.value.message.encode()


@pytest.mark.parametrize("name", ["utf-7", "raw_unicode_escape"])
def test_codecs_that_make_surrogates_do_not_pass_them_on(name: str) -> None:
    text, decoding = decode(b"+2AA-\\ud800", name)
    assert "\ufffd" in text
    assert decoding.bad_bytes > 0
    text.encode()


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_become_encodable_text_of_lines(raw: bytes) -> None:
    text, decoding = decode(raw)
    text.encode()
    assert "\r" not in text
    assert 0 <= decoding.bad_bytes <= len(raw)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.data())
def test_text_comes_back_whatever_the_line_ends(
    text: str, encoding: str, data: st.DataObject
) -> None:
    # A leading NUL makes the marks of UTF-16 and UTF-32 alike; U+FEFF at the start is the mark.
    canonical = text.replace("\r", "\n").lstrip("\ufeff\0")
    ends = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if encoding == "utf-8" and set(canonical) & set(map(chr, range(9))):
        encoding = "utf-8-sig"  # low controls without a mark may be wide text
    raw = canonical.replace("\n", ends).encode(encoding)
    found, decoding = decode(raw)
    assert found == canonical
    assert decoding.bad_bytes == 0
    assert decode(found.encode("utf-8-sig"))[0] == found


def test_hashes_and_ids() -> None:
    digest = text_hash("abc")
    assert digest == sha256(b"abc")
    assert digest.startswith("ba7816bf8f01cfea")
    assert report_id(digest) == digest[:16]


def test_surrogates_are_replaced_one_for_one() -> None:
    assert without_surrogates("a\ud800\udc80b") == "a\ufffd\ufffdb"


@given(st.binary())
def test_pythons_own_hash_is_that_of_hashlib(data: bytes) -> None:
    """It is a module without a promised name: where it has another, exports only start later."""
    own = text._own_sha256()
    assert own is not None
    assert own(data).hexdigest() == hashlib.sha256(data).hexdigest()


def test_a_text_is_hashed_without_it_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hashlib")
    with_it = sha256(b"abc")
    monkeypatch.delitem(sys.modules, "hashlib", raising=False)
    monkeypatch.setattr(text, "_own_sha256", lambda: None)
    assert sha256(b"abc") == with_it
