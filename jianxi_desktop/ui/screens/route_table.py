"""The route of a round: its stops in order, dragged or moved by keys to another place."""

from collections.abc import Collection, Sequence
from uuid import UUID

from jianxi_desktop.services.observation_route import Stop
from jianxi_desktop.ui.screens.order_table import OrderTable
from jianxi_desktop.ui.screens.route_model import RouteModel


class RouteTable(OrderTable):
    """Shows a route.

    Attributes:
        route: The stops.
    """

    def __init__(self) -> None:
        self.route = RouteModel()
        super().__init__(self.route)
        self.setAccessibleName("观摩路线")

    def show_route(self, stops: Sequence[Stop], *, may_move: bool) -> None:
        """Show other stops; those that were selected stay so as far as they are there."""
        there = {stop.visit for stop in stops}
        kept = [stop.visit for stop in self.selected() if stop.visit in there]
        self.let_move(on=may_move)
        before = self.route.columns
        self.route.show_stops(stops)
        if self.route.columns != before:
            self.fit_columns()
        self.select_visits(kept or [stop.visit for stop in stops[:1]])

    def selected(self) -> list[Stop]:
        """Give the stops that are selected, in the order of the route."""
        return self.selected_items()

    def select_visits(self, visits: Collection[UUID]) -> None:
        """Select stops, and go to the first of them."""
        self.select_known(visits)
