//! What a customer sees on the phone, tries with it and changes on it, when asked to.

use crate::{
    kit::{self, json::Json},
    rows::{gigabytes, is_true, number, row, say, text, Answer},
};

/// The access point and the address for pictures that a phone is to have.
const ACCESS_POINT: &str = "internet";
const PICTURES: &str = "mms.net";

fn phone(arguments: &Json) -> Result<(&str, Json), String> {
    let id = text(arguments, "line_id");
    Ok((id, row("phone_settings", id, "line")?))
}

/// What the customer of a phone reports.
fn report(id: &str, what: String) -> Answer {
    say(format!("the customer reports of the phone of {id}, {what}"))
}

pub fn look(arguments: &Json) -> Answer {
    let (id, phone) = phone(arguments)?;
    let setting = |name: &str| format!("{name} is {}", text(&phone, name));
    let (page, all) = match text(arguments, "page") {
        "networks" => (
            "networks page",
            vec![
                setting("airplane mode"),
                setting("mobile data"),
                setting("data roaming"),
                setting("wi-fi calling"),
                format!("the network mode is {}", text(&phone, "mode")),
            ],
        ),
        "SIM" => (
            "SIM page",
            vec![match text(&phone, "sim") {
                "locked" => "the SIM is locked and asks for the code that unlocks it".to_owned(),
                "loose" => "no SIM is found".to_owned(),
                _ => "the SIM is ready".to_owned(),
            }],
        ),
        "access point" => (
            "access point page",
            vec![
                format!("the access point is {}", text(&phone, "access")),
                format!("the address for pictures is {}", text(&phone, "pictures")),
            ],
        ),
        "data use" => ("data use page", vec![setting("data saver"), setting("VPN")]),
        _ => (
            "apps page",
            vec![format!("the messages app is {} to use files", text(&phone, "messages"))],
        ),
    };
    report(id, format!("{page}: {}", all.join("; ")))
}

/// Whether a phone has service: it can call and be called.
fn has_service(line: &Json, phone: &Json) -> bool {
    let area = kit::get_json("areas", text(phone, "place"));
    let is_down = area.map_or(false, |area| number(&area, "outage") > 0);
    text(phone, "airplane mode") == "off"
        && text(phone, "sim") == "ready"
        && text(line, "status") == "active"
        && !is_down
}

/// Whether a phone has mobile data, fast or slow.
fn has_data(line: &Json, phone: &Json) -> bool {
    let roams = is_true(line, "roaming") && text(phone, "data roaming") == "on";
    has_service(line, phone)
        && text(phone, "mobile data") == "on"
        && text(phone, "access") == ACCESS_POINT
        && number(line, "used") < gigabytes(line)
        && (roams || !is_true(phone, "abroad"))
}

pub fn attempt(arguments: &Json) -> Answer {
    let (id, phone) = phone(arguments)?;
    let line = row("lines", id, "line")?;
    let is_fast = text(&phone, "mode") == "5G" && text(&phone, "data saver") == "off" && text(&phone, "VPN") == "off";
    let said = match text(arguments, "what") {
        "call" if has_service(&line, &phone) => "trial: the call connects",
        "call" => "trial: the call does not connect",
        "picture message"
            if has_data(&line, &phone)
                && text(&phone, "pictures") == PICTURES
                && text(&phone, "messages") == "allowed" =>
        {
            "trial: the picture is sent"
        }
        "picture message" => "trial: the picture is not sent",
        _ if !has_data(&line, &phone) => "trial: pages do not load",
        _ if is_fast => "trial: pages load fast",
        _ => "trial: pages load slowly",
    };
    report(id, said.to_owned())
}

/// Has a field of a phone set, which is spoken of by `name`.
fn set(arguments: &Json, field: &str, name: &str, to: &str) -> Answer {
    let (id, mut phone) = phone(arguments)?;
    let before = text(&phone, field).to_owned();
    if before == to {
        return Err(format!("conflict: on the phone of {id} {name} is {to} already"));
    }
    phone.set(field, Json::of(to));
    kit::put_json("phone_settings", id, &phone);
    report(id, format!("done: {name} is {to}; before: {before}"))
}

pub fn switch(arguments: &Json) -> Answer {
    let setting = text(arguments, "setting");
    set(arguments, setting, setting, text(arguments, "to"))
}

pub fn set_network_mode(arguments: &Json) -> Answer {
    set(arguments, "mode", "the network mode", text(arguments, "mode"))
}

pub fn reset_access_point(arguments: &Json) -> Answer {
    let (id, mut phone) = phone(arguments)?;
    if text(&phone, "access") == ACCESS_POINT && text(&phone, "pictures") == PICTURES {
        return Err(format!("conflict: on the phone of {id} nothing of the access point is to be reset"));
    }
    phone.set("access", Json::of(ACCESS_POINT));
    phone.set("pictures", Json::of(PICTURES));
    kit::put_json("phone_settings", id, &phone);
    report(id, format!("done: the access point is {ACCESS_POINT}, and the address for pictures is {PICTURES}"))
}

pub fn reseat_sim(arguments: &Json) -> Answer {
    let (id, mut phone) = phone(arguments)?;
    if text(&phone, "sim") != "loose" {
        return Err(format!("precondition(sim_is_loose): in the phone of {id} the SIM sits well"));
    }
    phone.set("sim", Json::of("ready"));
    kit::put_json("phone_settings", id, &phone);
    report(id, "done: the SIM was taken out and put back, and is ready".to_owned())
}

pub fn enter_code(arguments: &Json) -> Answer {
    let (id, mut phone) = phone(arguments)?;
    let line = row("lines", id, "line")?;
    if text(&phone, "sim") != "locked" {
        return Err(format!("precondition(sim_is_locked): the SIM in the phone of {id} asks for no code"));
    }
    if text(&line, "puk") != text(arguments, "code") {
        return Err(format!("precondition(code_is_right): the SIM in the phone of {id} does not take this code"));
    }
    phone.set("sim", Json::of("ready"));
    kit::put_json("phone_settings", id, &phone);
    report(id, "done: the SIM takes the code and is ready".to_owned())
}

pub fn allow_messages(arguments: &Json) -> Answer {
    set(arguments, "messages", "the messages app", "allowed")
}
