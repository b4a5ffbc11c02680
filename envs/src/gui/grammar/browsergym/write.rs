//! Verbs as BrowserGym's calls.

use super::Set;
use crate::gui::grammar::{
    Button, Dialect, Journey, Key, Number, Status, Tabs, Target, Travel, Unit, Unsayable,
    Value as FieldValue, Verb, pen, python::quote,
};

/// A text in quotes.
fn text(text: &str) -> String {
    quote(text, '\'')
}

/// A list of texts.
fn texts(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item)).collect();
    format!("[{}]", items.join(", "))
}

/// An element.
fn bid(target: &Target) -> Result<String, Unsayable> {
    match target {
        Target::Name(name) => Ok(text(name)),
        _ => Err(Unsayable::Part("target")),
    }
}

/// A point.
fn point(target: &Target) -> Result<String, Unsayable> {
    pen::decimals(target).map(|(x, y)| format!("{x}, {y}"))
}

/// A button behind the other arguments, where it is not the left one.
fn button(button: Button) -> Result<&'static str, Unsayable> {
    match button {
        Button::Left => Ok(""),
        Button::Middle => Ok(", button='middle'"),
        Button::Right => Ok(", button='right'"),
        Button::Back | Button::Forward => Err(Unsayable::Part("button")),
    }
}

/// A verb as a call.
pub(super) fn call(verb: &Verb, set: Set) -> Result<String, Unsayable> {
    match verb {
        Verb::Wait {
            seconds: Some(seconds),
        } => {
            let thousand = Number::from_integer(1000);
            let ms = if *seconds.numer() < 1_000_000_000_000 {
                *seconds * thousand
            } else {
                return Err(Unsayable::Part("duration"));
            };
            Ok(format!("noop({})", pen::decimal(ms)?))
        }
        Verb::Wait { .. } => Err(Unsayable::Part("missing duration")),
        Verb::Answer { text: said } => Ok(format!("send_msg_to_user({})", text(said))),
        Verb::Done {
            status: Status::Infeasible,
            message: Some(reason),
        } => Ok(format!("report_infeasible({})", text(reason))),
        Verb::Done { .. } => Err(Unsayable::Part("status or missing message")),
        Verb::Navigate(journey) => match journey {
            Journey::Back => Ok("go_back()".into()),
            Journey::Forward => Ok("go_forward()".into()),
            Journey::Url(url) => Ok(format!("goto({})", text(url))),
            Journey::Reload | Journey::Search => Err(Unsayable::Part("destination")),
        },
        Verb::Tab(tabs) => match tabs {
            Tabs::New => Ok("new_tab()".into()),
            Tabs::CloseThis => Ok("tab_close()".into()),
            Tabs::SwitchIndex(index) => Ok(format!("tab_focus({index})")),
            _ => Err(Unsayable::Part("tab")),
        },
        _ if set == Set::Bid => on_element(verb),
        _ => on_point(verb),
    }
}

/// A distance of scrolling in pixels.
fn distance(travel: Travel) -> Result<String, Unsayable> {
    match travel {
        Travel::By {
            right,
            down,
            unit: Unit::Pixels,
        } => Ok(format!("{}, {}", pen::decimal(right)?, pen::decimal(down)?)),
        _ => Err(Unsayable::Part("distance")),
    }
}

/// What is done to elements.
fn on_element(verb: &Verb) -> Result<String, Unsayable> {
    Ok(match verb {
        Verb::Scroll {
            at: Target::Here,
            travel,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            format!("scroll({})", distance(*travel)?)
        }
        Verb::SetValue {
            at,
            value: FieldValue::Text(value),
            suggest,
        } => {
            let menu = if *suggest { ", True" } else { "" };
            format!("fill({}, {}{menu})", bid(at)?, text(value))
        }
        Verb::Select { at, options } => match options.as_slice() {
            [one] => format!("select_option({}, {})", bid(at)?, text(one)),
            several => format!("select_option({}, {})", bid(at)?, texts(several)),
        },
        Verb::Click {
            at,
            button: with,
            count,
            held,
        } => {
            let name = match count {
                1 => "click",
                2 => "dblclick",
                _ => return Err(Unsayable::Part("count")),
            };
            pen::without(held.iter().all(Key::is_modifier), "keys held")?;
            let keys = match held.as_slice() {
                [] => String::new(),
                held => format!(
                    ", modifiers={}",
                    texts(&pen::names(held, Dialect::Browser)?)
                ),
            };
            format!("{name}({}{}{keys})", bid(at)?, button(*with)?)
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            format!("hover({})", bid(to)?)
        }
        Verb::Keys {
            at,
            chords,
            times: 1,
        } => match chords.as_slice() {
            [chord] => {
                let keys = Key::join(chord, Dialect::Browser).ok_or(Unsayable::Key)?;
                format!("press({}, {})", bid(at)?, text(&keys))
            }
            _ => return Err(Unsayable::Part("sequence")),
        },
        Verb::Focus { at } => format!("focus({})", bid(at)?),
        Verb::Clear { at } => format!("clear({})", bid(at)?),
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => format!("drag_and_drop({}, {})", bid(from)?, bid(to)?),
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Upload {
            at,
            files,
            documents,
        } => {
            pen::without(documents.is_empty(), "documents")?;
            format!("upload_file({}, {})", bid(at)?, texts(files))
        }
        _ => return Err(Unsayable::Verb),
    })
}

/// What is done at points.
fn on_point(verb: &Verb) -> Result<String, Unsayable> {
    Ok(match verb {
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            format!("scroll_at({}, {})", point(at)?, distance(*travel)?)
        }
        Verb::Move { to, held } => {
            pen::without(held.is_empty(), "keys held")?;
            format!("mouse_move({})", point(to)?)
        }
        Verb::Press { at, button: with } => format!("mouse_down({}{})", point(at)?, button(*with)?),
        Verb::Release { at, button: with } => format!("mouse_up({}{})", point(at)?, button(*with)?),
        Verb::Click {
            at,
            button: with,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match count {
                1 => "mouse_click",
                2 => "mouse_dblclick",
                _ => return Err(Unsayable::Part("count")),
            };
            format!("{name}({}{})", point(at)?, button(*with)?)
        }
        Verb::Drag {
            path,
            button: Button::Left,
            held,
        } if held.is_empty() => match path.as_slice() {
            [from, to] => format!("mouse_drag_and_drop({}, {})", point(from)?, point(to)?),
            _ => return Err(Unsayable::Part("way between")),
        },
        Verb::Upload {
            at,
            files,
            documents,
        } => {
            pen::without(documents.is_empty(), "documents")?;
            format!("mouse_upload_file({}, {})", point(at)?, texts(files))
        }
        Verb::KeyDown { key } => format!("keyboard_down({})", spelt(key)?),
        Verb::KeyUp { key } => format!("keyboard_up({})", spelt(key)?),
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            format!(
                "keyboard_press({})",
                text(&Key::join(chord, Dialect::Browser).ok_or(Unsayable::Key)?)
            )
        }
        Verb::Type {
            into: Target::Here,
            text: typed,
            clear: false,
            submit: false,
        } => format!("keyboard_type({})", text(typed)),
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Insert { text: inserted } => format!("keyboard_insert_text({})", text(inserted)),
        _ => return Err(Unsayable::Verb),
    })
}

/// A key in quotes.
fn spelt(key: &Key) -> Result<String, Unsayable> {
    key.spell(Dialect::Browser)
        .map(|name| text(&name))
        .ok_or(Unsayable::Key)
}
