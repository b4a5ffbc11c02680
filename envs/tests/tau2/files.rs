//! Folders of data: which tasks are offered, what is refused.

use super::*;
use std::fs;
use truestep_envs::tools::tau2::{Idle, Tau2Error, default_split, idle, task_set};

#[test]
fn tasks_that_ask_for_nothing_are_kept_out_of_the_default_split() {
    let world = world("retail");
    let idle = |id: &str| idle(&world, world.task(id).unwrap()).unwrap();
    assert_eq!(idle("cancel"), Idle::Unsolved);
    assert_eq!(idle("ask"), Idle::NothingToWrite);
    assert_eq!(idle("refuse"), Idle::NothingToDo);
    let kept = default_split(&world, None).unwrap();
    let ids: Vec<&str> = kept.iter().map(|task| &*task.id).collect();
    assert_eq!(ids, ["cancel"]);
    assert!(default_split(&world, Some("test")).unwrap().is_empty());
    let unknown = default_split(&world, Some("dev")).unwrap_err().to_string();
    assert_eq!(
        unknown,
        "no split `dev` of the tasks; expected base or test"
    );
}

#[test]
fn a_copy_of_the_data_that_cannot_be_used_is_refused_with_its_place() {
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let load = || World::load(&sandbox, domain("mock").unwrap(), copy.path());
    assert!(matches!(load(), Err(Tau2Error::File { .. })));
    for file in fs::read_dir(folder("mock")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    assert!(load().is_ok());
    let write = |name: &str, text: &str| fs::write(copy.path().join(name), text).unwrap();
    write(
        "db.json",
        r#"{"tasks": {}, "users": {"a": {"user_id": "a", "name": 5, "tasks": []}}}"#,
    );
    let refused = load().unwrap_err().to_string();
    let expected = "the assistant database of mock: users.a.name: 5 (int); expected a text";
    assert_eq!(refused, expected);
    write(
        "db.json",
        r#"{"tasks": {}, "users": {"": {"user_id": "", "name": "", "tasks": []}}}"#,
    );
    let refused = load().unwrap_err().to_string();
    assert!(
        refused.contains("a key of 0 bytes; expected 1 to 256"),
        "{refused}"
    );
    write("db.json", &"[".repeat(1_000));
    let refused = load().unwrap_err().to_string();
    assert!(refused.contains("more than 127 deep"), "{refused}");
}

#[test]
fn the_tasks_of_a_domain_without_tools_load_and_say_what_is_missing() {
    let copy = tempfile::tempdir().unwrap();
    let tasks = json!([{
        "id": "1", "user_scenario": {"instructions": "Book a seat."},
        "evaluation_criteria": {"actions": [{"action_id": "1", "name": "book_seat", "arguments": {}}]},
    }]);
    fs::write(copy.path().join("tasks.json"), tasks.to_string()).unwrap();
    let tasks = task_set(copy.path()).unwrap();
    let missing: Vec<_> = tasks.missing(None).into_iter().collect();
    assert_eq!(missing, [(Requestor::Assistant, "book_seat".to_owned())]);
    assert!(
        world("mock")
            .tasks()
            .missing(Some(domain("mock").unwrap()))
            .is_empty()
    );
    let refused = domain("airline").unwrap_err().to_string();
    assert!(
        refused.starts_with("tau2 has a domain of this name"),
        "{refused}"
    );
}
