//! The policy of the desk: each rule once, as the sentence agents read and the check of every call.

use super::terms::{FRAUD, MODE, REFUND_DAYS, SETTINGS, TODAY, UNLOCK_DAYS};
use crate::tools::{
    kernel::rule::{Check, Rule, Scene},
    policy::{NOTHING_ELSE, TRUTH, alone, in_words, own},
};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// Reasons to hand over, as the rules name them.
pub(super) const NOT_ALLOWED: &str = "not allowed";
pub(super) const NOT_VERIFIED: &str = "not verified";
pub(super) const HAND_OVER: [&str; 4] = [NOT_ALLOWED, NOT_VERIFIED, FRAUD, "technical fault"];

/// What can be called before the customer is identified.
const FREE: &[&str] = &[
    "find_customer",
    "list_plans",
    "get_outages",
    "list_roaming_packs",
];
/// What is changed on a phone.
const ON_PHONE: [&str; 6] = [
    "have_customer_switch",
    "have_customer_set_network_mode",
    "have_customer_reset_access_point",
    "have_customer_reseat_sim",
    "have_customer_enter_code",
    "have_customer_allow_messages",
];

const IDENTIFY: Rule = Rule {
    name: "identify",
    text: "Identify the customer first, by any of the customer's phone numbers; before that look only at plans, outages and roaming packs.",
    check: Check::Identified(FREE),
};

const OWN: Rule = own("own", |scene| {
    owner(scene).is_some_and(|owner| owner != scene.customer())
});

const CONFIRM: Rule = Rule {
    name: "confirm",
    text: "Lay every change, on the phone as well, before the customer with `confirm_with_user` and carry it out once the customer has agreed, one change at a time.",
    check: Check::Confirmed,
};

const PHONE: Rule = Rule {
    name: "phone",
    text: "Only the customer sees the phone: what is wrong there is known once the customer has looked, and that it works once the customer has tried. A phone has service if the SIM is ready, airplane mode is off, the line is active and the network of the area is up; a SIM that is not found is reseated, and a locked one takes its code. It has mobile data if it has service, mobile data is on, the access point is `internet`, not all data of the month is used, and, abroad, roaming is on at the line and data roaming on the phone. Data is fast if the network mode is 5G and data saver and VPN are off. Pictures are sent if there is mobile data, the address for pictures is `mms.net` and the messages app is allowed to use files. Have nothing set otherwise, and nothing changed that is not the cause.",
    check: Check::Broken(|scene| {
        let is_other = |(setting, good): &(&str, &str)| {
            scene.text("setting") == *setting && scene.text("to") != *good
        };
        match scene.tool {
            "have_customer_switch" => SETTINGS.iter().any(is_other),
            "have_customer_set_network_mode" => scene.text("mode") != MODE,
            _ => false,
        }
    }),
};

const OUTAGE: Rule = Rule {
    name: "outage",
    text: "While the network of the area that a phone is in is down, change nothing on the phone, whatever is amiss there besides: open a ticket with the day on which the outage ends. Open none otherwise.",
    check: Check::Broken(|scene| {
        let phone = scene.row("phone_settings", scene.text("line_id"));
        let phone = phone.unwrap_or_default();
        let area = scene.row("areas", phone["place"].as_str().unwrap_or_default());
        let ends = area.and_then(|area| area["outage"].as_i64()).unwrap_or(0);
        match scene.tool {
            "open_ticket" => ends == 0 || scene.call.arguments["ends_on_day"] != ends,
            tool => ON_PHONE.contains(&tool) && ends > 0,
        }
    }),
};

const LOOK: Rule = Rule {
    name: "look",
    text: "So look whether it is down before anything is changed on a phone, unless it is known that something gets through there: that calls connect, that pages load, however slowly, or that pictures are sent.",
    check: Check::Looked(|scene| {
        let id = scene.text("line_id");
        let phone = scene.row("phone_settings", id).unwrap_or_default();
        // A phone abroad is in no area.
        let is_about = ON_PHONE.contains(&scene.tool) && phone["abroad"] != true;
        is_about.then(|| network_at(id))
    }),
};

/// What is found out before the phone of a line is changed.
pub(super) fn network_at(line: &str) -> String {
    format!("that the network is up at {line}")
}

const SUSPENDED: Rule = Rule {
    name: "suspended",
    text: "A line that is suspended for an overdue bill is resumed once the customer has paid all overdue bills; one that is suspended for suspected fraud is not resumed but handed over with the reason `suspected fraud`.",
    check: Check::Broken(|scene| {
        let line = line(scene);
        let owes = || owes(scene, line["owner"].as_str().unwrap_or_default());
        scene.tool == "resume_line" && (line["reason"] == FRAUD || owes())
    }),
};

const PAYMENT: Rule = Rule {
    name: "payment",
    text: "Take payments only for bills that are overdue, and from the card that the customer names.",
    check: Check::Broken(|scene| {
        let bill = scene
            .row("bills", scene.text("bill_id"))
            .unwrap_or_default();
        scene.tool == "take_payment" && bill["status"] != "overdue"
    }),
};

const DATA: Rule = Rule {
    name: "data",
    text: "Add data only to a line that has used all of the month.",
    check: Check::Broken(|scene| {
        let line = line(scene);
        let plan = scene.row("plans", line["plan"].as_str().unwrap_or_default());
        let gb = plan.and_then(|plan| plan["gb"].as_i64()).unwrap_or(0);
        let all = gb + line["added"].as_i64().unwrap_or(0);
        scene.tool == "add_data" && line["used"].as_i64().unwrap_or(0) < all
    }),
};

const CONTRACT: Rule = Rule {
    name: "contract",
    text: "Up to the day to which its contract is bound, a line is moved only to a plan that costs more.",
    check: Check::Broken(|scene| {
        let line = line(scene);
        let cents = |plan: &str| {
            let plan = scene.row("plans", plan);
            plan.and_then(|plan| plan["cents"].as_i64()).unwrap_or(0)
        };
        let now = cents(line["plan"].as_str().unwrap_or_default());
        scene.tool == "change_plan" && is_bound(&line) && cents(scene.text("plan_id")) <= now
    }),
};

const REFUND: Rule = Rule {
    name: "refund",
    text: "Refund a charge only if no order for it is on record and its day is at most 60 days ago.",
    check: Check::Broken(|scene| {
        let charge = scene.row("charges", scene.text("charge_id"));
        let charge = charge.unwrap_or_default();
        let age = TODAY - charge["day"].as_i64().unwrap_or(0);
        scene.tool == "refund_charge" && (charge["order"] != "" || age > REFUND_DAYS)
    }),
};

const PIN: Rule = Rule {
    name: "pin",
    text: "Replace a SIM or issue a porting code only if `check_pin` says that the customer's PIN is right; if it is wrong, hand over with the reason `not verified` and the id of the line.",
    check: Check::Looked(|scene| {
        let is_about = ["replace_sim", "issue_porting_code"].contains(&scene.tool);
        let line = line(scene);
        let owner = line["owner"].as_str().unwrap_or_default();
        is_about.then(|| pin_of(owner, scene.text("pin")))
    }),
};

/// What is found out before a customer's PIN is used.
pub(super) fn pin_of(customer: &str, pin: &str) -> String {
    format!("that {pin} is the PIN of {customer}")
}

const PORTING: Rule = Rule {
    name: "porting",
    text: "A porting code is issued only if no bill of the customer is overdue and the contract of the line is not bound any more.",
    check: Check::Broken(|scene| {
        let line = line(scene);
        let owes = || owes(scene, line["owner"].as_str().unwrap_or_default());
        scene.tool == "issue_porting_code" && (is_bound(&line) || owes())
    }),
};

const UNLOCK: Rule = Rule {
    name: "unlock",
    text: "Unlock a phone only if no instalments of it are still to be paid and its line has been in this network for at least 180 days.",
    check: Check::Broken(|scene| {
        let line = line(scene);
        let days = TODAY - line["joined"].as_i64().unwrap_or(TODAY);
        scene.tool == "unlock_phone" && (line["instalments"] != 0 || days < UNLOCK_DAYS)
    }),
};

const PERSON: Rule = Rule {
    name: "person",
    text: "Do what this policy allows, and then hand over to a person what it does not, with the reason `not allowed` unless another is named here, and the id of the line or charge itself.",
    check: Check::Told,
};

/// The line that a call is about.
fn line(scene: &Scene<'_>) -> Arc<Value> {
    let line = scene.row("lines", scene.text("line_id"));
    line.unwrap_or_default()
}

fn is_bound(line: &Value) -> bool {
    line["contract"].as_i64().unwrap_or(0) >= TODAY
}

/// Whether a bill of a customer is overdue.
fn owes(scene: &Scene<'_>, customer: &str) -> bool {
    let customer = scene.row("customers", customer).unwrap_or_default();
    let bills = customer["bills"].as_array().cloned().unwrap_or_default();
    let mut bills = bills.iter().filter_map(Value::as_str);
    bills.any(|bill| {
        scene
            .row("bills", bill)
            .is_some_and(|bill| bill["status"] == "overdue")
    })
}

/// Whose record a call changes.
fn owner(scene: &Scene<'_>) -> Option<String> {
    const READS: [&str; 6] = [
        "find_",
        "get_",
        "list_",
        "check_",
        "have_customer_look",
        "have_customer_try",
    ];
    const KEYS: [(&str, &str); 3] = [
        ("line_id", "lines"),
        ("bill_id", "bills"),
        ("charge_id", "charges"),
    ];
    if READS.iter().any(|verb| scene.tool.starts_with(verb)) {
        return None;
    }
    let mut rows = KEYS
        .iter()
        .filter_map(|(key, table)| scene.row(table, scene.text(key)));
    let row = rows.next()?;
    row["owner"].as_str().map(str::to_owned)
}

/// The rules of a desk without a customer to ask.
pub(super) static SOLO: LazyLock<Vec<Rule>> = LazyLock::new(|| alone(DIALOGUE));
/// The rules of one with a customer.
pub(super) const DIALOGUE: &[Rule] = &[
    IDENTIFY,
    OWN,
    CONFIRM,
    PHONE,
    OUTAGE,
    LOOK,
    SUSPENDED,
    PAYMENT,
    DATA,
    CONTRACT,
    REFUND,
    PIN,
    PORTING,
    UNLOCK,
    PERSON,
    TRUTH,
    NOTHING_ELSE,
];

/// The policy in words.
pub(super) fn text(rules: &[Rule]) -> String {
    let desk = format!(
        "You work at the desk of a telephone company, and the customer is on the line. Today is day {TODAY}."
    );
    in_words(&desk, rules)
}
