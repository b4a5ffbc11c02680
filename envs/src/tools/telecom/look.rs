//! What there is to find out at the desk and from the phone: each a call, and the fact that its answer shows.

use super::{
    case::Case,
    phone::Trouble,
    policy,
    world::{Bill, Charge, Line},
};
use crate::tools::kernel::types::Facts;
use serde_json::json;

/// The pages of a phone's settings, with what each is called in an answer.
pub(super) const PAGES: [(&str, &str); 5] = [
    ("networks", "networks page: "),
    ("SIM", "SIM page: "),
    ("access point", "access point page: "),
    ("data use", "data use page: "),
    ("apps", "apps page: "),
];
/// What is tried with a phone, and what an answer says when it works.
pub(super) const CALL: (&str, &str) = ("call", "trial: the call connects");
pub(super) const DATA: (&str, &str) = ("mobile data", "trial: pages load fast");
const SLOW_DATA: (&str, &str) = ("mobile data", "trial: pages load slowly");
pub(super) const PICTURE: (&str, &str) = ("picture message", "trial: the picture is sent");

impl Case<'_> {
    /// The fact of how a line stands.
    pub(super) fn line(&mut self, line: &Line) -> Facts {
        let needles = vec![
            format!("line {} of ", line.id),
            "instalments of the phone still to be paid: ".into(),
        ];
        let call = ("get_line", json!({"line_id": line.id}));
        let name = format!("how {} stands", line.id);
        let fact = self.maker.look(name, call, needles, self.profile);
        self.of_every_line("get_line");
        fact
    }

    /// The fact of whether roaming is on at a line: how it stands says so, and whoever switches it is told.
    pub(super) fn roams(&mut self, line: &Line) -> Facts {
        let id = &line.id;
        let call = ("get_line", json!({"line_id": id}));
        let needles = vec![format!("line {id} of "), "roaming at the line: ".into()];
        let name = format!("whether roaming is on at {id}");
        let fact = self.maker.look(name, call, needles, self.profile);
        self.of_every_line("get_line");
        for to in ["on", "off"] {
            let said = format!("roaming at line {id} is {to}");
            self.maker.also_shown(fact, [said]);
        }
        fact
    }

    /// The fact of whether data roaming is on, on the phone of a line: its page says so, and whoever has it switched is told.
    pub(super) fn data_roams(&mut self, line: &Line) -> Facts {
        let id = &line.id;
        let call = json!({"line_id": id, "page": "networks"});
        let needles = vec![format!("the phone of {id}, networks page: ")];
        let name = format!("whether data roaming is on, on the phone of {id}");
        let fact = self
            .maker
            .look(name, ("have_customer_look", call), needles, self.profile);
        for said in [
            format!("on the phone of {id} data roaming is "),
            format!("the phone of {id}, done: data roaming is "),
        ] {
            self.maker.also_shown(fact, [said]);
        }
        fact
    }

    /// What shows that the network is up where a phone is, which is asked about before anything is changed there. Nothing
    /// more, if it is known that calls connect, or the phone is abroad.
    pub(super) fn network(&mut self, line: &Line) -> Facts {
        if self.is_up || line.phone.is_abroad {
            return 0;
        }
        let told = self.place;
        let fact = self.outage(line.phone.place, told);
        self.shown_by_trials(fact, line);
        fact
    }

    /// What a change on any of the customer's phones waits for: at the line `about` which the case is what was said of it or is
    /// looked up, at another the same or a trial there, though nobody complains of it.
    pub(super) fn networks(&mut self, about: Option<&Line>) {
        for line in &self.customer.lines {
            let what = policy::network_at(&line.id);
            let by = match about {
                Some(of) if of.id == line.id => self.network(line),
                _ => {
                    let said = format!("outages in {}: ", line.phone.place);
                    let fact = self.maker.fact(&what, [said]);
                    self.shown_by_trials(fact, line);
                    fact
                }
            };
            self.maker.found_by(what, by);
        }
    }

    /// Whatever gets through on a line's phone shows a fact.
    fn shown_by_trials(&mut self, fact: Facts, line: &Line) {
        for (_, said) in [CALL, DATA, SLOW_DATA, PICTURE] {
            let said = format!("the phone of {}, {said}", line.id);
            self.maker.also_shown(fact, [said]);
        }
    }

    /// The fact of the code that unlocks a line's SIM.
    pub(super) fn code(&mut self, line: &Line) -> Facts {
        let needles = vec![format!("of line {}: the code ", line.id)];
        let call = ("get_sim", json!({"line_id": line.id}));
        let name = format!("the code of the SIM of {}", line.id);
        let fact = self.maker.look(name, call, needles, self.profile);
        self.of_every_line("get_sim");
        fact
    }

    /// The fact of how much data a line has used.
    pub(super) fn usage(&mut self, line: &Line) -> Facts {
        let needles = vec![format!("data used by line {} in ", line.id)];
        let call = ("get_usage", json!({"line_id": line.id}));
        let name = format!("what {} has used", line.id);
        let fact = self.maker.look(name, call, needles, self.profile);
        self.of_every_line("get_usage");
        fact
    }

    /// That a look at a line is offered at each of the customer's.
    fn of_every_line(&mut self, tool: &str) {
        for line in &self.customer.lines {
            self.maker
                .read(tool, json!({"line_id": line.id}), self.profile);
        }
    }

    /// The fact of what the plans and added data cost.
    pub(super) fn plans(&mut self) -> Facts {
        let plans = self.world.plans.iter();
        let plans = plans.map(|plan| format!("- plan {}: ", plan.id));
        let needles = plans.chain(["added data: ".to_owned()]).collect();
        self.maker
            .look("the plans".into(), ("list_plans", json!({})), needles, 0)
    }

    /// The fact of the roaming packs for a country, which the wishes name.
    pub(super) fn packs(&mut self, country: &str) -> Facts {
        let packs = self.world.packs.iter();
        let packs = packs.filter(|pack| pack.country == country);
        let needles = packs.map(|pack| format!("- pack {}: ", pack.id)).collect();
        let call = ("list_roaming_packs", json!({"country": country}));
        let shown = self.wishes;
        self.maker.look(
            format!("the roaming packs for {country}"),
            call,
            needles,
            shown,
        )
    }

    /// The fact of whether the network of an area is down, which is asked about once `shown` is known.
    pub(super) fn outage(&mut self, area: &str, shown: Facts) -> Facts {
        let needles = vec![format!("outages in {area}: ")];
        let call = ("get_outages", json!({"area": area}));
        self.maker
            .look(format!("the outages in {area}"), call, needles, shown)
    }

    /// The fact of whether a PIN is right, which is checked once `shown` is known.
    pub(super) fn pin(&mut self, pin: &str, shown: Facts) -> Facts {
        let id = &self.customer.id;
        let needles = vec![format!("the PIN {pin} of {id} is ")];
        let call = ("check_pin", json!({"customer_id": id, "pin": pin}));
        let shown = shown | self.id;
        let fact = self
            .maker
            .look("whether the PIN is right".into(), call, needles, shown);
        if pin == self.customer.pin {
            self.maker.found_by(policy::pin_of(id, pin), fact);
        }
        fact
    }

    /// The fact of which bills there are, and whether they are paid.
    pub(super) fn bills(&mut self) -> Facts {
        let customer = self.customer;
        let bills = customer.bills.iter();
        let needles = bills.map(|bill| format!("- bill {}: ", bill.id)).collect();
        let call = ("list_bills", json!({"customer_id": customer.id}));
        let fact = self
            .maker
            .look("the customer's bills".into(), call, needles, self.id);
        // Whatever is listed can be looked at.
        for bill in &customer.bills {
            self.maker
                .read("get_bill", json!({"bill_id": bill.id}), fact);
        }
        fact
    }

    /// The fact of what a bill charges.
    pub(super) fn bill(&mut self, bill: &Bill) -> Facts {
        let shown = self.bills();
        let charges = bill.charges.iter();
        let charges = charges.map(|charge| format!("- charge {}: ", charge.id));
        let ends = [format!("bill {} of ", bill.id), "total: ".into()];
        let needles = charges.chain(ends).collect();
        let call = ("get_bill", json!({"bill_id": bill.id}));
        let fact = self
            .maker
            .look(format!("what {} charges", bill.id), call, needles, shown);
        for charge in &bill.charges {
            self.maker
                .read("get_charge", json!({"charge_id": charge.id}), fact);
        }
        fact
    }

    /// The fact of whether a charge was ordered.
    pub(super) fn charge(&mut self, bill: &Bill, charge: &Charge) -> Facts {
        let shown = self.bill(bill);
        let needles = vec![format!("charge {} of ", charge.id), "order: ".into()];
        let call = ("get_charge", json!({"charge_id": charge.id}));
        let name = format!("whether {} was ordered", charge.id);
        self.maker.look(name, call, needles, shown)
    }

    /// The fact of what a page of a line's phone shows.
    pub(super) fn page(&mut self, line: &Line, page: &str) -> Facts {
        let mark = PAGES.iter().find(|(name, _)| *name == page);
        let mark = mark.map_or("", |(_, mark)| mark);
        let needles = vec![format!("the phone of {}, {mark}", line.id)];
        let call = json!({"line_id": line.id, "page": page});
        let name = format!("the {page} page of the phone of {}", line.id);
        self.maker
            .look(name, ("have_customer_look", call), needles, self.profile)
    }

    /// The fact that something works on a line's phone. What works only if it does shows it as well.
    pub(super) fn works(&mut self, line: &Line, trial: (&str, &str)) -> Facts {
        let (what, said) = trial;
        let needles = vec![format!("the phone of {}, {said}", line.id)];
        let call = json!({"line_id": line.id, "what": what});
        let name = format!("that a trial ({what}) works on the phone of {}", line.id);
        let fact = self
            .maker
            .look(name, ("have_customer_try", call), needles, self.profile);
        let slow = [Trouble::Mode, Trouble::Saver, Trouble::Vpn];
        let further: &[(&str, &str)] = match trial {
            CALL => &[DATA, SLOW_DATA, PICTURE],
            // A picture is sent however slowly.
            DATA if !line.ailment.iter().any(|of| slow.contains(of)) => &[PICTURE],
            _ => &[],
        };
        for (_, said) in further {
            let said = format!("the phone of {}, {said}", line.id);
            self.maker.also_shown(fact, [said]);
        }
        fact
    }
}
