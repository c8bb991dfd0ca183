"""An office's card on paper, and back from a scan or a photograph of it."""

import io
from datetime import date
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.key_paper import TITLE, KeyPaper, draw_key_paper
from jianxi_desktop.scans.process import Reader, RefusedError
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import own_cards
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import keys
from jianxi_desktop.sync.keys import Card, read_card, write_card

SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
_MOST_PAGES = 20


@needs(Right.VIEW)
def key_paper(office: Office, *, today: date | None = None) -> Document:
    """Make the paper that another office registers this one's card from; it holds no secret.

    Args:
        office: The open database.
        today: The day that stands on it; default today.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    with office.store.read() as connection:
        cards = own_cards(connection)
    card = cards[0]
    paper = KeyPaper(
        unit=card.name,
        code=card.unit,
        made_on=calendar.show_day(card.created[:10]),
        printed_on=calendar.show_day((today or calendar.today()).isoformat()),
        groups=tuple(card.fingerprint.split()),
        card=write_card(card).decode(),
        before=next((each.fingerprint for each in cards if each.sign_key == card.succeeds), ""),
    )
    stream = io.BytesIO()
    result = draw_key_paper(stream, paper)
    return document_of(f"{TITLE} {card.name}", stream, result, {"form": "key_paper"})


def read_card_file(path: Path) -> Card:
    """Read a card out of its file, or out of a scan or a photograph of its paper.

    A picture is opened in a process of its own, as every scan is.

    Raises:
        InputError: There is no card in the file.
        EnvironmentFailure: The file cannot be read.
    """
    if path.suffix.lower() not in SCANS:
        return keys.load_card(path)
    try:
        text = _code_on(path)
    except RefusedError as refused:
        raise InputError(
            f"no scan: {refused.refusal.code}",
            user_message=refused.refusal.reason,
            code=refused.refusal.code,
        ) from refused
    if text is None:
        raise InputError(
            "no card on the paper",
            user_message=(
                "没有在图上读到名片的二维码。请把纸放平、拍清楚整个二维码再试一次，"
                "或请对方用U盘带来名片文件（.jxcard）。"
            ),
            code="no_card_on_paper",
        )
    return read_card(text.encode())


def _code_on(path: Path) -> str | None:
    """Give what the first code says that begins as a card does."""
    with Reader() as reader:
        _count, pages = reader.open(path)
        for number, page in enumerate(pages, start=1):
            for code in page.codes:
                if code.startswith("{"):
                    return code
            if number == _MOST_PAGES:
                break
    return None
