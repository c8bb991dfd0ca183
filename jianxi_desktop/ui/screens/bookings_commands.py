"""Going from week to week on the page of bookings."""

from jianxi_desktop.ui.command import Command

BOOKING_COMMANDS: tuple[Command, ...] = (
    Command("booking.before", "上一周", "", "Ctrl+PgUp", "left", "看前一周的预约"),
    Command("booking.now", "本周", "", "", "", "回到今天所在的一周"),
    Command("booking.after", "下一周", "", "Ctrl+PgDown", "right", "看后一周的预约"),
)
