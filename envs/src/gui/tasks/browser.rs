//! Browser: one page each.

use super::{Template, added, list};
use crate::gui::{
    apps::browser::{CLASSES, COUNTRIES},
    case::Desk,
};

/// The templates.
pub(super) const TEMPLATES: &[Template] = &[
    added(
        "browser-click-button",
        "click buttons of a page",
        click_button,
    ),
    added(
        "browser-click-checkboxes",
        "tick the boxes of a page",
        click_checkboxes,
    ),
    added("browser-enter-text", "send a page a text", enter_text),
    added("browser-login-user", "log in on a page", login_user),
    added(
        "browser-choose-list",
        "choose from the list of a page",
        choose_list,
    ),
    added(
        "browser-book-flight",
        "fill in the form of a page",
        book_flight,
    ),
    added(
        "browser-multiply",
        "answer what the numbers of a page come to",
        multiply,
    ),
];

/// Click one to three buttons.
fn click_button(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let (labels, count) = (desk.column("page button", "label"), 1 + desk.below(3));
    let labels = desk.some_of(&labels, count);
    for label in &labels {
        desk.make("press", &[("label", label, 0)]);
    }
    let quoted: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
    let (noun, once) = match count {
        1 => ("button", "once"),
        _ => ("buttons", "once each"),
    };
    Some(format!(
        "On the page click-button of the browser, click the {noun} {} {once}.",
        list(&quoted)
    ))
}

/// Bring the boxes into the state that is said.
fn click_checkboxes(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let (all, count) = (desk.all("checkbox"), 2 + desk.below(3));
    let ticked = desk.some(&all, count);
    for &at in &all {
        let to = if ticked.contains(&at) { "on" } else { "off" };
        if desk.text(at, "ticked") != to {
            desk.set(at, "ticked", to, 0);
        }
    }
    let labels: Vec<String> = ticked
        .iter()
        .map(|&at| format!("\"{}\"", desk.text(at, "label")))
        .collect();
    Some(format!(
        "On the page click-checkboxes of the browser, see to it that the boxes {} are on and all others are off.",
        list(&labels)
    ))
}

/// Enter one or two texts.
fn enter_text(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let count = 1 + desk.below(2);
    let words = desk.page_words(count + 1);
    let [right @ .., other] = &words[..] else {
        return None;
    };
    for word in right {
        desk.make("entered text", &[("text", word, 0)]);
    }
    desk.tempt_new("entered text", "text", other, 0);
    let said = match right {
        [one] => format!("text \"{one}\" and submit it"),
        words => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            format!("texts {} one after the other and submit each", list(&words))
        }
    };
    Some(format!(
        "On the page enter-text of the browser, enter the {said}."
    ))
}

/// Log in.
fn login_user(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let words = desk.page_words(3);
    let password = format!("{}{}", words[1], 10 + desk.below(90));
    desk.make(
        "login",
        &[("user", words[0], 0), ("password", &password, 0)],
    );
    desk.tempt_new("login", "password", words[2], 0);
    Some(format!(
        "On the page login-user of the browser, log in with the username \"{}\" and the password \"{password}\": fill in both and submit them.",
        words[0]
    ))
}

/// Choose a country.
fn choose_list(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    // The first one is chosen already.
    let country = desk.one(&COUNTRIES[1..]);
    desk.make("chosen country", &[("country", country, 0)]);
    Some(format!(
        "On the page choose-list of the browser, choose {country} from the list and submit it."
    ))
}

/// Book a flight.
fn book_flight(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let cities = desk.cities(3);
    let (date, class) = (desk.day(20), desk.one(CLASSES));
    desk.make(
        "flight",
        &[
            ("from", cities[0], 0),
            ("to", cities[1], 0),
            ("date", &date, 0),
            ("class", class, 0),
        ],
    );
    desk.tempt_new("flight", "to", cities[2], 0);
    let other = desk.day(20);
    desk.tempt_new("flight", "date", &other, 0);
    Some(format!(
        "On the page book-flight of the browser, send the form for a flight from {} to {} with the departure {date} and the cabin {class}.",
        cities[0], cities[1]
    ))
}

/// Multiply the numbers of a page.
fn multiply(desk: &mut Desk) -> Option<String> {
    desk.about("Browser");
    let at = *desk.all("factors").first()?;
    let mut right = 1;
    for field in ["first", "second", "third"] {
        desk.see(at, field);
        right *= usize::try_from(desk.number(at, field)).ok()?;
    }
    desk.ask_count(right);
    Some(
        "The page multiply of the browser shows three factors, one after the other. What is their product? Answer with a number."
            .to_owned(),
    )
}
