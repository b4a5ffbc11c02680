//! What stands in the windows of a desktop.

use super::{
    canvas::{Colour, Rect},
    font::{Font, PART},
    icon::{self, Icon},
    painter::Painter,
    scene::{Label, Lead, Part},
    text::Side,
};

/// Room at the sides of lines, in logical pixels.
const PAD: i32 = 18;
/// Width of the labels of fields.
const LABEL: i32 = 190;

impl Painter<'_> {
    /// Paint an element into its box.
    pub(super) fn row(&mut self, room: Rect, part: &Part, is_chosen: bool) {
        match part {
            Part::BarButton { label, is_enabled } | Part::Floating { label, is_enabled } => {
                self.tool(room, label, *is_enabled);
            }
            Part::Link { label } => {
                let sign = label.icon().unwrap_or(Icon::Folder);
                let room = self.led(room, sign, is_chosen);
                self.words(room, &label.text, "");
            }
            Part::Line { head, under, lead } => {
                let room = self.led(room, sign_of(*lead), is_chosen);
                self.words(room, head, under);
            }
            Part::Add {
                head,
                under,
                lead,
                times,
            } => {
                let room = self.led(room, sign_of(*lead), *times > 0);
                self.words(room, head, under);
            }
            Part::Bubble { by, text, .. } => {
                let room = self.led(room, Icon::Chat, is_chosen);
                self.words(room, text, by);
            }
            Part::Switch { is_on, label } => match label.icon() {
                Some(Icon::Star) => self.little_star(room, *is_on),
                _ => self.little_switch(room, *is_on),
            },
            Part::Empty { text } => {
                let text = self.style(Font::Regular, 16).fit(text, room.width(), 1);
                text.centre(&mut self.canvas, room, Side::Middle, self.theme.faint);
            }
            Part::Show { label, value } => {
                let (label_room, room) = self.labelled(room, &label.text);
                let style = self.style(Font::Regular, 16);
                let high = label_room.height();
                let text = style.within(value, room.width(), high, 2);
                text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
            }
            Part::Field {
                label,
                value,
                is_focused,
            } => self.entry(room, label, value, *is_focused),
            Part::Pick { label, value, .. } => {
                let (_, room) = self.labelled(room, &label.text);
                let room = self.boxed(room, self.theme.outline, 1);
                let text = self
                    .style(Font::Regular, 16)
                    .fit(value, room.width() - self.x(30), 1);
                text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
                let place = Rect {
                    left: room.right - self.x(24),
                    ..room
                };
                self.icon(Icon::ExpandMore, place, 22, self.theme.faint);
            }
            Part::Check { label, is_on, .. } => {
                let (_, room) = self.labelled(room, &label.text);
                let place = Rect {
                    right: room.left + self.x(60),
                    ..room
                };
                self.little_switch(place, *is_on);
            }
            Part::Option { label, is_chosen } => self.choice(room, label, *is_chosen),
            Part::Answer {
                label,
                is_destroying,
            } => self.reply_button(room, label, *is_destroying),
            Part::App { .. }
            | Part::Reply { .. }
            | Part::Say { .. }
            | Part::Progress { .. }
            | Part::Ad { .. }
            | Part::Banner { .. }
            | Part::Dismiss { .. }
            | Part::Toast { .. } => {}
        }
    }

    /// A button of the tool bar.
    fn tool(&mut self, room: Rect, label: &Label, is_enabled: bool) {
        let button = room.inset(self.x(4), self.y(5));
        let ink = match is_enabled {
            true => self.theme.on_tonal,
            false => self.theme.outline,
        };
        let back = if is_enabled {
            self.theme.tonal
        } else {
            self.theme.rule
        };
        self.canvas.round(button, self.u(7), back);
        self.label(button, &label.text, label.icon_of_button(), ink, 14);
    }

    /// An entry of a menu.
    pub(super) fn menu_item(&mut self, room: Rect, label: &Label) {
        let room = room.inset(self.x(12), 0);
        let place = Rect {
            right: room.left + self.x(26),
            ..room
        };
        if let Some(sign) = label.icon() {
            self.icon(sign, place, 20, self.theme.faint);
        }
        let words = Rect {
            left: place.right + self.x(8),
            ..room
        };
        let text = self
            .style(Font::Regular, 16)
            .fit(&label.text, words.width(), 1);
        text.centre(&mut self.canvas, words, Side::Left, self.theme.text);
    }

    /// A line with its sign; what remains of it.
    fn led(&mut self, room: Rect, sign: Icon, is_chosen: bool) -> Rect {
        let back = if is_chosen {
            self.theme.tonal
        } else {
            self.theme.card
        };
        self.canvas.rect(room, back);
        self.rule_below(room);
        let place = Rect {
            left: room.left + self.x(PAD),
            right: room.left + self.x(PAD + 26),
            ..room
        };
        self.icon(sign, place, 24, self.theme.accent);
        Rect {
            left: place.right + self.x(14),
            right: room.right - self.x(PAD),
            ..room
        }
    }

    fn rule_below(&mut self, room: Rect) {
        let rule = Rect {
            top: room.bottom - self.u(1),
            ..room
        };
        self.canvas.rect(rule, self.theme.rule);
    }

    /// A text at the left and what goes with it beside.
    fn words(&mut self, room: Rect, head: &str, under: &str) {
        let style = self.style(Font::Medium, 16);
        let middle = room.left + room.width() / 2;
        let left = match under.is_empty() {
            true => room,
            false => Rect {
                right: middle - self.x(10),
                ..room
            },
        };
        let text = style.within(head, left.width(), room.height(), 2);
        text.centre(&mut self.canvas, left, Side::Left, self.theme.text);
        if !under.is_empty() {
            let right = Rect {
                left: middle,
                ..room
            };
            let small = self.style(Font::Regular, 15);
            let text = small.within(under, right.width(), room.height(), 2);
            text.centre(&mut self.canvas, right, Side::Left, self.theme.faint);
        }
    }

    /// The label of a field at the left of a line; its room, and what remains.
    fn labelled(&mut self, room: Rect, label: &str) -> (Rect, Rect) {
        self.rule_below(room);
        let end = room.left + self.x(LABEL);
        let place = Rect {
            left: room.left + self.x(PAD),
            right: end,
            ..room
        };
        let text = self.style(Font::Regular, 15).fit(label, place.width(), 2);
        text.centre(&mut self.canvas, place, Side::Left, self.theme.faint);
        let rest = Rect {
            left: end + self.x(10),
            right: room.right - self.x(PAD),
            ..room
        };
        (place, rest)
    }

    /// A box to be filled in, and the room in it.
    fn boxed(&mut self, room: Rect, edge: Colour, thick: i32) -> Rect {
        let (room, thick) = (room.inset(0, self.y(6)), self.u(thick));
        self.canvas.round(room, self.u(6), edge);
        self.canvas
            .round(room.inset(thick, thick), self.u(5), self.theme.field);
        room.inset(self.x(10), 0)
    }

    fn entry(&mut self, room: Rect, label: &str, value: &str, is_focused: bool) {
        let (_, room) = self.labelled(room, label);
        let (edge, thick) = match is_focused {
            true => (self.theme.accent, 2),
            false => (self.theme.outline, 1),
        };
        let room = self.boxed(room, edge, thick);
        let style = self.style(Font::Regular, 16);
        let text = style.within(value, room.width(), room.height(), 2);
        let last = text.lines.last().map_or(0, |line| text.style.width(line)) / PART;
        let lines = text.lines.len() as i32;
        let line = text.style.line();
        text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
        if is_focused {
            let bottom = room.middle() + lines.max(1) * line / 2;
            let cursor = Rect::new(room.left + last + self.u(1), bottom - line, self.u(2), line);
            self.canvas.rect(cursor, self.theme.accent);
        }
    }

    fn little_switch(&mut self, room: Rect, is_on: bool) {
        let high = self.u(11) * 2;
        let track = room.centred(self.u(20) * 2, high);
        let (back, knob) = match is_on {
            true => (self.theme.accent, self.theme.on_accent),
            false => (self.theme.outline, self.theme.card),
        };
        self.canvas.round(track, high / 2, back);
        let left = if is_on {
            track.right - high
        } else {
            track.left
        };
        let disc = Rect::new(left, track.top, high, high).inset(self.u(3), self.u(3));
        self.canvas.round(disc, disc.width() / 2, knob);
    }

    fn little_star(&mut self, room: Rect, is_on: bool) {
        let ink = if is_on {
            self.theme.accent
        } else {
            self.theme.outline
        };
        self.icon(Icon::Star, room, 24, ink);
        if !is_on {
            self.icon(Icon::Star, room, 13, self.theme.ground);
        }
    }

    fn choice(&mut self, room: Rect, label: &str, is_chosen: bool) {
        let side = self.u(8) * 2;
        let ring = Rect {
            left: room.left + self.x(PAD),
            right: room.left + self.x(PAD) + side,
            ..room
        }
        .centred(side, side);
        let edge = if is_chosen {
            self.theme.accent
        } else {
            self.theme.outline
        };
        self.canvas.round(ring, side / 2, edge);
        let hole = ring.inset(self.u(2), self.u(2));
        self.canvas.round(hole, hole.width() / 2, self.theme.card);
        if is_chosen {
            let dot = ring.inset(self.u(4), self.u(4));
            self.canvas.round(dot, dot.width() / 2, edge);
        }
        let words = Rect {
            left: ring.right + self.x(12),
            right: room.right - self.x(PAD),
            ..room
        };
        let text = self.style(Font::Regular, 16).fit(label, words.width(), 1);
        text.centre(&mut self.canvas, words, Side::Left, self.theme.text);
    }

    fn reply_button(&mut self, room: Rect, label: &Label, is_destroying: bool) {
        let (back, ink) = match is_destroying {
            true => (self.theme.danger, self.theme.on_danger),
            false => (self.theme.tonal, self.theme.on_tonal),
        };
        let button = room.inset(self.x(18), self.y(4));
        self.canvas.round(button, self.u(7), back);
        self.label(button, &label.text, label.icon(), ink, 15);
    }
}

fn sign_of(lead: Lead) -> Icon {
    match lead {
        Lead::Initials => Icon::Person,
        Lead::Record(table) => icon::of_table(table),
    }
}
