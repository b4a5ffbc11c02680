//! Every command there is, with its options. What is not here is refused, and told from here.

use super::{
    commands::{
        awk, copies, differ, fields, find, git, grep, listing, nested, paths, printing, python,
        reading, sed, sorting, state, testing,
    },
    options::{Command, Flag, Reading, Run, Value, flag, valued},
};

const ANYWHERE: Reading = Reading::Anywhere;
const IN_FRONT: Reading = Reading::InFront;
const OWN: Reading = Reading::Own;

/// A command whose wrong options have status 1 and whose `-5` means nothing.
const fn command(
    name: &'static str,
    usage: &'static str,
    what: &'static str,
    flags: &'static [Flag],
    reading: Reading,
    run: Run,
) -> Command {
    Command {
        name,
        usage,
        what,
        flags,
        reading,
        number: None,
        trouble: 1,
        run,
    }
}

/// The same with another status for wrong options.
const fn trouble(status: u8, command: Command) -> Command {
    Command {
        trouble: status,
        ..command
    }
}

/// The same where `-5` gives its number to an option.
const fn number(key: &'static str, command: Command) -> Command {
    Command {
        number: Some(key),
        ..command
    }
}

const fn maybe(
    short: &'static str,
    long: &'static str,
    name: &'static str,
    what: &'static str,
) -> Flag {
    let value = Value::Optional(name);
    Flag {
        short,
        long,
        value,
        what,
    }
}

impl Command {
    /// Whether bash itself has it, so that `which` does not find it.
    pub(super) fn builtin(&self) -> bool {
        const BUILTINS: [&str; 24] = [
            ".", ":", "break", "cd", "command", "continue", "declare", "eval", "exit", "export",
            "let", "local", "read", "return", "set", "shift", "source", "type", "unset", "shopt",
            "time", "typeset", "readonly", "umask",
        ];
        BUILTINS.contains(&self.name)
    }
}

/// The command of a name.
pub(super) fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.name == name)
}

/// What is said about a command that is not there.
pub(super) fn not_found(name: &str) -> String {
    let names: Vec<&str> = COMMANDS.iter().map(|c| c.name).collect();
    format!(
        "{name}: command not found; supported here: {}",
        names.join(" ")
    )
}

const GREP: &[Flag] = &[
    flag("E", "extended-regexp", "extended patterns"),
    flag("F", "fixed-strings", "plain texts instead of patterns"),
    flag("G", "basic-regexp", "basic patterns (as without it)"),
    flag(
        "P",
        "perl-regexp",
        "patterns of the crate `regex`: Perl's, without references and looking around",
    ),
    flag("i", "ignore-case", "capitals are small letters"),
    flag("y", "", "the same"),
    flag("", "no-ignore-case", "capitals are no small letters"),
    flag("v", "invert-match", "lines that do not match"),
    flag("w", "word-regexp", "whole words"),
    flag("x", "line-regexp", "whole lines"),
    flag("c", "count", "how many lines"),
    flag("l", "files-with-matches", "names of files that match"),
    flag("L", "files-without-match", "names of files that do not"),
    flag("o", "only-matching", "what matches alone"),
    flag("q", "quiet", "nothing but the status"),
    flag("s", "no-messages", "no word about missing files"),
    flag("n", "line-number", "numbers of lines"),
    flag("b", "byte-offset", "with -o: where it stands in its line"),
    flag("H", "with-filename", "names before lines"),
    flag("h", "no-filename", "no names before lines"),
    flag("r", "recursive", "everything below folders"),
    flag("R", "dereference-recursive", "the same"),
    flag("a", "text", "files with zero bytes are text"),
    flag("I", "", "files with zero bytes do not match"),
    valued("A", "after-context", "N", "lines behind"),
    valued("B", "before-context", "N", "lines before"),
    valued("C", "context", "N", "lines around; `-N` for short"),
    valued("m", "max-count", "N", "at most so many lines a file"),
    valued("e", "regexp", "PATTERN", "a pattern; may be repeated"),
    valued("f", "file", "FILE", "patterns from a file"),
    valued("d", "directories", "skip", "no word about folders"),
    valued("", "include", "GLOB", "only files of such names"),
    valued("", "exclude", "GLOB", "no files of such names"),
    valued("", "exclude-dir", "GLOB", "no folders of such names"),
    maybe("", "color", "WHEN", "passed over: nothing is coloured"),
];

const LINES: &[Flag] = &[
    valued(
        "n",
        "lines",
        "N",
        "so many lines (10); with a sign, counted from the other side",
    ),
    valued("c", "bytes", "N", "so many bytes"),
    flag("q", "quiet", "no names"),
    flag("v", "verbose", "names always"),
];

const SED: &[Flag] = &[
    flag("n", "quiet", "lines are shown by `p` alone"),
    valued("e", "expression", "SCRIPT", "a script; may be repeated"),
    valued("f", "file", "FILE", "a script from a file"),
    flag("E", "regexp-extended", "extended patterns"),
    flag("r", "", "the same"),
    maybe(
        "i",
        "in-place",
        "SUFFIX",
        "back into the files; with a suffix, the old ones are kept",
    ),
    flag("s", "separate", "each file for itself"),
];

const PYTHON: &[Flag] = &[
    valued("c", "", "CODE", "this code"),
    valued("m", "", "MODULE", "a module, such as pytest or unittest"),
    flag("V", "", "its version"),
    flag("u", "", "passed over, like -B -E -I -s -S -O -q -W -X"),
];

const CODE: &[Flag] = &[
    flag("c", "", "the text that follows"),
    flag("e", "", "passed over"),
    flag("l", "", "passed over"),
    flag("x", "", "passed over"),
];

const TEST: &[Flag] = &[
    flag("-e -f -d -s", "", "is there; a file; a folder; not empty"),
    flag("-r -w -x", "", "can be read, written, run"),
    flag("-z -n", "", "an empty text, one that is not"),
    flag("-v", "", "a variable that is set"),
    flag("= == != < >", "", "texts compared"),
    flag("-eq -ne -lt -le -gt -ge", "", "integers compared"),
    flag("-nt -ot -ef", "", "files compared: all are of one age"),
    flag("! -a -o ( )", "", "not, and, or, brackets"),
];

const FIND: &[Flag] = &[
    flag("-name -iname GLOB", "", "its name"),
    flag("-path -ipath -wholename GLOB", "", "its whole path"),
    flag("-regex PATTERN", "", "its whole path, by a basic pattern"),
    flag("-type f,d", "", "a file, a folder"),
    flag("-size [+-]N[cwbkMG]", "", "its size"),
    flag(
        "-empty -executable -perm MODE",
        "",
        "nothing in it; may be run; such a mode",
    ),
    flag("-maxdepth -mindepth N", "", "how deep"),
    flag(
        "-depth -mount -prune -quit",
        "",
        "what is inside first; passed over; not below; no further",
    ),
    flag(
        "-print -print0 -printf FORMAT",
        "",
        "show it: %p %P %f %h %s %y %d %m",
    ),
    flag("-delete", "", "remove it"),
    flag(
        "-exec COMMAND ... \\; or {} +",
        "",
        "run a command on it, or one on all",
    ),
    flag("! -not -a -and -o -or ( )", "", "not, and, or, brackets"),
    flag(
        "-true -false -readable -writable",
        "",
        "always, never, always, always",
    ),
];

/// Every command, by name.
pub static COMMANDS: &[Command] = &[
    command(
        ".",
        "FILE [ARGUMENT]...",
        "runs a file in this session",
        &[],
        IN_FRONT,
        nested::source,
    ),
    command(":", "", "succeeds", &[], OWN, state::yes_it_is),
    trouble(
        2,
        command(
            "[",
            "EXPRESSION ]",
            "asks a question",
            TEST,
            OWN,
            testing::test,
        ),
    ),
    command(
        "awk",
        "[-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE]...",
        "runs a program over the fields of lines",
        &[
            valued(
                "F",
                "field-separator",
                "SEPARATOR",
                "what parts fields: a sign or a pattern",
            ),
            valued("v", "assign", "NAME=VALUE", "sets a variable first"),
            valued("f", "file", "FILE", "the program from a file"),
        ],
        IN_FRONT,
        awk::awk,
    ),
    command(
        "basename",
        "PATH [SUFFIX]",
        "the last name of a path",
        &[
            flag("a", "multiple", "of each operand"),
            valued(
                "s",
                "suffix",
                "SUFFIX",
                "takes an ending off; of each operand",
            ),
        ],
        ANYWHERE,
        printing::basename,
    ),
    command(
        "bash",
        "[-c TEXT | FILE] [ARGUMENT]...",
        "runs a text or a file as a shell of its own",
        CODE,
        IN_FRONT,
        nested::bash,
    ),
    command("break", "[N]", "leaves a loop", &[], IN_FRONT, state::leave),
    command(
        "cat",
        "[FILE]...",
        "shows files",
        &[
            flag("n", "number", "numbers lines"),
            flag("b", "number-nonblank", "numbers lines that are not empty"),
            flag("s", "squeeze-blank", "one empty line for many"),
            flag("E", "show-ends", "`$` at the end of lines"),
            flag("T", "show-tabs", "tabs as ^I"),
            flag("v", "show-nonprinting", "what cannot be seen as ^X and M-X"),
            flag("A", "show-all", "-v, -E and -T"),
            flag("e", "", "-v and -E"),
            flag("t", "", "-v and -T"),
        ],
        ANYWHERE,
        reading::cat,
    ),
    command(
        "cd",
        "[FOLDER | -]",
        "changes the working folder",
        &[],
        IN_FRONT,
        state::cd,
    ),
    command(
        "chmod",
        "MODE FILE...",
        "lets files be run, or not",
        &[flag("R", "recursive", "and what is below")],
        IN_FRONT,
        paths::chmod,
    ),
    trouble(
        2,
        command(
            "cmp",
            "FILE FILE",
            "the first byte that differs",
            &[flag("s", "quiet", "nothing but the status")],
            ANYWHERE,
            differ::cmp,
        ),
    ),
    command(
        "comm",
        "FILE FILE",
        "lines of one, of the other, of both sorted files",
        &[
            flag("1", "", "without those of the first"),
            flag("2", "", "without those of the second"),
            flag("3", "", "without those of both"),
        ],
        ANYWHERE,
        sorting::comm,
    ),
    command(
        "command",
        "[-v] COMMAND [ARGUMENT]...",
        "runs a command and no function",
        &[flag("v", "", "says what it is"), flag("V", "", "the same")],
        IN_FRONT,
        nested::command,
    ),
    command(
        "continue",
        "[N]",
        "begins the next turn of a loop",
        &[],
        IN_FRONT,
        state::leave,
    ),
    command(
        "cp",
        "SOURCE... TARGET",
        "copies files",
        &[
            flag("r", "recursive", "folders with what is below"),
            flag("R", "", "the same"),
            flag("a", "archive", "the same"),
            flag("f", "force", "passed over"),
            flag("i", "", "passed over"),
            flag("p", "", "passed over"),
            flag("n", "no-clobber", "not over what is there"),
            flag("v", "verbose", "says what it does"),
            flag(
                "T",
                "no-target-directory",
                "the target is no folder to copy into",
            ),
            valued("t", "target-directory", "FOLDER", "into this folder"),
        ],
        ANYWHERE,
        copies::cp,
    ),
    command(
        "cut",
        "[FILE]...",
        "parts of lines",
        &[
            valued("f", "fields", "LIST", "fields"),
            valued("c", "characters", "LIST", "bytes"),
            valued("b", "bytes", "LIST", "bytes"),
            valued("d", "delimiter", "SIGN", "what parts fields (a tab)"),
            flag("s", "only-delimited", "no lines without it"),
            flag("", "complement", "all but these"),
            valued(
                "",
                "output-delimiter",
                "TEXT",
                "what parts them in the output",
            ),
        ],
        ANYWHERE,
        fields::cut,
    ),
    trouble(
        2,
        command(
            "declare",
            "[NAME=VALUE]...",
            "sets variables, in a function for it alone",
            &[
                flag("x", "", "and exports them"),
                flag("r", "", "passed over"),
                flag("i", "", "passed over"),
            ],
            IN_FRONT,
            state::local,
        ),
    ),
    trouble(
        2,
        number(
            "U",
            command(
                "diff",
                "FILE FILE",
                "how two files or folders differ",
                &[
                    flag("u", "", "unified"),
                    valued("U", "unified", "N", "unified, with so many lines around"),
                    flag("r", "recursive", "folders below"),
                    flag("N", "new-file", "a missing file is an empty one"),
                    flag("q", "brief", "only whether"),
                    flag("s", "report-identical-files", "says if they do not"),
                    flag("i", "ignore-case", "capitals do not count"),
                    flag("w", "ignore-all-space", "blanks do not count"),
                    flag("b", "ignore-space-change", "how many blanks does not count"),
                    flag("B", "ignore-blank-lines", "empty lines do not count"),
                    flag("a", "text", "passed over"),
                    valued("", "label", "TEXT", "instead of a name; may be repeated"),
                    valued("x", "exclude", "GLOB", "not names like this"),
                    maybe("", "color", "WHEN", "passed over: nothing is coloured"),
                ],
                ANYWHERE,
                differ::diff,
            ),
        ),
    ),
    command(
        "dirname",
        "PATH...",
        "the folder of a path",
        &[],
        ANYWHERE,
        printing::dirname,
    ),
    command(
        "du",
        "[PATH]...",
        "how much lies below",
        &[
            flag("s", "summarize", "the sum alone"),
            flag("h", "human-readable", "with units"),
            flag("b", "bytes", "bytes instead of blocks"),
            flag("a", "all", "files too"),
            flag("k", "", "kibibytes (as without it)"),
            valued("d", "max-depth", "N", "folders so deep"),
        ],
        ANYWHERE,
        paths::du,
    ),
    command(
        "echo",
        "[-neE] [WORD]...",
        "shows its words",
        &[],
        OWN,
        printing::echo,
    ),
    trouble(
        2,
        number(
            "C",
            command(
                "egrep",
                "PATTERN [FILE]...",
                "grep -E",
                GREP,
                ANYWHERE,
                grep::grep,
            ),
        ),
    ),
    trouble(
        125,
        command(
            "env",
            "[NAME=VALUE]... [COMMAND [ARGUMENT]...]",
            "shows exported variables, or runs a command with others",
            &[
                flag("i", "ignore-environment", "without those there are"),
                valued("u", "unset", "NAME", "without this one"),
            ],
            IN_FRONT,
            state::env,
        ),
    ),
    command(
        "eval",
        "[WORD]...",
        "runs its words as a line",
        &[],
        IN_FRONT,
        nested::eval,
    ),
    command(
        "exit",
        "[STATUS]",
        "ends the line",
        &[],
        IN_FRONT,
        state::exit,
    ),
    command(
        "export",
        "[NAME[=VALUE]]...",
        "hands variables to commands",
        &[flag("n", "", "no longer"), flag("p", "", "lists them")],
        IN_FRONT,
        state::export,
    ),
    command("false", "", "fails", &[], OWN, state::no_it_is_not),
    trouble(
        2,
        number(
            "C",
            command(
                "fgrep",
                "TEXT [FILE]...",
                "grep -F",
                GREP,
                ANYWHERE,
                grep::grep,
            ),
        ),
    ),
    command(
        "find",
        "[PATH]... [EXPRESSION]",
        "what lies below paths",
        FIND,
        OWN,
        find::find,
    ),
    number(
        "w",
        command(
            "fold",
            "[FILE]...",
            "breaks long lines",
            &[
                valued("w", "width", "N", "so many columns (80)"),
                flag("s", "spaces", "at blanks"),
            ],
            ANYWHERE,
            fields::fold,
        ),
    ),
    trouble(
        129,
        command(
            "git",
            "COMMAND [ARGUMENT]...",
            "the history: status, diff, log, show, add, commit, ...",
            git::FLAGS,
            OWN,
            git::git,
        ),
    ),
    trouble(
        2,
        number(
            "C",
            command(
                "grep",
                "PATTERN [FILE]...",
                "lines that match a pattern",
                GREP,
                ANYWHERE,
                grep::grep,
            ),
        ),
    ),
    number(
        "n",
        command(
            "head",
            "[FILE]...",
            "the first lines",
            LINES,
            ANYWHERE,
            reading::head,
        ),
    ),
    command(
        "let",
        "EXPRESSION...",
        "calculates",
        &[],
        OWN,
        state::evaluate,
    ),
    trouble(
        2,
        command(
            "local",
            "[NAME[=VALUE]]...",
            "variables of a function",
            &[
                flag("r", "", "passed over"),
                flag("x", "", "and exports them"),
                flag("i", "", "passed over"),
            ],
            IN_FRONT,
            state::local,
        ),
    ),
    trouble(
        2,
        command(
            "ls",
            "[PATH]...",
            "what is in folders",
            &[
                flag("a", "all", "names that begin with a dot too"),
                flag("A", "almost-all", "the same without . and .."),
                flag("l", "", "with mode, size and time"),
                flag("g", "", "without the owner"),
                flag("1", "", "one a line (as without it)"),
                flag("d", "directory", "folders themselves"),
                flag("F", "classify", "a sign for folders and programs"),
                flag("p", "", "a sign for folders"),
                flag("h", "human-readable", "sizes with units"),
                flag("R", "recursive", "what is below"),
                flag("r", "reverse", "the other way round"),
                flag("S", "", "by size"),
                flag("t", "", "by time: all are of one age"),
                flag("X", "", "by ending"),
                flag("s", "size", "blocks"),
                flag("n", "", "passed over"),
                maybe("", "color", "WHEN", "passed over: nothing is coloured"),
            ],
            ANYWHERE,
            listing::ls,
        ),
    ),
    command(
        "mkdir",
        "FOLDER...",
        "makes folders",
        &[
            flag("p", "parents", "and those they lie in"),
            flag("v", "verbose", "says what it does"),
            valued("m", "mode", "MODE", "passed over"),
        ],
        ANYWHERE,
        paths::mkdir,
    ),
    command(
        "mv",
        "SOURCE... TARGET",
        "moves files",
        &[
            flag("f", "force", "passed over"),
            flag("i", "", "passed over"),
            flag("n", "no-clobber", "not over what is there"),
            flag("v", "verbose", "says what it does"),
            flag(
                "T",
                "no-target-directory",
                "the target is no folder to move into",
            ),
            valued("t", "target-directory", "FOLDER", "into this folder"),
        ],
        ANYWHERE,
        copies::mv,
    ),
    command(
        "nl",
        "[FILE]...",
        "numbers lines",
        &[
            valued(
                "b",
                "body-numbering",
                "a|t",
                "all lines, or those that are not empty",
            ),
            valued("s", "number-separator", "TEXT", "behind the number (a tab)"),
            valued("v", "starting-line-number", "N", "the first number"),
            valued("w", "number-width", "N", "columns of it (6)"),
        ],
        ANYWHERE,
        reading::nl,
    ),
    command(
        "nohup",
        "COMMAND [ARGUMENT]...",
        "runs a command",
        &[],
        IN_FRONT,
        nested::timed,
    ),
    command(
        "paste",
        "[FILE]...",
        "lines side by side",
        &[
            valued("d", "delimiters", "SIGNS", "between them (a tab)"),
            flag("s", "serial", "the lines of one file on one line"),
        ],
        ANYWHERE,
        sorting::paste,
    ),
    trouble(
        2,
        command(
            "patch",
            "[FILE [PATCH]]",
            "carries out a unified diff",
            &[
                valued("p", "strip", "N", "takes so many leading folders off names"),
                valued("i", "input", "FILE", "the diff"),
                valued("d", "directory", "FOLDER", "in this folder"),
                valued(
                    "F",
                    "fuzz",
                    "N",
                    "so many lines of surroundings may differ (2)",
                ),
                flag("R", "reverse", "the other way round"),
                flag("s", "silent", "says less"),
                flag("f", "force", "passed over"),
                flag("N", "forward", "passed over"),
                flag("", "dry-run", "changes nothing"),
            ],
            ANYWHERE,
            differ::patch,
        ),
    ),
    command(
        "printenv",
        "[NAME]...",
        "exported variables",
        &[],
        ANYWHERE,
        state::printenv,
    ),
    trouble(
        2,
        command(
            "printf",
            "[-v NAME] FORMAT [ARGUMENT]...",
            "shows words in a format: %s %b %q %c %d %i %o %u %x %X %e %f %g",
            &[],
            OWN,
            printing::printf,
        ),
    ),
    command(
        "pwd",
        "",
        "the working folder",
        &[flag("P", "", "passed over"), flag("L", "", "passed over")],
        IN_FRONT,
        state::pwd,
    ),
    command(
        "pytest",
        "[-q] [-v] [-x] [-k EXPRESSION] [--maxfail=N] [--tb=STYLE] [-s] [--co] [FILE | FOLDER | FILE::CLASS::TEST]...",
        "runs tests, unittest's and those of the common part of pytest; `pytest --help` says what it knows",
        &[],
        OWN,
        python::pytest,
    ),
    trouble(
        2,
        command(
            "python",
            "[-c CODE | -m MODULE | FILE | -] [ARGUMENT]...",
            "runs Python",
            PYTHON,
            OWN,
            python::python,
        ),
    ),
    trouble(
        2,
        command(
            "python3",
            "[-c CODE | -m MODULE | FILE | -] [ARGUMENT]...",
            "runs Python",
            PYTHON,
            OWN,
            python::python,
        ),
    ),
    trouble(
        2,
        command(
            "read",
            "[NAME]...",
            "reads a line into variables",
            &[flag("r", "", "backslashes are themselves")],
            IN_FRONT,
            state::read,
        ),
    ),
    command(
        "readlink",
        "PATH...",
        "there are no links: with -f, the path from the root",
        &[
            flag("f", "canonicalize", "its last name may be missing"),
            flag("e", "canonicalize-existing", "it must be there"),
            flag("m", "canonicalize-missing", "anything may be missing"),
        ],
        ANYWHERE,
        state::realpath,
    ),
    command(
        "realpath",
        "PATH...",
        "the path from the root",
        &[
            flag("e", "canonicalize-existing", "it must be there"),
            flag("m", "canonicalize-missing", "anything may be missing"),
            flag("s", "strip", "passed over"),
            flag("q", "quiet", "no messages"),
        ],
        ANYWHERE,
        state::realpath,
    ),
    command(
        "return",
        "[STATUS]",
        "leaves a function",
        &[],
        IN_FRONT,
        state::give_back,
    ),
    command(
        "rev",
        "[FILE]...",
        "lines from right to left",
        &[],
        ANYWHERE,
        reading::rev,
    ),
    command(
        "rm",
        "PATH...",
        "removes files",
        &[
            flag("r", "recursive", "folders with what is below"),
            flag("R", "", "the same"),
            flag("f", "force", "no word about what is not there"),
            flag("d", "dir", "empty folders"),
            flag("v", "verbose", "says what it does"),
            flag("i", "", "passed over"),
        ],
        ANYWHERE,
        paths::rm,
    ),
    command(
        "rmdir",
        "FOLDER...",
        "removes empty folders",
        &[flag("p", "parents", "and those they lie in")],
        ANYWHERE,
        paths::rmdir,
    ),
    command(
        "sed",
        "[SCRIPT] [FILE]...",
        "edits lines: s y d D p P n N q Q = l a i c r w h H g G x b t T : {}",
        SED,
        ANYWHERE,
        sed::sed,
    ),
    command(
        "seq",
        "[FIRST [STEP]] LAST",
        "integers",
        &[
            valued("s", "separator", "TEXT", "between them"),
            flag("w", "equal-width", "with zeros before them"),
        ],
        IN_FRONT,
        printing::seq,
    ),
    command(
        "set",
        "[-efu] [-o pipefail] [--] [ARGUMENT]...",
        "options and arguments of the session",
        &[],
        OWN,
        state::set,
    ),
    command(
        "sh",
        "[-c TEXT | FILE] [ARGUMENT]...",
        "runs a text or a file as a shell of its own",
        CODE,
        IN_FRONT,
        nested::bash,
    ),
    command(
        "shift",
        "[N]",
        "drops the first arguments",
        &[],
        IN_FRONT,
        state::shift,
    ),
    command(
        "sleep",
        "SECONDS",
        "nothing: no time passes",
        &[],
        ANYWHERE,
        state::sleep,
    ),
    trouble(
        2,
        command(
            "sort",
            "[FILE]...",
            "sorts lines by their bytes",
            &[
                flag("n", "numeric-sort", "by numbers"),
                flag("g", "general-numeric-sort", "the same"),
                flag("h", "human-numeric-sort", "by numbers with units"),
                flag("V", "version-sort", "by numbers within texts"),
                flag("r", "reverse", "the other way round"),
                flag("f", "ignore-case", "capitals are small letters"),
                flag("d", "dictionary-order", "letters, digits and blanks alone"),
                flag("b", "ignore-leading-blanks", "without blanks in front"),
                flag("u", "unique", "one of each"),
                flag("s", "stable", "equal ones stay as they are"),
                flag("c", "check", "only whether they are sorted"),
                flag("C", "", "the same without a message"),
                valued("k", "key", "FROM[,TO]", "by fields; may be repeated"),
                valued("t", "field-separator", "SIGN", "what parts fields"),
                valued("o", "output", "FILE", "into a file"),
            ],
            ANYWHERE,
            sorting::sort,
        ),
    ),
    command(
        "source",
        "FILE [ARGUMENT]...",
        "runs a file in this session",
        &[],
        IN_FRONT,
        nested::source,
    ),
    command(
        "stat",
        "-c FORMAT PATH...",
        "what a path is",
        &[valued(
            "c",
            "format",
            "FORMAT",
            "%n %N %s %a %A %U %G %Y %F",
        )],
        ANYWHERE,
        paths::stat,
    ),
    command(
        "tac",
        "[FILE]...",
        "lines from the last to the first",
        &[],
        ANYWHERE,
        reading::tac,
    ),
    number(
        "n",
        command(
            "tail",
            "[FILE]...",
            "the last lines",
            LINES,
            ANYWHERE,
            reading::tail,
        ),
    ),
    command(
        "tee",
        "[FILE]...",
        "shows what comes in and puts it into files",
        &[flag("a", "append", "behind what is there")],
        ANYWHERE,
        reading::tee,
    ),
    trouble(
        2,
        command(
            "test",
            "EXPRESSION",
            "asks a question",
            TEST,
            OWN,
            testing::test,
        ),
    ),
    command(
        "time",
        "COMMAND [ARGUMENT]...",
        "runs a command: no time passes",
        &[flag("p", "", "passed over")],
        IN_FRONT,
        nested::timed,
    ),
    trouble(
        125,
        command(
            "timeout",
            "SECONDS COMMAND [ARGUMENT]...",
            "runs a command: no time passes",
            &[
                valued("k", "kill-after", "SECONDS", "passed over"),
                valued("s", "signal", "SIGNAL", "passed over"),
            ],
            IN_FRONT,
            nested::timed,
        ),
    ),
    command(
        "touch",
        "FILE...",
        "makes files that are not there",
        &[
            flag("c", "no-create", "makes none"),
            flag("a", "", "passed over"),
            flag("m", "", "passed over"),
        ],
        ANYWHERE,
        paths::touch,
    ),
    command(
        "tr",
        "SET [SET]",
        "signs for other signs",
        &[
            flag("d", "delete", "without them"),
            flag("s", "squeeze-repeats", "one for many"),
            flag("c", "complement", "all others"),
            flag("C", "", "the same"),
            flag(
                "t",
                "truncate-set1",
                "only as many as there are of the others",
            ),
        ],
        IN_FRONT,
        fields::tr,
    ),
    command(
        "tree",
        "[FOLDER]...",
        "what is below folders, as a picture",
        &[
            flag("a", "", "names that begin with a dot too"),
            flag("d", "", "folders alone"),
            flag("f", "", "whole paths"),
            flag("F", "", "a sign for folders"),
            valued("L", "", "N", "so deep"),
            valued("I", "", "GLOBS", "not names like these"),
            valued("P", "", "GLOBS", "only files like these"),
            flag("", "dirsfirst", "folders first"),
            flag("", "noreport", "without the last line"),
        ],
        ANYWHERE,
        listing::tree,
    ),
    command("true", "", "succeeds", &[], OWN, state::yes_it_is),
    command(
        "type",
        "NAME...",
        "what a name is",
        &[flag("t", "", "in one word"), flag("p", "", "passed over")],
        ANYWHERE,
        state::kind_of,
    ),
    command(
        "uniq",
        "[INPUT [OUTPUT]]",
        "one line for equal ones that follow each other",
        &[
            flag("c", "count", "with how many"),
            flag("d", "repeated", "only those with more than one"),
            flag("D", "", "all of those"),
            flag("u", "unique", "only those with one"),
            flag("i", "ignore-case", "capitals are small letters"),
            valued("f", "skip-fields", "N", "without the first fields"),
            valued("s", "skip-chars", "N", "without the first bytes"),
            valued("w", "check-chars", "N", "the first bytes alone"),
        ],
        ANYWHERE,
        sorting::uniq,
    ),
    command(
        "unset",
        "NAME...",
        "forgets variables and functions",
        &[flag("v", "", "variables"), flag("f", "", "functions")],
        ANYWHERE,
        state::unset,
    ),
    command(
        "wc",
        "[FILE]...",
        "counts lines, words and bytes",
        &[
            flag("l", "lines", "lines"),
            flag("w", "words", "words"),
            flag("c", "bytes", "bytes"),
            flag("m", "chars", "characters"),
            flag("L", "max-line-length", "columns of the longest line"),
        ],
        ANYWHERE,
        reading::wc,
    ),
    command(
        "which",
        "NAME...",
        "where a command is",
        &[flag("a", "", "passed over")],
        ANYWHERE,
        state::which,
    ),
    command(
        "xargs",
        "[COMMAND [ARGUMENT]...]",
        "runs a command with words that come in",
        &[
            valued("n", "max-args", "N", "so many at a time"),
            valued("L", "max-lines", "N", "the same"),
            valued("I", "replace", "SIGN", "a line in the place of the sign"),
            valued("d", "delimiter", "SIGN", "what parts them"),
            valued("P", "max-procs", "N", "passed over"),
            flag("0", "null", "parted by zero bytes"),
            flag("r", "no-run-if-empty", "not without words"),
            flag("t", "verbose", "shows the lines it runs"),
        ],
        IN_FRONT,
        nested::xargs,
    ),
];
