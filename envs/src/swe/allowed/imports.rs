//! What a text imports, and which of its names stand for modules.

use super::Lexeme;
use std::collections::BTreeSet;

/// Whether the word here stands in an import.
pub(super) fn is_import(parts: &[Lexeme<'_>], at: usize) -> bool {
    let line = parts[..at].iter().rev();
    let mut line = line.take_while(|part| !matches!(part, Lexeme::Line | Lexeme::Mark(";")));
    line.any(|part| matches!(part, Lexeme::Word("import" | "from")))
}

/// Names that stand for modules.
pub(super) fn bound(parts: &[Lexeme<'_>], modules: &BTreeSet<String>) -> BTreeSet<String> {
    let mut bound = BTreeSet::new();
    for import in imports(parts) {
        match import.names.is_empty() {
            true => {
                let first = import.module.split('.').next().unwrap_or_default();
                bound.insert(import.alias.unwrap_or_else(|| first.to_owned()));
            }
            // What a module of the package hands on may be a module.
            false if import.module.starts_with('.') || import.module == "collections" => {
                let names = import.names.into_iter();
                bound.extend(names.filter(|name| modules.contains(name) || name == "abc"));
            }
            false => {}
        }
    }
    bound
}

/// One module of an import.
#[derive(Debug, Default)]
pub(super) struct Import {
    /// Its name, with the dots before it.
    pub(super) module: String,
    /// What it is called here.
    pub(super) alias: Option<String>,
    /// What is taken from it; nothing where it is itself.
    pub(super) names: Vec<String>,
}

/// What is imported.
pub(super) fn imports(parts: &[Lexeme<'_>]) -> impl Iterator<Item = Import> {
    let mut all = vec![];
    let at = parts.iter().enumerate();
    for (at, _) in at.filter(|(_, part)| **part == Lexeme::Word("import")) {
        let is_path = |part: &&Lexeme<'_>| match part {
            Lexeme::Word(word) => *word != "from",
            Lexeme::Mark(mark) => mark.bytes().all(|byte| byte == b'.'),
            _ => false,
        };
        let path: Vec<&str> = (parts[..at].iter().rev().take_while(is_path))
            .map(|part| match part {
                Lexeme::Word(text) | Lexeme::Mark(text) => *text,
                _ => "",
            })
            .collect();
        let from = at
            .checked_sub(path.len() + 1)
            .and_then(|before| parts.get(before));
        let is_from = !path.is_empty() && from == Some(&Lexeme::Word("from"));
        let line = parts[at + 1..].iter();
        let line = line.take_while(|part| !matches!(part, Lexeme::Line | Lexeme::Mark(";")));
        let mut items: Vec<(String, Option<String>)> = vec![(String::new(), None)];
        let mut is_alias = false;
        for part in line {
            let Some(last) = items.last_mut() else { break };
            match part {
                Lexeme::Mark(",") => {
                    items.push((String::new(), None));
                    is_alias = false;
                }
                Lexeme::Word("as") => is_alias = true,
                Lexeme::Word(word) if is_alias => last.1 = Some((*word).to_owned()),
                Lexeme::Word(text) | Lexeme::Mark(text @ ".") => last.0.push_str(text),
                _ => {}
            }
        }
        items.retain(|(name, _)| !name.is_empty());
        if is_from {
            // What is called otherwise is a name of both.
            let names = items
                .into_iter()
                .flat_map(|(name, alias)| [Some(name), alias]);
            all.push(Import {
                module: path.iter().rev().copied().collect(),
                alias: None,
                names: names.flatten().collect(),
            });
        } else {
            let import = |(module, alias)| Import {
                module,
                alias,
                names: vec![],
            };
            all.extend(items.into_iter().map(import));
        }
    }
    all.into_iter()
}
