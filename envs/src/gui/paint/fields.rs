//! What is filled in, chosen and pressed.

use super::{
    canvas::{Colour, Rect},
    font::{Font, PART},
    icon::Icon,
    painter::Painter,
    parts::{PAD, Rank, SIDE},
    scene::{Label, Where},
    text::Side,
};

impl Painter<'_> {
    /// The box of a field in a form, and the room in it.
    fn well(&mut self, room: Rect, edge: Colour, thick: i32) -> Rect {
        let well = room.inset(self.x(SIDE), self.y(6));
        let (radius, thick) = (self.u(16), self.u(thick));
        self.canvas.round(well, radius, edge);
        self.canvas
            .round(well.inset(thick, thick), radius - thick, self.theme.field);
        well.inset(self.x(PAD), 0)
    }

    pub(super) fn field(&mut self, room: Rect, label: &str, value: &str, is_focused: bool) {
        let (edge, thick) = match is_focused {
            true => (self.theme.accent, 3),
            false => (self.theme.outline, 1),
        };
        let room = self.well(room, edge, thick);
        if value.is_empty() && !is_focused {
            let text = self.body().fit(label, room.width(), 1);
            text.centre(&mut self.canvas, room, Side::Left, self.theme.faint);
            return;
        }
        let ink = if is_focused {
            self.theme.accent
        } else {
            self.theme.faint
        };
        let label = self.style(Font::Regular, 16).fit(label, room.width(), 1);
        let high = room.height() - label.height() - self.y(4);
        let text = self.body().within(value, room.width() - self.u(6), high, 2);
        let last = text.lines.last().map_or(0, |line| text.style.width(line));
        let line = text.style.line();
        let bottom = room.middle() + (label.height() + text.height()) / 2;
        self.stack(room, &[(label, ink), (text, self.theme.text)]);
        if is_focused {
            let left = room.left + last / PART + self.u(2);
            let high = line * 9 / 10;
            let cursor = Rect::new(left, bottom - line + (line - high) / 2, self.u(3), high);
            self.canvas.rect(cursor, self.theme.accent);
        }
    }

    pub(super) fn pick(&mut self, room: Rect, label: &Label, value: &str, at: Where, rank: Rank) {
        match at {
            Where::Form => {
                let room = self.well(room, self.theme.outline, 1);
                let room = self.tail(room, Icon::ExpandMore);
                let label = self
                    .style(Font::Regular, 16)
                    .fit(&label.text, room.width(), 1);
                let value = self.body().fit(value, room.width(), 1);
                self.stack(room, &[(label, self.theme.faint), (value, self.theme.text)]);
            }
            Where::Page => {
                let card = self.line_card(room, rank);
                let room = self.sign(card, label.icon(), self.theme.faint);
                let room = self.tail(room, Icon::ExpandMore);
                let label = self.strong(21).fit(&label.text, room.width(), 1);
                let value = self.small().fit(value, room.width(), 1);
                self.stack(
                    room,
                    &[(label, self.theme.text), (value, self.theme.accent)],
                );
            }
        }
    }

    pub(super) fn check(&mut self, room: Rect, label: &Label, is_on: bool, at: Where, rank: Rank) {
        let room = match at {
            Where::Form => self.well(room, self.theme.outline, 1),
            Where::Page => {
                let card = self.line_card(room, rank);
                self.sign(card, label.icon(), self.theme.faint)
            }
        };
        let left = room.right - self.x(70);
        self.switch(Rect { left, ..room }, is_on);
        let room = Rect {
            right: left - self.x(8),
            ..room
        };
        let text = self.strong(21).fit(&label.text, room.width(), 2);
        text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
    }

    /// A star in the middle of a room, full or hollow.
    pub(super) fn star(&mut self, room: Rect, is_full: bool) {
        let ink = match is_full {
            true => self.theme.accent,
            false => self.theme.outline,
        };
        self.icon(Icon::Star, room, 40, ink);
        if !is_full {
            self.icon(Icon::Star, room, 22, self.theme.card);
        }
    }

    /// A switch in the middle of a room.
    pub(super) fn switch(&mut self, room: Rect, is_on: bool) {
        let high = self.u(19) * 2;
        let track = room.centred(self.u(33) * 2, high);
        let (radius, thick) = (high / 2, self.u(3));
        let thumb = match is_on {
            true => self.u(14) * 2,
            false => self.u(10) * 2,
        };
        let (back, knob) = match is_on {
            true => (self.theme.accent, self.theme.on_accent),
            false => (self.theme.ground, self.theme.outline),
        };
        if is_on {
            self.canvas.round(track, radius, back);
        } else {
            self.canvas.round(track, radius, self.theme.outline);
            let inner = track.inset(thick, thick);
            self.canvas.round(inner, radius - thick, back);
        }
        let half = Rect {
            left: if is_on {
                track.right - high
            } else {
                track.left
            },
            right: if is_on {
                track.right
            } else {
                track.left + high
            },
            ..track
        };
        let disc = half.centred(thumb, thumb);
        self.canvas.round(disc, thumb / 2, knob);
        if is_on {
            self.icon(Icon::Check, disc, 20, self.theme.accent);
        }
    }

    pub(super) fn option(&mut self, room: Rect, label: &str, is_chosen: bool, rank: Rank) {
        let pad = self.x(24);
        let side = self.u(13) * 2;
        let ring = Rect {
            left: room.left + pad,
            right: room.left + pad + side,
            ..room
        };
        let ring = ring.centred(side, side);
        let (edge, thick) = match is_chosen {
            true => (self.theme.accent, self.u(3)),
            false => (self.theme.outline, self.u(2)),
        };
        self.canvas.round(ring, side / 2, edge);
        let hole = ring.inset(thick, thick);
        self.canvas.round(hole, hole.width() / 2, self.theme.card);
        if is_chosen {
            let dot = ring.inset(thick * 2, thick * 2);
            self.canvas.round(dot, dot.width() / 2, self.theme.accent);
        }
        let left = ring.right + self.x(20);
        let text_room = Rect {
            left,
            right: room.right - pad,
            ..room
        };
        let text = self.body().fit(label, text_room.width(), 2);
        text.centre(&mut self.canvas, text_room, Side::Left, self.theme.text);
        if !rank.is_last {
            let rule = Rect {
                top: room.bottom - self.u(1),
                ..text_room
            };
            self.canvas.rect(
                Rect {
                    bottom: room.bottom,
                    ..rule
                },
                self.theme.rule,
            );
        }
    }

    pub(super) fn answer(&mut self, room: Rect, label: &Label, is_destroying: bool) {
        let (back, ink) = match is_destroying {
            true => (self.theme.danger, self.theme.on_danger),
            false => (self.theme.tonal, self.theme.on_tonal),
        };
        let button = room.inset(self.x(20), self.y(8));
        self.canvas.round(button, button.height() / 2, back);
        self.label(button, &label.text, label.icon(), ink, 22);
    }

    /// An icon and a label in the middle of a button; the label alone where it would have to be tiny beside the icon.
    pub(super) fn label(
        &mut self,
        room: Rect,
        label: &str,
        sign: Option<Icon>,
        ink: Colour,
        size: i32,
    ) {
        let style = self.strong(size);
        let (side, gap) = (self.u(26), self.x(8));
        let free = room.width() - 2 * self.x(10);
        let beside = style.fit(label, free - side - gap, 1);
        let is_tiny = beside.is_cut || beside.style.size * 100 < style.size * self.least;
        let sign = sign.filter(|_| !is_tiny);
        let (taken, text) = match sign {
            Some(_) => (side + gap, beside),
            None => (0, style.fit(label, free, 1)),
        };
        let width = text.lines.first().map_or(0, |line| text.style.width(line)) / PART;
        let left = room.left + (room.width() - width - taken) / 2;
        if let Some(sign) = sign {
            let place = Rect {
                left,
                right: left + side,
                ..room
            };
            sign.paint(&mut self.canvas, place, side, ink);
        }
        let room = Rect {
            left: left + taken,
            ..room
        };
        text.centre(&mut self.canvas, room, Side::Left, ink);
    }
}
