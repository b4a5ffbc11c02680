//! The tools of an office: people, a calendar by days and hours, rooms, mail, contacts, files, reminders, and the assistants.
//!
//! Tables, all with text keys: `people` (`{"name", "team", "busy": {"DAY": [HOUR, ...]}}`: private appointments), `names` (name in
//! small letters to person), `rooms` (`{"seats", "has"}`), `events` (`{"title", "day", "hour", "organizer", "attendees"}`, with
//! `"room"` where there is one and, once it is called off, `"cancelled": true`), `mails` (`{"from", "subject", "text", "folder"}` and,
//! once it is answered, `"answer"`, perhaps with `"number"`), `sent` (`{"to", "kind", "about"}`; the key is made from these),
//! `contacts` (`{"name", "company", "email", "phone"}`), `files` (`{"name", "folder", "marked", "shared", "versions": [{"day",
//! "text"}]}`), `reminders` (`{"about", "day", "done"}`), `assistants` (`{"name", "pause"}`), `accesses` (area to `{"holder"}`),
//! `runs` (`{"what", "hour"}`). Days and hours are numbers, an event takes an hour, and hours are those from 9 to 16. An event that
//! was made here has its title as its id, and is gone when it is cancelled; one of somebody else is kept, marked.
//!
//! What changes something says how it was before, so that it can be set right. An error begins with its kind: `not_found`,
//! `precondition(RULE)`, `permission` or `conflict`; then nothing has changed.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;
mod assistants;
mod calendar;
mod contacts;
mod files;
mod mail;
mod reminders;
mod rows;

use kit::json::Json;
use rows::Answer;

const TOOLS: &str = include_str!("tools.json");

pack!(TOOLS, call);

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_person" => calendar::find_person(arguments),
        "list_team" => calendar::list_team(arguments),
        "list_events" => calendar::list_events(arguments),
        "find_events" => calendar::find_events(arguments),
        "get_event" => calendar::get_event(arguments),
        "free_hours" => calendar::free_hours(arguments),
        "list_rooms" => calendar::list_rooms(),
        "room_hours" => calendar::room_hours(arguments),
        "list_mail" => mail::list_mail(arguments),
        "read_mail" => mail::read_mail(arguments),
        "find_contact" => contacts::find_contact(arguments),
        "get_contact" => contacts::get_contact(arguments),
        "find_file" => files::find_file(arguments),
        "list_folder" => files::list_folder(arguments),
        "read_file" => files::read_file(arguments),
        "list_versions" => files::list_versions(arguments),
        "list_reminders" => reminders::list_reminders(),
        "list_assistants" => assistants::list_assistants(),
        "get_assistant" => assistants::get_assistant(),
        "create_event" => calendar::create_event(arguments),
        "move_event" => calendar::move_event(arguments),
        "cancel_event" => calendar::cancel_event(arguments),
        "add_attendee" => calendar::add_attendee(arguments),
        "book_room" => calendar::book_room(arguments),
        "free_room" => calendar::free_room(arguments),
        "send_mail" => mail::send_mail(arguments),
        "reply_mail" => mail::reply_mail(arguments),
        "forward_mail" => mail::forward_mail(arguments),
        "archive_mail" => mail::archive_mail(arguments),
        "update_contact" => contacts::update_contact(arguments),
        "merge_contacts" => contacts::merge_contacts(arguments),
        "share_file" => files::share_file(arguments),
        "send_file" => files::send_file(arguments),
        "move_file" => files::move_file(arguments),
        "rename_file" => files::rename_file(arguments),
        "set_reminder" => reminders::set_reminder(arguments),
        "move_reminder" => reminders::move_reminder(arguments),
        "finish_reminder" => reminders::finish_reminder(arguments),
        "drop_reminder" => reminders::drop_reminder(arguments),
        "set_pause" => assistants::set_pause(arguments),
        "hand_over" => assistants::hand_over(arguments),
        "delete_run" => assistants::delete_run(arguments),
        "plan_run" => assistants::plan_run(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}
