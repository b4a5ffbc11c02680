//! Tasks that are kept for who asks again.

use super::{corridor, prepare};
use std::{cell::Cell, sync::Arc};
use truestep_core::registry::{Recent, TaskError};

#[test]
fn a_task_is_made_once_until_as_many_others_as_are_kept_were_asked_for() {
    let (recent, made) = (Recent::new(2), Cell::new(0));
    let ask = |seed: u64| {
        let task = corridor::task("corridor/walk@1", seed);
        let make = || {
            made.set(made.get() + 1);
            Ok(prepare("corridor/walk@1", seed))
        };
        let prepared = recent.get(&task, make).unwrap();
        assert_eq!(**prepared.task(), task);
        prepared
    };
    let first = ask(1);
    assert!(Arc::ptr_eq(&first, &ask(1)));
    ask(2);
    // Asked for again, it is the last to go.
    ask(1);
    ask(3);
    assert_eq!(made.get(), 3);
    assert!(Arc::ptr_eq(&first, &ask(1)));
    assert_eq!(made.get(), 3);
    ask(2);
    assert_eq!(made.get(), 4);
}

#[test]
fn what_could_not_be_made_is_tried_again() {
    let recent = Recent::new(2);
    let task = corridor::task("corridor/walk@1", 1);
    let none = || TaskError::NoInstance {
        template: task.template.clone(),
        seed: 1,
        reason: "for this test".into(),
    };
    assert!(recent.get(&task, || Err(none())).is_err());
    assert!(
        recent
            .get(&task, || Ok(prepare("corridor/walk@1", 1)))
            .is_ok()
    );
}
