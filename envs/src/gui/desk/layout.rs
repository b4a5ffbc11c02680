//! Where everything is on a desktop: boxes in logical pixels.

use super::{Control, Windows};
use crate::gui::{
    bake::BakedWidget,
    def::Def,
    elements::{Element, PAGE},
    layout::Area,
    state::{Over, State},
};

/// Width of a desktop, in logical pixels.
pub const WIDTH: u32 = 1280;
/// Height of a desktop, in logical pixels.
pub const HEIGHT: u32 = 720;
/// Top of the task bar.
pub(in crate::gui) const TASKS: u32 = 672;
/// Width of an entry in it, and from one to the next.
const TASK: (u32, u32) = (162, 170);
/// The column of icons: left, top, width, height of one and from one to the next.
const ICON: (u32, u32, u32, u32, u32) = (14, 14, 104, 84, 92);
/// A window as it opens: left and top of the first, and how much further each app's stands.
const FIRST: (u32, u32) = (140, 10);
const STEP: (u32, u32) = (44, 22);
/// Its width and height.
const SIZE: (u32, u32) = (880, 536);
/// Height of its title bar.
pub(in crate::gui) const TITLE: u32 = 34;
/// Height of its tool bar.
pub(in crate::gui) const TOOLS: u32 = 42;
/// Width of a button in the title bar.
const CONTROL: u32 = 46;
/// Width of the button that goes back.
const BACK: u32 = 96;
/// Width of a button in the tool bar, at most.
const TOOL: u32 = 156;
/// Width of a switch in a line.
const SWITCH: u32 = 100;
/// What is left free below the last line.
const FOOT: u32 = 10;
/// A dialog: width, the room above its first line, height of a line.
const DIALOG: (u32, u32, u32) = (380, 60, 40);
/// A menu: how far from the left of its window, width, height of a line.
const MENU: (u32, u32, u32) = (260, 240, 36);
/// What is seen of another window can be clicked if it has sides of at least so many pixels.
const LEAST: u32 = 20;

impl Def {
    /// The box of the window of an app.
    pub(in crate::gui) fn window_area(&self, app: u8, is_maximised: bool) -> Area {
        if is_maximised {
            return Area {
                left: 0,
                top: 0,
                width: WIDTH,
                height: TASKS,
            };
        }
        let place = self.apps.iter().position(|other| *other == app);
        let place = place.unwrap_or_default() as u32;
        Area {
            left: FIRST.0 + place * STEP.0,
            top: FIRST.1 + place * STEP.1,
            width: SIZE.0,
            height: SIZE.1,
        }
    }

    /// The windows behind the one in front of which something is seen, by app, the uppermost first, with the largest box that
    /// is.
    pub(in crate::gui) fn seen_windows(&self, state: &State, desk: &Windows) -> Vec<(u8, Area)> {
        let mut above: Vec<Area> = vec![];
        if let Some(app) = self.app_of(&state.front) {
            above.push(self.window_area(app, desk.is_maximised));
        }
        let mut seen = vec![];
        for window in desk.open() {
            let Some(app) = self.app_of(&window.surface) else {
                continue;
            };
            let own = self.window_area(app, window.is_maximised);
            let free = above.iter().fold(vec![own], |free, over| {
                free.into_iter()
                    .flat_map(|area| without(area, *over))
                    .collect()
            });
            let size = |area: &Area| (area.width * area.height, area.left);
            let largest = free.into_iter().filter(is_large).max_by_key(size);
            seen.extend(largest.map(|area| (app, area)));
            above.push(own);
        }
        seen
    }

    /// The box of the window in front.
    pub(in crate::gui) fn front_area(&self, state: &State, desk: &Windows) -> Area {
        let app = self.app_of(&state.front).unwrap_or_default();
        self.window_area(app, desk.is_maximised)
    }

    /// The boxes of all elements.
    pub(in crate::gui) fn desk_areas(&self, state: &State, desk: &Windows) -> Vec<Area> {
        let elements = self.elements(state);
        let window = self.front_area(state, desk);
        let seen = self.seen_windows(state, desk);
        let is_tool = |element: &&Element| matches!(element, Element::Button(_));
        let tools = elements.iter().filter(is_tool).count() as u32;
        let back = match elements.contains(&Element::Control(Control::Back)) {
            true => BACK,
            false => 0,
        };
        let (mut tool, mut line, mut over, mut other, mut icon, mut task) = (0, 0, 0, 0, 0, 0);
        let count = elements.iter().filter(|e| is_over(e)).count() as u32;
        let next = |number: &mut u32| std::mem::replace(number, *number + 1);
        let place = |element: &Element| match element {
            Element::Control(control) => control_area(window, *control),
            Element::Button(_) => tool_area(window, back, next(&mut tool), tools),
            Element::Window(_) => {
                let at = next(&mut other) as usize;
                seen.get(at).map_or(window, |(_, area)| *area)
            }
            Element::Icon(_) => icon_area(next(&mut icon)),
            Element::Task(_) => task_area(next(&mut task)),
            element if is_over(element) => self.over_area(state, window, next(&mut over), count),
            Element::Turn(..) => Area {
                left: window.left + window.width - SWITCH,
                width: SWITCH,
                ..line_area(window, line - 1)
            },
            Element::Line(widget, _) => {
                let widgets = &self.screen(state.front.top().screen).widgets;
                let switch = match widgets[usize::from(*widget)] {
                    BakedWidget::List { turns: Some(_), .. } => SWITCH,
                    _ => 0,
                };
                let area = line_area(window, next(&mut line));
                Area {
                    width: area.width - switch,
                    ..area
                }
            }
            _ => line_area(window, next(&mut line)),
        };
        elements.iter().map(place).collect()
    }

    /// The box of something that lies over the window in front.
    fn over_area(&self, state: &State, window: Area, number: u32, count: u32) -> Area {
        if let Over::Menu(line) = state.front.top().over {
            let (left, width, height) = MENU;
            let last = window.top + window.height - FOOT - count * height;
            let top = (line_area(window, u32::from(line)).top + height / 2).min(last);
            return Area {
                left: window.left + left,
                top: top + number * height,
                width,
                height,
            };
        }
        let (width, above, height) = DIALOG;
        Area {
            left: window.left + (window.width - width) / 2,
            top: window.top + TITLE + TOOLS + above + number * height,
            width,
            height,
        }
    }
}

/// Whether an element lies over the screen of its window.
fn is_over(element: &Element) -> bool {
    matches!(
        element,
        Element::Yes | Element::No | Element::Option(..) | Element::Action(_)
    )
}

/// The box of a line in a window.
pub(in crate::gui) fn line_area(window: Area, number: u32) -> Area {
    let height = (window.height - TITLE - TOOLS - FOOT) / PAGE as u32;
    Area {
        left: window.left,
        top: window.top + TITLE + TOOLS + number * height,
        width: window.width,
        height,
    }
}

fn control_area(window: Area, control: Control) -> Area {
    let right = window.left + window.width;
    let place = match control {
        Control::Back => {
            return Area {
                left: window.left,
                top: window.top + TITLE,
                width: BACK,
                height: TOOLS,
            };
        }
        Control::Minimise => 3,
        Control::Maximise => 2,
        Control::Close => 1,
    };
    Area {
        left: right - place * CONTROL,
        top: window.top,
        width: CONTROL,
        height: TITLE,
    }
}

/// The box of a button in the tool bar, beside the one that goes back.
fn tool_area(window: Area, back: u32, number: u32, count: u32) -> Area {
    let width = ((window.width - back) / count.max(1)).min(TOOL);
    Area {
        left: window.left + back + number * width,
        top: window.top + TITLE,
        width,
        height: TOOLS,
    }
}

fn icon_area(number: u32) -> Area {
    let (left, top, width, height, step) = ICON;
    Area {
        left,
        top: top + number * step,
        width,
        height,
    }
}

fn task_area(number: u32) -> Area {
    Area {
        left: 8 + number * TASK.1,
        top: TASKS + 4,
        width: TASK.0,
        height: HEIGHT - TASKS - 8,
    }
}

fn is_large(area: &Area) -> bool {
    area.width >= LEAST && area.height >= LEAST
}

/// What is left of a box beside another: up to four boxes, which may overlap each other.
fn without(area: Area, over: Area) -> Vec<Area> {
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    let (over_right, over_bottom) = (over.left + over.width, over.top + over.height);
    let apart = over.left >= right
        || over_right <= area.left
        || over.top >= bottom
        || over_bottom <= area.top;
    if apart {
        return vec![area];
    }
    let sides = [
        Area {
            width: over.left.saturating_sub(area.left),
            ..area
        },
        Area {
            left: over_right,
            width: right.saturating_sub(over_right),
            ..area
        },
        Area {
            height: over.top.saturating_sub(area.top),
            ..area
        },
        Area {
            top: over_bottom,
            height: bottom.saturating_sub(over_bottom),
            ..area
        },
    ];
    sides
        .into_iter()
        .filter(|side| side.width > 0 && side.height > 0)
        .collect()
}
