//! Every command shown in the README or the docs runs, and prints what is shown.
//!
//! A block fenced as `console` holds commands after `$ ` and what they print below them. A line `…` stands for any lines.
//! The blocks of one file run in order in one empty folder. `BLESS=1` writes what the commands print now.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A command and the output shown below it.
struct Shown {
    /// First line of the output, from 0.
    first: usize,
    command: String,
    output: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown_in(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = vec![];
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match line.strip_prefix("$ ") {
                Some(command) => found.push(Shown {
                    first: number + 1,
                    command: command.to_owned(),
                    output: vec![],
                }),
                None => {
                    let last = found.last_mut();
                    last.expect("a console block starts with a command")
                        .output
                        .push(line.to_owned());
                }
            },
            (false, _) => {}
        }
    }
    found
}

/// The command without `-p NAME`: to name one package chooses other features for what all depend on, and builds it again.
fn without_package(command: &str) -> String {
    match command.split_once(" -p ") {
        Some((before, named)) if before.starts_with("cargo run") => {
            let after = named.split_once(' ').map_or("", |(_, after)| after);
            format!("{before} {after}")
        }
        _ => command.to_owned(),
    }
}

/// What the command prints: standard output, lines without trailing blanks.
fn run(command: &str, folder: &Path) -> Vec<String> {
    let binary = env!("CARGO_BIN_EXE_truestep");
    let command = without_package(command)
        .replace("cargo run --release --quiet -- ", &format!("{binary} "))
        .replace("cargo run --release -- ", &format!("{binary} "))
        // Front ends of the example worlds are built as this test was.
        .replace(
            "cargo run --quiet --example ",
            &format!(
                "'{}' run --quiet --profile test --manifest-path '{}' --example ",
                env!("CARGO"),
                root().join("Cargo.toml").display()
            ),
        )
        .replace(
            "python3 examples/",
            &format!("python3 {}/", root().join("examples").display()),
        )
        .replace(
            " examples/tools/",
            &format!(" {}/", root().join("examples/tools").display()),
        );
    let folder_of_binary = Path::new(binary).parent().unwrap().display().to_string();
    let path = format!(
        "{folder_of_binary}:{}",
        std::env::var("PATH").unwrap_or_default()
    );
    let done = Command::new("bash")
        .args(["-c", &command])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(
        done.status.code().is_some_and(|code| code < 2),
        "`{command}` could not run: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    text.lines().map(|l| l.trim_end().to_owned()).collect()
}

/// Whether `printed` is what is `shown`, where a line `…` stands for any lines.
fn agrees(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((gap, rest)) if gap == "…" => {
            (0..=printed.len()).any(|skip| agrees(rest, &printed[skip..]))
        }
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| line.trim_end() == first && agrees(rest, others)),
    }
}

/// The document with what the commands print now; an output with gaps is left to a person.
fn bless(text: &str, changes: Vec<(Shown, Vec<String>)>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (shown, printed) in changes.into_iter().rev() {
        if !shown.output.iter().any(|line| line == "…") {
            lines.splice(shown.first..shown.first + shown.output.len(), printed);
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn commands_print_what_the_documents_show() {
    let mut count = 0;
    let mut wrong = vec![];
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut changes = vec![];
        for shown in shown_in(&text) {
            count += 1;
            let printed = run(&shown.command, folder.path());
            if !agrees(&shown.output, &printed) {
                let place = document.display();
                let now = printed.join("\n");
                wrong.push(format!("{place}: `{}` printed\n{now}", shown.command));
                changes.push((shown, printed));
            }
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&document, bless(&text, changes)).unwrap();
        }
    }
    assert!(
        count >= 5,
        "only {count} commands are shown: the fences were not found"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_gap_stands_for_any_lines_and_nothing_else_does() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(agrees(&lines("a\n…\nc"), &lines("a\nb\nb\nc")));
    assert!(agrees(&lines("a\n…"), &lines("a")));
    assert!(!agrees(&lines("a\n…\nc"), &lines("a\nb")));
    assert!(!agrees(&lines("a"), &lines("a\nb")));
}
