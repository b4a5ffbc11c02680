//! The elements of a screen.

use super::{
    canvas::{Colour, Corners, Rect},
    font::Font,
    icon::{self, Icon},
    painter::Painter,
    scene::{Label, Lead, Part, Where},
    text::Side,
};

/// Room at the sides of lines, in logical pixels.
pub(super) const SIDE: i32 = 16;
/// Room within lines.
pub(super) const PAD: i32 = 20;
/// How round lines are.
const ROUND: i32 = 24;
const WHITE: Colour = [255, 255, 255];

/// Where a line stands among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// Whether none comes before it.
    pub(super) is_first: bool,
    /// Whether none comes after it.
    pub(super) is_last: bool,
    /// Whether its line has another element to the right.
    pub(super) is_shared: bool,
}

/// What lines are put together by.
pub(super) fn group(part: &Part) -> Option<u8> {
    match part {
        Part::Link { .. } => Some(0),
        Part::Line { .. } | Part::Add { .. } => Some(1),
        Part::Show { .. }
        | Part::Pick {
            at: Where::Page, ..
        }
        | Part::Check {
            at: Where::Page, ..
        } => Some(2),
        Part::Option { .. } => Some(3),
        _ => None,
    }
}

impl Painter<'_> {
    /// Paint an element into its box.
    pub(super) fn part(&mut self, room: Rect, part: &Part, rank: Rank) {
        match part {
            Part::App { name } => self.app(room, name),
            Part::BarButton { label, is_enabled } => self.bar_button(room, label, *is_enabled),
            Part::Floating { label, is_enabled } => self.floating(room, label, *is_enabled),
            Part::Link { label } => self.link(room, label, rank),
            Part::Line { head, under, lead } => {
                let card = self.line_card(room, rank);
                self.line(card, head, under, *lead);
            }
            Part::Add {
                head,
                under,
                lead,
                times,
            } => {
                let card = self.line_card(room, rank);
                let card = self.added(card, *times);
                self.line(card, head, under, *lead);
            }
            Part::Bubble { by, text, is_own } => self.bubble(room, by, text, *is_own),
            Part::Switch { label, is_on } => {
                let card = self.card(
                    room,
                    rank,
                    Corners {
                        left: false,
                        ..Corners::ALL
                    },
                );
                match label.icon() {
                    Some(Icon::Star) => self.star(card, *is_on),
                    _ => self.switch(card, *is_on),
                }
            }
            Part::Empty { text } => self.empty(room, text),
            Part::Show { label, value } => self.show(room, label, value, rank),
            Part::Field {
                label,
                value,
                is_focused,
            } => {
                self.field(room, label, value, *is_focused);
            }
            Part::Pick { label, value, at } => self.pick(room, label, value, *at, rank),
            Part::Check { label, is_on, at } => self.check(room, label, *is_on, *at, rank),
            Part::Option { label, is_chosen } => self.option(room, label, *is_chosen, rank),
            Part::Answer {
                label,
                is_destroying,
            } => self.answer(room, label, *is_destroying),
            Part::Reply { label } => self.reply(room, label),
            Part::Say { text } => self.sentence(room, text),
            Part::Progress { text, percent } => self.progress(room, text, *percent),
            Part::Ad { label } => self.ad(room, label),
            Part::Banner { text } => self.banner(room, text),
            Part::Dismiss { label } => self.dismiss(room, label),
            Part::Toast { text } => self.covering_toast(room, text),
        }
    }

    /// The card behind a line, and what of it is free.
    fn card(&mut self, room: Rect, rank: Rank, sides: Corners) -> Rect {
        let (side, gap) = (self.x(SIDE), self.y(5));
        let card = Rect {
            left: room.left + if sides.left { side } else { 0 },
            right: room.right - if sides.right { side } else { 0 },
            top: room.top + if rank.is_first { gap } else { 0 },
            bottom: room.bottom - if rank.is_last { gap } else { 0 },
        };
        let corners = Corners {
            top: rank.is_first,
            bottom: rank.is_last,
            ..sides
        };
        let radius = self.u(ROUND);
        self.canvas
            .rounded(card, radius, corners, self.theme.card, 255);
        if !rank.is_last {
            let pad = self.x(PAD);
            let rule = Rect {
                left: card.left + if sides.left { pad } else { 0 },
                right: card.right - if sides.right { pad } else { 0 },
                top: card.bottom - self.u(1),
                ..card
            };
            self.canvas.rect(rule, self.theme.rule);
        }
        card
    }

    /// The card of a line that may have a switch beside it.
    pub(super) fn line_card(&mut self, room: Rect, rank: Rank) -> Rect {
        let sides = Corners {
            right: !rank.is_shared,
            ..Corners::ALL
        };
        self.card(room, rank, sides).inset(self.x(PAD), 0)
    }

    /// An icon on a disc at the left of a room; what remains of the room.
    fn lead(&mut self, room: Rect, sign: Icon, disc: Colour, ink: Colour) -> Rect {
        let side = self.u(26) * 2;
        let place = Rect {
            right: room.left + side,
            ..room
        }
        .centred(side, side);
        self.canvas.round(place, side / 2, disc);
        self.icon(sign, place, 28, ink);
        Rect {
            left: place.right + self.x(16),
            ..room
        }
    }

    /// An icon at the left of a room; what remains of the room.
    pub(super) fn sign(&mut self, room: Rect, sign: Option<Icon>, colour: Colour) -> Rect {
        let Some(sign) = sign else { return room };
        let side = self.u(30);
        let place = Rect {
            right: room.left + side,
            ..room
        };
        sign.paint(&mut self.canvas, place, side, colour);
        Rect {
            left: place.right + self.x(18),
            ..room
        }
    }

    /// An icon at the right of a room; what remains of the room.
    pub(super) fn tail(&mut self, room: Rect, sign: Icon) -> Rect {
        let side = self.u(30);
        let place = Rect {
            left: room.right - side,
            ..room
        };
        sign.paint(&mut self.canvas, place, side, self.theme.faint);
        Rect {
            right: place.left - self.x(8),
            ..room
        }
    }

    fn link(&mut self, room: Rect, label: &Label, rank: Rank) {
        let card = self.line_card(room, rank);
        let room = match label.icon() {
            Some(sign) => self.lead(card, sign, self.theme.tonal, self.theme.on_tonal),
            None => card,
        };
        let room = self.tail(room, Icon::ChevronRight);
        let text = self.strong(22).fit(&label.text, room.width(), 2);
        text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
    }

    /// The sign of a line that adds, and how often it did; what remains of the room.
    fn added(&mut self, room: Rect, times: usize) -> Rect {
        let sign = match times {
            0 => Icon::Add,
            _ => Icon::CheckCircle,
        };
        let room = self.tail(room, sign);
        if times < 2 {
            return room;
        }
        let count = times.to_string();
        let text = self.small().fit(&count, room.width() / 8, 1);
        let place = Rect {
            left: room.right - self.x(30),
            ..room
        };
        text.centre(&mut self.canvas, place, Side::Right, self.theme.faint);
        Rect {
            right: place.left - self.x(6),
            ..room
        }
    }

    fn line(&mut self, card: Rect, head: &str, under: &str, lead: Lead) {
        let room = match lead {
            Lead::Record(table) => {
                let sign = icon::of_table(table);
                self.lead(card, sign, self.theme.tonal, self.theme.on_tonal)
            }
            Lead::Initials => self.face(card, head),
        };
        let (strong, small) = (self.strong(22), self.small());
        let width = room.width();
        if under.is_empty() {
            let text = strong.fit(head, width, 2);
            text.centre(&mut self.canvas, room, Side::Left, self.theme.text);
            return;
        }
        let parts = [
            (strong.fit(head, width, 1), self.theme.text),
            (small.fit(under, width, 1), self.theme.faint),
        ];
        self.stack(room, &parts);
    }

    /// A disc with initials.
    fn face(&mut self, room: Rect, name: &str) -> Rect {
        let side = self.u(28) * 2;
        let disc = Rect {
            right: room.left + side,
            ..room
        }
        .centred(side, side);
        let (back, ink) = self.theme.plain.unwrap_or((icon::tint(name), WHITE));
        self.canvas.round(disc, side / 2, back);
        let style = self.fixed(Font::Medium, 22);
        let letters = icon::initials(name);
        let fitted = style.fit(&letters, disc.width(), 1);
        fitted.centre(&mut self.canvas, disc, Side::Middle, ink);
        Rect {
            left: disc.right + self.x(16),
            ..room
        }
    }

    fn bubble(&mut self, room: Rect, by: &str, text: &str, is_own: bool) {
        let pad = self.x(20);
        let room = room.inset(pad, self.y(3));
        let (body, small) = (self.body(), self.style(Font::Regular, 15));
        let name = small.fit(by, room.width() / 2, 1);
        let high = room.height() - name.height() - self.y(10);
        let text = body.within(text, room.width() * 3 / 4, high, 2);
        let widest = text.lines.iter().map(|line| text.style.width(line)).max();
        let width = widest.unwrap_or_default() / super::font::PART + 2 * pad;
        let side = if is_own { Side::Right } else { Side::Left };
        let inner = room.inset(self.x(6), 0);
        name.set(&mut self.canvas, inner, side, self.theme.faint);
        let top = room.top + name.height();
        let left = if is_own {
            room.right - width
        } else {
            room.left
        };
        let bubble = Rect {
            left,
            right: left + width,
            top,
            bottom: room.bottom,
        };
        let height = (text.height() + self.y(12)).min(bubble.height());
        let bubble = Rect {
            bottom: bubble.top + height,
            ..bubble
        };
        let (back, ink) = match is_own {
            true => (self.theme.accent, self.theme.on_accent),
            false => (self.theme.card, self.theme.text),
        };
        let radius = self.u(22);
        self.canvas.round(bubble, radius, back);
        text.centre(&mut self.canvas, bubble, Side::Middle, ink);
    }

    fn empty(&mut self, room: Rect, text: &str) {
        let room = room.inset(self.x(32), 0);
        let text = self.body().fit(text, room.width(), 2);
        text.centre(&mut self.canvas, room, Side::Middle, self.theme.faint);
    }

    fn show(&mut self, room: Rect, label: &Label, value: &str, rank: Rank) {
        let card = self.line_card(room, rank);
        let room = self.sign(card, label.icon(), self.theme.accent);
        let (small, body) = (self.style(Font::Regular, 17), self.body());
        let label = small.fit(&label.text, room.width(), 1);
        let high = room.height() - label.height() - self.y(4);
        let value = body.within(value, room.width(), high, 2);
        self.stack(room, &[(label, self.theme.faint), (value, self.theme.text)]);
    }
}
