"""Commands that add files to records and take them out again."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from jianxi_desktop.cli.shaping import Answer, progress_of, record_identity
from jianxi_desktop.services.office import Office


def add_attachment_commands(commands: Any, add: Any) -> None:
    """Add the arguments of these commands to the parser."""
    attach = add(commands, "attach", "attachment_commands.attach", "把照片、文件存进一条记录")
    attach.add_argument(
        "ledger", help="attachment（附件登记）、activity（活动）或 observation_visit"
    )
    attach.add_argument("id")
    attach.add_argument("files", nargs="+", metavar="文件")
    content = add(commands, "content", "attachment_commands.save_content", "把存下的附件另存为文件")
    content.add_argument("id")
    content.add_argument("-o", "--output", required=True, help="写到哪个文件")


def attach(options: Namespace, office: Office) -> tuple[Answer, int]:
    """Attach files to a record; status 1 where none was taken."""
    from jianxi_desktop.services import attachments

    ledger = office.catalog[options.ledger]
    done = attachments.add_files(
        office,
        ledger,
        record_identity(options.id),
        [Path(file) for file in options.files],
        progress=progress_of(options),
    )
    refused = [
        {"file": each.name, "code": each.code, "reason": each.reason} for each in done.refused
    ]
    answer: Answer = {
        "added": [str(each) for each in done.added],
        "known": list(done.known),
        "not_taken": refused,
    }
    return answer, 0 if done.added or done.known else 1


def save_content(options: Namespace, office: Office) -> Answer:
    """Write what an attachment keeps to a file."""
    from jianxi_desktop.services import attachments

    size = attachments.save_content(office, record_identity(options.id), Path(options.output))
    return {"file": options.output, "bytes": size}
