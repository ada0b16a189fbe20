"""Bad input from end to end: one line names it with its reason, the rest is taken, and the exit status is 2."""
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ofd_maker import SPACE, make_ofd, pack
from tests.pdf_maker import make_pdf
from tests.test_docx import SPACES, make_docx, p, r

MEGABYTE = 1024 * 1024
PLAN = ["一、总则", "1.做好签约。"]
DOCX, OFD, PDF = make_docx(PLAN), make_ofd(PLAN), make_pdf(PLAN)
ZIP = pack({"inner.txt": "\n".join(PLAN)})
LAUGHS = '<!ENTITY l0 "哈">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
OUTSIDE = '<!ENTITY l11 SYSTEM "file:///etc/passwd">'


def locked(data: bytes) -> bytes:
    """A zip file whose entries say that they are encrypted, in their own heads and in the list at the end."""
    changed = bytearray(data)
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := changed.find(head, at + 1)) >= 0:
            changed[at + place] |= 1
    return bytes(changed)


def docx_with(declared: str) -> bytes:
    content = f"<w:document {SPACES}><w:body>{p(r('&l11;'))}</w:body></w:document>"
    return make_docx("", **{"word/document.xml": f"<!DOCTYPE w:document [{declared}]>{content}"})


def ofd_with(declared: str) -> bytes:
    content = f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>&l11;</ofd:Layer></ofd:Content></ofd:Page>"
    return make_ofd(PLAN, replaced={"Doc_0/Pages/Page_0/Content.xml": f"<!DOCTYPE ofd:Page [{declared}]>{content}"})


def zeros(name: str, size: int, others: bytes = b"") -> bytes:
    """A zip file with a member of so many zeros, packed to a thousandth; `others` is one that has the other members."""
    stream = io.BytesIO(others)
    with zipfile.ZipFile(stream, "a" if others else "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size // MEGABYTE):
                member.write(bytes(MEGABYTE))
    return stream.getvalue()


def docx_without_body() -> bytes:
    """The other parts of a Word document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as whole, zipfile.ZipFile(stream, "w") as rest:
        for name in whole.namelist():
            if name != "word/document.xml":
                rest.writestr(name, whole.read(name))
    return stream.getvalue()


def sparse(path: Path, size: int) -> None:
    """A file of so many bytes, all on one line, that takes no space on the disk."""
    path.write_text("一、总则", encoding="utf-8")
    os.truncate(path, size)


def run(folder: Path) -> tuple[int, list[str], list[str], int]:
    """The exit status of `policysearch items`, its lines on both streams, and the most memory it took in MB."""
    # ru_maxrss counts what the process that started this one held as well; proc(5): VmHWM is of this program alone
    program = ("import re, resource, sys; from pathlib import Path; from policysearch.cli import main\n"
               "status = Path('/proc/self/status')\ntry: sys.exit(main())\nfinally:\n"
               " print(int(re.search(r'VmHWM:\\s+([0-9]+) kB', status.read_text())[1]) // 1024 if status.exists() else\n"
               "       resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", program, "items", "--jsonl", str(folder)], capture_output=True, text=True,
                          timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
    head, *errors, memory = done.stderr.splitlines()
    assert head == f"Problems: {len(errors)}"
    return done.returncode, done.stdout.splitlines(), [error.removeprefix("  ") for error in errors], int(memory)


BAD: list[tuple[str, bytes, str]] = [
    ("cut.docx", DOCX[:len(DOCX) // 2], "cut.docx: is damaged or not what it says it is"),
    ("cut.ofd", OFD[:len(OFD) // 2], "cut.ofd: is damaged or not what it says it is"),
    ("cut.pdf", PDF[:len(PDF) // 2], "cut.pdf: is damaged or not what it says it is"),
    ("cut.zip", ZIP[:-10], "cut.zip: is damaged or not what it says it is"),
    ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(96),
     "locked.docx: is protected by a password"),
    ("locked.ofd", locked(OFD), "locked.ofd: is protected by a password"),
    ("locked.zip", locked(ZIP), "locked.zip/inner.txt: is protected by a password"),
    ("leading.zip", pack({"../out.txt": "一、甲"}),
     "leading.zip/../out.txt: has a name that leads out of the archive or is none"),
    ("laughs.docx", docx_with(LAUGHS), "laughs.docx: is damaged or not what it says it is"),
    ("laughs.ofd", ofd_with(LAUGHS), "laughs.ofd: is damaged or not what it says it is"),
    ("outside.docx", docx_with(OUTSIDE), "outside.docx: is damaged or not what it says it is"),
    ("outside.ofd", ofd_with(OUTSIDE), "outside.ofd: is damaged or not what it says it is"),
    ("nul.txt", "一、总\0则".encode(), "nul.txt: is not text: it holds a NUL byte (byte 9)"),
    ("empty.txt", b"", "empty.txt: is empty"), ("empty.zip", pack({}), "empty.zip: is empty"),
    ("sheet.xlsx", pack({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}),
     "sheet.xlsx: is a zip file of a kind that is not read, such as a spreadsheet, a presentation or an OpenDocument file; "
     "save it as .docx"),
    ("tags.html", b"<html>" + b"<b>" * 500_001, "tags.html: has more than 500000 tags"),
    ("long.txt", "的".encode() * 4_000_001, "long.txt: has more than 4000000 characters of text; cut it into parts")]


def test_every_bad_file_is_named_in_one_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    for name, data, _ in BAD:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.docx").write_bytes(DOCX)
    (tmp_path / "good.ofd").write_bytes(OFD)
    (tmp_path / "good.zip").write_bytes(ZIP)
    page = "<!DOCTYPE html><title>某</title><p>一、总则</p><p>1.做好签约。</p>"
    (tmp_path / "page.pdf").write_text(page, encoding="utf-8")
    status, items, errors, _ = run(tmp_path)
    assert status == 2
    assert sorted(errors) == sorted(f"{tmp_path}/{message}" for _, _, message in BAD)
    assert [item.split('"id": "')[1].split('"')[0] for item in items] == [
        f"{name}:1.1" for name in ("good.docx", "good.ofd", "good.zip/inner.txt", "page.pdf")]


def large_docx(folder: Path) -> str:
    data = zeros("word/document.xml", 1024 * MEGABYTE, docx_without_body())
    assert len(data) < 1.1 * MEGABYTE
    (folder / "bomb.docx").write_bytes(data)
    return "bomb.docx: holds more than 64 MB when unpacked, which is refused"


def large_zip(folder: Path) -> str:
    (folder / "bomb.zip").write_bytes(zeros("bomb.txt", 1024 * MEGABYTE))
    return "bomb.zip/bomb.txt: is larger than 64 MB"


def lying_zip(folder: Path) -> str:
    """One whose member is said to be far smaller than it is, once in its own head and once in the list at the end."""
    size = 1024 * MEGABYTE
    data = zeros("bomb.txt", size).replace(size.to_bytes(8, "little"), (9).to_bytes(8, "little"))
    (folder / "bomb.zip").write_bytes(data.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little")))
    return "bomb.zip/bomb.txt: is damaged or not what it says it is"


def large_text(folder: Path) -> str:
    sparse(folder / "bomb.txt", 200 * MEGABYTE)
    return "bomb.txt: is larger than 64 MB"


@pytest.mark.parametrize("make", [large_docx, large_zip, lying_zip, large_text])
def test_what_grows_is_refused_in_bounded_memory_and_the_rest_is_taken(tmp_path: Path, make: Callable[[Path], str]) -> None:
    message = make(tmp_path)
    (tmp_path / "good.txt").write_text("\n".join(PLAN), encoding="utf-8")
    status, items, errors, memory = run(tmp_path)
    assert (status, len(items), errors) == (2, 1, [f"{tmp_path}/{message}"])
    assert memory < 300
