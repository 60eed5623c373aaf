"""States that exist only for the tests of the gate and the live hub. Imported before any event loop runs."""

from typing import ClassVar

import reflex as rx

from sothuhoso.domain.policy import Role
from sothuhoso.state.base import PUBLIC, SIGNED_IN, Access, allow, roles


class OpenScreen(rx.State):
    authz: ClassVar[Access] = PUBLIC
    count: int = 0
    fails: bool = False

    @rx.event
    def add(self):
        self.count += 1

    def helper_somebody_forgot_to_hide(self):
        self.count += 100

    async def _refresh(self):
        if self.fails:
            raise RuntimeError
        self.count += 1


class DeskScreen(rx.State):
    authz: ClassVar[Access] = SIGNED_IN
    seen: int = 0

    @rx.event
    def look(self):
        self.seen += 1

    @rx.event
    @allow(roles(Role.HEAD))
    def decide(self):
        self.seen += 10

    @rx.event(background=True)
    async def look_later(self):
        async with self:
            self.seen += 1


class SilentScreen(rx.State):
    hit: int = 0

    @rx.event
    def hit_it(self):
        self.hit += 1
