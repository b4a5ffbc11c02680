//! Files: where they lie, what they say, their versions, and who they are shared with or sent to.

use crate::kit::{self, json::Json};
use crate::rows::*;

/// A line about a file.
fn line(id: &str, file: &Json) -> String {
    format!("file {id}: {}, in {}, {}", text(file, "name"), text(file, "folder"), text(file, "marked"))
}

pub fn find_file(arguments: &Json) -> Answer {
    let words = plain(text(arguments, "name"));
    let is_called = |row: &(String, Json)| plain(text(&row.1, "name")).contains(&words);
    let lines: Vec<String> = rows("files", "").into_iter().filter(is_called).map(|(id, file)| line(&id, &file)).collect();
    say_list(format!("files called {words}:"), &lines, "no files of this name")
}

pub fn list_folder(arguments: &Json) -> Answer {
    let folder = plain(text(arguments, "folder"));
    let is_there = |row: &(String, Json)| text(&row.1, "folder") == folder;
    let lines: Vec<String> = rows("files", "").into_iter().filter(is_there).map(|(id, file)| line(&id, &file)).collect();
    say_list(format!("folder {folder}:"), &lines, "no files in it")
}

fn versions(file: &Json) -> &[Json] {
    match file.field("versions") {
        Some(Json::List(versions)) => versions,
        _ => &[],
    }
}

pub fn read_file(arguments: &Json) -> Answer {
    let id = text(arguments, "file_id");
    let file = row("files", id, "file")?;
    let shared = texts(&file, "shared");
    let shared = if shared.is_empty() { "nobody".to_owned() } else { shared.join(", ") };
    let all = versions(&file);
    let last = all.last().cloned().unwrap_or(Json::Null);
    say(format!(
        "file {id}: {}\nin: {}\nmarked: {}\nshared with: {shared}{}\nversion {} of day {}\n{}",
        text(&file, "name"),
        text(&file, "folder"),
        text(&file, "marked"),
        sent_about(id),
        all.len(),
        number(&last, "day"),
        text(&last, "text")
    ))
}

pub fn list_versions(arguments: &Json) -> Answer {
    let id = text(arguments, "file_id");
    let file = row("files", id, "file")?;
    let mut said = format!("versions of file {id}, {}:", text(&file, "name"));
    for (place, version) in versions(&file).iter().enumerate() {
        said.push_str(&format!("\n- version {} of day {}", place + 1, number(version, "day")));
    }
    say(said)
}

pub fn share_file(arguments: &Json) -> Answer {
    let (id, with) = (text(arguments, "file_id"), text(arguments, "with"));
    let mut file = row("files", id, "file")?;
    somebody(with)?;
    let mut shared = texts(&file, "shared");
    if shared.iter().any(|who| who == with) {
        return Err(format!("conflict: file {id} is shared with {with} already"));
    }
    shared.push(with.to_owned());
    shared.sort_unstable();
    file.set("shared", of_texts(&shared));
    kit::put_json("files", id, &file);
    say(format!("file {id}: {}, now shared with {}", text(&file, "name"), shared.join(", ")))
}

pub fn send_file(arguments: &Json) -> Answer {
    let (id, version, to) = (text(arguments, "file_id"), number(arguments, "version"), text(arguments, "to"));
    let file = row("files", id, "file")?;
    somebody(to)?;
    if version < 1 || version > versions(&file).len() as i64 {
        return Err(format!("not_found: file {id} has no version {version}"));
    }
    let key = format!("{to}/{id}/{version}");
    if kit::get("sent", &key).is_some() {
        return Err("conflict: this was sent already".to_owned());
    }
    let sent = Json::object(vec![
        ("about", Json::of(id)),
        ("kind", Json::of("file")),
        ("to", Json::of(to)),
        ("version", Json::Number(version)),
    ]);
    kit::put_json("sent", &key, &sent);
    say(format!("file {id}: {}, version {version} sent to {to}", text(&file, "name")))
}

pub fn move_file(arguments: &Json) -> Answer {
    let (id, folder) = (text(arguments, "file_id"), plain(text(arguments, "folder")));
    let mut file = row("files", id, "file")?;
    let before = text(&file, "folder").to_owned();
    if before == folder {
        return Err(format!("conflict: file {id} is in {folder} already"));
    }
    file.set("folder", Json::of(&folder));
    kit::put_json("files", id, &file);
    say(format!("file {id}: {}, moved from {before} to {folder}", text(&file, "name")))
}

pub fn rename_file(arguments: &Json) -> Answer {
    let (id, name) = (text(arguments, "file_id"), plain(text(arguments, "name")));
    let mut file = row("files", id, "file")?;
    let before = text(&file, "name").to_owned();
    if before == name {
        return Err(format!("conflict: file {id} is called {name} already"));
    }
    file.set("name", Json::of(&name));
    kit::put_json("files", id, &file);
    say(format!("file {id}: {name}; before: {before}"))
}
