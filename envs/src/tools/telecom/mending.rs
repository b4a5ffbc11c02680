//! What of a company's rows can be set right again, and how.

use super::terms::{ACCESS_POINT, MODE, PICTURES, SETTINGS, TODAY};
use crate::tools::kernel::rule::{Amiss, Mending};
use serde_json::{Value, json};

pub(super) const MENDING: Mending = Mending { can, calls };

/// What a customer switches.
const SWITCHES: [&str; 6] = [
    "airplane mode",
    "mobile data",
    "data roaming",
    "wi-fi calling",
    "data saver",
    "VPN",
];

/// Settings of a phone can be switched, except back to what was wrong with them: that no tool does, or the policy forbids it.
/// Of a line the plan can be changed - to one that costs more, while its contract is bound - and roaming; a line that was resumed,
/// data that was added, a SIM, a porting code and an unlocked phone stay so, and so do payments, refunds, tickets and roaming packs.
fn can(amiss: &Amiss<'_>) -> bool {
    let (now, to) = (&amiss.now, &amiss.to);
    let stays = |field: &str, good: &str| now[field] == good && to[field] != good;
    let is_spent = |field: &str, before: Value| now[field] != to[field] && now[field] != before;
    match amiss.table {
        "phone_settings" => {
            let good = [
                ("sim", "ready"),
                ("access", ACCESS_POINT),
                ("pictures", PICTURES),
                ("messages", "allowed"),
                ("mode", MODE),
            ];
            let mut all = good.iter().chain(&SETTINGS);
            !all.any(|(field, good)| stays(field, good))
        }
        "lines" => {
            let is_new = |line: &Value| line["sim"].as_str().is_some_and(|sim| sim.ends_with("-n"));
            let is_bound = now["contract"].as_i64() >= Some(TODAY);
            let is_dearer = now["monthly"].as_i64() >= to["monthly"].as_i64();
            !(stays("status", "active")
                || now["plan"] != to["plan"] && is_bound && is_dearer
                || is_spent("added", json!(0))
                || is_new(now) && !is_new(to)
                || !now["leaves"].is_null() && to["leaves"].is_null()
                || now["unlocked"] == true && to["unlocked"] != true)
        }
        _ => false,
    }
}

fn calls(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (now, to, id) = (&amiss.now, &amiss.to, amiss.key);
    let mut calls = vec![];
    match amiss.table {
        "phone_settings" => {
            for setting in SWITCHES.iter().filter(|name| now[**name] != to[**name]) {
                let call = json!({"line_id": id, "setting": setting, "to": to[*setting]});
                calls.push(("have_customer_switch", call));
            }
            if now["mode"] != to["mode"] {
                let call = json!({"line_id": id, "mode": to["mode"]});
                calls.push(("have_customer_set_network_mode", call));
            }
        }
        "lines" => {
            if now["plan"] != to["plan"] {
                calls.push(("change_plan", json!({"line_id": id, "plan_id": to["plan"]})));
            }
            if now["roaming"] != to["roaming"] {
                let is_on = to["roaming"] == true;
                let call = json!({"line_id": id, "to": super::phone::switch(is_on)});
                calls.push(("set_roaming", call));
            }
        }
        _ => {}
    }
    calls
}
