//! Verbs as UI-TARS's calls.

use crate::gui::grammar::{
    Button, Dialect, Key, Mode, Number, Opening, Status, SystemButton, Target, Travel, Unsayable,
    Verb, pen, python::quote,
};

/// A verb as a call.
pub(super) fn call(verb: &Verb, mode: Mode) -> Result<String, Unsayable> {
    let at = |target: &Target| pen::whole(target).map(|(x, y)| format!("'<point>{x} {y}</point>'"));
    Ok(match verb {
        Verb::Click {
            at: target,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let name = match (button, count) {
                (Button::Left, 1) => "click",
                (Button::Left, 2) => "left_double",
                (Button::Right, 1) => "right_single",
                _ => return Err(Unsayable::Part("button or count")),
            };
            format!("{name}(point={})", at(target)?)
        }
        Verb::Move { to, held } if mode == Mode::Released => {
            pen::without(held.is_empty(), "keys held")?;
            format!("hover(point={})", at(to)?)
        }
        Verb::LongPress {
            at: target,
            seconds,
        } => match seconds {
            None => format!("long_press(point={})", at(target)?),
            Some(seconds) => format!(
                "long_press(point={}, time='{}')",
                at(target)?,
                pen::decimal(*seconds)?
            ),
        },
        Verb::Drag { path, button, held } => {
            pen::without(
                held.is_empty() && *button == Button::Left,
                "button or keys held",
            )?;
            match path.as_slice() {
                [from, to] => format!("drag(start_point={}, end_point={})", at(from)?, at(to)?),
                _ => return Err(Unsayable::Part("way between")),
            }
        }
        Verb::Swipe { from, to } => {
            format!("scroll(start_point={}, end_point={})", at(from)?, at(to)?)
        }
        Verb::Scroll {
            at: target,
            travel,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            let Travel::Page(direction) = travel else {
                return Err(Unsayable::Part("distance"));
            };
            match target {
                Target::Here => format!("scroll(direction='{}')", direction.word()),
                _ => format!(
                    "scroll(point={}, direction='{}')",
                    at(target)?,
                    direction.word()
                ),
            }
        }
        Verb::Keys { at, chords, times } => {
            let chord = pen::one_chord(at, chords, *times)?;
            pen::without(mode == Mode::Released || chord.len() <= 3, "fourth key")?;
            let names = Key::spell_apart(chord, Dialect::PyAutoGui, ' ').ok_or(Unsayable::Key)?;
            format!("hotkey(key={})", quote(&names.join(" "), '\''))
        }
        Verb::KeyDown { key } if mode == Mode::Released => key_call("press", key)?,
        Verb::KeyUp { key } if mode == Mode::Released => key_call("release", key)?,
        Verb::Type {
            into,
            text,
            clear,
            submit,
        } => {
            pen::without(*into == Target::Here && !clear, "target or clearing")?;
            let end = if *submit { "\n" } else { "" };
            format!("type(content={})", quote(&format!("{text}{end}"), '\''))
        }
        Verb::Open(Opening::App(name)) => format!("open_app(app_name={})", quote(name, '\'')),
        Verb::System(SystemButton::Home) => "press_home()".into(),
        Verb::System(SystemButton::Back) => "press_back()".into(),
        Verb::Wait { seconds } if *seconds == Some(Number::from_integer(5)) => "wait()".into(),
        Verb::Wait { .. } => return Err(Unsayable::Part("duration")),
        Verb::Done {
            status: Status::Success,
            message,
        } => match message {
            None => "finished()".into(),
            Some(text) => format!("finished(content={})", quote(text, '\'')),
        },
        Verb::Ask { text } if text.is_empty() => "call_user()".into(),
        Verb::Ask { text } => format!("call_user(content={})", quote(text, '\'')),
        _ => return Err(Unsayable::Verb),
    })
}

/// A call of one key.
fn key_call(name: &str, key: &Key) -> Result<String, Unsayable> {
    let spelt = key.spell(Dialect::PyAutoGui).ok_or(Unsayable::Key)?;
    Ok(format!("{name}(key={})", quote(&spelt, '\'')))
}
