//! Lists of schemes as they are written on the command line.

use crate::files;
use anyhow::{Context as _, Result, bail};
use truestep_rewards::{Scheme, toml_file};

/// The schemes of comma-separated lists; `@FILE` stands for all schemes of a TOML file.
///
/// # Errors
/// If the text of a scheme or a file cannot be read, or a list is empty.
pub(crate) fn parse_schemes(lists: &[String]) -> Result<Vec<Scheme>> {
    let mut schemes = vec![];
    for text in lists.iter().flat_map(|list| split(list)) {
        let text = text.trim();
        if let Some(path) = text.strip_prefix('@') {
            let content = files::text(path.as_ref())?;
            let named = toml_file::read(&content).with_context(|| format!("`{path}`"))?;
            schemes.extend(named.into_iter().map(|named| named.scheme));
        } else if text.is_empty() {
            bail!(
                "an empty scheme: give a list such as `outcome,shaping:distance`; `truestep list schemes` prints them"
            );
        } else {
            schemes.push(text.parse()?);
        }
    }
    Ok(schemes)
}

/// The files that such lists name.
pub(crate) fn files(lists: &[String]) -> impl Iterator<Item = &str> {
    let texts = lists.iter().flat_map(|list| split(list));
    texts.filter_map(|text| text.trim().strip_prefix('@'))
}

/// The parts of `list` between commas that stand outside all brackets.
fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (vec![], 0u32, 0);
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_inside_brackets_belong_to_the_scheme() {
        let list = "outcome,gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1),g-ra";
        assert_eq!(
            split(list),
            [
                "outcome",
                "gate(shaping:subgoals, outcome >= 1) |> min-form(T=0.1)",
                "g-ra"
            ]
        );
        assert_eq!(parse_schemes(&[list.into()]).unwrap().len(), 3);
        assert!(parse_schemes(&["outcome,".into()]).is_err());
    }
}
