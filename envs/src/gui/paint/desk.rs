//! A desktop: its picture, icons and windows from the lowest to the one in front, and the task bar.
//!
//! Windows behind are painted with what stands in them; what is seen of them can only be clicked as a whole, as their box in
//! the other views says.

use super::{
    LARGE, SOM_LARGE,
    canvas::{Canvas, Colour, Corners, Rect},
    font::Font,
    icon::{self, Icon},
    painter::Painter,
    read::{TEXT, uncovered},
    scene::Label,
    text::Side,
    theme,
};
use crate::gui::{
    def::Def,
    described,
    desk::{
        Control, HEIGHT, WIDTH, Window, Windows,
        layout::{TITLE, TOOLS},
    },
    elements::Element,
    layout::Area,
    state::{Ended, Over, State},
    view::{self, ENDED},
};
use truestep_core::view::ViewKind;

/// Pixels across and down.
pub(super) fn sides(kind: ViewKind) -> (u32, u32) {
    match kind {
        LARGE | SOM_LARGE => (WIDTH * 3 / 2, HEIGHT * 3 / 2),
        _ => (WIDTH, HEIGHT),
    }
}

/// Paint a desktop over the pixels of an image, `[height * width * 3]`; how many texts were too long and had to be cut.
pub(super) fn paint(
    def: &Def,
    state: &State,
    pixels: &mut [u8],
    (width, height): (u32, u32),
) -> usize {
    let is_dark = def.setting(state, "display", "dark") == Some(1);
    let size = def.setting(state, "display", "size");
    let percent = size.and_then(|size| TEXT.get(size as usize).copied());
    let theme = theme::of(is_dark, def.looks.contrast);
    let canvas = Canvas::new(pixels, width, height);
    let mut painter = Painter::of(canvas, theme, percent.unwrap_or(100), (WIDTH, HEIGHT));
    painter.speak(def.tongue());
    painter.desktop(def, state);
    painter.canvas.cut
}

impl Painter<'_> {
    fn desktop(&mut self, def: &Def, state: &State) {
        self.sky();
        // From here on everything is painted where left is left, and stands where its mirror image does.
        self.canvas.mirror(def.looks.is_mirrored);
        let elements = def.elements(state).into_iter().zip(def.laid(state));
        let all: Vec<(Element, Area)> = elements.collect();
        let chosen = def.selected(state);
        for (element, area) in &all {
            if let Element::Icon(app) = element {
                let room = self.rect(*area);
                self.desk_icon(room, &app_label(def, *app), chosen == Some(*element));
            }
        }
        if let Some(desk) = &state.desk {
            let behind: Vec<&Window> = desk.open().collect();
            for window in behind.into_iter().rev() {
                let own = alone(state, window);
                self.window(def, &own, Front::No);
            }
        }
        if !state.front.is_launcher() {
            self.window(def, state, Front::Yes);
        }
        self.tasks(def, state, &all);
        if state.ended != Ended::No {
            let room = Rect {
                top: self.y(620),
                bottom: self.y(660),
                ..self.canvas.all()
            }
            .centred(self.x(360), self.y(40));
            let (back, ink) = (self.theme.text, self.theme.card);
            self.canvas.round(room, self.u(10), back);
            let text = def.tongue().word(&["view"], ENDED);
            self.label(room, text, Some(Icon::Info), ink, 15);
        }
    }

    /// A window with everything in it.
    fn window(&mut self, def: &Def, state: &State, front: Front) {
        let (Some(desk), Some(app)) = (&state.desk, def.app_of(&state.front)) else {
            return;
        };
        let area = def.front_area(state, desk);
        let room = self.rect(area);
        self.frame_of(
            room,
            desk,
            front,
            &def.window_title(def.tongue(), state, app),
            app_icon(def, app),
        );
        let over = state.front.top().over;
        let below = match over {
            Over::Nothing => state.clone(),
            _ => uncovered(state),
        };
        self.canvas.clip(room);
        let chosen = match over {
            // Whose menu it is.
            Over::Menu(line) => def.line_element(&below, line),
            _ => def.selected(&below),
        };
        self.content(def, &below, chosen);
        self.pages(def, &below, area);
        if front == Front::No {
            self.canvas.veil(room, self.theme.ground, 90);
        }
        if over != Over::Nothing {
            self.covered(def, state, room);
        }
        self.canvas.unclip();
    }

    /// The frame of a window, with its title and its tool bar.
    fn frame_of(
        &mut self,
        room: Rect,
        desk: &Windows,
        front: Front,
        title: &str,
        sign: (Icon, Colour),
    ) {
        let radius = if desk.is_maximised { 0 } else { self.u(10) };
        if !desk.is_maximised {
            let depth = if front == Front::Yes { 10 } else { 5 };
            self.canvas.shadow(room, radius, self.u(depth), 70);
        }
        self.canvas.round(room, radius, self.theme.ground);
        let bar = Rect {
            bottom: room.top + self.y(TITLE as i32),
            ..room
        };
        let corners = Corners {
            bottom: false,
            ..Corners::ALL
        };
        let (back, ink) = match front {
            Front::Yes => (self.theme.tonal, self.theme.on_tonal),
            Front::No => (self.theme.rule, self.theme.faint),
        };
        self.canvas.rounded(bar, radius, corners, back, 255);
        let place = Rect {
            left: bar.left + self.x(12),
            right: bar.left + self.x(32),
            ..bar
        };
        let colour = if front == Front::Yes { sign.1 } else { ink };
        self.icon(sign.0, place, 18, colour);
        let words = Rect {
            left: place.right + self.x(8),
            right: bar.right - self.x(146),
            ..bar
        };
        let text = self.fixed(Font::Medium, 15).fit(title, words.width(), 1);
        text.centre(&mut self.canvas, words, Side::Left, ink);
        let tools = Rect {
            top: bar.bottom,
            bottom: bar.bottom + self.y(TOOLS as i32),
            ..room
        };
        self.canvas.rect(tools, self.theme.card);
        let rule = Rect {
            top: tools.bottom - self.u(1),
            ..tools
        };
        self.canvas.rect(rule, self.theme.rule);
    }

    /// The elements of the screen in a window that is not covered.
    fn content(&mut self, def: &Def, state: &State, chosen: Option<Element>) {
        let elements = def.elements(state).into_iter().zip(def.laid(state));
        for (number, (element, area)) in (0..).zip(elements) {
            let room = self.rect(area);
            match element {
                Element::Control(control) => self.control(def, state, room, control),
                Element::Window(_) | Element::Icon(_) | Element::Task(_) => {}
                _ => {
                    let part = def.part(state, number, element);
                    self.row(room, &part, chosen == Some(element));
                }
            }
        }
    }

    /// A button of the frame.
    fn control(&mut self, def: &Def, state: &State, room: Rect, control: Control) {
        let ink = self.theme.on_tonal;
        let (side, thick) = (self.u(12), self.u(2));
        let square = room.centred(side, side);
        match control {
            Control::Back => {
                let label = described::describe(def, state, Element::Control(control)).label;
                let ink = self.theme.accent;
                self.label(room, &label, Some(Icon::Reply), ink, 14);
            }
            Control::Minimise => {
                let line = Rect {
                    top: square.bottom - thick,
                    ..square
                };
                self.canvas.rect(line, ink);
            }
            Control::Maximise => {
                let back = self.theme.tonal;
                self.canvas.rect(square, ink);
                self.canvas.rect(square.inset(thick, thick), back);
            }
            Control::Close => {
                for n in 0..side {
                    for left in [square.left + n, square.right - n - thick] {
                        let dot = Rect::new(left, square.top + n, thick, self.u(1));
                        self.canvas.rect(dot, ink);
                    }
                }
            }
        }
    }

    /// Where one is in a screen of several pages.
    fn pages(&mut self, def: &Def, state: &State, window: Area) {
        let frame = state.front.top();
        let last = def.last_page(state, frame);
        if last == 0 {
            return;
        }
        let pages = i32::from(last) + 1;
        let room = self.rect(window);
        let top = room.top + self.y((TITLE + TOOLS) as i32 + 4);
        let track = Rect {
            left: room.right - self.x(8),
            right: room.right - self.x(3),
            top,
            bottom: room.bottom - self.y(12),
        };
        self.canvas.round(track, track.width() / 2, self.theme.rule);
        let high = track.height() / pages;
        let thumb = Rect {
            top: track.top + i32::from(frame.scroll) * high,
            bottom: track.top + (i32::from(frame.scroll) + 1) * high,
            ..track
        };
        self.canvas
            .round(thumb, track.width() / 2, self.theme.outline);
    }

    /// A dialog or a menu over a window.
    fn covered(&mut self, def: &Def, state: &State, window: Rect) {
        let elements = def.elements(state).into_iter().zip(def.laid(state));
        let all: Vec<(u8, Element, Rect)> = (0..)
            .zip(elements)
            .filter(|(_, (element, _))| {
                !matches!(
                    element,
                    Element::Window(_) | Element::Icon(_) | Element::Task(_)
                )
            })
            .map(|(number, (element, area))| (number, element, self.rect(area)))
            .collect();
        let rooms = all.iter().map(|(.., room)| *room);
        let Some(around) = rooms.reduce(Rect::around) else {
            return;
        };
        let is_menu = matches!(state.front.top().over, Over::Menu(_));
        let above = if is_menu { self.y(6) } else { self.y(52) };
        if !is_menu {
            self.canvas.veil(window, [0, 0, 0], 90);
        }
        let card = Rect {
            top: around.top - above,
            bottom: around.bottom + self.y(8),
            ..around
        };
        self.canvas.shadow(card, self.u(10), self.u(6), 70);
        self.canvas.round(card, self.u(10), self.theme.card);
        if !is_menu {
            let head = Rect {
                top: card.top,
                bottom: around.top,
                ..card
            }
            .inset(self.x(18), 0);
            let title = view::heading(def, state);
            let text = self.strong(17).fit(&title, head.width(), 2);
            text.centre(&mut self.canvas, head, Side::Left, self.theme.text);
        }
        for (number, element, room) in all {
            match element {
                Element::Action(_) => {
                    let described = described::describe(def, state, element);
                    let (text, key) = (described.label, described.key);
                    self.menu_item(room, &Label { text, key });
                }
                _ => {
                    let part = def.part(state, number, element);
                    self.row(room, &part, false);
                }
            }
        }
    }
}

/// Whether a window is the one in front.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    Yes,
    No,
}

/// A desktop with nothing but a window of another.
fn alone(state: &State, window: &Window) -> State {
    State {
        front: window.surface.clone(),
        desk: Some(Box::new(Windows {
            is_maximised: window.is_maximised,
            ..Windows::default()
        })),
        ..state.clone()
    }
}

fn app_label(def: &Def, app: u8) -> Label {
    Label {
        text: def.tongue().app(def, app).to_owned(),
        key: def.app_name(app),
    }
}

pub(super) fn app_icon(def: &Def, app: u8) -> (Icon, Colour) {
    icon::of_app(def.app_name(app))
}
