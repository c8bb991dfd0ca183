"""The choice of how large pages are shown, which follows the pages and is followed by them."""

from PySide6.QtWidgets import QComboBox

from jianxi_desktop.ui.screens.pages import Fit, PagesView

_SIZES = (("适合宽度", Fit.WIDTH), ("整页", Fit.PAGE), ("75%", 0.75), ("100%", 1.0), ("150%", 1.5))


class SizeChoice(QComboBox):
    """Lets a person choose the size of the pages in a view."""

    def __init__(self, pages: PagesView) -> None:
        super().__init__()
        self._pages = pages
        self.setAccessibleName("显示大小")
        for caption, size in _SIZES:
            self.addItem(caption, size)
        self.activated.connect(self._take)
        pages.zoomed.connect(self._show)
        pages.turning.connect(self.turn)

    def turn(self) -> None:
        """Show pages as wide as the window; those that are so already, whole."""
        self.setCurrentIndex(1 if self._pages.fit is Fit.WIDTH else 0)
        self._take()

    def _take(self) -> None:
        size = self.currentData()
        if isinstance(size, Fit):
            self._pages.set_fit(size)
        else:
            self._pages.set_zoom(float(size))

    def _show(self, zoom: float) -> None:
        self.setToolTip(f"现在是实际大小的 {zoom:.0%}")
        size = self.itemData(self.currentIndex())
        fit = self._pages.fit
        said = fit is size if isinstance(size, Fit) else abs(size - zoom) < 0.005
        if not said and fit is Fit.NONE:
            self._name(zoom)

    def _name(self, zoom: float) -> None:
        """Show a size that is not among the usual ones."""
        caption = f"{zoom:.0%}"
        place = self.findText(caption)
        if place < 0:
            if self.count() > len(_SIZES):
                self.removeItem(len(_SIZES))
            self.addItem(caption, zoom)
            place = self.count() - 1
        self.setCurrentIndex(place)
