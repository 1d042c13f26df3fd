"""The calls of settled sub-blocks as files, for auditors."""

from __future__ import annotations

from pathlib import Path

from saya_py.core.call_data import CallData, encode_call_data, file_name
from saya_py.core.limbs import from_bytes
from saya_py.core.window import Window
from saya_py.core.wire import load_submission
from saya_py.store.faults import file_faults
from saya_py.store.files import make_folder, write_new
from saya_py.store.records import SubBlock
from saya_py.store.states import State
from saya_py.store.view import ThreadView


class Publisher:
    """Writes the call data of a thread's settled sub-blocks into a folder."""

    def __init__(self, view: ThreadView, folder: Path) -> None:
        """Make the folder when it is missing.

        Raises:
            StoreError: it cannot be made.
        """
        self._view = view
        self._folder = folder
        with file_faults(f"the folder {folder}"):
            make_folder(folder)

    def catch_up(self) -> None:
        """Write what a crash kept from being written.

        What is not final is written again: a reorganisation may have replaced it since.
        """
        for sub_block in self._view.settled():
            if sub_block.state is not State.FINAL or not (self._folder / file_name(sub_block.seq)).is_file():
                self.publish(sub_block)

    def publish(self, sub_block: SubBlock) -> None:
        """Write the file of a sub-block; it is there whole or not at all."""
        info = self._view.info()
        data = CallData(
            world=info.world,
            thread=info.number,
            seq=sub_block.seq,
            os_version=sub_block.os_version,
            set_root=from_bytes(sub_block.set_root),
            window=Window(sub_block.t_min, sub_block.t_max),
            submissions=tuple(load_submission(each.body) for each in self._view.submissions_of(sub_block.id)),
        )
        with file_faults(f"the folder {self._folder}"):
            write_new(self._folder / file_name(sub_block.seq), encode_call_data(data))
