"""The choice of whose database this is: level, street, community, name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QLineEdit, QRadioButton, QWidget

from jianxi_desktop.domain.divisions import Place, places
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.gate_card import Form
from jianxi_desktop.ui.screens.parts import row_of

_LEVELS = (("community", "社区"), ("street", "街道"), ("district", "区里"))


class UnitChoice:
    """Three ways of using the program, and the list of streets and communities.

    Attributes:
        streets: The streets of the district.
        communities: The communities of the chosen street.
        name: What the office is called on papers.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._communities: dict[str, list[tuple[str, str]]] = {}
        self._district = ("", "")
        self.levels = QButtonGroup()
        self._buttons: dict[str, QRadioButton] = {}
        for key, caption in _LEVELS:
            button = self._buttons[key] = QRadioButton(caption)
            self.levels.addButton(button)
        self._buttons["community"].setChecked(True)
        self.streets, self.communities, self.name = QComboBox(), QComboBox(), QLineEdit()
        self._labels: dict[str, QLabel] = {}
        self.levels.buttonClicked.connect(self._changed_level)
        self.streets.currentIndexChanged.connect(self._changed_street)
        self.communities.currentIndexChanged.connect(self._changed)
        jobs.run(places, self._show_units)

    @property
    def level(self) -> str:
        """The chosen level."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    @property
    def code(self) -> str:
        """Code of the chosen office; empty while the list is not there."""
        if self.level == "district":
            return self._district[0]
        box = self.streets if self.level == "street" else self.communities
        return str(box.currentData() or "")

    def choose_level(self, level: str) -> None:
        """Choose a level."""
        self._buttons[level].setChecked(True)
        self._changed_level()

    def add_to(self, form: Form) -> None:
        """Put the lines on a form."""
        choice = QWidget()
        row = row_of(*self._buttons.values(), None)
        choice.setLayout(row)
        form.add("本机给谁用", choice)
        self._labels["street"] = form.add("街道", self.streets)
        self._labels["community"] = form.add("社区", self.communities)
        form.add("单位名称", self.name)

    def _show_units(self, units: Sequence[Place]) -> None:
        for code, name, kind, parent, _unit in units:
            if kind == "district":
                self._district = (code, name)
            elif kind == "community":
                self._communities.setdefault(parent, []).append((code, name))
        for code, name, kind, _parent, _unit in units:
            if kind == "street":
                self.streets.addItem(name, code)
        self._changed_street()

    def _changed_street(self) -> None:
        self.communities.clear()
        for code, name in self._communities.get(str(self.streets.currentData()), []):
            self.communities.addItem(name, code)
        self._changed()

    def _changed_level(self) -> None:
        for key, editor in (("street", self.streets), ("community", self.communities)):
            shown = self.level == "community" or self.level == key
            editor.setVisible(shown)
            self._labels[key].setVisible(shown)
        self._changed()

    def _changed(self) -> None:
        names = {
            "district": self._district[1],
            "street": self.streets.currentText(),
            "community": self.communities.currentText(),
        }
        self.name.setText(names[self.level])
