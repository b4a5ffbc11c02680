//! More of the app Tasks: what is urgent, what is done, what came from elsewhere.

use super::{Template, added, list};
use crate::gui::{
    case::{Desk, Ref},
    wish::AnswerKind,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "task-count-high",
        "count the open tasks of high priority",
        count_high,
    ),
    added(
        "task-finished-due",
        "answer which finished task was due on a day",
        finished_due,
    ),
    added(
        "task-finish-due",
        "mark the open tasks as finished that are due until a day",
        finish_due,
    ),
    added(
        "task-clear-finished",
        "delete all finished tasks",
        clear_finished,
    ),
    added(
        "task-raise-due",
        "give the open tasks that are due until a day high priority",
        raise_due,
    ),
    added(
        "task-reschedule",
        "change the days on which tasks are due",
        reschedule,
    ),
    added(
        "task-if-high",
        "finish a task if its priority is high, else give it a day",
        if_high,
    ),
    added(
        "task-from-note",
        "add the tasks that a note lists",
        from_note,
    ),
    added(
        "task-from-mail",
        "add the task that a mail asks for",
        from_mail,
    ),
];

/// Open tasks that are looked at one by one, at most: the ways to know all grow fast with their number.
const MOST: usize = 5;

/// The open tasks.
fn open(desk: &Desk) -> Vec<Ref> {
    desk.those("task", "finished", "off")
}

fn see_all(desk: &mut Desk, tasks: &[Ref], field: &str) -> u64 {
    tasks.iter().fold(0, |bits, &at| bits | desk.see(at, field))
}

/// How many open tasks have high priority, which the screen of each tells.
fn count_high(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let open = open(desk);
    if !(3..=MOST).contains(&open.len()) {
        return None;
    }
    see_all(desk, &open, "priority");
    let is_high = |at: &&Ref| desk.text(**at, "priority") == "high";
    let right = open.iter().filter(is_high).count();
    if right == 0 {
        return None;
    }
    desk.ask_count(right);
    Some(
        "How many of the open tasks have high priority? Finished ones do not count. Answer with a number."
            .into(),
    )
}

/// Which of the finished tasks has a certain due day, which the screen of each tells.
fn finished_due(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let finished = desk.those("task", "finished", "on");
    let mut dated = finished.clone();
    dated.retain(|&at| !desk.text(at, "due").is_empty());
    let at = *desk.some(&dated, 1).first()?;
    let due = desk.text(at, "due");
    let same = dated
        .iter()
        .filter(|&&other| desk.text(other, "due") == due);
    if same.count() != 1 || finished.len() < 2 {
        return None;
    }
    desk.see(at, "due");
    let right = desk.text(at, "title");
    let mut others = desk.column("task", "title");
    others.retain(|title| *title != right);
    desk.ask(AnswerKind::Words, &right, &others);
    Some(format!(
        "Which of the finished tasks has the due day {due}? Answer with its title."
    ))
}

/// A day such that one to three open tasks are due until it, and another one is not: those, the day and all open ones.
fn due_until(desk: &mut Desk) -> Option<(Vec<Ref>, String, Vec<Ref>)> {
    desk.about("Tasks");
    let open = open(desk);
    let mut dated = open.clone();
    dated.retain(|&at| !desk.text(at, "due").is_empty());
    // Days are written so that they sort.
    dated.sort_by_key(|&at| desk.text(at, "due"));
    let count = 1 + desk.below(3);
    let last = *dated.get(count - 1)?;
    let due = desk.text(last, "due");
    let those: Vec<Ref> = dated
        .iter()
        .copied()
        .filter(|&at| desk.text(at, "due") <= due)
        .collect();
    let is_some = (1..=3).contains(&those.len()) && (those.len() + 1..=MOST).contains(&open.len());
    is_some.then_some((those, due, open))
}

/// Mark as finished what is due until a day.
fn finish_due(desk: &mut Desk) -> Option<String> {
    let (those, due, open) = due_until(desk)?;
    see_all(desk, &open, "due");
    for at in those {
        desk.set(at, "finished", "on", 0);
    }
    Some(format!(
        "Mark as finished every open task that is due on {due} or before. Tasks without a day and later ones stay open."
    ))
}

/// Give what is due until a day high priority.
fn raise_due(desk: &mut Desk) -> Option<String> {
    let (those, due, open) = due_until(desk)?;
    let mut low = those.clone();
    low.retain(|&at| desk.text(at, "priority") != "high");
    if low.is_empty() || low.len() > 2 {
        return None;
    }
    see_all(desk, &open, "due");
    see_all(desk, &those, "priority");
    for at in low {
        desk.set(at, "priority", "high", 0);
    }
    Some(format!(
        "Set to high the priority of every open task that is due on {due} or before. Change nothing about tasks without a day and later ones."
    ))
}

/// Delete what is finished.
fn clear_finished(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let finished = desk.those("task", "finished", "on");
    if !(2..=4).contains(&finished.len()) {
        return None;
    }
    see_all(desk, &finished, "title");
    for at in finished {
        desk.delete(at);
    }
    Some("Delete all tasks that are finished, and none that is open.".into())
}

/// Change when one or two tasks are due.
fn reschedule(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let count = 1 + desk.below(2);
    let mut open = open(desk);
    open.retain(|&at| !desk.text(at, "due").is_empty());
    let tasks = desk.some(&open, count);
    let mut parts = vec![];
    for at in tasks {
        let (due, before) = (desk.day(20), desk.text(at, "due"));
        if due == before {
            return None;
        }
        desk.set(at, "due", &due, 0);
        let other = desk.day(20);
        desk.tempt(at, "due", &other, 0);
        parts.push(format!(
            "the day on which \"{}\" is due to {due}",
            desk.text(at, "title")
        ));
    }
    if parts.is_empty() {
        return None;
    }
    Some(format!("In the open tasks, change {}.", list(&parts)))
}

/// Finish a task if it is urgent, and give it a day if it is not.
fn if_high(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    let open = open(desk);
    let at = *desk.some(&open, 1).first()?;
    let day = desk.day(20);
    if desk.text(at, "due") == day {
        return None;
    }
    desk.see(at, "priority");
    match desk.text(at, "priority") == "high" {
        true => {
            desk.set(at, "finished", "on", 0);
            desk.tempt(at, "due", &day, 0);
        }
        false => desk.set(at, "due", &day, 0),
    }
    Some(format!(
        "Look at the open task \"{}\". If its priority is high, mark it as finished and change nothing else. If its priority is normal or low, leave it open and set the day on which it is due to {day}.",
        desk.text(at, "title")
    ))
}

/// A note lists what is to be done: it is added.
fn from_note(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    desk.about("Notes");
    let titles = desk.new_tasks(3);
    let [first, second, other] = &titles[..] else {
        return None;
    };
    let folder = desk.one(&["Personal", "Work", "Ideas"]);
    let text = format!("{first}, {second}");
    let note = desk.add(
        "note",
        &[("title", "To do"), ("folder", folder), ("text", &text)],
    );
    let needs = desk.see(note, "text");
    let due = desk.day(20);
    for title in [first, second] {
        desk.make("task", &[("title", title, needs), ("due", &due, 0)]);
    }
    desk.tempt_new("task", "title", other, 0);
    Some(format!(
        "The note \"To do\" in the folder {folder} names two things, with a comma between them. Add each of them as a task of its own that is due on {due}, with normal priority."
    ))
}

/// A mail asks for something: it is added.
fn from_mail(desk: &mut Desk) -> Option<String> {
    desk.about("Tasks");
    desk.about("Email");
    let titles = desk.new_tasks(2);
    let [title, other] = &titles[..] else {
        return None;
    };
    let people = desk.column("contact", "name");
    let from = desk.some_of(&people, 1).pop()?;
    let due = desk.day(20);
    let subject = "A favour";
    let text = format!("{title} by {due}, please");
    let mail = desk.mail(&from, subject, &text, "Inbox", "off");
    let needs = desk.see(mail, "text");
    let priority = desk.one(&["low", "high"]);
    desk.make(
        "task",
        &[
            ("title", title, 0),
            ("due", &due, needs),
            ("priority", priority, 0),
        ],
    );
    desk.tempt_new("task", "title", other, 0);
    let later = desk.day(20);
    if later != due {
        desk.tempt_new("task", "due", &later, 0);
    }
    Some(format!(
        "{from} sent you a mail with the subject \"{subject}\" that says by which day you are to do something. Add it as the task \"{title}\", due on that day, with {priority} priority."
    ))
}
