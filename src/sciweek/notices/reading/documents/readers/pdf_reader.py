"""Prints the lines of a PDF as JSON: for each page its width and height, and its stretches of text with their boxes."""

import json
import sys

import pypdfium2

MOST_PAGES = 200


def main() -> None:
    """Read the file from the input; a refusal goes to the error output."""
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        sys.exit(str(error))
    pages = []
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        stretches = [[*map(float, box), text.get_text_bounded(*box)] for box in boxes]
        pages.append({"width": page.get_width(), "height": page.get_height(), "stretches": stretches})
    sys.stdout.buffer.write(json.dumps({"pages": pages, "left_out": len(document) > MOST_PAGES}).encode())


if __name__ == "__main__":
    main()
