//! The tools of a bank's desk: customers, accounts, postings, cards, payees, standing orders, and the bank's documents.
//!
//! Tables, all with text keys: `customers` (`{"name", "phone", "tier", "accounts": [{"id", "kind"}], "cards": [{"id", "kind"}],
//! "fee_refunds": [DAY, ...]}`), `phones` (phone number to customer), `accounts` (`{"owner", "kind", "balance", "out", "status"}`),
//! `postings` (`{"owner", "account", "day", "text", "cents", "kind", "card", "status"}` and, once that was done, `"given_back"`,
//! `"dispute"` with `"reason"`, `"fraud"`), `cards` (`{"owner", "account", "kind", "status", "frozen_by", "limit"}`), `payees`
//! (`{"owner", "name", "added"}`), `standing` (`{"owner", "account", "payee", "cents", "status"}`), `transfers` (`{"cents",
//! "reviewed"}`; the key is made from account, payee and amount), `documents` (`{"title", "about", "text"}`), `terms` (`"today"`).
//! Days are numbers, money is cents; an amount is given as people write it.
//!
//! An error begins with its kind: `not_found`, `precondition(RULE)`, `permission`, `conflict` or `bad_amount`; then nothing has
//! changed. What may be done is the desk's policy; here is what the system refuses.

#[path = "../../../sandbox/packs/kit/mod.rs"]
#[macro_use]
mod kit;

use kit::{json::Json, Reply};

const TOOLS: &str = include_str!("tools.json");
/// Rows of one answer, at most.
const MOST: usize = 400;
/// Documents that a search lists, at most.
const MOST_FOUND: usize = 5;
/// Letters of a word that is searched for, at least.
const SHORTEST: usize = 3;
/// Words that stand in every text.
const COMMON: [&str; 10] = ["the", "and", "for", "are", "has", "not", "that", "this", "with", "who"];

pack!(TOOLS, call);

type Answer = Result<Reply, String>;

fn call(name: &str, arguments: &Json) -> Answer {
    match name {
        "find_customer" => find_customer(arguments),
        "get_customer" => get_customer(arguments),
        "get_account" => get_account(arguments),
        "list_postings" => list_postings(arguments),
        "get_card" => get_card(arguments),
        "list_payees" => list_payees(arguments),
        "list_standing_orders" => list_standing_orders(arguments),
        "search_documents" => search_documents(arguments),
        "read_document" => read_document(arguments),
        "list_fee_refunds" => list_fee_refunds(arguments),
        "make_transfer" => transfer(arguments, false),
        "send_reviewed_transfer" => transfer(arguments, true),
        "move_balance" => move_balance(arguments),
        "cancel_standing_order" => cancel_standing_order(arguments),
        "set_standing_order_amount" => set_standing_order_amount(arguments),
        "move_standing_order" => move_standing_order(arguments),
        "freeze_card" => freeze_card(arguments),
        "unfreeze_card" => unfreeze_card(arguments),
        "set_card_limit" => set_card_limit(arguments),
        "replace_card" => replace_card(arguments),
        "reissue_card" => reissue_card(arguments),
        "waive_fee" => give_back(arguments, "waived"),
        "refund_fee" => give_back(arguments, "refunded"),
        "open_quick_dispute" => dispute(arguments, "quick"),
        "open_full_dispute" => dispute(arguments, "full"),
        "report_fraud" => report_fraud(arguments),
        "close_account" => close_account(arguments),
        _ => Err(format!("not_found: there is no tool `{name}`")),
    }
}

// What rows and arguments hold.

fn text<'a>(object: &'a Json, name: &str) -> &'a str {
    object.field(name).and_then(Json::text).unwrap_or("")
}

fn number(object: &Json, name: &str) -> i64 {
    object.field(name).and_then(Json::number).unwrap_or(0)
}

fn list<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    match object.field(name) {
        Some(Json::List(items)) => items,
        _ => &[],
    }
}

fn is_there(object: &Json, name: &str) -> bool {
    object.field(name).is_some()
}

fn row(table: &str, key: &str, what: &str) -> Result<Json, String> {
    if key.is_empty() {
        return Err(format!("not_found: a {what} needs an id"));
    }
    kit::get_json(table, key).ok_or(format!("not_found: there is no {what} `{key}`"))
}

/// The rows of a table whose keys begin with `prefix`.
fn rows(table: &str, prefix: &str) -> Vec<(String, Json)> {
    let read = |(key, bytes): (String, Vec<u8>)| {
        let row = std::str::from_utf8(&bytes).ok().and_then(|text| Json::parse(text).ok());
        row.map(|row| (key, row))
    };
    kit::scan(table, prefix, "", MOST).into_iter().filter_map(read).collect()
}

/// What a customer's keys begin with in a table where they begin with `letter`: the number of the customer follows it.
fn of(owner: &str, letter: char) -> String {
    let digits: String = owner.chars().skip(1).collect();
    format!("{letter}{digits}")
}

fn say(text: String) -> Answer {
    Ok(Reply { text, data: None })
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{}{}.{:02} USD", sign, cents.abs() / 100, cents.abs() % 100)
}

/// The cents of an amount as people write it: with or without its currency, thousands, and last zeros.
fn cents(amount: &str) -> Option<i64> {
    let small = amount.trim().to_lowercase();
    let bare = small.strip_suffix("usd").unwrap_or(&small).trim();
    let bare = bare.strip_prefix("usd").unwrap_or(bare).trim();
    let bare = bare.strip_prefix('$').unwrap_or(bare).trim();
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "00"));
    let whole: String = whole.chars().filter(|c| *c != ',').collect();
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() > 10 || part.len() > 2 || !all_digits(&whole) || !all_digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole * 100 + part)
}

/// An amount of more than nothing.
fn amount(arguments: &Json) -> Result<i64, String> {
    let given = text(arguments, "amount");
    match cents(given) {
        Some(cents) if cents > 0 => Ok(cents),
        _ => Err(format!(
            "bad_amount: `{given}` is no amount above zero; expected one such as 12.50 USD"
        )),
    }
}

/// An account that is open.
fn open_account(id: &str) -> Result<Json, String> {
    let account = row("accounts", id, "account")?;
    if text(&account, "status") != "open" {
        return Err(format!("precondition(account_is_open): account {id} is closed"));
    }
    Ok(account)
}

/// Another open account of the same owner.
fn other_account(arguments: &Json, from: &str, owner: &str) -> Result<(String, Json), String> {
    let id = text(arguments, "to_account_id");
    let account = open_account(id)?;
    if text(&account, "owner") != owner {
        return Err(format!("permission: account {id} is somebody else's"));
    }
    if id == from {
        return Err(format!("conflict: that is account {id} itself"));
    }
    Ok((id.to_owned(), account))
}

// Reading.

fn find_customer(arguments: &Json) -> Answer {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let id = row("phones", &digits(text(arguments, "phone")), "customer with the phone number")?;
    say(format!("customer {}", id.text().unwrap_or("")))
}

fn accounts(customer: &Json) -> String {
    let one = |item: &Json| format!("{} ({})", text(item, "id"), text(item, "kind"));
    let all: Vec<String> = list(customer, "accounts").iter().map(one).collect();
    all.join(", ")
}

/// The cards that a customer has or has had: one that replaces another is listed beside it.
fn cards(owner: &str) -> String {
    let all = rows("cards", &of(owner, 'k'));
    let own = all.iter().filter(|(_, card)| text(card, "owner") == owner);
    let all: Vec<String> = own.map(|(id, card)| format!("{id} ({})", text(card, "kind"))).collect();
    all.join(", ")
}

/// What has left an account today and to whom, one line each, if anything has.
fn sent(account: &str) -> String {
    let mut said = String::new();
    for (key, transfer) in rows("transfers", &format!("{account}/")) {
        let to = key.split('/').nth(1).unwrap_or("");
        let reviewed = matches!(transfer.field("reviewed"), Some(Json::Bool(true)));
        said += &format!(
            "\n- sent today to {to}: {}{}",
            money(number(&transfer, "cents")),
            if reviewed { ", to be reviewed" } else { "" }
        );
    }
    said
}

fn get_customer(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    say(format!(
        "customer {id}: {}, phone {}\ntier: {}\naccounts: {}\ncards: {}",
        text(&customer, "name"),
        text(&customer, "phone"),
        text(&customer, "tier"),
        accounts(&customer),
        cards(id)
    ))
}

fn get_account(arguments: &Json) -> Answer {
    let id = text(arguments, "account_id");
    let account = row("accounts", id, "account")?;
    let pending = |posting: &Json| text(posting, "account") == id && text(posting, "status") == "pending";
    let owner = text(&account, "owner");
    let count = rows("postings", &of(owner, 'p')).iter().filter(|(_, posting)| pending(posting)).count();
    say(format!(
        "account {id} of {}: {}, {}\nbalance: {}\npending postings: {}{}",
        text(&account, "owner"),
        text(&account, "kind"),
        text(&account, "status"),
        money(number(&account, "balance")),
        if count == 0 { "none".to_owned() } else { count.to_string() },
        sent(id)
    ))
}

fn list_postings(arguments: &Json) -> Answer {
    let id = text(arguments, "account_id");
    let account = row("accounts", id, "account")?;
    let mut said = format!("postings of {id}:");
    for (key, posting) in rows("postings", &of(text(&account, "owner"), 'p')) {
        if text(&posting, "account") != id {
            continue;
        }
        let with = match text(&posting, "card") {
            "" => String::new(),
            card => format!(" with {card}"),
        };
        let mut notes = String::new();
        if is_there(&posting, "given_back") {
            notes += &format!(", {}", text(&posting, "given_back"));
        }
        if is_there(&posting, "dispute") {
            notes += &format!(", disputed ({})", text(&posting, "reason"));
        }
        if is_there(&posting, "fraud") {
            notes += ", reported as fraud";
        }
        said += &format!(
            "\n- posting {key}: {}, {}, {}{with}, day {}, {}{notes}",
            text(&posting, "text"),
            money(number(&posting, "cents")),
            text(&posting, "kind"),
            number(&posting, "day"),
            text(&posting, "status")
        );
    }
    if said.ends_with(':') {
        said += " no postings";
    }
    say(said)
}

fn get_card(arguments: &Json) -> Answer {
    let id = text(arguments, "card_id");
    let card = row("cards", id, "card")?;
    let by = match text(&card, "frozen_by") {
        "" => String::new(),
        who => format!(" by {who}"),
    };
    let again = if is_there(&card, "reissued") { "; sent once more" } else { "" };
    say(format!(
        "card {id} of {}: {}, paid from {}\nstatus: {}{by}{again}\ndaily limit: {}",
        text(&card, "owner"),
        text(&card, "kind"),
        text(&card, "account"),
        text(&card, "status"),
        money(number(&card, "limit"))
    ))
}

fn list_payees(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    row("customers", id, "customer")?;
    let mut said = format!("payees of {id}:");
    for (key, payee) in rows("payees", &of(id, 'y')) {
        if text(&payee, "owner") == id {
            said += &format!(
                "\n- payee {key}: {}, added on day {}",
                text(&payee, "name"),
                number(&payee, "added")
            );
        }
    }
    if said.ends_with(':') {
        said += " no payees";
    }
    say(said)
}

fn list_standing_orders(arguments: &Json) -> Answer {
    let id = text(arguments, "account_id");
    let account = row("accounts", id, "account")?;
    let mut said = format!("standing orders of {id}:");
    let mut any = false;
    for (key, order) in rows("standing", &of(text(&account, "owner"), 's')) {
        if text(&order, "account") == id && text(&order, "status") == "active" {
            any = true;
            said += &format!(
                "\n- standing order {key}: {} a month to {}",
                money(number(&order, "cents")),
                text(&order, "payee")
            );
        }
    }
    if !any {
        said += " no standing orders";
    }
    say(said)
}

/// The words of a text that are looked for, without the endings of plurals.
fn words(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.len() >= SHORTEST && !COMMON.contains(word))
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

fn search_documents(arguments: &Json) -> Answer {
    let wanted = words(text(arguments, "query"));
    let mut found = vec![];
    for (key, document) in rows("documents", "") {
        let hits = |field: &str| {
            let there = words(text(&document, field));
            wanted.iter().filter(|word| there.contains(word)).count()
        };
        let score = 4 * hits("title") + 2 * hits("about") + hits("text");
        if score > 0 {
            found.push((score, key, text(&document, "title").to_owned()));
        }
    }
    if found.is_empty() {
        return Err("not_found: no document has these words".to_owned());
    }
    found.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let mut said = String::from("documents found:");
    for (_, key, title) in found.iter().take(MOST_FOUND) {
        said += &format!("\n- document {key}: {title}");
    }
    say(said)
}

fn read_document(arguments: &Json) -> Answer {
    let id = text(arguments, "document_id");
    let document = row("documents", id, "document")?;
    say(format!("document {id}: {}\n{}", text(&document, "title"), text(&document, "text")))
}

fn list_fee_refunds(arguments: &Json) -> Answer {
    let id = text(arguments, "customer_id");
    let customer = row("customers", id, "customer")?;
    let days: Vec<String> = list(&customer, "fee_refunds")
        .iter()
        .filter_map(Json::number)
        .map(|day| format!("day {day}"))
        .collect();
    let listed = if days.is_empty() { "none".to_owned() } else { days.join(", ") };
    say(format!("fees given back to {id}: {listed}"))
}

// Money.

fn transfer(arguments: &Json, reviewed: bool) -> Answer {
    let (id, payee_id) = (text(arguments, "account_id"), text(arguments, "payee_id"));
    let mut account = open_account(id)?;
    let payee = row("payees", payee_id, "payee")?;
    if text(&payee, "owner") != text(&account, "owner") {
        return Err(format!("permission: payee {payee_id} is somebody else's"));
    }
    let cents = amount(arguments)?;
    let left = number(&account, "balance") - cents;
    if left < 0 {
        return Err(format!("precondition(balance): account {id} does not hold {}", money(cents)));
    }
    let key = format!("{id}/{payee_id}/{cents}");
    if kit::get("transfers", &key).is_some() {
        return Err("conflict: this was sent today already".to_owned());
    }
    account.set("balance", Json::Number(left));
    account.set("out", Json::Number(number(&account, "out") + cents));
    let sent = Json::object(vec![("cents", Json::Number(cents)), ("reviewed", Json::Bool(reviewed))]);
    kit::put_json("accounts", id, &account);
    kit::put_json("transfers", &key, &sent);
    say(format!(
        "{} from {id} to {}{}; {} are left",
        money(cents),
        text(&payee, "name"),
        if reviewed { ", to be reviewed" } else { "" },
        money(left)
    ))
}

fn move_balance(arguments: &Json) -> Answer {
    let id = text(arguments, "account_id");
    let mut account = open_account(id)?;
    let (to_id, mut to) = other_account(arguments, id, text(&account, "owner"))?;
    let cents = number(&account, "balance");
    if cents <= 0 {
        return Err(format!("precondition(balance): account {id} holds nothing"));
    }
    account.set("balance", Json::Number(0));
    account.set("out", Json::Number(number(&account, "out") + cents));
    to.set("balance", Json::Number(number(&to, "balance") + cents));
    kit::put_json("accounts", id, &account);
    kit::put_json("accounts", &to_id, &to);
    say(format!("{} moved from {id} to {to_id}", money(cents)))
}

fn close_account(arguments: &Json) -> Answer {
    let id = text(arguments, "account_id");
    let mut account = open_account(id)?;
    let balance = number(&account, "balance");
    if balance != 0 {
        return Err(format!("precondition(balance): account {id} holds {}", money(balance)));
    }
    let paid_from = |order: &Json| text(order, "account") == id && text(order, "status") == "active";
    if rows("standing", &of(text(&account, "owner"), 's')).iter().any(|(_, order)| paid_from(order)) {
        return Err(format!("precondition(standing_orders): account {id} has standing orders"));
    }
    account.set("status", Json::of("closed"));
    kit::put_json("accounts", id, &account);
    say(format!("account {id} is closed"))
}

// Standing orders.

fn order<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "standing_order_id");
    let order = row("standing", id, "standing order")?;
    if text(&order, "status") != "active" {
        return Err(format!("precondition(order_is_active): standing order {id} is cancelled"));
    }
    Ok((id, order))
}

fn cancel_standing_order(arguments: &Json) -> Answer {
    let (id, mut order) = order(arguments)?;
    order.set("status", Json::of("cancelled"));
    kit::put_json("standing", id, &order);
    say(format!("standing order {id} to {} is cancelled", text(&order, "payee")))
}

fn set_standing_order_amount(arguments: &Json) -> Answer {
    let (id, mut order) = order(arguments)?;
    let (cents, before) = (amount(arguments)?, number(&order, "cents"));
    order.set("cents", Json::Number(cents));
    kit::put_json("standing", id, &order);
    say(format!(
        "standing order {id} to {}: {} a month; before: {}",
        text(&order, "payee"),
        money(cents),
        money(before)
    ))
}

fn move_standing_order(arguments: &Json) -> Answer {
    let (id, mut order) = order(arguments)?;
    let from = text(&order, "account").to_owned();
    let (to, _) = other_account(arguments, &from, text(&order, "owner"))?;
    order.set("account", Json::of(&to));
    kit::put_json("standing", id, &order);
    say(format!("standing order {id} to {} is paid from {to}; before: {from}", text(&order, "payee")))
}

// Cards.

fn card<'a>(arguments: &'a Json) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "card_id");
    Ok((id, row("cards", id, "card")?))
}

fn card_that_is<'a>(arguments: &'a Json, status: &str) -> Result<(&'a str, Json), String> {
    let (id, card) = card(arguments)?;
    let found = text(&card, "status");
    if found != status {
        return Err(format!("precondition(card_is_{status}): card {id} is {found}"));
    }
    Ok((id, card))
}

fn freeze_card(arguments: &Json) -> Answer {
    let (id, mut card) = card_that_is(arguments, "active")?;
    card.set("status", Json::of("frozen"));
    card.set("frozen_by", Json::of("this desk"));
    kit::put_json("cards", id, &card);
    say(format!("card {id} is frozen"))
}

fn unfreeze_card(arguments: &Json) -> Answer {
    let (id, mut card) = card_that_is(arguments, "frozen")?;
    if text(&card, "frozen_by") == "this desk" {
        return Err(format!(
            "precondition(frozen_before_today): card {id} was frozen today, which stands until tomorrow"
        ));
    }
    card.set("status", Json::of("active"));
    card.set("frozen_by", Json::of(""));
    kit::put_json("cards", id, &card);
    say(format!("card {id} is active again"))
}

fn set_card_limit(arguments: &Json) -> Answer {
    let (id, mut card) = card(arguments)?;
    if text(&card, "status") == "replaced" {
        return Err(format!("precondition(card_is_in_use): card {id} was replaced"));
    }
    let (cents, before) = (amount(arguments)?, number(&card, "limit"));
    card.set("limit", Json::Number(cents));
    kit::put_json("cards", id, &card);
    say(format!("card {id}: daily limit {}; before: {}", money(cents), money(before)))
}

fn replace_card(arguments: &Json) -> Answer {
    let (id, mut card) = card_that_is(arguments, "frozen")?;
    let new_id = format!("{id}-n");
    let mut new = card.clone();
    new.set("status", Json::of("active"));
    new.set("frozen_by", Json::of(""));
    card.set("status", Json::of("replaced"));
    kit::put_json("cards", id, &card);
    kit::put_json("cards", &new_id, &new);
    say(format!("card {id} is replaced by the new card {new_id}, with the same daily limit"))
}

fn reissue_card(arguments: &Json) -> Answer {
    let (id, mut card) = card_that_is(arguments, "active")?;
    if is_there(&card, "reissued") {
        return Err(format!("conflict: card {id} is on its way already"));
    }
    card.set("reissued", Json::Bool(true));
    kit::put_json("cards", id, &card);
    say(format!("card {id} is sent once more, with the same number"))
}

// Postings.

/// A posting of a kind that is settled and of which nothing was made yet.
fn posting<'a>(arguments: &'a Json, kind: &str) -> Result<(&'a str, Json), String> {
    let id = text(arguments, "posting_id");
    let posting = row("postings", id, "posting")?;
    if text(&posting, "kind") != kind {
        return Err(format!("precondition({}): posting {id} is none", kind.replace(' ', "_")));
    }
    if text(&posting, "status") != "posted" {
        return Err(format!("precondition(posted): posting {id} is pending"));
    }
    if ["given_back", "dispute", "fraud"].iter().any(|field| is_there(&posting, field)) {
        return Err(format!("conflict: posting {id} was dealt with already"));
    }
    Ok((id, posting))
}

fn give_back(arguments: &Json, how: &str) -> Answer {
    let (id, mut posting) = posting(arguments, "fee")?;
    let (owner, account_id) = (text(&posting, "owner").to_owned(), text(&posting, "account").to_owned());
    let mut customer = row("customers", &owner, "customer")?;
    let mut account = open_account(&account_id)?;
    let today = kit::get_json("terms", "today").and_then(|today| today.number()).unwrap_or(0);
    let mut days = list(&customer, "fee_refunds").to_vec();
    days.push(Json::Number(today));
    customer.set("fee_refunds", Json::List(days));
    let cents = number(&posting, "cents");
    account.set("balance", Json::Number(number(&account, "balance") + cents));
    posting.set("given_back", Json::of(how));
    kit::put_json("customers", &owner, &customer);
    kit::put_json("accounts", &account_id, &account);
    kit::put_json("postings", id, &posting);
    say(format!("posting {id}: {} {how}", money(cents)))
}

fn dispute(arguments: &Json, how: &str) -> Answer {
    let (id, mut posting) = posting(arguments, "card payment")?;
    let reason = text(arguments, "reason");
    posting.set("dispute", Json::of(how));
    posting.set("reason", Json::of(reason));
    kit::put_json("postings", id, &posting);
    say(format!("posting {id} is disputed by the {how} procedure: {reason}"))
}

fn report_fraud(arguments: &Json) -> Answer {
    let (id, mut posting) = posting(arguments, "card payment")?;
    posting.set("fraud", Json::Bool(true));
    kit::put_json("postings", id, &posting);
    say(format!("posting {id} is reported as fraud"))
}
