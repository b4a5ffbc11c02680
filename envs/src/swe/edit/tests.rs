use super::{Answer, EditCall, Finding, NoSyntax, Replacing, Syntax, Windowed, search};
use crate::swe::files::{Limits, Tree};

/// A gate that finds fault with a word.
struct NoBad;

impl Syntax for NoBad {
    fn findings(&self, _: &str, text: &str) -> Vec<Finding> {
        let lines = text
            .split('\n')
            .enumerate()
            .filter(|(_, l)| l.contains("bad"));
        lines
            .map(|(i, _)| Finding {
                line: i + 1,
                column: 1,
                problem: "E999 SyntaxError: invalid syntax".into(),
            })
            .collect()
    }
}

fn numbered(count: usize) -> String {
    (1..=count).map(|i| format!("line {i}\n")).collect()
}

fn tree() -> Tree {
    let files = [
        ("/repo/long.py", numbered(250)),
        ("/repo/short.py", "a\nb\nc\n".into()),
        ("/repo/src/x.py", "def f():\n\treturn 1\n".into()),
        ("/repo/.git/x.py", "def".into()),
    ];
    Tree::new(files, Limits::default()).unwrap()
}

fn first_and_last(answer: &Answer) -> (String, String) {
    let lines: Vec<&str> = answer.text.split('\n').collect();
    (lines[..3].join("|"), lines[lines.len() - 2..].join("|"))
}

#[test]
fn the_window_opens_moves_and_stays_within_the_file() {
    let (tree, mut editor) = (tree(), Windowed::default());
    assert_eq!(
        editor.goto(&tree, 3).text,
        "No file open. Use the open command first."
    );
    let answer = editor.open(&tree, "/repo", Some("long.py"), None);
    assert_eq!(
        first_and_last(&answer),
        (
            "[File: /repo/long.py (250 lines total)]|1:line 1|2:line 2".into(),
            "100:line 100|(150 more lines below)".into()
        )
    );
    let answer = editor.goto(&tree, 120);
    assert_eq!(
        first_and_last(&answer).0,
        "[File: /repo/long.py (250 lines total)]|(102 more lines above)|103:line 103"
    );
    let answer = editor.scroll_down(&tree);
    assert_eq!(
        first_and_last(&answer),
        (
            "[File: /repo/long.py (250 lines total)]|(150 more lines above)|151:line 151".into(),
            "249:line 249|250:line 250".into()
        )
    );
    let answer = editor.scroll_up(&tree);
    assert_eq!(
        first_and_last(&answer).0,
        "[File: /repo/long.py (250 lines total)]|(52 more lines above)|53:line 53"
    );
    assert_eq!(
        editor.goto(&tree, 251).text,
        "Error: <line> must be less than or equal to 250"
    );
    let answer = editor.open(&tree, "/repo", Some("short.py"), Some(9));
    assert_eq!(
        answer.text,
        "Warning: <line_number> (9) is greater than the number of lines in the file (3)\nWarning: Setting <line_number> to 3\n[File: /repo/short.py (3 lines total)]\n1:a\n2:b\n3:c"
    );
    assert_eq!(
        editor.open(&tree, "/repo", Some("nosuch"), None).text,
        "Error: File nosuch not found"
    );
    assert_eq!(editor.file(), Some("/repo/short.py"));
}

#[test]
fn an_edit_that_would_break_something_is_not_carried_out() {
    let (mut tree, mut editor) = (tree(), Windowed::default());
    editor.open(&tree, "/repo", Some("short.py"), None);
    let answer = editor.edit(&mut tree, "2:2", "B\nB2\n", &NoBad);
    assert_eq!(
        answer.text,
        "File updated. Please review the changes and make sure they are correct\n(correct indentation, no duplicate lines, etc). Edit the file again if necessary.\n[File: /repo/short.py (4 lines total)]\n1:a\n2:B\n3:B2\n4:c"
    );
    let before = tree.digest();
    let answer = editor.edit(&mut tree, "1:1", "bad", &NoBad);
    assert!(!answer.ok);
    assert!(
        answer
            .text
            .starts_with("Your proposed edit has introduced new syntax error(s)."),
        "{}",
        answer.text
    );
    assert!(
        answer
            .text
            .contains("ERRORS:\n- E999 SyntaxError: invalid syntax\n"),
        "{}",
        answer.text
    );
    assert_eq!(tree.digest(), before);
    // What was wrong before does not stand in the way.
    editor.edit(&mut tree, "1:1", "bad", &NoSyntax);
    assert!(editor.edit(&mut tree, "4:4", "d", &NoBad).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok("bad\nB\nB2\nd\n"));
    assert!(editor.edit(&mut tree, "2:3", "", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok("bad\nd\n"));
    assert!(!editor.edit(&mut tree, "0:1", "x", &NoSyntax).ok);
    assert!(!editor.edit(&mut tree, "one", "x", &NoSyntax).ok);
}

#[test]
fn an_edit_behind_the_end_adds_there_or_is_refused() {
    let (mut tree, mut editor) = (tree(), Windowed::default());
    editor.open(&tree, "/repo", Some("short.py"), None);
    assert!(editor.edit(&mut tree, "4:9", "d", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok("a\nb\nc\nd\n"));
    assert!(editor.edit(&mut tree, "4:20", "D\nE", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok("a\nb\nc\nD\nE\n"));
    let before = tree.digest();
    let answer = editor.edit(&mut tree, "7:7", "x", &NoSyntax);
    assert!(!answer.ok);
    assert_eq!(
        answer.text,
        "Error: /repo/short.py has 5 lines: there is no line 7 to edit; lines are added at its end by an edit of line 6"
    );
    assert_eq!(tree.digest(), before);
    // A last line without an end keeps having none.
    tree.write("/repo/short.py", "a\nb").unwrap();
    assert!(editor.edit(&mut tree, "3:3", "c", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok("a\nb\nc"));
    assert!(editor.edit(&mut tree, "1:3", "", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/short.py"), Ok(""));
}

#[test]
fn a_file_is_created_and_opened_once() {
    let (mut tree, mut editor) = (tree(), Windowed::default());
    assert_eq!(
        editor.create(&mut tree, "/repo", "new/x.py").text,
        "[File: /repo/new/x.py (0 lines total)]"
    );
    assert_eq!(
        editor.create(&mut tree, "/repo", "short.py").text,
        "Warning: File 'short.py' already exists."
    );
    assert!(editor.edit(&mut tree, "1:1", "print(1)", &NoSyntax).ok);
    assert_eq!(tree.read_text("/repo/new/x.py"), Ok("print(1)\n"));
}

#[test]
fn searches_say_what_they_found() {
    let tree = tree();
    assert_eq!(
        search::search_dir(&tree, "/repo", "def", None).text,
        "Found 1 matches for \"def\" in /repo:\n/repo/src/x.py (1 matches)\nEnd of matches for \"def\" in /repo"
    );
    assert_eq!(
        search::search_dir(&tree, "/repo", "nosuch", Some("src")).text,
        "No matches found for \"nosuch\" in /repo/src"
    );
    assert_eq!(
        search::search_dir(&tree, "/repo", "x", Some("nosuch")).text,
        "Directory nosuch not found"
    );
    assert_eq!(
        search::search_file(&tree, "/repo", Some("/repo/long.py"), "line 11$", None).text,
        "Found 1 matches for \"line 11$\" in /repo/long.py:\nLine 11:line 11\nEnd of matches for \"line 11$\" in /repo/long.py"
    );
    assert_eq!(
        search::search_file(&tree, "/repo", Some("/repo/long.py"), "line", None).text,
        "More than 250 lines matched for \"line\" in /repo/long.py. Please narrow your search."
    );
    assert_eq!(
        search::search_file(&tree, "/repo", None, "line", None).text,
        "No file open. Use the open command first."
    );
    assert_eq!(
        search::find_file(&tree, "/repo", "*rt.py", None).text,
        "Found 1 matches for \"*rt.py\" in /repo:\n/repo/short.py"
    );
    assert!(!search::search_dir(&tree, "/repo", "\\(", None).ok);
}

fn call(command: &str, path: &str) -> EditCall {
    EditCall {
        command: command.into(),
        path: path.into(),
        ..EditCall::default()
    }
}

#[test]
fn texts_are_replaced_where_they_stand_once() {
    let (mut tree, mut editor) = (tree(), Replacing::default());
    let mut replace = call("str_replace", "/repo/short.py");
    replace.old_str = Some("b".into());
    replace.new_str = Some("B\nB2".into());
    let answer = editor.call(&mut tree, &replace);
    assert_eq!(
        answer.text,
        "The file /repo/short.py has been edited. Here's the result of running `cat -n` on a snippet of /repo/short.py:\n     1\ta\n     2\tB\n     3\tB2\n     4\tc\n     5\t\nReview the changes and make sure they are as expected. Edit the file again if necessary."
    );
    let answer = editor.call(&mut tree, &replace);
    assert_eq!(
        answer.text,
        "No replacement was performed, old_str `b` did not appear verbatim in /repo/short.py."
    );
    replace.old_str = Some("B".into());
    let answer = editor.call(&mut tree, &replace);
    assert_eq!(
        answer.text,
        "No replacement was performed. Multiple occurrences of old_str `B` in lines [2, 3]. Please ensure it is unique"
    );
    let stored: Replacing = serde_json::from_str(&serde_json::to_string(&editor).unwrap()).unwrap();
    assert_eq!(stored, editor);
    assert_eq!(stored.canonical(), editor.canonical());
    let answer = editor.call(&mut tree, &call("undo_edit", "/repo/short.py"));
    assert!(
        answer
            .text
            .starts_with("Last edit to /repo/short.py undone successfully. Here's the result"),
        "{}",
        answer.text
    );
    assert_eq!(tree.read_text("/repo/short.py"), Ok("a\nb\nc\n"));
    assert_eq!(
        editor
            .call(&mut tree, &call("undo_edit", "/repo/short.py"))
            .text,
        "No edit history found for /repo/short.py."
    );
    assert_eq!(editor, Replacing::default());
}

#[test]
fn lines_are_inserted_and_viewed() {
    let (mut tree, mut editor) = (tree(), Replacing::default());
    let mut insert = call("insert", "/repo/short.py");
    insert.insert_line = Some(1);
    insert.new_str = Some("new".into());
    let answer = editor.call(&mut tree, &insert);
    assert!(
        answer.text.contains(
            "`cat -n` on a snippet of the edited file:\n     1\ta\n     2\tnew\n     3\tb\n"
        ),
        "{}",
        answer.text
    );
    insert.insert_line = Some(9);
    assert_eq!(
        editor.call(&mut tree, &insert).text,
        "Invalid `insert_line` parameter: 9. It should be within the range of lines of the file: [0, 5]"
    );
    let mut view = call("view", "/repo/src/x.py");
    assert_eq!(
        editor.call(&mut tree, &view).text,
        "Here's the result of running `cat -n` on /repo/src/x.py:\n     1\tdef f():\n     2\t        return 1\n     3\t\n"
    );
    view.view_range = Some(vec![2, -1]);
    assert_eq!(
        editor.call(&mut tree, &view).text,
        "Here's the result of running `cat -n` on /repo/src/x.py:\n     2\t        return 1\n     3\t\n"
    );
    view.view_range = Some(vec![0, 2]);
    assert_eq!(
        editor.call(&mut tree, &view).text,
        "Invalid `view_range`: [0, 2]. Its first element `0` should be within the range of lines of the file: [1, 3]"
    );
    assert_eq!(
        editor.call(&mut tree, &call("view", "/repo")).text,
        "Here's the files and directories up to 2 levels deep in /repo, excluding hidden items:\n/repo\n/repo/long.py\n/repo/short.py\n/repo/src\n/repo/src/x.py\n\n"
    );
}

#[test]
fn a_call_that_cannot_be_carried_out_says_why() {
    let (mut tree, mut editor) = (tree(), Replacing::default());
    let before = tree.digest();
    for (command, path, said) in [
        (
            "view",
            "short.py",
            "The path short.py is not an absolute path, it should start with `/`. Maybe you meant /short.py?",
        ),
        (
            "view",
            "/nosuch",
            "The path /nosuch does not exist. Please provide a valid path.",
        ),
        (
            "create",
            "/repo/short.py",
            "File already exists at: /repo/short.py. Cannot overwrite files using command `create`.",
        ),
        (
            "create",
            "/repo/new.py",
            "Parameter `file_text` is required for command: create",
        ),
        (
            "str_replace",
            "/repo/src",
            "The path /repo/src is a directory and only the `view` command can be used on directories",
        ),
        (
            "str_replace",
            "/repo/short.py",
            "Parameter `old_str` is required for command: str_replace",
        ),
        (
            "delete",
            "/repo/short.py",
            "Unrecognized command delete. The allowed commands for the str_replace_editor tool are: view, create, str_replace, insert, undo_edit",
        ),
    ] {
        let answer = editor.call(&mut tree, &call(command, path));
        assert_eq!((answer.text.as_str(), answer.ok), (said, false));
    }
    assert_eq!(tree.digest(), before);
}
