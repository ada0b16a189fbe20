"""Documents of older word processors (.doc, .wps), RTF and Word 2003's XML: LibreOffice, if installed, makes them .docx."""
import shutil
import subprocess
import tempfile
from pathlib import Path

from policysearch.errors import SourceUnreadable
from policysearch.models import Source
from policysearch.sources.docx import read_docx
from policysearch.sources.limits import OFFICE_SECONDS

# compound files (MS-CFB 2.2): .doc, .wps, and documents encrypted with a password
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROGRAMS = ("soffice", "libreoffice")


def is_office(head: bytes) -> bool:
    """Whether a file is a compound file, by its signature."""
    return head.startswith(_SIGNATURE)


def read_office(data: bytes, name: str, shown: str) -> Source:
    """The source in a compound file. Raises SourceError; without LibreOffice the message says what to install."""
    if _ENCRYPTED in data:
        raise SourceUnreadable("source.encrypted", shown)
    return read_docx(_converted(data, shown), name, shown)


def read_rtf(data: bytes, name: str, shown: str) -> Source:
    """The source in an RTF file. Raises what `read_office` raises."""
    return read_docx(_converted(data.lstrip(), shown, "Rich Text Format"), name, shown)


def read_word_xml(data: bytes, name: str, shown: str) -> Source:
    """The source in a document of Word 2003's XML. Raises what `read_office` raises."""
    return read_docx(_converted(data, shown, "MS Word 2003 XML"), name, shown)


def _converted(data: bytes, shown: str, kind: str = "") -> bytes:
    """A document as .docx. `kind` is LibreOffice's name of its format, which it finds out itself of compound files only:
    markup that it does not know it would take for text."""
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise SourceUnreadable("source.needs_office", shown)
    with tempfile.TemporaryDirectory(prefix="policysearch-") as folder:
        original = Path(folder, "document.doc")
        original.write_bytes(data)
        # a profile of its own: a running LibreOffice would take the job and do nothing
        command = [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
                   *([f"--infilter={kind}"] if kind else []), "--convert-to", "docx", "--outdir", folder, str(original)]
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=OFFICE_SECONDS, check=True)
            return Path(folder, "document.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise SourceUnreadable("source.office_slow", shown, seconds=OFFICE_SECONDS) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise SourceUnreadable("source.damaged", shown) from error
