//! Verbs as lines of pyautogui.

use crate::gui::grammar::{
    Button, Dialect, Direction, Key, Status, Target, Unit, Unsayable, Verb, pen, python::quote,
};

/// A verb as one line.
pub(super) fn line(verb: &Verb) -> Result<String, Unsayable> {
    let call = match verb {
        Verb::Click {
            at,
            button,
            count,
            held,
        } => {
            pen::without(held.is_empty(), "keys held")?;
            clicked(&place(at)?, *button, *count)?
        }
        Verb::Move { to, held } => {
            pen::without(
                held.is_empty() && *to != Target::Here,
                "keys held or missing point",
            )?;
            moved(to, "moveTo", "moveRel", None)?
        }
        Verb::Drag { path, button, held } => {
            pen::without(held.is_empty(), "keys held")?;
            match path.as_slice() {
                [Target::Here, to] => moved(to, "dragTo", "dragRel", Some(*button))?,
                _ => return Err(Unsayable::Part("beginning or way between")),
            }
        }
        Verb::Press { at, button } => joined("mouseDown", place(at)?, named(*button)?),
        Verb::Release { at, button } => joined("mouseUp", place(at)?, named(*button)?),
        Verb::Scroll { at, travel, held } => {
            pen::without(held.is_empty(), "keys held")?;
            let (direction, amount) = travel
                .along(Unit::Clicks)
                .ok_or(Unsayable::Part("distance"))?;
            let (name, amount) = match direction {
                Direction::Up => ("scroll", amount),
                Direction::Down => ("scroll", -amount),
                Direction::Right => ("hscroll", amount),
                Direction::Left => ("hscroll", -amount),
            };
            let mut parts = vec![pen::decimal(amount)?];
            parts.extend(place(at)?);
            format!("{name}({})", parts.join(", "))
        }
        Verb::Type {
            into: Target::Here,
            text,
            clear: false,
            submit: false,
        } => format!("write({})", quote(text, '\'')),
        Verb::Type { .. } => return Err(Unsayable::Part("target, clearing or Enter")),
        Verb::Keys { at, chords, times } => keys(at, chords, *times)?,
        Verb::KeyDown { key } => format!("keyDown({})", spelt(key)?),
        Verb::KeyUp { key } => format!("keyUp({})", spelt(key)?),
        Verb::Wait {
            seconds: Some(seconds),
        } => return Ok(format!("time.sleep({})", pen::decimal(*seconds)?)),
        Verb::Wait { seconds: None } => return Ok("WAIT".into()),
        Verb::Done {
            status: Status::Success,
            message: None,
        } => return Ok("DONE".into()),
        Verb::Done {
            status: Status::Infeasible,
            message: None,
        } => return Ok("FAIL".into()),
        Verb::Done { .. } => return Err(Unsayable::Part("status or message")),
        _ => return Err(Unsayable::Verb),
    };
    Ok(format!("pyautogui.{call}"))
}

/// A key in quotes.
fn spelt(key: &Key) -> Result<String, Unsayable> {
    key.spell(Dialect::PyAutoGui)
        .map(|name| quote(&name, '\''))
        .ok_or(Unsayable::Key)
}

/// A point as two arguments; none where the cursor is.
fn place(at: &Target) -> Result<Vec<String>, Unsayable> {
    if *at == Target::Here {
        return Ok(Vec::new());
    }
    let (x, y) = pen::decimals(at)?;
    Ok(vec![format!("x={x}"), format!("y={y}")])
}

/// A button as an argument; none for the left one.
fn named(button: Button) -> Result<Option<String>, Unsayable> {
    match button {
        Button::Left => Ok(None),
        Button::Right => Ok(Some("button='right'".into())),
        Button::Middle => Ok(Some("button='middle'".into())),
        Button::Back | Button::Forward => Err(Unsayable::Part("button")),
    }
}

/// A call of some arguments and perhaps one more.
fn joined(name: &str, mut parts: Vec<String>, more: Option<String>) -> String {
    parts.extend(more);
    format!("{name}({})", parts.join(", "))
}

/// A click.
fn clicked(place: &[String], button: Button, count: u8) -> Result<String, Unsayable> {
    let name = match count {
        1 => "click",
        2 => "doubleClick",
        3 => "tripleClick",
        _ => return Err(Unsayable::Part("count")),
    };
    Ok(joined(name, place.to_vec(), named(button)?))
}

/// A way to a point or by an offset.
fn moved(
    to: &Target,
    point: &str,
    offset: &str,
    button: Option<Button>,
) -> Result<String, Unsayable> {
    let button = button.map_or(Ok(None), named)?;
    match to {
        Target::Offset(x, y) => Ok(joined(
            offset,
            vec![pen::decimal(*x)?, pen::decimal(*y)?],
            button,
        )),
        Target::Point(_) => Ok(joined(point, place(to)?, button)),
        _ => Err(Unsayable::Part("target")),
    }
}

/// Keys: one chord, or single keys one after another.
fn keys(at: &Target, chords: &[Vec<Key>], times: u32) -> Result<String, Unsayable> {
    pen::without(*at == Target::Here, "target")?;
    let single = chords.iter().all(|chord| chord.len() == 1);
    if !single {
        let chord = pen::one_chord(at, chords, times)?;
        let names = chord.iter().map(spelt).collect::<Result<Vec<_>, _>>()?;
        return Ok(format!("hotkey({})", names.join(", ")));
    }
    let names = chords
        .iter()
        .flatten()
        .map(spelt)
        .collect::<Result<Vec<_>, _>>()?;
    let names = match names.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let presses = if times == 1 {
        String::new()
    } else {
        format!(", presses={times}")
    };
    Ok(format!("press({names}{presses})"))
}
