//! The assistants themselves: what each may work on, what runs by itself, and when one is paused.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// Who makes these calls.
const YOU: &str = "you";

pub fn list_assistants() -> Answer {
    let mut said = String::from("assistants:");
    for (id, assistant) in rows("assistants", "") {
        said.push_str(&format!("\n- assistant {id}: {}", text(&assistant, "name")));
    }
    say(said)
}

fn pause(assistant: &Json) -> String {
    match assistant.field("pause") {
        Some(Json::Number(day)) => format!("from day {day} on"),
        _ => "none".to_owned(),
    }
}

pub fn get_assistant() -> Answer {
    let you = row("assistants", YOU, "assistant")?;
    let mut said = format!("you, the assistant\npaused: {}", pause(&you));
    for (area, access) in rows("accesses", "") {
        said.push_str(&format!("\n- access to the {area}: {}", text(&access, "holder")));
    }
    for (id, run) in rows("runs", "") {
        said.push_str(&format!("\n- run {id}: {}, every day at hour {}", text(&run, "what"), number(&run, "hour")));
    }
    say(said)
}

pub fn set_pause(arguments: &Json) -> Answer {
    let mut you = row("assistants", YOU, "assistant")?;
    let (before, day) = (pause(&you), number(arguments, "day"));
    you.set("pause", Json::Number(day));
    if before == pause(&you) {
        return Err(format!("conflict: you are paused {before} already"));
    }
    kit::put_json("assistants", YOU, &you);
    say(format!("you, the assistant, are paused {}; before: {before}", pause(&you)))
}

pub fn hand_over(arguments: &Json) -> Answer {
    let (area, to) = (text(arguments, "area"), text(arguments, "to"));
    let mut access = row("accesses", area, "access")?;
    row("assistants", to, "assistant")?;
    if text(&access, "holder") != YOU {
        return Err(format!("permission: access to the {area} is not yours to hand over"));
    }
    if to == YOU {
        return Err(format!("conflict: access to the {area} is yours already"));
    }
    access.set("holder", Json::of(to));
    kit::put_json("accesses", area, &access);
    say(format!("access to the {area}: handed over from you to {to}"))
}

pub fn delete_run(arguments: &Json) -> Answer {
    let id = text(arguments, "run_id");
    let run = row("runs", id, "run")?;
    kit::delete("runs", id);
    say(format!("run {id}: {}, deleted", text(&run, "what")))
}

pub fn plan_run(arguments: &Json) -> Answer {
    let (what, hour) = (plain(text(arguments, "what")), number(arguments, "hour"));
    let id = what.replace(' ', "-");
    if id.is_empty() || kit::get("runs", &id).is_some() {
        return Err(format!("conflict: there is a run `{id}`, or it has no name"));
    }
    let run = Json::object(vec![("hour", Json::Number(hour)), ("what", Json::of(&what))]);
    kit::put_json("runs", &id, &run);
    say(format!("run {id}: {what}, planned for every day at hour {hour}"))
}
