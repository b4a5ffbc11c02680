//! `grep`, with `egrep` and `fgrep`.

use super::super::{
    call::{Call, chomp, lines},
    glob,
    machine::Halt,
    options::Options,
    regexes::{self, Case},
};
use crate::swe::files::{FileError, base_name, join};
use regex::bytes::Regex;

type Run = Result<u8, Halt>;

/// What is looked for and how it is shown.
struct Search<'o> {
    options: &'o Options,
    regex: Regex,
    invert: bool,
    /// Whether names stand before lines.
    names: bool,
    before: usize,
    after: usize,
    most: usize,
    context: bool,
    /// Whether something was shown already, so that groups are parted.
    shown: bool,
    found: bool,
    trouble: bool,
}

pub(in super::super) fn grep(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut operands = options.operands.clone();
    let mut patterns: Vec<String> = options.values("e").map(str::to_owned).collect();
    for file in options.values("f") {
        match call.read(file)? {
            Ok(bytes) => patterns
                .extend(lines(&bytes).map(|l| String::from_utf8_lossy(chomp(l)).into_owned())),
            Err(error) => {
                call.complain(format!("{file}: {error}"));
                return Ok(2);
            }
        }
    }
    if !options.has("e") && !options.has("f") {
        if operands.is_empty() {
            call.err.extend_from_slice(b"Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
            return Ok(2);
        }
        patterns = operands.remove(0).split('\n').map(str::to_owned).collect();
    }
    let regex = match compiled(call, options, &patterns) {
        Ok(regex) => regex,
        Err(problem) => {
            call.complain(problem);
            return Ok(2);
        }
    };
    let recursive = options.has("r") || options.has("R");
    let Some(search) = search(call, options, regex, operands.len() > 1 || recursive) else {
        return Ok(2);
    };
    let mut search = search;
    if operands.is_empty() && recursive {
        walk(call, &mut search, "", &call.path("."))?;
    } else {
        for operand in Call::or_stdin(&operands) {
            let path = call.path(&operand);
            let folder = operand != "-" && call.tree().is_folder(&path);
            if folder && recursive {
                walk(call, &mut search, &operand, &path)?;
            } else if folder {
                if options.value("d") != Some("skip") {
                    call.complain(format!("{operand}: Is a directory"));
                    search.trouble = true;
                }
            } else {
                file(call, &mut search, &operand)?;
            }
            if search.found && options.has("q") {
                break;
            }
        }
    }
    Ok(match (search.found, search.trouble) {
        (true, _) if options.has("q") => 0,
        (_, true) => 2,
        (true, _) => 0,
        _ => 1,
    })
}

/// All patterns as one regex.
fn compiled(call: &Call<'_, '_>, options: &Options, patterns: &[String]) -> Result<Regex, String> {
    let kind = options
        .last_of(&["E", "F", "G", "P"])
        .map_or(call.name, |(key, _)| key);
    let mut parts = vec![];
    for pattern in patterns {
        parts.push(match kind {
            "F" | "fgrep" => regex::escape(pattern),
            "E" | "egrep" => regexes::translate(pattern, true)?,
            "P" => pattern.clone(),
            _ => regexes::translate(pattern, false)?,
        });
    }
    let mut whole = parts
        .iter()
        .map(|p| format!("(?:{p})"))
        .collect::<Vec<_>>()
        .join("|");
    if options.has("x") {
        whole = format!("^(?:{whole})$");
    } else if options.has("w") {
        whole = format!("(?:\\b{{start-half}}(?:{whole})\\b{{end-half}})");
    }
    let folded = options
        .last_of(&["i", "no-ignore-case"])
        .is_some_and(|(key, _)| key == "i")
        || options.has("y");
    let case = if folded { Case::Ignores } else { Case::Minds };
    if patterns.is_empty() {
        return regexes::build("[^\\s\\S]", case);
    }
    regexes::build(&whole, case)
}

fn search<'o>(
    call: &mut Call<'_, '_>,
    options: &'o Options,
    regex: Regex,
    many: bool,
) -> Option<Search<'o>> {
    let mut number = |keys: &[&str], what: &str| match options.last_of(keys) {
        None => Some(0),
        Some((_, text)) => match text.parse::<usize>() {
            Ok(n) => Some(n),
            Err(_) => {
                call.complain(format!("{text}: invalid {what} argument"));
                None
            }
        },
    };
    let context = number(&["C"], "context length")?;
    let before = number(&["B"], "context length")?;
    let after = number(&["A"], "context length")?;
    let most = number(&["m"], "max count")?;
    let names = match options.last_of(&["h", "H"]) {
        Some((key, _)) => key == "H",
        None => many,
    };
    Some(Search {
        options,
        regex,
        invert: options.has("v"),
        names,
        before: if options.has("B") { before } else { context },
        after: if options.has("A") { after } else { context },
        most: if options.has("m") { most } else { usize::MAX },
        context: options.has("A") || options.has("B") || options.has("C"),
        shown: false,
        found: false,
        trouble: false,
    })
}

/// Whether a file or folder of this name is looked into.
fn wanted(options: &Options, name: &str, folder: bool) -> bool {
    let hits = |key: &'static str| {
        options
            .values(key)
            .any(|p| glob::matches(p.trim_end_matches('/'), name))
    };
    if folder {
        return !hits("exclude-dir");
    }
    (!options.has("include") || hits("include")) && !hits("exclude")
}

fn walk(
    call: &mut Call<'_, '_>,
    search: &mut Search<'_>,
    shown: &str,
    path: &str,
) -> Result<(), Halt> {
    let list: Vec<(String, String, bool)> = call
        .tree()
        .list(path)
        .filter(|e| wanted(search.options, e.name, e.node.is_folder()))
        .map(|e| (e.name.to_owned(), e.path.to_owned(), e.node.is_folder()))
        .collect();
    call.work(list.len() * 64)?;
    for (name, path, folder) in list {
        let shown = if shown.is_empty() {
            name
        } else {
            join(shown, &name)
        };
        if folder {
            walk(call, search, &shown, &path)?;
        } else {
            file(call, search, &shown)?;
        }
        if search.found && search.options.has("q") {
            return Ok(());
        }
    }
    Ok(())
}

fn file(call: &mut Call<'_, '_>, search: &mut Search<'_>, operand: &str) -> Result<(), Halt> {
    if operand != "-" && !wanted(search.options, base_name(operand), false) {
        return Ok(());
    }
    let bytes = match call.read(operand)? {
        Ok(bytes) => bytes,
        Err(FileError::IsFolder) => return Ok(()),
        Err(error) => {
            if !search.options.has("s") {
                call.complain(format!("{operand}: {error}"));
            }
            search.trouble = true;
            return Ok(());
        }
    };
    call.work(bytes.len())?;
    let name = if operand == "-" {
        "(standard input)"
    } else {
        operand
    };
    if bytes.contains(&0) && !search.options.has("a") {
        return binary(call, search, name, &bytes);
    }
    let all: Vec<&[u8]> = lines(&bytes).map(chomp).collect();
    let mut hits = vec![];
    for (i, line) in all.iter().enumerate() {
        if hits.len() >= search.most {
            break;
        }
        if search.regex.is_match(line) != search.invert {
            hits.push(i);
            if search.options.has("q") || search.options.has("l") || search.options.has("L") {
                break;
            }
        }
    }
    search.found |= !hits.is_empty();
    report(call, search, name, &all, &hits)
}

fn binary(
    call: &mut Call<'_, '_>,
    search: &mut Search<'_>,
    name: &str,
    bytes: &[u8],
) -> Result<(), Halt> {
    let hits = lines(bytes)
        .filter(|l| search.regex.is_match(chomp(l)) != search.invert)
        .count();
    if search.options.has("I") || hits == 0 {
        return Ok(());
    }
    search.found = true;
    let options = search.options;
    if options.has("c") || options.has("l") || options.has("q") {
        return report(call, search, name, &[], &vec![0; hits]);
    }
    call.line(format!("grep: {name}: binary file matches"))
}

fn report(
    call: &mut Call<'_, '_>,
    search: &mut Search<'_>,
    name: &str,
    all: &[&[u8]],
    hits: &[usize],
) -> Result<(), Halt> {
    let options = search.options;
    if options.has("q") {
        return Ok(());
    }
    if options.has("l") || options.has("L") {
        return if hits.is_empty() == options.has("L") {
            call.line(name)
        } else {
            Ok(())
        };
    }
    if options.has("c") {
        let prefix = if search.names {
            format!("{name}:")
        } else {
            String::new()
        };
        return call.line(format!("{prefix}{}", hits.len()));
    }
    if !search.context || options.has("o") {
        for hit in hits {
            line(call, search, name, *hit, all[*hit], ':')?;
        }
        return Ok(());
    }
    // The line after the last one shown of this file.
    let mut next = 0;
    for (i, hit) in hits.iter().enumerate() {
        let from = hit.saturating_sub(search.before).max(next);
        if search.shown && (i == 0 || from > next) {
            call.line("--")?;
        }
        search.shown = true;
        for (index, text) in all.iter().enumerate().take(*hit).skip(from) {
            line(call, search, name, index, text, '-')?;
        }
        line(call, search, name, *hit, all[*hit], ':')?;
        let end = hit
            .saturating_add(search.after)
            .saturating_add(1)
            .min(all.len());
        next = end.min(hits.get(i + 1).copied().unwrap_or(all.len()));
        for (index, text) in all.iter().enumerate().take(next).skip(hit + 1) {
            line(call, search, name, index, text, '-')?;
        }
    }
    Ok(())
}

fn line(
    call: &mut Call<'_, '_>,
    search: &Search<'_>,
    name: &str,
    index: usize,
    text: &[u8],
    sign: char,
) -> Result<(), Halt> {
    let options = search.options;
    let mut prefix = String::new();
    if search.names {
        prefix.push_str(name);
        prefix.push(sign);
    }
    if options.has("n") {
        prefix.push_str(&format!("{}{sign}", index + 1));
    }
    if !options.has("o") {
        call.print(prefix)?;
        return call.line(text);
    }
    if search.invert {
        return Ok(());
    }
    for hit in search.regex.find_iter(text).filter(|m| !m.is_empty()) {
        let at = if options.has("b") {
            format!("{}{sign}", hit.start())
        } else {
            String::new()
        };
        call.print(format!("{prefix}{at}"))?;
        call.line(hit.as_bytes())?;
    }
    Ok(())
}
