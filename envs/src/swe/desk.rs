//! The tools of an agent: what a call comes to, on a tree that it may change.

use super::{
    edit::{Answer, held, search},
    files::Tree,
    given::{ProjectFiles, emptied},
    guest::{FUEL, Guest, ROOT},
    runs::Run,
    shell::{self, Budget, Reply, Request, Runner, RunnerFault, Session, Shell, Stop},
    text::fenced,
    types::{Action, Def, Desk, LineEdit, State, absolute, relative},
};
use std::sync::Arc;
use truestep_core::model::HostFault;
use xxhash_rust::xxh3::xxh3_64;

/// What one line of bash may cost.
const BUDGET: Budget = Budget::OF_AN_AGENT;

/// What a call came to.
pub(super) struct Done {
    /// The files afterwards.
    pub(super) tree: Tree,
    pub(super) desk: Desk,
    /// What is shown.
    pub(super) shown: String,
    /// Whether an edit was asked for and not made.
    pub(super) refused: bool,
    /// What the runs of the original tests said.
    pub(super) runs: Vec<Run>,
}

fn fault(error: &dyn std::fmt::Display) -> HostFault {
    HostFault {
        message: error.to_string(),
    }
}

/// Carry out a call of a tool: everything but test runs, putting back and the end.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn call(
    def: &Def,
    guest: &Guest,
    state: &State,
    action: &Action,
) -> Result<Done, HostFault> {
    let mut shell = def.shell(state).map_err(|error| fault(&error))?;
    let mut desk = (*state.desk).clone();
    let (mut runs, mut refused) = (vec![], false);
    let shown = match action {
        Action::FindFile(name) => said(
            &format!("Files whose names match `{}`:", quoted(name)),
            search::find_file(&shell.tree, ROOT, name, None),
        ),
        Action::SearchDir(term) => said(
            &format!("Files with lines that match `{}`:", quoted(term)),
            search::search_dir(&shell.tree, ROOT, term, None),
        ),
        Action::SearchFile(file, term) => said(
            &format!("Lines of {file} that match `{}`:", quoted(term)),
            search::search_file(&shell.tree, ROOT, None, term, Some(file)),
        ),
        Action::Open(file, line) => {
            let answer = desk
                .window
                .open(&shell.tree, ROOT, Some(file), Some((*line).into()));
            said("The window:", answer)
        }
        Action::Goto(line) => said("The window:", desk.window.goto(&shell.tree, (*line).into())),
        Action::ScrollUp => said("The window:", desk.window.scroll_up(&shell.tree)),
        Action::ScrollDown => said("The window:", desk.window.scroll_down(&shell.tree)),
        Action::Edit(edit) => {
            let (shown, made) = write_lines(guest, &mut shell.tree, &mut desk, edit)?;
            refused = !made;
            shown
        }
        Action::Create(file, text) => create(&mut shell.tree, file, text),
        Action::Bash(command) => {
            let mut runner = Lent {
                def,
                guest,
                fuel: FUEL,
                runs: vec![],
                is_silent: false,
            };
            let shown = bash(&mut shell, &mut runner, command)?;
            desk.session = kept(&shell);
            runs = runner.runs;
            shown
        }
        Action::Editor(call) => {
            let answer = desk.history.call(&mut shell.tree, call);
            said(
                &format!("str_replace_editor, {}:", quoted(&call.command)),
                answer,
            )
        }
        Action::Tests(_) | Action::Restart | Action::Submit => String::new(),
    };
    Ok(Done {
        tree: shell.tree,
        desk,
        shown,
        refused,
        runs,
    })
}

/// What a line of bash shows if its programs say nothing: what is shown beyond that is of theirs.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(super) fn without_programs(
    def: &Def,
    guest: &Guest,
    state: &State,
    line: &str,
) -> Result<String, HostFault> {
    let mut shell = def.shell(state).map_err(|error| fault(&error))?;
    let mut runner = Lent {
        def,
        guest,
        fuel: FUEL,
        runs: vec![],
        is_silent: true,
    };
    bash(&mut shell, &mut runner, line)
}

/// One line without backquotes, short enough to be said.
fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    let clean = |c: char| if c == '`' || c.is_control() { '.' } else { c };
    text.chars().take(MOST).map(clean).collect()
}

fn said(head: &str, answer: Answer) -> String {
    fenced(head, &answer.text)
}

/// Lines written by SWE-agent's editor. Of an edit that was carried out it is said where it stands; what was just written is
/// not shown again.
fn write_lines(
    guest: &Guest,
    tree: &mut Tree,
    desk: &mut Desk,
    edit: &LineEdit,
) -> Result<(String, bool), HostFault> {
    let mut window = desk.window.clone();
    let opened = window.open(tree, ROOT, Some(&edit.path), Some(edit.first.into()));
    if !opened.ok {
        return Ok((said("The edit was not made:", opened), false));
    }
    let lines_of = |tree: &Tree| tree.read_text(&absolute(&edit.path)).map_or(0, held);
    let before = lines_of(tree);
    let gate = guest.gate();
    let range = format!("{}:{}", edit.first, edit.last);
    let answer = window.edit(tree, &range, &edit.text, &gate);
    gate.closed()?;
    if !answer.ok {
        return Ok((said("The edit was not made:", answer), false));
    }
    desk.window = window;
    let after = lines_of(tree);
    let (first, last) = (edit.first as usize, before.min(edit.last as usize));
    // What was asked for may go beyond the last line.
    let end = match last < edit.last as usize {
        true => " (the last)",
        false => "",
    };
    let lines = match last.checked_sub(first) {
        Some(0) => format!("line {first}{end} is"),
        _ => format!("lines {first} to {last}{end} are"),
    };
    let wrote = match edit.text.lines().count() {
        1 => "1 line".to_owned(),
        n => format!("{n} lines"),
    };
    let done = match last < first {
        true => format!("{wrote} added at its end"),
        false => format!("{lines} replaced by {wrote}"),
    };
    let text = tree
        .read(&absolute(&edit.path))
        .map(|blob| blob.bytes().to_vec());
    let shown = format!(
        "{}: {done}. The file has {after} {} now, and its checksum is {:08x}.\n",
        edit.path,
        if after == 1 { "line" } else { "lines" },
        xxh3_64(&text.unwrap_or_default()) >> 32
    );
    Ok((shown, true))
}

fn create(tree: &mut Tree, file: &str, text: &str) -> String {
    let path = absolute(file);
    let mut text = text.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let made = tree
        .create_folders(super::files::parent(&path))
        .and_then(|()| tree.write(&path, &text));
    match made {
        Ok(()) => format!(
            "The file {file} was made, and its checksum is {:08x}.\n",
            xxh3_64(text.as_bytes()) >> 32
        ),
        Err(error) => format!("The file {file} cannot be made: {error}.\n"),
    }
}

fn bash(shell: &mut Shell, runner: &mut Lent<'_>, command: &str) -> Result<String, HostFault> {
    let outcome = shell.run(command, runner, &BUDGET);
    if let Some(Stop::Fault(message)) = outcome.stop {
        return Err(HostFault { message });
    }
    let mut text = outcome.text();
    if let Some(stop) = &outcome.stop {
        text.push_str(&format!("\nbash: {stop}\n"));
    }
    let head = match outcome.status {
        0 => "The command ended well.".to_owned(),
        status => format!("The command ended with status {status}."),
    };
    let nothing = text.trim().is_empty();
    let sum = xxh3_64(&shell.digest().0.to_le_bytes()) >> 32;
    // Two commands that print nothing can do different things.
    let head = match nothing {
        true => {
            format!("{head} It printed nothing; the checksum of files and session is {sum:08x}.")
        }
        false => format!("{head} It printed, with files and session of checksum {sum:08x}:"),
    };
    Ok(fenced(&head, &text))
}

/// The session of a shell, unless it took more than is written down at every step: then the next one begins anew.
fn kept(shell: &Shell) -> Option<Session> {
    const MOST_BYTES: usize = 64 << 10;
    let session = shell.session();
    let bytes = serde_json::to_vec(session).map_or(usize::MAX, |json| json.len());
    (bytes <= MOST_BYTES).then(|| session.clone())
}

/// Tests without which a run of tests is begun again, at most.
const MOST_SPENT: usize = 3;

/// The interpreter as the shell sees it.
struct Lent<'g> {
    def: &'g Def,
    guest: &'g Guest,
    /// Fuel that is left for the runs of this line.
    fuel: u64,
    /// What the runs of the original tests said.
    runs: Vec<Run>,
    /// Whether nothing is passed on of what programs print.
    is_silent: bool,
}

impl Runner for Lent<'_> {
    fn run(&mut self, tree: &mut Tree, request: &Request) -> Result<Reply, RunnerFault> {
        if self.fuel == 0 {
            return Ok(Reply {
                stderr: b"python: not run: the programs of this line have spent their fuel\n"
                    .to_vec(),
                status: 137,
                ..Reply::default()
            });
        }
        let files = ProjectFiles::whole(tree).with(&self.def.harness);
        // A test that loops without end takes the run with it: without it the others are run again.
        let mut spent: Vec<String> = vec![];
        let ran = loop {
            let code = shell::code_after(request, &spent);
            let ran = self.guest.run(&files, &request.cwd, &code);
            let ran = ran.map_err(|fault| RunnerFault(fault.message))?;
            self.fuel = self.fuel.saturating_sub(ran.fuel);
            match &ran.running {
                Some(test) if spent.len() < MOST_SPENT && !spent.contains(test) => {
                    spent.push(test.clone());
                }
                _ => break ran,
            }
        };
        if let Some(run) = Run::of(self.def, tree, request, &ran) {
            self.runs.push(run);
        }
        let said = |text: &str| match self.is_silent {
            true => vec![],
            false => text.as_bytes().to_vec(),
        };
        let mut reply = Reply {
            stdout: said(&ran.stdout),
            stderr: said(&ran.stderr),
            status: ran.status,
        };
        for (path, after) in &ran.changes {
            let written = match after {
                Some(bytes) => tree
                    .create_folders(super::files::parent(path))
                    .and_then(|()| tree.write(path, bytes)),
                None => match emptied(path) {
                    Some(folder) if tree.is_folder(folder) => tree.remove_all(folder),
                    _ => tree.remove(path),
                },
            };
            if let Err(error) = written {
                reply
                    .stderr
                    .extend_from_slice(format!("python: {path}: {error}\n").as_bytes());
                reply.status = 1;
            }
        }
        Ok(reply)
    }
}

/// A state's tree as a list of changes, and what its desk is.
pub(super) fn put(state: &mut State, done: Done) {
    state.changes = Arc::new(done.tree.changes());
    state.desk = Arc::new(done.desk);
    state.shown = Some(done.shown.into());
}

/// The file of an action that reads or writes one, as the project names it.
pub(super) fn target(action: &Action) -> Option<&str> {
    match action {
        Action::SearchFile(file, _) | Action::Open(file, _) | Action::Create(file, _) => Some(file),
        Action::Edit(edit) => Some(&edit.path),
        Action::Editor(call) => Some(relative(&call.path)),
        _ => None,
    }
}
