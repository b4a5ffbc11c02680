//! What lies behind the windows of a desktop - the picture, the icons - and the task bar below them.

use super::{
    canvas::{Colour, Corners, Rect},
    desk::app_icon,
    font::Font,
    icon,
    painter::Painter,
    scene::Label,
    text::Side,
};
use crate::gui::{
    author::Kind, def::Def, desk::layout::TASKS, elements::Element, layout::Area, state::State,
    value::Value,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

const WHITE: Colour = [255, 255, 255];
/// Centre, radius and opacity of the hills behind everything, in logical pixels.
const HILLS: [(i32, i32, i32, u8); 3] = [
    (260, 980, 520, 60),
    (900, 1040, 560, 90),
    (1260, 900, 380, 80),
];

impl Painter<'_> {
    /// The picture behind everything. It is the same for all desktops of a theme and size, and is painted once for each.
    pub(super) fn sky(&mut self) {
        /// Pictures by colours and size: as many as there are themes and sizes.
        static SKIES: RwLock<BTreeMap<(Colour, Colour, usize), Arc<[u8]>>> =
            RwLock::new(BTreeMap::new());
        let (top, bottom) = self.theme.sky;
        let key = (top, bottom, self.canvas.pixels().len());
        let painted = {
            let skies = SKIES.read().unwrap_or_else(PoisonError::into_inner);
            skies.get(&key).map(Arc::clone)
        };
        if let Some(painted) = painted {
            self.canvas.pixels().copy_from_slice(&painted);
            return;
        }
        self.paint_sky();
        let painted: Arc<[u8]> = (&*self.canvas.pixels()).into();
        let mut skies = SKIES.write().unwrap_or_else(PoisonError::into_inner);
        skies.insert(key, painted);
    }

    fn paint_sky(&mut self) {
        let all = self.canvas.all();
        let (top, bottom) = self.theme.sky;
        self.canvas.shade(all, top, bottom);
        for (x, y, radius, opacity) in HILLS {
            let side = self.u(radius) * 2;
            let hill = Rect::new(self.x(x) - side / 2, self.y(y) - side / 2, side, side);
            self.canvas
                .rounded(hill, side / 2, Corners::ALL, top, opacity);
        }
    }

    pub(super) fn desk_icon(&mut self, room: Rect, name: &Label, is_chosen: bool) {
        if is_chosen {
            let radius = self.u(10);
            self.canvas.rounded(room, radius, Corners::ALL, WHITE, 70);
        }
        let (sign, own) = icon::of_app(name.key);
        let (colour, ink) = self.theme.plain.unwrap_or((own, WHITE));
        let side = self.u(46);
        let square = Rect {
            bottom: room.top + self.y(58),
            ..room
        }
        .centred(side, side);
        self.canvas.round(square, self.u(11), colour);
        self.icon(sign, square, 28, ink);
        let below = Rect {
            top: square.bottom,
            ..room
        };
        let label = self
            .fixed(Font::Medium, 15)
            .fit(&name.text, room.width(), 1);
        label.centre(&mut self.canvas, below, Side::Middle, WHITE);
    }

    /// The task bar, with what time and day it is.
    pub(super) fn tasks(&mut self, def: &Def, state: &State, all: &[(Element, Area)]) {
        let bar = Rect {
            top: self.y(TASKS as i32),
            ..self.canvas.all()
        };
        self.canvas.rect(bar, self.theme.board);
        for (element, area) in all {
            let Element::Task(app) = element else {
                continue;
            };
            let room = self.rect(*area);
            let is_front = def.app_of(&state.front) == Some(*app);
            let back = if is_front {
                self.theme.key
            } else {
                self.theme.board
            };
            self.canvas.round(room, self.u(8), back);
            let (sign, own) = app_icon(def, *app);
            let place = Rect {
                right: room.left + self.x(40),
                ..room
            };
            let own = self.theme.plain.map_or(own, |_| self.theme.text);
            self.icon(sign, place, 22, own);
            let words = Rect {
                left: place.right,
                right: room.right - self.x(6),
                ..room
            };
            let name = def.tongue().app(def, *app);
            let text = self.fixed(Font::Medium, 15).fit(name, words.width(), 1);
            text.centre(&mut self.canvas, words, Side::Left, self.theme.text);
            let mark = Rect {
                top: room.bottom - self.u(3),
                ..room
            }
            .inset(self.x(if is_front { 40 } else { 70 }), 0);
            let ink = if is_front {
                self.theme.accent
            } else {
                self.theme.outline
            };
            self.canvas.rect(mark, ink);
        }
        let tongue = def.tongue();
        let clock = |kind, number| tongue.value(&def.words, kind, &Value::Number(number));
        let room = Rect {
            left: self.x(1100),
            right: self.x(1268),
            ..bar
        };
        let day = tongue.filled(
            "{weekday} {date}",
            &[
                ("weekday", tongue.short_weekday(def.today)),
                ("date", &clock(Kind::Date, def.today)),
            ],
        );
        let time = clock(Kind::Time, def.now);
        for (n, words) in (0..).zip([&time, &day]) {
            let line = Rect {
                top: bar.top + self.y(5 + n * 19),
                bottom: bar.top + self.y(24 + n * 19),
                ..room
            };
            let text = self.fixed(Font::Medium, 14).fit(words, line.width(), 1);
            text.centre(&mut self.canvas, line, Side::Right, self.theme.text);
        }
    }
}
