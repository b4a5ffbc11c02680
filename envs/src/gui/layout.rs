//! Where everything is: boxes in logical pixels, whole numbers, the same for every density.

use super::{
    author::Place,
    bake::BakedWidget,
    def::Def,
    desk,
    disturb::Shape,
    elements::Element,
    state::{Over, State},
};

/// Width of the screen, in logical pixels.
pub const WIDTH: u32 = 540;
/// Height of the screen, in logical pixels.
pub const HEIGHT: u32 = 1200;
/// Height of the status bar at the top.
const STATUS: u32 = 48;
/// Height of the bar below it.
const BAR: u32 = 96;
/// Width of a button in that bar.
const BAR_BUTTON: u32 = 132;
/// Height of a line of content.
const LINE: u32 = 96;
/// Width of a switch in a line.
const SWITCH: u32 = 108;
/// Top of the buttons that float above the content.
const FLOATING_TOP: u32 = 1028;
/// Height of these.
const FLOATING: u32 = 88;
/// Icons in a row of the home screen.
const ICONS: u32 = 4;
/// Height of an icon with its name.
const ICON: u32 = 150;
/// Top of what lies over a screen.
const OVER_TOP: u32 = 240;
/// Height of a line there.
const OVER_LINE: u32 = 84;
/// Room left at the sides of what lies over a screen.
const OVER_SIDE: u32 = 60;
/// The same where it takes the whole screen.
const PAGE_SIDE: u32 = 30;
/// Where what lies at the bottom of a screen ends.
const SHEET_END: u32 = 1140;

/// A box: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub left: u32,
    /// The first row.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Area {
    /// Whether a point is in it.
    #[must_use]
    pub fn holds(self, x: u32, y: u32) -> bool {
        (self.left..self.left + self.width).contains(&x)
            && (self.top..self.top + self.height).contains(&y)
    }

    /// The pixel at its centre.
    #[must_use]
    pub fn centre(self) -> (u32, u32) {
        (self.left + self.width / 2, self.top + self.height / 2)
    }
}

impl Def {
    /// The boxes of all elements, in their order. None overlaps another.
    #[must_use]
    pub fn areas(&self, state: &State) -> Vec<Area> {
        let mut areas = self.laid(state);
        if self.looks.is_mirrored {
            for area in &mut areas {
                *area = self.mirrored(*area);
            }
        }
        areas
    }

    /// Where a box stands that is laid there where left is left.
    pub(super) fn mirrored(&self, area: Area) -> Area {
        match self.looks.is_mirrored {
            true => Area {
                left: self.sides().0 - area.left - area.width,
                ..area
            },
            false => area,
        }
    }

    /// The same where left is left.
    pub(super) fn laid(&self, state: &State) -> Vec<Area> {
        if let Some(desk) = &state.desk {
            return self.desk_areas(state, desk);
        }
        let elements = self.elements(state);
        let screen = self.screen(state.front.top().screen);
        let is_at = |element: &Element, at: Place| match element {
            Element::Button(widget) => {
                matches!(screen.widgets[usize::from(*widget)], BakedWidget::Button(_, place, _) if place == at)
            }
            _ => false,
        };
        let count = |at: Place| elements.iter().filter(|element| is_at(element, at)).count() as u32;
        let (in_bar, floating) = (count(Place::Bar), count(Place::Floating));
        let shape = self.disturbing(state).map(|page| page.shape);
        let count_all = elements.len() as u32;
        let is_over = state.front.top().over != Over::Nothing;
        let (mut bar, mut low, mut lines) = (0, 0, 0_u32);
        let place = |(number, element): (usize, &Element)| {
            let number = number as u32;
            match element {
                Element::Say(_) | Element::Code | Element::Reply(_) => {
                    disturbing(shape, number, count_all)
                }
                Element::Icon(_) => icon(number - banner_elements(shape)),
                _ if is_over => Area {
                    left: OVER_SIDE,
                    top: OVER_TOP + number * OVER_LINE,
                    width: WIDTH - 2 * OVER_SIDE,
                    height: OVER_LINE,
                },
                button if is_at(button, Place::Bar) => {
                    bar += 1;
                    let left = WIDTH - (in_bar + 1 - bar) * BAR_BUTTON;
                    Area {
                        left,
                        top: STATUS,
                        width: BAR_BUTTON,
                        height: BAR,
                    }
                }
                Element::Button(_) => {
                    low += 1;
                    let width = WIDTH / floating.max(1);
                    Area {
                        left: (low - 1) * width,
                        top: FLOATING_TOP,
                        width,
                        height: FLOATING,
                    }
                }
                Element::Turn(..) => line(lines - 1, WIDTH - SWITCH, SWITCH),
                Element::Line(widget, _) => {
                    lines += 1;
                    let switch = match screen.widgets[usize::from(*widget)] {
                        BakedWidget::List { turns: Some(_), .. } => SWITCH,
                        _ => 0,
                    };
                    line(lines - 1, 0, WIDTH - switch)
                }
                _ => {
                    lines += 1;
                    line(lines - 1, 0, WIDTH)
                }
            }
        };
        elements.iter().enumerate().map(place).collect()
    }

    /// Width and height of the screen, in logical pixels.
    pub(super) fn sides(&self) -> (u32, u32) {
        match self.is_desktop() {
            true => (desk::WIDTH, desk::HEIGHT),
            false => (WIDTH, HEIGHT),
        }
    }

    /// The element at a point.
    pub(super) fn element_at(&self, state: &State, x: u32, y: u32) -> Option<u8> {
        let areas = self.areas(state);
        areas
            .iter()
            .position(|area| area.holds(x, y))
            .map(|at| at as u8)
    }
}

/// How many elements stand in the place of the bar.
fn banner_elements(shape: Option<Shape>) -> u32 {
    match shape {
        Some(Shape::Banner) => 2,
        _ => 0,
    }
}

/// An element of a disturbance, of so many.
fn disturbing(shape: Option<Shape>, number: u32, count: u32) -> Area {
    let stacked = |left: u32, top: u32| Area {
        left,
        top: top + number * OVER_LINE,
        width: WIDTH - 2 * left,
        height: OVER_LINE,
    };
    match shape {
        Some(Shape::Banner) => Area {
            left: number * (WIDTH - BAR_BUTTON),
            top: STATUS,
            width: match number {
                0 => WIDTH - BAR_BUTTON,
                _ => BAR_BUTTON,
            },
            height: BAR,
        },
        Some(Shape::Toast) => Area {
            left: 0,
            top: FLOATING_TOP,
            width: WIDTH,
            height: FLOATING,
        },
        Some(Shape::Page) => stacked(PAGE_SIDE, OVER_TOP),
        Some(Shape::Sheet) => stacked(OVER_SIDE, SHEET_END - count * OVER_LINE),
        Some(Shape::Dialog) | None => stacked(OVER_SIDE, OVER_TOP),
    }
}

fn line(number: u32, left: u32, width: u32) -> Area {
    Area {
        left,
        top: STATUS + BAR + number * LINE,
        width,
        height: LINE,
    }
}

fn icon(number: u32) -> Area {
    let width = WIDTH / ICONS;
    Area {
        left: number % ICONS * width,
        top: STATUS + BAR + number / ICONS * ICON,
        width,
        height: ICON,
    }
}
