//! The tools of a telephone company's desk: customers, lines, plans, bills, outages; and what a customer on the line looks at and
//! does on the phone when asked to.
//!
//! Tables, all with text keys: `customers` (`{"name", "phone", "pin", "lines", "cards": [{"id", "kind"}], "bills"}`), `phones`
//! (contact number to customer), `lines` (`{"owner", "number", "label", "plan", "monthly", "status", "reason", "roaming", "used", "added",
//! "sim", "puk", "contract", "joined", "instalments", "unlocked", "usage"}` and, once a code was issued, `"leaves"`), `phone_settings`
//! (the phone of a line: `{"place", "abroad", "airplane mode", "mobile data", "data roaming", "wi-fi calling", "data saver", "VPN",
//! "mode", "sim", "access", "pictures", "messages"}`), `plans` (`{"name", "gb", "cents"}`), `bills` (`{"owner", "month", "due",
//! "cents", "status"}`), `charges` (`{"owner", "bill", "line", "text", "cents", "day", "order"}`), `areas` (`{"outage"}`: the day it
//! ends, 0 for none), `packs` (`{"country", "days", "cents"}`), `tickets` and `trips` (by line), `terms` (`"gigabyte"`: cents).
//! Days are numbers, money is cents.
//!
//! A phone is seen by nobody but its customer: the tools `have_customer_...` ask for a look, a trial or a change, and answer what
//! the customer reports. An error begins with its kind: `not_found`, `precondition(RULE)`, `permission` or `conflict`; then nothing
//! has changed. What may be done is the desk's policy; here is what the system refuses.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;
mod phone;
mod reads;
mod rows;
mod writes;

use kit::json::Json;
use rows::Answer;

const TOOLS: &str = include_str!("tools.json");

pack!(TOOLS, call);

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_customer" => reads::find_customer(arguments),
        "get_customer" => reads::get_customer(arguments),
        "get_line" => reads::get_line(arguments),
        "get_sim" => reads::get_sim(arguments),
        "get_usage" => reads::get_usage(arguments),
        "list_plans" => reads::list_plans(),
        "list_bills" => reads::list_bills(arguments),
        "get_bill" => reads::get_bill(arguments),
        "get_charge" => reads::get_charge(arguments),
        "get_outages" => reads::get_outages(arguments),
        "list_roaming_packs" => reads::list_roaming_packs(arguments),
        "check_pin" => reads::check_pin(arguments),
        "take_payment" => writes::take_payment(arguments),
        "resume_line" => writes::resume_line(arguments),
        "set_roaming" => writes::set_roaming(arguments),
        "add_data" => writes::add_data(arguments),
        "change_plan" => writes::change_plan(arguments),
        "open_ticket" => writes::open_ticket(arguments),
        "refund_charge" => writes::refund_charge(arguments),
        "replace_sim" => writes::replace_sim(arguments),
        "issue_porting_code" => writes::issue_porting_code(arguments),
        "book_roaming_pack" => writes::book_roaming_pack(arguments),
        "unlock_phone" => writes::unlock_phone(arguments),
        "have_customer_look" => phone::look(arguments),
        "have_customer_try" => phone::attempt(arguments),
        "have_customer_switch" => phone::switch(arguments),
        "have_customer_set_network_mode" => phone::set_network_mode(arguments),
        "have_customer_reset_access_point" => phone::reset_access_point(arguments),
        "have_customer_reseat_sim" => phone::reseat_sim(arguments),
        "have_customer_enter_code" => phone::enter_code(arguments),
        "have_customer_allow_messages" => phone::allow_messages(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}
