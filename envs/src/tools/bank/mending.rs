//! What of a bank's rows can be set right again, and how.

use crate::tools::kernel::{
    deed::money,
    rule::{Amiss, Mending},
};
use serde_json::{Value, json};

pub(super) const MENDING: Mending = Mending { can, calls };

/// Who froze a card that was frozen here; that stands for the rest of the day.
const HERE: &str = "this desk";

/// The limit of a card can be changed until it is replaced, a standing order until it is cancelled. What money has flowed
/// stays so - an account counts all that has left it -, and so does what was made of a posting and of a closed account.
fn can(amiss: &Amiss<'_>) -> bool {
    let (now, to) = (&amiss.now, &amiss.to);
    match amiss.table {
        "cards" => {
            let was_frozen_here = now["frozen_by"] == HERE && to["frozen_by"] != HERE;
            let was_unfrozen =
                now["frozen_by"] == "" && !(to["frozen_by"] == "" || to["frozen_by"] == HERE);
            let was_sent = !now["reissued"].is_null() && to["reissued"].is_null();
            !(to.is_null()
                || now["status"] == "replaced"
                || was_frozen_here
                || was_unfrozen
                || was_sent)
        }
        "standing" => now["status"] == "active",
        _ => false,
    }
}

fn calls(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let (now, to) = (&amiss.now, &amiss.to);
    let amount = |field: &str| money(to[field].as_i64().unwrap_or_default());
    let mut calls = vec![];
    match amiss.table {
        "cards" if now["limit"] != to["limit"] && now["status"] != "replaced" => {
            let call = json!({"card_id": amiss.key, "amount": amount("limit")});
            calls.push(("set_card_limit", call));
        }
        "standing" if now["status"] == "active" => {
            if now["account"] != to["account"] {
                let call = json!({"standing_order_id": amiss.key, "to_account_id": to["account"]});
                calls.push(("move_standing_order", call));
            }
            if now["cents"] != to["cents"] {
                let call = json!({"standing_order_id": amiss.key, "amount": amount("cents")});
                calls.push(("set_standing_order_amount", call));
            }
        }
        _ => {}
    }
    calls
}
