//! The home screen.

use super::{
    canvas::{Colour, Rect},
    font::Font,
    icon,
    painter::Painter,
    scene::{Label, Scene},
    text::Side,
};

const WHITE: Colour = [255, 255, 255];

impl Painter<'_> {
    /// Everything around the icons.
    pub(super) fn home(&mut self, scene: &Scene) {
        self.wallpaper(scene);
        self.status(scene, WHITE);
        self.mark(WHITE);
    }

    /// The picture behind the icons, with the clock.
    fn wallpaper(&mut self, scene: &Scene) {
        let all = self.canvas.all();
        let (top, bottom) = self.theme.sky;
        self.canvas.shade(all, top, bottom);
        for (x, y, radius, opacity) in HILLS {
            let side = self.u(radius) * 2;
            let (x, y) = (self.x(x), self.y(y));
            let hill = Rect::new(x - side / 2, y - side / 2, side, side);
            let corners = super::canvas::Corners::ALL;
            self.canvas.rounded(hill, side / 2, corners, top, opacity);
        }
        let clock = Rect {
            top: self.y(560),
            bottom: self.y(700),
            ..all
        };
        let large = self
            .fixed(Font::Regular, 116)
            .fit(&scene.clock, all.width(), 1);
        large.centre(&mut self.canvas, clock, Side::Middle, WHITE);
        let day = Rect {
            top: self.y(700),
            bottom: self.y(750),
            ..all
        };
        let small = self.fixed(Font::Medium, 25).fit(&scene.day, all.width(), 1);
        small.centre(&mut self.canvas, day, Side::Middle, WHITE);
    }

    pub(super) fn app(&mut self, room: Rect, name: &Label) {
        let (sign, own) = icon::of_app(name.key);
        let (colour, ink) = self.theme.plain.unwrap_or((own, WHITE));
        let side = self.u(43) * 2;
        let square = Rect {
            bottom: room.top + self.y(112),
            ..room
        }
        .centred(side, side);
        let radius = self.u(27);
        self.canvas.shadow(square, radius, self.u(4), 40);
        self.canvas.round(square, radius, colour);
        self.icon(sign, square, 50, ink);
        let below = Rect {
            top: square.bottom,
            ..room
        };
        let label = self
            .style(Font::Medium, 18)
            .fit(&name.text, room.width() - self.x(6), 1);
        label.centre(&mut self.canvas, below, Side::Middle, WHITE);
    }
}

/// Centre, radius and opacity of the hills, in logical pixels.
const HILLS: [(i32, i32, i32, u8); 3] = [
    (120, 1420, 420, 60),
    (470, 1500, 460, 90),
    (270, 1620, 520, 120),
];
