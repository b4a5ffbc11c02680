//! Writes that several tasks ask for, with the mistakes beside them.

use super::{
    case::Case,
    world::{Customer, Posting},
};
use crate::tools::kernel::types::Facts;
use serde_json::json;

/// What documents about each matter are searched by.
pub(super) const FEES: &str = "fee refunds";
pub(super) const DISPUTES: &str = "card disputes";
/// A customer's reasons to dispute a payment.
pub(super) const REASONS: [&str; 3] = ["not received", "not as described", "charged twice"];
/// The two procedures of a dispute.
const PROCEDURES: [&str; 2] = ["open_quick_dispute", "open_full_dispute"];
/// The two ways to give a fee back.
const WAYS: [&str; 2] = ["waive_fee", "refund_fee"];

/// The payments or fees as a person lists them.
pub(super) fn spoken(postings: &[&Posting]) -> String {
    let one = |posting: &&Posting| match posting.is_fee {
        true => format!("the {}", posting.text),
        false => posting.text.to_owned(),
    };
    let all: Vec<String> = postings.iter().map(one).collect();
    super::guides::listed(&all)
}

/// Whether a customer has so many postings for which `fits`.
pub(super) fn has(customer: &Customer, count: usize, fits: impl Fn(&Posting) -> bool) -> bool {
    customer
        .postings
        .iter()
        .filter(|posting| fits(posting))
        .count()
        >= count
}

impl Case<'_> {
    /// The facts of how many fees the customer may be given back, and was.
    pub(super) fn fees_left(&mut self) -> Facts {
        let customer = self.customer;
        let needles = [format!("fees given back to {}:", customer.id)];
        let fact = self.maker.fact("which fees were given back", needles);
        let guide = self.guide(FEES, "list_fee_refunds");
        let call = json!({"customer_id": customer.id});
        self.maker.read("list_fee_refunds", call, self.id);
        fact | guide | self.profile
    }

    /// The giving back of a fee, by the tool that is for it; `evidence` is what else it rests on. The call that does it.
    pub(super) fn give_back(&mut self, fee: &Posting, evidence: Facts) -> u16 {
        let posted = self.postings(fee.account);
        let [right, wrong] = match self.world.terms.is_waived(fee.text) {
            true => WAYS,
            false => [WAYS[1], WAYS[0]],
        };
        let guides = [right, wrong].map(|tool| self.guide(FEES, tool));
        let call = json!({"posting_id": fee.id});
        let given = self
            .maker
            .write(right, call.clone(), posted, evidence | guides[0]);
        self.maker.wrong(wrong, call, posted);
        self.not_of_others(right, fee, posted);
        given
    }

    /// The same call for another posting of the account.
    fn not_of_others(&mut self, tool: &str, posting: &Posting, posted: Facts) {
        let account = posting.account;
        let others = self.all_postings(|other| other.account == account && other.id != posting.id);
        for other in others.into_iter().take(2) {
            self.maker
                .wrong(tool, json!({"posting_id": other.id}), posted);
        }
    }

    /// The dispute of a card payment, by the procedure that is for it; `evidence` is what else it rests on.
    pub(super) fn dispute(&mut self, payment: &Posting, reason: &str, evidence: Facts) {
        let posted = self.postings(payment.account);
        let [right, wrong] = match payment.cents > self.world.terms.quick {
            true => [PROCEDURES[1], PROCEDURES[0]],
            false => PROCEDURES,
        };
        let guides = [right, wrong].map(|tool| self.guide(DISPUTES, tool));
        let call = |reason: &str| json!({"posting_id": payment.id, "reason": reason});
        self.maker
            .write(right, call(reason), posted, evidence | guides[0]);
        self.maker.wrong(wrong, call(reason), posted);
        for other in REASONS.into_iter().filter(|other| *other != reason).take(1) {
            self.maker.wrong(right, call(other), posted);
        }
    }
}
