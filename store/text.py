"""Bytes become text here and nowhere else, and every step that was taken is told.

The order of the steps is that of `research/security.md`, section 5: BOM, NUL pattern, strict UTF-8,
UTF-8 with few bad bytes, a detector limited to likely encodings, and a fallback that never fails.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from store.errors import ImportFailed
from store.model import Decoding, ReportId

REPLACEMENT = "\ufffd"
REPAIRABLE = 0.01
"""The share of bad bytes below which a file still counts as UTF-8."""

LARGE = 1 << 20
"""Bytes from which on to hash them takes longer than to load what does it quickly."""
_MARK = "\udfff"  # no codec yields it, so counting it counts the bad bytes
_SURROGATES = "[\ud800-\udfff]+"
_UTF16_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF32_BOMS = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"))
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_DETECTABLE = [
    *("cp1252", "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5"),
    *("cp1256", "iso8859_6", "cp1255", "cp1253", "cp1254"),
    *("cp932", "euc_jp", "cp949", "gb18030", "big5", "utf_16_le", "utf_16_be"),
]
_PATTERN_SAMPLE = 4_096
_DETECTOR_SAMPLE = 65_536
_BELOW_SPACE = rb"[\x00-\x08]"
# ASCII but for single quotes, dashes and accented letters: detectors read that as cp1250 or cp775,
# as measured. Other alphabets come in longer runs.
# Left out are the bytes with which a damaged UTF-8 character begins (C2, C3, E2), the Icelandic
# letters, which are Turkish more often, and the rarer signs, which are letters in cp1250.
# Compiled when a file is imported, which no start waits for.
_WESTERN = (
    rb"(?:[\x00-\x7f]+"
    rb"|(?:\x80(?=[\s\d])|[\x82\x84\x85\x91-\x97\x99\xa0\xa1\xa3\xa7\xa9\xab-\xae\xb0\xb7\xbb]"
    rb"|[\xc0\xc1\xc4-\xcf\xd1-\xdc\xdf-\xe1\xe3-\xef\xf1-\xfc]{1,2}(?![\xc0-\xff])))*+"
)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hexadecimal digits."""
    if len(data) < LARGE and "hashlib" not in sys.modules and (own := _own_sha256()):
        return str(own(data).hexdigest())
    # Imported late: an export of short texts waits for it as long as for all its files.
    import hashlib

    return hashlib.sha256(data).hexdigest()


@cache
def _own_sha256() -> Callable[[bytes], Any] | None:
    """Return Python's own SHA-256, a fifth as fast as OpenSSL's, but there without loading that.

    Its module has no name that is promised: None where it has another one.
    """
    for name in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        with suppress(ImportError, AttributeError):
            found: Callable[[bytes], Any] = import_module(name).sha256
            return found
    return None


def text_hash(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8"))


def report_id(text_sha256: str) -> ReportId:
    """Return the id of the report whose canonical text has this hash: its first 16 digits."""
    return ReportId(text_sha256[:16])


def without_surrogates(text: str) -> str:
    """Return a string that can be encoded: every lone surrogate becomes U+FFFD, one for one."""
    return re.sub(_SURROGATES, lambda run: REPLACEMENT * len(run[0]), text)


def decode(raw: bytes, encoding: str | None = None) -> tuple[str, Decoding]:
    """Return the canonical text of a file's bytes, and how it was obtained.

    Canonical: decoded, leading BOM removed, CRLF and lone CR turned into LF, nothing else changed.
    Every byte that could not be decoded stands as one U+FFFD. With `encoding` the bytes are read so
    (method `forced`); without, this never fails.

    Raises:
        ImportFailed: if the encoding that was asked for is unknown or cannot read such bytes.
    """
    text, name, method, bad = _forced(raw, encoding) if encoding else _unforced(raw)
    canonical = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return canonical, Decoding(name, method, bad, _newlines(text))


def _unforced(raw: bytes) -> tuple[str, str, str, int]:
    """Return text, encoding, method and bad bytes by the first step that applies."""
    if encoding := _bom(raw):
        text, bad = _marked(raw, encoding)
        return text, encoding, "bom", bad
    if encoding := _wide(raw[:_PATTERN_SAMPLE]):
        text, bad = _marked(raw, encoding)
        return text, encoding, "pattern", bad
    text, bad = _marked(raw, "utf-8")
    if not bad:
        return text, "utf-8", "strict", 0
    if text.replace(REPLACEMENT, "").isascii() and re.fullmatch(_WESTERN, raw):
        return raw.decode("cp1252"), "cp1252", "detected", 0
    if bad < len(raw) * REPAIRABLE:
        return text, "utf-8", "repaired", bad
    return _detected(raw)


def _detected(raw: bytes) -> tuple[str, str, str, int]:
    """Return the text as the detector reads it, or as Latin-1, in which every byte is something."""
    encoding = _detect(_sample(raw))
    if encoding is None:
        return raw.decode("latin-1"), "latin-1", "fallback", 0
    text, bad = _marked(raw, encoding)
    return text, encoding, "detected", bad


def _forced(raw: bytes, encoding: str) -> tuple[str, str, str, int]:
    try:
        name = codecs.lookup(encoding).name
        text, bad = _marked(raw, name)
    except (LookupError, ValueError) as error:
        raise ImportFailed(
            f"The encoding {without_surrogates(encoding)!r} cannot be used here;"
            " name one such as utf-8, cp1256 or koi8-r."
        ) from error
    return text, name, "forced", bad


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Stand in for bytes that cannot be decoded: one mark a byte, so that they can be counted."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _MARK * (error.end - error.start), error.end


codecs.register_error("spantag.mark", _mark)


def _marked(raw: bytes, encoding: str) -> tuple[str, int]:
    """Decode with every bad byte as U+FFFD, and count them; lone surrogates count as bad."""
    text = raw.decode(encoding, "surrogateescape" if encoding == "utf-8" else "spantag.mark")
    if text.isascii():
        return text, 0
    bad = sum(map(len, re.findall(_SURROGATES, text)))
    return (without_surrogates(text), bad) if bad else (text, 0)


def _bom(raw: bytes) -> str | None:
    """Return the encoding that a byte order mark names."""
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8"
    for bom, encoding in _UTF32_BOMS:
        # FF FE 00 00 is also UTF-16 whose text begins with NUL.
        if raw.startswith(bom) and not _marked(raw, encoding)[1]:
            return encoding
    return next((encoding for bom, encoding in _UTF16_BOMS if raw.startswith(bom)), None)


def _wide(sample: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 that bytes without BOM are, if they are no other text.

    The high bytes of such text are controls (NUL for Latin, 06 for Arabic); the right width and
    order is the one in which at least 80 % are letters, signs or spaces below U+2100.
    """
    if not re.search(_BELOW_SPACE, sample):
        return None
    shares = {name: _plain_share(sample.decode(name, "replace")) for name in _WIDE}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.8 else None


def _plain_share(text: str) -> float:
    """Return the share of code points that are usual in alphabetic text."""
    import unicodedata  # only for files of which nothing else is known

    plain = sum(
        char in "\t\n\r\f" or (char < "\u2100" and unicodedata.category(char)[0] != "C")
        for char in text
    )
    return plain / max(len(text), 1)


def _sample(raw: bytes) -> bytes:
    """Return a beginning that ends at a line, so that no character is cut."""
    if len(raw) <= _DETECTOR_SAMPLE:
        return raw
    return raw[: raw.rfind(b"\n", 0, _DETECTOR_SAMPLE) + 1] or raw[:_DETECTOR_SAMPLE]


def _detect(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 49 ms, and most files never come here

    best = from_bytes(sample, cp_isolation=_DETECTABLE).best()
    return best.encoding if best else None


def _newlines(text: str) -> str:
    """Name the line ends of a text that still has them."""
    crlf = text.count("\r\n")
    counts = {"CRLF": crlf, "CR": text.count("\r") - crlf, "LF": text.count("\n") - crlf}
    found = [name for name, count in counts.items() if count]
    return "mixed" if len(found) > 1 else found[0] if found else "none"
