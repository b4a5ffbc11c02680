//! Disturbances: pages over everything, banners, toasts, advertisements.

use super::{
    canvas::{Colour, Rect},
    icon::Icon,
    painter::Painter,
    scene::{Over, Scene},
    text::Side,
};

/// Behind an advertisement, whatever the theme, and on it.
const AD: (Colour, Colour) = ([255, 214, 64], [64, 28, 0]);

impl Painter<'_> {
    /// A page over the whole screen, with its title above what it shows.
    pub(super) fn whole(&mut self, over: &Over, scene: &Scene) {
        let all = self.canvas.all();
        self.canvas.rect(all, self.theme.ground);
        self.status(scene, self.theme.text);
        let rooms = over.items.iter().map(|item| self.rect(item.area));
        let top = rooms.map(|room| room.top).min().unwrap_or(all.bottom);
        let head = Rect {
            top: top - self.y(110),
            bottom: top,
            ..all
        }
        .inset(self.x(40), 0);
        let text = self.strong(30).fit(&over.title, head.width(), 2);
        text.centre(&mut self.canvas, head, Side::Left, self.theme.text);
        self.mark(self.theme.faint);
    }

    /// A button with an answer. Its label says everything: the same word has an icon elsewhere for something else.
    pub(super) fn reply(&mut self, room: Rect, label: &str) {
        let button = room.inset(self.x(20), self.y(8));
        let (back, ink) = (self.theme.tonal, self.theme.on_tonal);
        self.canvas.round(button, button.height() / 2, back);
        self.label(button, label, None, ink, 22);
    }

    /// A sentence in a dialog or on a page.
    pub(super) fn sentence(&mut self, room: Rect, text: &str) {
        let room = room.inset(self.x(26), 0);
        let text = self.body().within(text, room.width(), room.height(), 2);
        text.centre(&mut self.canvas, room, Side::Left, self.theme.faint);
    }

    /// A word over a bar that fills.
    pub(super) fn progress(&mut self, room: Rect, text: &str, percent: u8) {
        let room = room.inset(self.x(16), 0);
        let bar = Rect {
            top: room.bottom - self.y(22),
            bottom: room.bottom - self.y(12),
            ..room
        };
        let radius = bar.height() / 2;
        self.canvas.round(bar, radius, self.theme.rule);
        let done = Rect {
            right: bar.left + bar.width() * i32::from(percent) / 100,
            ..bar
        };
        self.canvas.round(done, radius, self.theme.accent);
        let above = Rect {
            bottom: bar.top,
            ..room
        };
        let text = self.body().within(text, above.width(), above.height(), 1);
        text.centre(&mut self.canvas, above, Side::Left, self.theme.text);
    }

    /// A part of an advertisement, in its own colours.
    pub(super) fn ad(&mut self, room: Rect, label: &str) {
        let (back, ink) = AD;
        let card = room.inset(self.x(10), self.y(5));
        let radius = self.u(10);
        self.canvas.round(card, radius, back);
        self.label(card, label, Some(Icon::Star), ink, 22);
    }

    /// A message in the place of the bar.
    pub(super) fn banner(&mut self, room: Rect, text: &str) {
        self.canvas.rect(room, self.theme.ground);
        let card = Rect {
            right: room.right,
            ..room.inset(self.x(10), self.y(6))
        };
        let radius = self.u(22);
        self.canvas.round(card, radius, self.theme.tonal);
        let inner = card.inset(self.x(18), 0);
        let inner = self.sign(inner, Some(Icon::Chat), self.theme.on_tonal);
        let text = self.small().within(text, inner.width(), inner.height(), 2);
        text.centre(&mut self.canvas, inner, Side::Left, self.theme.on_tonal);
    }

    /// What sends the message away.
    pub(super) fn dismiss(&mut self, room: Rect, label: &str) {
        self.canvas.rect(room, self.theme.ground);
        let button = room.inset(self.x(8), self.y(16));
        let radius = button.height() / 2;
        self.canvas.round(button, radius, self.theme.rule);
        self.label(button, label, None, self.theme.text, 18);
    }

    /// A message in the place of the buttons that float.
    pub(super) fn covering_toast(&mut self, room: Rect, text: &str) {
        let card = room.inset(self.x(16), self.y(12));
        let radius = self.u(12);
        let (back, ink) = (self.theme.text, self.theme.card);
        self.canvas.round(card, radius, back);
        self.label(card, text, Some(Icon::Info), ink, 19);
    }
}
