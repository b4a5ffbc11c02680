//! The tasks of the app Tasks.

use super::list;
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// Add one or two.
pub(super) fn add(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let count = 1 + desk.below(2);
    let mut parts = vec![];
    for title in desk.new_tasks(count) {
        let (due, priority) = (desk.day(20), desk.one(&["normal", "low", "high"]));
        desk.make(
            "task",
            &[
                ("title", &title, 0),
                ("due", &due, 0),
                ("priority", priority, 0),
            ],
        );
        parts.push(format!(
            "\"{title}\", due on {due}, with {priority} priority"
        ));
    }
    let other = desk.day(20);
    desk.tempt_new("task", "due", &other, 0);
    let noun = if count == 1 { "a task" } else { "two tasks" };
    Some(format!("Add {noun}: {}.", parts.join("; and ")))
}

fn quoted(desk: &Desk, tasks: &[Ref]) -> String {
    let titles: Vec<String> = tasks
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, "title")))
        .collect();
    let noun = if titles.len() == 1 { "task" } else { "tasks" };
    format!("the {noun} {}", list(&titles))
}

/// Mark some as finished.
pub(super) fn finish(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let open = desk.those("task", "finished", "off");
    let count = 3 + desk.below(3);
    let tasks = desk.some(&open, count);
    if tasks.len() < 3 {
        return None;
    }
    let said = format!("Mark {} as finished.", quoted(desk, &tasks));
    tasks
        .into_iter()
        .for_each(|at| desk.set(at, "finished", "on", 0));
    Some(said)
}

/// Undo: open some again.
pub(super) fn reopen(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let finished = desk.those("task", "finished", "on");
    let count = 1 + desk.below(4);
    let tasks = desk.some(&finished, count);
    if tasks.is_empty() {
        return None;
    }
    let was = if tasks.len() == 1 { "was" } else { "were" };
    let them = if tasks.len() == 1 {
        "Open it"
    } else {
        "Open them"
    };
    let said = quoted(desk, &tasks);
    let said = format!(
        "{}{} {was} marked as finished by mistake. {them} again.",
        said[..1].to_uppercase(),
        &said[1..]
    );
    tasks
        .into_iter()
        .for_each(|at| desk.set(at, "finished", "off", 0));
    Some(said)
}

/// Change the priority of one or two.
pub(super) fn prioritise(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let count = 1 + desk.below(2);
    let all = desk.all("task");
    let mut parts = vec![];
    for at in desk.some(&all, count) {
        let options = desk.other_options(at, "priority");
        let to = desk.one(&options);
        parts.push(format!(
            "the priority of the task \"{}\" to {to}",
            desk.text(at, "title")
        ));
        desk.set(at, "priority", to, 0);
    }
    Some(format!("Change {}.", list(&parts)))
}

/// When one is due.
pub(super) fn due(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let mut all = desk.all("task");
    all.retain(|&at| !desk.text(at, "due").is_empty());
    let tasks = desk.some(&all, 4);
    let (&at, others) = tasks.split_first()?;
    desk.see(at, "due");
    let mut others: Vec<String> = others.iter().map(|&at| desk.text(at, "due")).collect();
    others.push(desk.day(20));
    let right = desk.text(at, "due");
    desk.ask(AnswerKind::Date, &right, &others);
    Some(format!(
        "On which day is the task \"{}\" due? Answer with the date.",
        desk.text(at, "title")
    ))
}
