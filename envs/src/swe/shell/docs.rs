//! The published table: `docs/swe-shell.md` is made here, from the commands themselves.

use super::{Budget, table::COMMANDS};

/// What stands before the table.
const HEAD: &str = "\
# The shell of the software-engineering world

What an agent's `bash` understands. The page is made from the table that the shell itself runs by (`BLESS=1 cargo test -p
truestep-envs --no-default-features --features swe --lib -- swe::shell::tests::docs`), so what is not here is not there: it is
refused with a list of what is.

Every command is written in Rust over files in memory. Nothing is started, no time passes, folders are listed in the order of
their bytes, every file is as old as every other, and the user is root. Output and status are those of GNU bash 5.2, coreutils
9.1, grep 3.8, sed 4.9, findutils 4.9, diffutils 3.8, patch 2.7, git 2.47 and of mawk for `awk`, held to recordings of them.

**Of the language** there are quotes of all kinds, variables with `${NAME...}` (`:-` `:=` `:?` `:+` `#` `%` `/` `^` `,` `:FROM:COUNT`
and `${#NAME}`), `$( )` and backquotes, `$(( ))`, `(( ))`, `let`, `[[ ]]`, braces, `~`, `*` `?` `[ ]`, pipes, `|&`, `&&`, `||`, `;`, `&` (which
waits), `!`, subshells, groups, `if`, `for` in both forms, `while`, `until`, `case`, functions, `local`, `<`, `>`, `>>`, `2>`, `2>&1`, `&>`,
here-documents and here-strings. There are no arrays, no process substitution, no jobs, no traps, and the streams 0, 1 and 2.

**Patterns** are POSIX's with GNU's additions; matching takes time linear in the text, so references back into a pattern are
refused, and of alternatives the first that fits is taken where POSIX takes the longest.
";

/// What a line may cost: as much as the bounds in force say.
fn costs() -> String {
    let Budget {
        steps,
        work,
        output,
    } = Budget::OF_AN_AGENT;
    format!(
        "
**A line of an agent's may cost** {steps} commands, {} MiB of work and {} KiB of output; beyond, it is stopped with status 124, and
what it has changed stays changed.
",
        work >> 20,
        output >> 10
    )
}

/// The page as it should be.
#[must_use]
pub fn document() -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&costs());
    for command in COMMANDS {
        let usage = if command.usage.is_empty() {
            String::new()
        } else {
            format!(" {}", command.usage)
        };
        page.push_str(&format!(
            "\n## `{}{usage}`\n\n{}.\n",
            command.name, command.what
        ));
        if !command.flags.is_empty() {
            page.push_str("\n| option | what it does |\n|---|---|\n");
        }
        for flag in command.flags {
            let written = flag.written().replace('|', "\\|");
            page.push_str(&format!(
                "| `{written}` | {} |\n",
                flag.what.replace('|', "\\|")
            ));
        }
    }
    page
}
