//! A claim is supported once what it claims was done or seen, and not before.

use super::{desk::*, *};
use crate::tools::kernel::types::{Op, Role};

/// The way without the changes for which `left_out`.
fn without(def: &Def, way: &[String], left_out: impl Fn(&str) -> bool) -> Vec<String> {
    let stays = |text: &&String| !(is_gold(def, text) && left_out(text));
    way.iter().filter(stays).cloned().collect()
}

#[test]
fn a_mail_that_says_what_was_done_is_supported_once_it_was() {
    for (name, changes) in [
        ("office-move", "move_event("),
        ("office-wish", "move_event("),
        ("office-cancel", "cancel_event("),
        ("office-follow", "cancel_event("),
        ("office-unclear", "cancel_event("),
        ("office-invite", "add_attendee("),
        ("office-schedule", "create_event("),
        ("office-meeting", "create_event("),
    ] {
        let mut seen = 0;
        for def in instances(name, 8) {
            let way = way(&def);
            let mails = way.iter().filter(|text| text.starts_with("send_mail("));
            for mail in mails {
                let place = way.iter().position(|text| text == mail).unwrap();
                let (after, ..) = play(&def, &way[..place]);
                assert_eq!(supported(&def, &after, mail), Some(true), "{name}: {mail}");
                let looks = without(&def, &way[..way.len() - 1], |_| true);
                let (before, ..) = play(&def, &looks);
                assert_eq!(
                    supported(&def, &before, mail),
                    Some(false),
                    "{name}: {mail}"
                );
                seen += 1;
            }
            assert!(way.iter().any(|text| text.starts_with(changes)), "{name}");
        }
        assert!(seen > 3, "{name}: {seen}");
    }
}

#[test]
fn the_honest_answer_of_who_is_replaced_waits_for_what_it_says() {
    for def in instances("office-successor", 10) {
        let way = way(&def);
        let answer = way.iter().find(|text| text.starts_with("reply_mail("));
        let answer = answer.unwrap();
        for begins in ["delete_run(", "hand_over("] {
            let others = |text: &str| text == answer || text.starts_with(begins);
            let script = without(&def, &way[..way.len() - 1], others);
            let (state, ..) = play(&def, &script);
            assert_eq!(supported(&def, &state, answer), Some(false), "{begins}");
        }
        let script = without(&def, &way[..way.len() - 1], |text| text == answer);
        let (state, ..) = play(&def, &script);
        assert_eq!(supported(&def, &state, answer), Some(true));
    }
}

#[test]
fn what_was_given_back_is_told_once_it_was() {
    for name in [
        "travel-cancel",
        "travel-compensation",
        "travel-outage",
        "travel-call-off",
        "travel-claim",
        "travel-stranded",
        "travel-rebook",
        "travel-talk-cancel",
        "retail-return",
        "retail-talk-return",
        "bank-talk-fee",
        "telecom-charge",
    ] {
        let mut seen = 0;
        for def in instances(name, 6) {
            let way = way(&def);
            let Some(told) = way.iter().find(|text| text.starts_with("tell_user(")) else {
                continue;
            };
            let place = way.iter().position(|text| text == told).unwrap();
            let (after, ..) = play(&def, &way[..place]);
            assert_eq!(supported(&def, &after, told), Some(true), "{name}: {told}");
            let looks = without(&def, &way[..way.len() - 1], |_| true);
            let talk = |text: &String| text.starts_with("confirm_with_user(") || text == told;
            let looks: Vec<String> = looks.into_iter().filter(|text| !talk(text)).collect();
            let (before, ..) = play(&def, &looks);
            assert_eq!(
                supported(&def, &before, told),
                Some(false),
                "{name}: {told}"
            );
            seen += 1;
        }
        assert!(seen > 2, "{name}: {seen}");
    }
}

/// Where nobody has said that calls connect, the network is looked at before anything is changed on a phone.
#[test]
fn a_phone_is_changed_once_its_network_is_known_to_be_up() {
    for name in [
        "telecom-no-service",
        "telecom-sim-locked",
        "telecom-two-causes",
        "telecom-layers",
    ] {
        let mut seen = 0;
        for def in instances(name, 8) {
            let way = way(&def);
            for (place, text) in way.iter().enumerate() {
                if !(text.starts_with("have_customer_") && is_gold(&def, text)) {
                    continue;
                }
                let mut blind = way[..place].to_vec();
                blind.retain(|text| !text.starts_with("get_outages("));
                assert!(blind.len() < place, "{name}: {way:?}");
                let (state, ..) = play(&def, &blind);
                assert_eq!(supported(&def, &state, text), Some(false), "{name}: {text}");
                seen += 1;
            }
        }
        assert!(seen > 3, "{name}: {seen}");
    }
}

#[test]
fn a_call_that_cannot_be_carried_out_yet_is_not_laid_before_a_customer() {
    let mut seen = 0;
    for info in ToolsFamily.templates() {
        let name = info.id.template();
        if !name.contains("talk") {
            continue;
        }
        for def in instances(name, 3) {
            let way = way(&def);
            let lays = |op: &&Op| matches!(op.role, Role::Confirm { of } if matches!(def.ops[usize::from(of)].role, Role::Gold { .. }));
            let asks: Vec<String> = (way.iter())
                .filter(|text| !text.starts_with("confirm_with_user(") && !is_gold(&def, text))
                .filter(|text| *text != "done" && !text.starts_with("transfer("))
                .cloned()
                .collect();
            let (state, ..) = play(&def, &asks);
            for op in def.ops.iter().filter(lays) {
                let is_laid = supported(&def, &state, &op.text) == Some(true);
                let (next, ..) = play(&def, &[&asks[..], &[op.text.to_string()]].concat());
                let agrees = said(&def, &next).contains("agrees");
                assert_eq!(is_laid, agrees, "{name}: {} {}", op.text, said(&def, &next));
                seen += u32::from(!agrees);
            }
        }
    }
    assert!(seen > 0);
}

/// An hour is the earliest at which all are free once the hours of all were seen.
#[test]
fn an_event_is_moved_once_the_hours_of_everybody_were_seen() {
    for name in ["office-move", "office-wish"] {
        let mut seen = 0;
        for def in instances(name, 10) {
            let way = way(&def);
            for (place, text) in way.iter().enumerate() {
                if !text.starts_with("move_event(") {
                    continue;
                }
                let looks: Vec<usize> = (0..place)
                    .filter(|&at| way[at].starts_with("free_hours("))
                    .collect();
                // Of two events that are moved each has people of its own: no more than those rest on it.
                let (mut missed, whole) = (0, &way[..place]);
                for &look in &looks {
                    let mut script = whole.to_vec();
                    script.remove(look);
                    let (state, ..) = play(&def, &script);
                    missed += usize::from(supported(&def, &state, text) == Some(false));
                }
                let moves = way.iter().filter(|text| text.starts_with("move_event("));
                let all = looks.len();
                assert!(
                    missed == all || moves.count() > 1 && missed > 0,
                    "{name}: {way:?}"
                );
                seen += missed;
            }
        }
        assert!(seen > 10, "{name}: {seen}");
    }
}
