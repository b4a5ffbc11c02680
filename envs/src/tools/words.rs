//! Words that every domain puts together alike.

/// Parts as a person lists them: `a, b and c`.
pub(crate) fn listed<T: AsRef<str>>(parts: &[T]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match &parts[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What the observation is before the first call, where a ticket tells all.
const TICKET: &str = "The ticket is open. Nothing has been looked up yet.";

/// The instruction and the first observation of a case at a desk: its sentences - without their full stops - stand in the
/// ticket or, where the customer is there to be asked, are what the customer says first.
pub(crate) fn at_a_desk(policy: &str, sentences: &[String], is_talk: bool) -> (String, String) {
    let told: Vec<String> = sentences
        .iter()
        .map(|sentence| format!("{sentence}."))
        .collect();
    let told = told.join(" ");
    match is_talk {
        true => (
            format!(
                "{policy} A customer is waiting: find out what is wanted, and serve the customer."
            ),
            format!("The customer says: {told}"),
        ),
        false => (format!("{policy} {told}"), TICKET.to_owned()),
    }
}
