//! OSWorld's two languages: the JSON actions of `computer_13`, and lines of pyautogui.

mod computer_13;
mod pyautogui;
mod pyautogui_calls;
mod pyautogui_functions;
mod pyautogui_write;

pub(super) use computer_13::COMPUTER_13;
pub(super) use pyautogui::PYAUTOGUI;

use super::python::is_blank;

/// The words that end or pause an episode.
const WORDS: &[&str] = &["WAIT", "DONE", "FAIL"];

/// What stands between fences of three backquotes: `open` and blanks before, blanks and the fence after.
fn fenced<'a>(text: &'a str, open: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(open) {
        let body = after.trim_start_matches(is_blank);
        let blanks = after.len() - body.len();
        if blanks == 0 {
            rest = after;
            continue;
        }
        // The fence that ends it stands behind a blank; of two blanks one stands before it.
        let closes = |at: &usize| body[..*at].ends_with(is_blank) || (*at == 0 && blanks > 1);
        let Some(close) = body.match_indices("```").map(|(at, _)| at).find(closes) else {
            // Then none ends a later one either.
            break;
        };
        found.push(body[..close].trim_end_matches(is_blank));
        rest = &body[close + 3..];
    }
    found
}
