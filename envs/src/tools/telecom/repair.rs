//! What sets a line or its phone right: each trouble with what shows it and what takes it away.

use super::{case::Case, names::CARDS, phone::Trouble, terms::MODE, world::Line};
use crate::tools::kernel::types::Facts;
use serde_json::json;

impl Case<'_> {
    /// Take all troubles of a line away that no wish has a part in.
    pub(super) fn repair_all(&mut self, line: &Line) {
        for &trouble in line.ailment {
            self.repair(line, trouble);
        }
    }

    /// Take a trouble away that shows on the phone or at the line and that no wish has a part in.
    pub(super) fn repair(&mut self, line: &Line, trouble: Trouble) {
        let switch =
            |setting: &str, to: &str| json!({"line_id": line.id, "setting": setting, "to": to});
        let of_line = json!({"line_id": line.id});
        let (tool, call, page) = match trouble {
            Trouble::Airplane => (
                "have_customer_switch",
                switch("airplane mode", "off"),
                "networks",
            ),
            Trouble::DataOff => (
                "have_customer_switch",
                switch("mobile data", "on"),
                "networks",
            ),
            Trouble::RoamingOnPhone => (
                "have_customer_switch",
                switch("data roaming", "on"),
                "networks",
            ),
            Trouble::Saver => (
                "have_customer_switch",
                switch("data saver", "off"),
                "data use",
            ),
            Trouble::Vpn => ("have_customer_switch", switch("VPN", "off"), "data use"),
            Trouble::Mode => (
                "have_customer_set_network_mode",
                json!({"line_id": line.id, "mode": MODE}),
                "networks",
            ),
            Trouble::AccessPoint | Trouble::Pictures => {
                ("have_customer_reset_access_point", of_line, "access point")
            }
            Trouble::Messages => ("have_customer_allow_messages", of_line, "apps"),
            Trouble::SimLoose => ("have_customer_reseat_sim", of_line, "SIM"),
            Trouble::SimLocked => {
                return self.unlock_sim(line);
            }
            Trouble::RoamingAtLine => {
                let stands = self.roams(line);
                let call = json!({"line_id": line.id, "to": "on"});
                self.write("set_roaming", call, 0, stands);
                return;
            }
            Trouble::Suspended | Trouble::Fraud | Trouble::Outage | Trouble::UsedUp => return,
        };
        let shown = self.page(line, page) | self.network(line);
        self.write(tool, call, 0, shown);
    }

    /// Have the code entered that a locked SIM asks for.
    fn unlock_sim(&mut self, line: &Line) {
        let code = self.code(line);
        let page = self.page(line, "SIM") | self.network(line);
        let call = |of: &Line| json!({"line_id": of.id, "code": line.puk});
        self.write("have_customer_enter_code", call(line), code, page);
        let other = self.other(line);
        self.wrong("have_customer_enter_code", call(other), code);
    }

    /// Have the overdue bills paid from a card of this kind, which `evidence` says that they have to be.
    pub(super) fn pay(&mut self, kind: usize, evidence: Facts) {
        let customer = self.customer;
        let bills = self.bills();
        for bill in customer.overdue() {
            let call = |kind: usize| json!({"bill_id": bill.id, "card_id": customer.cards[kind]});
            self.write("take_payment", call(kind), bills, bills | evidence);
            self.wrong("take_payment", call(1 - kind), bills);
        }
        let open = customer.bills.iter().filter(|bill| bill.status == "open");
        for bill in open {
            let call = json!({"bill_id": bill.id, "card_id": customer.cards[kind]});
            self.wrong("take_payment", call, bills);
        }
    }

    /// Have the overdue bills paid, and make a line active again that is suspended for them.
    pub(super) fn resume(&mut self, line: &Line, kind: usize) {
        let stands = self.line(line);
        self.pay(kind, stands);
        let evidence = stands | self.bills();
        self.write("resume_line", json!({"line_id": line.id}), 0, evidence);
    }

    /// The kind of card that the customer names, and what it is called.
    pub(super) fn named_card(&mut self) -> (usize, &'static str) {
        let kind = self.draw(&[0, 1]);
        (kind, CARDS[kind])
    }
}
