//! What of a shop's rows can be set right again, and how.

use crate::tools::kernel::rule::{Amiss, Mending};
use serde_json::{Value, json};

pub(super) const MENDING: Mending = Mending { can, calls };

/// Addresses can be changed at any time, how an order is paid while it is pending; the rest is done once and for all.
fn can(amiss: &Amiss<'_>) -> bool {
    let differs = |field: &str| amiss.now[field] != amiss.to[field];
    match amiss.table {
        "users" => amiss.now["credit_cents"].as_i64() <= amiss.to["credit_cents"].as_i64(),
        "orders" => {
            let was_done = |field: &str| !amiss.now[field].is_null();
            let is_pending = amiss.now["status"] == "pending";
            let is_settled = !is_pending && amiss.now["status"] != "delivered";
            let others = ["status", "reason", "returned", "refund_to", "exchange"];
            !(was_done("credited") && differs("credited")
                || was_done("changed") && (differs("changed") || differs("items"))
                || is_settled && others.into_iter().any(differs)
                || !is_pending && ["address", "payment", "items"].into_iter().any(differs))
        }
        _ => false,
    }
}

fn calls(amiss: &Amiss<'_>) -> Vec<(&'static str, Value)> {
    let differs = |field: &str| amiss.now[field] != amiss.to[field];
    let mut calls = vec![];
    match amiss.table {
        "users" if differs("address") => {
            let call = json!({"user_id": amiss.key, "address": amiss.to["address"]});
            calls.push(("change_user_address", call));
        }
        "orders" if amiss.now["status"] == "pending" => {
            if differs("address") {
                let call = json!({"order_id": amiss.key, "address": amiss.to["address"]});
                calls.push(("change_order_address", call));
            }
            if differs("payment") {
                let call = json!({"order_id": amiss.key, "payment_id": amiss.to["payment"]});
                calls.push(("change_order_payment", call));
            }
        }
        _ => {}
    }
    calls
}
