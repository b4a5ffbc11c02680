//! What stands around the elements: the status bar, the top of a screen, buttons, the keyboard, and what lies over all of it.

use super::{
    bidi::Direction,
    canvas::{Colour, Corners, Rect},
    font::Font,
    icon::Icon,
    painter::Painter,
    scene::{Label, Over, Part, Scene, Sign},
    text::Side,
};
use crate::gui::{disturb::Shape, layout::WIDTH};

/// Height of the status bar, in logical pixels.
const STATUS: i32 = 48;
/// Where the bar below it ends.
const BAR_END: i32 = 144;
/// Where the keyboard begins, in logical pixels.
const BOARD: i32 = 790;
/// Where it begins when something floats above the content: only a strip is seen then.
const STRIP: i32 = 1126;
/// The lowest free row above the mark at the bottom.
const FOOT: i32 = 1166;

impl Painter<'_> {
    /// Everything around the elements of an app.
    pub(super) fn page(&mut self, scene: &Scene, app: &str) {
        let (all, theme) = (self.canvas.all(), self.theme);
        self.canvas.rect(all, theme.ground);
        self.status(scene, theme.text);
        let is_button = |part: &Part| matches!(part, Part::BarButton { .. });
        let buttons = scene.items.iter().filter(|item| is_button(&item.part));
        let end = buttons.map(|item| item.area.left).min().unwrap_or(WIDTH);
        let end = self.x(end as i32);
        self.head(app, &scene.title, end);
        self.scrollbar(scene);
        if let Some(label) = &scene.typing {
            let floats = |part: &Part| matches!(part, Part::Floating { .. });
            let is_strip = scene.items.iter().any(|item| floats(&item.part));
            self.keyboard(label, scene.tongue.keys(), is_strip);
        }
        self.mark(theme.faint);
    }

    /// The status bar.
    pub(super) fn status(&mut self, scene: &Scene, ink: Colour) {
        let bar = Rect {
            left: self.x(28),
            right: self.x(512),
            top: self.y(4),
            bottom: self.y(STATUS),
        };
        let clock = self
            .fixed(Font::Medium, 21)
            .fit(&scene.clock, bar.width(), 1);
        clock.centre(&mut self.canvas, bar, Side::Left, ink);
        let (side, gap) = (self.u(24), self.u(6));
        let mut right = bar.right;
        for sign in &scene.signs {
            let place = Rect {
                left: right - side,
                right,
                ..bar
            };
            sign.icon().paint(&mut self.canvas, place, side, ink);
            right -= side + gap;
        }
    }

    /// The top of a screen: its app and its title, left of `buttons` columns taken.
    fn head(&mut self, app: &str, title: &str, end: i32) {
        let room = Rect {
            left: self.x(28),
            right: end - self.x(8),
            top: self.y(STATUS),
            bottom: self.y(BAR_END),
        };
        if app == title {
            let large = self.strong(29).fit(title, room.width(), 1);
            large.centre(&mut self.canvas, room, Side::Left, self.theme.text);
            return;
        }
        let small = self.style(Font::Medium, 17).fit(app, room.width(), 1);
        // Two lines of the smallest size are a little higher than what is left; the bar has room for them.
        let high = room.height() - small.height() + self.u(6);
        let large = self.strong(29).within(title, room.width(), high, 2);
        self.stack(
            room,
            &[(small, self.theme.accent), (large, self.theme.text)],
        );
    }

    pub(super) fn bar_button(&mut self, room: Rect, label: &Label, is_enabled: bool) {
        let button = room.inset(self.x(7), self.y(20)).shifted(-self.x(7), 0);
        let (back, ink) = match is_enabled {
            true => (self.theme.tonal, self.theme.on_tonal),
            false => (self.theme.rule, self.theme.outline),
        };
        self.canvas.round(button, button.height() / 2, back);
        self.label(button, &label.text, label.icon(), ink, 19);
    }

    pub(super) fn floating(&mut self, room: Rect, label: &Label, is_enabled: bool) {
        let sign = label.icon_of_button();
        let (back, ink) = match is_enabled {
            true => (self.theme.accent, self.theme.on_accent),
            false => (self.theme.rule, self.theme.outline),
        };
        let style = self.strong(22);
        let taken = sign.map_or(0, |_| self.u(26) + self.x(8));
        let text = style.width(&label.text) / super::font::PART;
        let width = (text + taken + self.x(56)).min(room.width() - self.x(24));
        let right = room.right - self.x(20);
        let button = Rect {
            left: right - width,
            right,
            top: room.top + self.y(10),
            bottom: room.bottom - self.y(10),
        };
        let radius = self.u(22);
        self.canvas.shadow(button, radius, self.u(6), 54);
        self.canvas.round(button, radius, back);
        self.label(button, &label.text, sign, ink, 22);
    }

    /// Where one is in a screen of several pages.
    fn scrollbar(&mut self, scene: &Scene) {
        let (page, last) = scene.page;
        if last == 0 {
            return;
        }
        let (top, bottom) = (self.y(BAR_END + 8), self.y(1000));
        let (page, pages) = (i32::from(page), i32::from(last) + 1);
        let track = Rect {
            left: self.x(529),
            right: self.x(535),
            top,
            bottom,
        };
        self.canvas.round(track, track.width() / 2, self.theme.rule);
        let high = (bottom - top) / pages;
        let thumb = Rect {
            top: top + page * high,
            bottom: top + (page + 1) * high,
            ..track
        };
        self.canvas
            .round(thumb, track.width() / 2, self.theme.outline);
        let foot = Rect {
            left: 0,
            right: self.x(540),
            top: self.y(STRIP),
            bottom: self.y(FOOT),
        };
        let said = scene.tongue.filled(
            "Part {part} of {parts}",
            &[
                ("part", &(page + 1).to_string()),
                ("parts", &pages.to_string()),
            ],
        );
        let text = self.fixed(Font::Regular, 18).fit(&said, foot.width(), 1);
        text.centre(&mut self.canvas, foot, Side::Middle, self.theme.faint);
    }

    /// The mark at the bottom of the screen.
    pub(super) fn mark(&mut self, ink: Colour) {
        let all = self.canvas.all();
        let foot = Rect {
            top: self.y(1176),
            bottom: self.y(1196),
            ..all
        };
        let mark = foot.centred(self.x(150), self.u(6));
        self.canvas.round(mark, mark.height() / 2, ink);
    }

    /// The keyboard, or the strip that is seen of it.
    fn keyboard(&mut self, label: &str, keys: [&str; 4], is_strip: bool) {
        // Its letters stand where they stand, whichever way is read.
        let (is_mirrored, direction) = (self.canvas.is_mirrored(), self.canvas.direction);
        self.canvas.mirror(false);
        self.canvas.direction = Direction::Rightwards;
        self.board(label, keys, is_strip);
        self.canvas.mirror(is_mirrored);
        self.canvas.direction = direction;
    }

    fn board(&mut self, label: &str, keys: [&str; 4], is_strip: bool) {
        let all = self.canvas.all();
        let top = self.y(if is_strip { STRIP } else { BOARD });
        let board = Rect { top, ..all };
        let corners = Corners {
            bottom: false,
            ..Corners::ALL
        };
        let radius = self.u(20);
        self.canvas
            .rounded(board, radius, corners, self.theme.board, 255);
        let strip = Rect {
            bottom: top + self.y(44),
            ..board
        };
        self.label(strip, label, Some(Icon::Keyboard), self.theme.faint, 18);
        if is_strip {
            return;
        }
        let (from, to) = (strip.bottom, self.y(FOOT));
        let high = (to - from) / 5;
        for (n, row) in (0..).zip(keys) {
            let line = Rect {
                top: from + n * high,
                bottom: from + (n + 1) * high,
                ..board
            };
            self.keys(line, row, n);
        }
        let last = Rect {
            top: from + 4 * high,
            bottom: from + 5 * high,
            ..board
        };
        self.wide_keys(last);
    }

    fn keys(&mut self, line: Rect, row: &str, number: i32) {
        let wide = (line.width() - 2 * self.x(8)) / 10;
        let count = row.chars().count() as i32;
        // An alphabet without capitals has its letters in the place of the key for them.
        let has_shift = count < 9;
        let left = match number == 3 && !has_shift {
            true => line.left + self.x(8),
            false => line.left + (line.width() - count * wide) / 2,
        };
        for (n, letter) in (0..).zip(row.chars()) {
            let key = Rect::new(left + n * wide, line.top, wide, line.height());
            let mut bytes = [0; 4];
            self.key(key, letter.encode_utf8(&mut bytes), None, self.theme.key);
        }
        if number == 3 {
            let end = line.inset(self.x(8), 0);
            let shift = Rect {
                right: left - self.x(4),
                ..end
            };
            let rub = Rect {
                left: left + count * wide + self.x(4),
                ..end
            };
            if has_shift {
                self.key(shift, "", Some(Icon::Shift), self.theme.tonal);
            }
            self.key(rub, "", Some(Icon::Backspace), self.theme.tonal);
        }
    }

    fn wide_keys(&mut self, line: Rect) {
        let at = |n: i32| line.left + self.x(8) + (line.width() - 2 * self.x(8)) * n / 20;
        let room = |from: i32, to: i32| Rect {
            left: at(from),
            right: at(to),
            ..line
        };
        let rooms = [
            room(0, 3),
            room(3, 5),
            room(5, 15),
            room(15, 17),
            room(17, 20),
        ];
        self.key(rooms[0], "?123", None, self.theme.tonal);
        self.key(rooms[1], ",", None, self.theme.key);
        self.key(rooms[2], "", None, self.theme.key);
        self.key(rooms[3], ".", None, self.theme.key);
        let (accent, ink) = (self.theme.accent, self.theme.on_accent);
        let key = rooms[4].inset(self.x(3), self.y(4));
        let radius = self.u(10);
        self.canvas.round(key, radius, accent);
        self.icon(Icon::KeyboardReturn, key, 28, ink);
    }

    fn key(&mut self, room: Rect, letter: &str, sign: Option<Icon>, back: Colour) {
        let key = room.inset(self.x(3), self.y(4));
        let radius = self.u(10);
        self.canvas.round(key, radius, back);
        if let Some(sign) = sign {
            self.icon(sign, key, 28, self.theme.text);
            return;
        }
        let text = self.fixed(Font::Regular, 25).fit(letter, key.width(), 1);
        text.centre(&mut self.canvas, key, Side::Middle, self.theme.text);
    }

    /// What lies over a screen, without what can be reached on it.
    pub(super) fn cover(&mut self, over: &Over, scene: &Scene) {
        match over.shape {
            Shape::Page => self.whole(over, scene),
            _ => self.dialog(over),
        }
    }

    /// A card over a screen that has become dim, around the boxes of what is asked.
    fn dialog(&mut self, over: &Over) {
        let rooms = over.items.iter().map(|item| self.rect(item.area));
        let Some(room) = rooms.reduce(Rect::around) else {
            return;
        };
        let all = self.canvas.all();
        self.canvas.veil(all, [0, 0, 0], 130);
        let head = Rect {
            top: room.top - self.y(88),
            bottom: room.top,
            ..room
        };
        let card = Rect {
            top: head.top,
            bottom: room.bottom + self.y(16),
            ..room
        };
        let radius = self.u(34);
        self.canvas.shadow(card, radius, self.u(8), 64);
        self.canvas.round(card, radius, self.theme.card);
        let head = head.inset(self.x(26), 0);
        let text = self.strong(26).fit(&over.title, head.width(), 2);
        text.centre(&mut self.canvas, head, Side::Left, self.theme.text);
    }

    /// A line of text in a dark box near the bottom.
    pub(super) fn toast(&mut self, text: &str) {
        let all = self.canvas.all();
        let room = Rect {
            top: self.y(STRIP - 6),
            bottom: self.y(FOOT),
            ..all
        }
        .inset(self.x(16), 0);
        let radius = self.u(12);
        let (back, ink) = (self.theme.text, self.theme.card);
        self.canvas.round(room, radius, back);
        self.label(room, text, Some(Icon::Info), ink, 19);
    }
}

impl Sign {
    fn icon(self) -> Icon {
        match self {
            Sign::Battery => Icon::Battery,
            Sign::Signal => Icon::Signal,
            Sign::Wifi => Icon::Wifi,
            Sign::Airplane => Icon::Airplane,
            Sign::Bluetooth => Icon::Bluetooth,
            Sign::Quiet => Icon::Quiet,
            Sign::Location => Icon::Place,
        }
    }
}
