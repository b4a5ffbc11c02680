//! What runs other commands: `xargs`, `eval`, `source`, `bash`, `command`, `timeout`, `time`.

use super::super::{
    call::{Call, chomp, lines},
    machine::{Halt, Machine},
    options::Options,
    streams::{Bytes, Streams, input},
    table,
};

type Run = Result<u8, Halt>;

impl Machine<'_> {
    /// Run a file of the tree: what its first line asks for, or the shell.
    pub(in super::super) fn script_file(
        &mut self,
        name: &str,
        words: &[String],
        streams: &Streams,
    ) -> Run {
        let path = crate::swe::files::absolute(&self.shell.session.cwd, name);
        let (text, executable) = match self.shell.tree.get(&path) {
            None => {
                let error = self.shell.tree.missing(&path);
                self.complain(streams, &format!("{name}: {error}"))?;
                return Ok(127);
            }
            Some(crate::swe::files::Node::Folder) => {
                self.complain(streams, &format!("{name}: Is a directory"))?;
                return Ok(126);
            }
            Some(crate::swe::files::Node::File { blob, executable }) => (
                String::from_utf8_lossy(blob.bytes()).into_owned(),
                *executable,
            ),
        };
        if !executable {
            self.complain(streams, &format!("{name}: Permission denied"))?;
            return Ok(126);
        }
        let first = text.lines().next().unwrap_or_default();
        if first.starts_with("#!") && first.contains("python") {
            let mut all = vec![path];
            all.extend_from_slice(words);
            return self.invoke_command("python", &all, streams);
        }
        self.script_text(&text, words, streams)
    }

    /// Run a text as a shell of its own.
    fn script_text(&mut self, text: &str, words: &[String], streams: &Streams) -> Run {
        let status = self.subshell(|m| {
            m.session().arguments = words.to_vec();
            let session = m.session();
            session.options.clear();
            session.functions.clear();
            session
                .variables
                .retain(|name, _| session.exported.contains(name));
            m.source(text, streams)
        })?;
        Ok(status)
    }
}

/// `bash`, `sh`: `-c TEXT`, a file, or what comes in.
pub(in super::super) fn bash(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let mut operands = options.operands.as_slice();
    let streams = call.streams.clone();
    if let Some((text, rest)) = operands.split_first().filter(|_| options.has("c")) {
        let words = rest.get(1..).unwrap_or_default();
        return call.m.script_text(text, words, &streams);
    }
    let text = match operands.split_first() {
        None => String::from_utf8_lossy(&call.stdin()?).into_owned(),
        Some((name, rest)) => {
            operands = rest;
            match call.read(name)? {
                Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                Err(error) => {
                    call.complain(format!("{name}: {error}"));
                    return Ok(if error == crate::swe::files::FileError::IsFolder {
                        126
                    } else {
                        127
                    });
                }
            }
        }
    };
    call.m.script_text(&text, operands, &streams)
}

/// `source` and `.`: a file in this very session.
pub(in super::super) fn source(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some((name, rest)) = options.operands.split_first() else {
        call.err
            .extend_from_slice(b"bash: source: filename argument required\n");
        return Ok(2);
    };
    let text = match call.read(name)? {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            call.err
                .extend_from_slice(format!("bash: {name}: {error}\n").as_bytes());
            return Ok(1);
        }
    };
    let streams = call.streams.clone();
    let kept = (!rest.is_empty())
        .then(|| std::mem::replace(&mut call.m.session().arguments, rest.to_vec()));
    let result = call.m.source(&text, &streams);
    if let Some(kept) = kept {
        call.m.session().arguments = kept;
    }
    match result {
        Ok(()) => Ok(call.m.status()),
        Err(Halt::Return(status)) => Ok(status),
        Err(halt) => Err(halt),
    }
}

pub(in super::super) fn eval(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let streams = call.streams.clone();
    call.m.set_status(0);
    call.m.source(&options.operands.join(" "), &streams)?;
    Ok(call.m.status())
}

/// `command NAME ...` runs it without functions; `-v` says where it is.
pub(in super::super) fn command(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let Some((name, rest)) = options.operands.split_first() else {
        return Ok(0);
    };
    if options.has("v") || options.has("V") {
        let mut status = 1;
        for name in &options.operands {
            let function = call.m.shell.session().functions.contains_key(name);
            match table::find(name) {
                _ if function => call.line(name)?,
                Some(command) if command.builtin() => call.line(name)?,
                Some(_) => call.line(format!("/usr/bin/{name}"))?,
                None => continue,
            }
            status = 0;
        }
        return Ok(status);
    }
    let streams = call.streams.clone();
    call.m.invoke_command(name, rest, &streams)
}

/// `time` and `timeout` and `nohup`: no time passes, so the command simply runs.
pub(in super::super) fn timed(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let skip = usize::from(call.name == "timeout");
    let Some((name, rest)) = options
        .operands
        .get(skip..)
        .and_then(<[String]>::split_first)
    else {
        call.complain("missing operand");
        return Ok(125);
    };
    let streams = call.streams.clone();
    call.m.invoke_command(name, rest, &streams)
}

/// The words that `xargs` reads: parted at blanks, with quotes and backslashes.
fn xargs_words(text: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut open) = (vec![], String::new(), false);
    let mut signs = text.chars();
    while let Some(c) = signs.next() {
        match c {
            '\'' | '"' => {
                open = true;
                loop {
                    match signs.next() {
                        Some(d) if d == c => break,
                        Some('\n') | None => {
                            let kind = if c == '"' { "double" } else { "single" };
                            return Err(format!(
                                "unmatched {kind} quote; by default quotes are special to xargs unless you use the -0 option"
                            ));
                        }
                        Some(d) => word.push(d),
                    }
                }
            }
            '\\' => {
                open = true;
                word.extend(signs.next());
            }
            c if c.is_whitespace() => {
                if open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            c => word.push(c),
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

pub(in super::super) fn xargs(call: &mut Call<'_, '_>, options: &Options) -> Run {
    let bytes = call.stdin()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let replace = options.value("I").map(str::to_owned);
    let separator = match options.value("d") {
        Some(d) => Some(super::super::escapes::unescape(d.as_bytes()).0),
        None if options.has("0") => Some(vec![0]),
        None => None,
    };
    let words = if let Some(separator) = separator.filter(|s| s.len() == 1) {
        let body = bytes.strip_suffix(separator.as_slice()).unwrap_or(&bytes);
        let parts = body.split(|b| *b == separator[0]);
        if bytes.is_empty() {
            vec![]
        } else {
            parts
                .map(|p| String::from_utf8_lossy(p).into_owned())
                .collect()
        }
    } else if replace.is_some() {
        let all = lines(&bytes).map(|l| String::from_utf8_lossy(chomp(l)).trim_start().to_owned());
        all.filter(|l| !l.is_empty()).collect()
    } else {
        match xargs_words(&text) {
            Ok(words) => words,
            Err(what) => {
                call.complain(what);
                return Ok(1);
            }
        }
    };
    let number = |key| options.value(key).and_then(|v| v.parse::<usize>().ok());
    let size = if replace.is_some() {
        1
    } else {
        number("n").or(number("L")).unwrap_or(usize::MAX)
    }
    .max(1);
    let command = if options.operands.is_empty() {
        vec!["echo".to_owned()]
    } else {
        options.operands.clone()
    };
    if words.is_empty() && options.has("r") {
        return Ok(0);
    }
    let groups: Vec<&[String]> = if words.is_empty() {
        if replace.is_some() { vec![] } else { vec![&[]] }
    } else {
        words.chunks(size.min(words.len())).collect()
    };
    let mut streams = call.streams.clone();
    streams.input = input(Bytes::new(vec![]));
    let mut status = 0;
    for group in groups {
        let line: Vec<String> = match &replace {
            Some(sign) => command
                .iter()
                .map(|w| w.replace(sign.as_str(), &group[0]))
                .collect(),
            None => command.iter().chain(group).cloned().collect(),
        };
        let cost: usize = line.iter().map(String::len).sum();
        call.work(cost)?;
        if options.has("t") {
            call.err
                .extend_from_slice(format!("{}\n", line.join(" ")).as_bytes());
        }
        call.flush()?;
        match call.m.invoke_command(&line[0], &line[1..], &streams)? {
            0 => {}
            127 => return Ok(127),
            255 => return Ok(124),
            _ => status = 123,
        }
    }
    Ok(status)
}
