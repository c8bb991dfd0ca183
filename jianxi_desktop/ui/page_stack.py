"""The place where screens stand one before another; what does not fit it can be scrolled to.

On a screen of 1366×768 at 200 % a window has 683×384 points, and less beside the rail.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from jianxi_desktop.ui import theme


class PageStack(QStackedWidget):
    """Shows one screen at a time and asks for as much room as that one needs.

    Attributes:
        area: What is put into the window: it scrolls where there is less room than that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.area = QScrollArea()
        self.area.setWidget(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.currentChanged.connect(self.updateGeometry)

    def unseen(self) -> list[QWidget]:
        """Give the screens that are not shown."""
        others = (self.widget(n) for n in range(self.count()) if n != self.currentIndex())
        return [each for each in others if each is not None]

    def bring(self, screen: QWidget) -> None:
        """Show a screen, in the theme that is worn by now."""
        theme.dress(screen)
        self.setCurrentWidget(screen)

    def heightForWidth(self, width: int) -> int:
        """Override: what the shown screen needs with its rows broken at a width, and no more.

        By itself it would be as high as the tables of a screen would like to be.
        """
        shown = self.currentWidget()
        layout = None if shown is None else shown.layout()
        least = self.minimumSizeHint().height()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return max(least, layout.totalMinimumHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Override: the screens that are not shown need no room."""
        shown = self.currentWidget()
        return QSize() if shown is None else shown.minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Override: the same for the size a screen would like."""
        shown = self.currentWidget()
        return QSize() if shown is None else shown.sizeHint()
