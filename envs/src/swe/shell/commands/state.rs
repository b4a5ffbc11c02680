//! What changes the session itself: the folder, variables, functions, loops.

use super::super::{call::Call, machine::Halt, options::Options, parse::is_name, table};
use crate::swe::files::{FileError, Node, absolute};

type Run = Result<u8, Halt>;

pub(in super::super) fn cd(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let home = call.m.variable("HOME").unwrap_or("/root").to_owned();
    let back = call.m.shell.session().previous.clone();
    let target = match options.operands.as_slice() {
        [] => home,
        [one] if one == "-" && back.is_empty() => {
            call.err.extend_from_slice(b"bash: cd: OLDPWD not set\n");
            return Ok(1);
        }
        [one] if one == "-" => back.clone(),
        [one] => one.clone(),
        _ => {
            call.err
                .extend_from_slice(b"bash: cd: too many arguments\n");
            return Ok(1);
        }
    };
    let path = call.path(&target);
    let wrong = match call.tree().get(&path) {
        Some(Node::Folder) => None,
        Some(_) => Some(FileError::NotFolder),
        None => Some(call.tree().missing(&path)),
    };
    if let Some(error) = wrong {
        call.err
            .extend_from_slice(format!("bash: cd: {target}: {error}\n").as_bytes());
        return Ok(1);
    }
    let session = call.m.session();
    session.previous = std::mem::replace(&mut session.cwd, path.clone());
    if options.operands.first().is_some_and(|o| o == "-") {
        call.line(path)?;
    }
    Ok(0)
}

pub(in super::super) fn pwd(call: &mut Call<'_, '_>, _: &Options) -> Run {
    let cwd = call.m.shell.session.cwd.clone();
    call.line(cwd)?;
    Ok(0)
}

pub(in super::super) fn yes_it_is(_: &mut Call<'_, '_>, _: &Options) -> Run {
    Ok(0)
}

pub(in super::super) fn no_it_is_not(_: &mut Call<'_, '_>, _: &Options) -> Run {
    Ok(1)
}

/// `sleep`: there is no clock, so no time passes.
pub(in super::super) fn sleep(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if options.operands.is_empty() {
        call.complain("missing operand");
        return Ok(1);
    }
    Ok(0)
}

pub(in super::super) fn export(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if options.operands.is_empty() {
        let session = call.m.shell.session();
        let mut text = String::new();
        for name in &session.exported {
            if let Some(value) = session.variables.get(name) {
                text.push_str(&format!("declare -x {name}=\"{value}\"\n"));
            }
        }
        call.print(text)?;
    }
    for operand in &options.operands {
        let (name, value) = match operand.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (operand.as_str(), None),
        };
        if !is_name(name) {
            call.err.extend_from_slice(
                format!("bash: export: `{operand}': not a valid identifier\n").as_bytes(),
            );
            return Ok(1);
        }
        if let Some(value) = value {
            call.m.set_variable(name, value.to_owned())?;
        }
        if options.has("n") {
            call.m.session().exported.remove(name);
        } else {
            call.m.session().exported.insert(name.to_owned());
        }
    }
    Ok(0)
}

pub(in super::super) fn unset(call: &mut Call<'_, '_>, options: &Options) -> Run {
    for name in &options.operands {
        let session = call.m.session();
        let variable = !options.has("f") && session.variables.remove(name).is_some();
        session.exported.remove(name);
        if !variable && !options.has("v") {
            session.functions.remove(name);
        }
    }
    Ok(0)
}

/// `set`: options and arguments; alone, the variables.
pub(in super::super) fn set(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words = options.operands.iter().peekable();
    if words.peek().is_none() {
        let session = call.m.shell.session();
        let text: String = session
            .variables
            .iter()
            .map(|(n, v)| format!("{n}={v}\n"))
            .collect();
        call.print(text)?;
        return Ok(0);
    }
    while let Some(word) = words.next() {
        let on = word.starts_with('-');
        if word == "--" || !(on || word.starts_with('+')) {
            let mut arguments: Vec<String> = if word == "--" {
                vec![]
            } else {
                vec![word.clone()]
            };
            arguments.extend(words.by_ref().cloned());
            call.m.session().arguments = arguments;
            break;
        }
        let mut letters: Vec<char> = word[1..].chars().collect();
        if letters.contains(&'o') {
            letters.retain(|c| *c != 'o');
            match words.next().map(String::as_str) {
                Some("pipefail") => letters.push('p'),
                Some("errexit") => letters.push('e'),
                Some("nounset") => letters.push('u'),
                Some("noglob") => letters.push('f'),
                other => {
                    let other = other.unwrap_or_default();
                    call.complain(format!("{other}: invalid option name; supported: errexit, noglob, nounset, pipefail"));
                    return Ok(2);
                }
            }
        }
        for letter in letters {
            if !"epuf".contains(letter) {
                call.complain(format!(
                    "-{letter} is not supported here; supported: -e, -f, -u, -o pipefail"
                ));
                return Ok(2);
            }
            if on {
                call.m.session().options.insert(letter);
            } else {
                call.m.session().options.remove(&letter);
            }
        }
    }
    Ok(0)
}

/// `read`: one line into variables, parted at the separators.
pub(in super::super) fn read(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let line = {
        let mut input = call.streams.input.borrow_mut();
        let rest = &input.bytes[input.at.min(input.bytes.len())..];
        let end = rest.iter().position(|b| *b == b'\n');
        let line = rest[..end.unwrap_or(rest.len())].to_vec();
        let used = end.map_or(rest.len(), |e| e + 1);
        input.at += used;
        end.map(|_| line.clone()).ok_or(line)
    };
    let status = u8::from(line.is_err());
    let line = line.unwrap_or_else(|rest| rest);
    call.work(line.len())?;
    let mut text = String::from_utf8_lossy(&line).into_owned();
    if !options.has("r") {
        text = text.replace('\\', "");
    }
    let separators = call.m.variable("IFS").unwrap_or(" \t\n").to_owned();
    let blank = |c: char| separators.contains(c) && c.is_whitespace();
    let names: Vec<&str> = match options.operands.as_slice() {
        [] => vec!["REPLY"],
        names => names.iter().map(String::as_str).collect(),
    };
    let mut rest = if options.operands.is_empty() {
        text.as_str()
    } else {
        text.trim_start_matches(blank)
    };
    for (i, name) in names.iter().enumerate() {
        let value = if i + 1 == names.len() {
            if options.operands.is_empty() {
                rest
            } else {
                rest.trim_end_matches(blank)
            }
        } else {
            let end = rest.find(|c| separators.contains(c)).unwrap_or(rest.len());
            let value = &rest[..end];
            let after = rest[end..].trim_start_matches(blank);
            let mut signs = after.chars();
            let other = signs
                .next()
                .is_some_and(|c| separators.contains(c) && !blank(c));
            rest = if other {
                signs.as_str().trim_start_matches(blank)
            } else {
                after
            };
            value
        };
        call.m.set_variable(name, value.to_owned())?;
    }
    Ok(status)
}

pub(in super::super) fn local(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if call.m.locals.is_empty() && call.name == "local" {
        call.err
            .extend_from_slice(b"bash: local: can only be used in a function\n");
        return Ok(1);
    }
    for operand in &options.operands {
        let (name, value) = operand.split_once('=').unwrap_or((operand, ""));
        if !is_name(name) {
            call.complain(format!("`{operand}': not a valid identifier"));
            return Ok(1);
        }
        let old = call.m.variable(name).map(str::to_owned);
        if let Some(kept) = call.m.locals.last_mut() {
            kept.push((name.to_owned(), old));
        }
        if operand.contains('=') || !call.m.locals.is_empty() {
            call.m.set_variable(name, value.to_owned())?;
        }
        if options.has("x") {
            call.m.session().exported.insert(name.to_owned());
        }
    }
    Ok(0)
}

/// The number that stands behind `exit`, `break` and the like.
fn count(call: &mut Call<'_, '_>, options: &Options, usual: i64) -> Option<i64> {
    let Some(word) = options.operands.first() else {
        return Some(usual);
    };
    let number = word.trim().parse().ok();
    if number.is_none() {
        let name = call.name;
        call.err.extend_from_slice(
            format!("bash: {name}: {word}: numeric argument required\n").as_bytes(),
        );
    }
    number
}

pub(in super::super) fn exit(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let usual = i64::from(call.m.status());
    let status = count(call, options, usual).map_or(2, |n| n.rem_euclid(256) as u8);
    call.flush()?;
    Err(Halt::Exit(status))
}

pub(in super::super) fn give_back(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let usual = i64::from(call.m.status());
    let status = count(call, options, usual).map_or(2, |n| n.rem_euclid(256) as u8);
    if call.m.locals.is_empty() && call.m.depth <= 1 {
        call.err.extend_from_slice(
            b"bash: return: can only `return' from a function or sourced script\n",
        );
        return Ok(2);
    }
    call.flush()?;
    Err(Halt::Return(status))
}

pub(in super::super) fn leave(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some(levels) = count(call, options, 1) else {
        return Ok(1);
    };
    if call.m.loops == 0 {
        let text = format!(
            "bash: {}: only meaningful in a `for', `while', or `until' loop\n",
            call.name
        );
        call.err.extend_from_slice(text.as_bytes());
        return Ok(0);
    }
    if levels < 1 {
        let text = format!("bash: {}: {levels}: loop count out of range\n", call.name);
        call.err.extend_from_slice(text.as_bytes());
        return Ok(1);
    }
    call.flush()?;
    let levels = (levels as usize).min(call.m.loops);
    Err(if call.name == "break" {
        Halt::Break(levels)
    } else {
        Halt::Continue(levels)
    })
}

pub(in super::super) fn shift(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let by = count(call, options, 1).unwrap_or(0);
    let arguments = &mut call.m.session().arguments;
    match usize::try_from(by) {
        Ok(by) if by <= arguments.len() => {
            arguments.drain(..by);
            Ok(0)
        }
        _ => Ok(1),
    }
}

/// `let`: expressions; succeeds if the last one is not zero.
pub(in super::super) fn evaluate(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut last = 0;
    for text in &options.operands {
        let streams = call.streams.clone();
        match call.m.calculate(text, &streams)? {
            Some(value) => last = value,
            None => return Ok(1),
        }
    }
    Ok(u8::from(last == 0))
}

/// `which`, `type` and `command -v`: where a command is found.
pub(in super::super) fn which(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut status = 0;
    for name in &options.operands {
        match table::find(name) {
            Some(command) if command.builtin() => status = 1,
            Some(_) => call.line(format!("/usr/bin/{name}"))?,
            None => status = 1,
        }
    }
    Ok(if options.operands.is_empty() {
        1
    } else {
        status
    })
}

pub(in super::super) fn kind_of(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut status = 0;
    for name in &options.operands {
        let function = call.m.shell.session().functions.contains_key(name);
        let short = options.has("t");
        let text = match table::find(name) {
            _ if function && short => "function".to_owned(),
            _ if function => format!("{name} is a function"),
            Some(c) if c.builtin() && short => "builtin".to_owned(),
            Some(c) if c.builtin() => format!("{name} is a shell builtin"),
            Some(_) if short => "file".to_owned(),
            Some(_) => format!("{name} is /usr/bin/{name}"),
            None => {
                status = 1;
                if !short {
                    call.err
                        .extend_from_slice(format!("bash: type: {name}: not found\n").as_bytes());
                }
                continue;
            }
        };
        call.line(text)?;
    }
    Ok(status)
}

/// `env` and `printenv`: the exported variables; `env` also runs a command with others.
pub(in super::super) fn env(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut words = options.operands.as_slice();
    let mut set = vec![];
    while let Some((name, value)) = words
        .first()
        .and_then(|w| w.split_once('='))
        .filter(|(n, _)| is_name(n))
    {
        set.push((name.to_owned(), value.to_owned()));
        words = &words[1..];
    }
    let kept = std::sync::Arc::clone(&call.m.shell.session);
    let session = call.m.session();
    if options.has("i") {
        session.exported.clear();
    }
    for name in options.values("u") {
        session.variables.remove(name);
        session.exported.remove(name);
    }
    for (name, value) in set {
        session.exported.insert(name.clone());
        session.variables.insert(name, value);
    }
    let result = if words.is_empty() {
        let text = exported(call);
        call.print(text).map(|()| 0)
    } else {
        let streams = call.streams.clone();
        call.m.invoke_command(&words[0], &words[1..], &streams)
    };
    call.m.shell.session = kept;
    result
}

fn exported(call: &Call<'_, '_>) -> String {
    let session = call.m.shell.session();
    let variables = session
        .exported
        .iter()
        .filter_map(|n| Some((n, session.variables.get(n)?)));
    let mut lines: Vec<String> = variables.map(|(n, v)| format!("{n}={v}\n")).collect();
    lines.push(format!("PWD={}\n", session.cwd));
    lines.sort();
    lines.concat()
}

pub(in super::super) fn printenv(call: &mut Call<'_, '_>, options: &Options) -> Run {
    if options.operands.is_empty() {
        let text = exported(call);
        call.print(text)?;
    }
    let mut status = 0;
    for name in &options.operands {
        let session = call.m.shell.session();
        let value = session
            .exported
            .contains(name)
            .then(|| session.variables.get(name))
            .flatten()
            .cloned();
        match value {
            Some(value) => call.line(value)?,
            None => status = 1,
        }
    }
    Ok(status)
}

/// `realpath` and `readlink`: there are no links, so a path is what it says.
pub(in super::super) fn realpath(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut status = 0;
    let needed = call.name == "realpath";
    if options.operands.is_empty() {
        call.complain("missing operand");
        return Ok(1);
    }
    for operand in &options.operands {
        let path = absolute(call.m.shell.cwd(), operand);
        let folder = crate::swe::files::parent(&path);
        let there = call.tree().get(&path).is_some();
        let lies = call.tree().is_folder(folder) && !options.has("e");
        if call.name == "readlink" && !(options.has("f") || options.has("e") || options.has("m")) {
            status = 1;
        } else if options.has("m") || there || lies {
            call.line(path)?;
        } else {
            let error = call.tree().missing(&path);
            if needed && !options.has("q") {
                call.complain(format!("{operand}: {error}"));
            }
            status = 1;
        }
    }
    Ok(status)
}
