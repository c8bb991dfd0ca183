"""What stands on a paper, for tests that read it as a person would."""

import pypdfium2


def text_of(pdf):
    """Give all that stands on a paper, without spaces and line ends."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            reader = page.get_textpage()
            texts.append(reader.get_text_range())
            reader.close()
            page.close()
    return "".join("".join(texts).split())


def page_text(document, page=0):
    """Give what stands on one page of a printout, as it is."""
    return pypdfium2.PdfDocument(document.pdf)[page].get_textpage().get_text_range()
