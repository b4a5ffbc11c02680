//! What is said of writing and of runs, whichever tool it was done with.

use super::super::{
    rules,
    types::{Def, NAMES, SUITE, State, site_fact},
};
use super::said::{act, def, done};
use truestep_core::truth::{DetailValue, Distance};

/// Ways to write one line for another, each by a tool of its own.
fn writing(path: &str, line: usize, (old, new): (&str, &str)) -> Vec<String> {
    let call = |command: &str| {
        let call = serde_json::json!({
            "command": command, "path": format!("/repo/{path}"), "old_str": old, "new_str": new,
        });
        format!("str_replace_editor({call})")
    };
    let diff = format!("--- a/{path}\n+++ b/{path}\n@@ -{line} +{line} @@\n-{old}\n+{new}\n");
    vec![
        format!("edit[{path}: {line}: {line}:\n{new}\n]"),
        call("str_replace"),
        format!("bash[sed -i '{line}s/.*/{new}/' {path}]"),
        format!(
            "bash[python - <<'END'\nlines = open('{path}').read().split('\\n')\nlines[{line} - 1] = '{new}'\nopen('{path}', 'w').write('\\n'.join(lines))\nEND]"
        ),
        format!("bash[patch -p1 <<'END'\n{diff}END]"),
        format!("bash[git apply --unidiff-zero <<'END'\n{diff}END]"),
        format!(
            "bash[awk 'NR == {line} {{ print \"{new}\"; next }} {{ print }}' {path} > /tmp/x; cat /tmp/x > {path}]"
        ),
    ]
}

/// The first place of a task whose right lines and wrong ones are one line.
fn one_line(def: &Def) -> (&str, usize, (&str, &str)) {
    let site = &def.sites[0];
    let [old, new] = [site.start, site.right].map(|way| site.options[way].trim_end());
    assert!(!old.contains('\n') && !new.contains('\n'));
    (&site.path, site.first, (old, new))
}

#[test]
fn the_same_bytes_have_the_same_labels_by_whatever_tool_they_are_written() {
    let def = def(0, 1);
    let (path, line, (old, right)) = one_line(&def);
    let wrong = "    return repr(value)";
    let broken = "    return (";
    for (new, written, hit) in [(right, "repair", 1), (wrong, "own", 1), (broken, "own", 1)] {
        for looked in [false, true] {
            for tool in writing(path, line, (old, new)) {
                let mut state = rules::initial(&def);
                if looked {
                    act(&def, &mut state, &format!("open[{path}: {line}]"));
                }
                let said = act(&def, &mut state, &tool);
                if new == broken && tool.starts_with("edit") {
                    assert!(said.shown.contains("SyntaxError"), "{tool}");
                    continue;
                }
                assert_eq!(said.supported, (!looked).then_some(false), "{tool}");
                assert!(!said.gained.contains(site_fact(0)), "{tool}: {said:?}");
                assert_eq!(
                    *said.of("written"),
                    DetailValue::Text(written.into()),
                    "{tool}"
                );
                assert_eq!(*said.of("lines_hit"), DetailValue::Integer(hit), "{tool}");
                let left = i64::from(new != right);
                assert_eq!(*said.of("hunks_left"), DetailValue::Integer(left), "{tool}");
                // Put back, look where nothing was seen, which may take the names, write, run, submit.
                let names = u32::from(!state.known.contains(NAMES));
                let steps = match (new == right, looked) {
                    (true, _) => 2,
                    (false, true) => 4,
                    (false, false) => 5 + names,
                };
                assert_eq!(said.distance, Distance::Steps(steps), "{tool}");
            }
        }
    }
}

#[test]
fn places_are_judged_by_their_lines_whatever_else_is_in_the_file() {
    let def = def(3, 1);
    let gold: Vec<usize> = (0..def.sites.len())
        .filter(|s| def.sites[*s].is_gold())
        .collect();
    assert_eq!(gold.len(), 2);
    let first = &def.sites[gold[0]];
    let repair = def.edit(&def.start_ways(), gold[0], first.right);
    let path = first.path.clone();
    let held = |state: &State| {
        let names = def.goal.subgoals.iter().enumerate();
        let names = names.filter(|(at, _)| rules::subgoals(&def, state).contains(*at));
        let names = names.map(|(_, goal)| goal.name.clone());
        names
            .filter(|name| name.starts_with("repaired"))
            .collect::<Vec<_>>()
    };
    for noise in [
        format!("sed -i '1i# mended by hand' {path}"),
        format!("sed -i '3s/^/\\n/' {path}"),
        format!("echo '# the end' >> {path}"),
        format!("echo 'LAST = 1' >> {path}"),
        format!("sed -i '{}a\\    # as it should be' {path}", first.first),
        format!("sed -i '{}i\\    # as it should be' {path}", first.first),
        format!("sed -i 's/$/  # x/;' {path}"),
    ] {
        let mut state = rules::initial(&def);
        done(&def, &mut state, &repair);
        assert_eq!(held(&state), ["repaired:1"]);
        let said = act(&def, &mut state, &format!("bash[{noise}]"));
        assert_eq!(held(&state), ["repaired:1"], "{noise}");
        assert_eq!(*said.of("hunks_left"), DetailValue::Integer(1), "{noise}");
        assert_eq!(*said.of("lines_hit"), DetailValue::Integer(0), "{noise}");
    }
    // Other words at the place are no repair until all tests pass.
    let mut state = rules::initial(&def);
    let site = &def.sites[gold[1]];
    let own = format!(
        "bash[sed -i '{}s/return result/return (result)/' {path}]",
        site.first
    );
    let said = act(&def, &mut state, &own);
    assert_eq!(
        (held(&state), said.of("hunks_left")),
        (vec![], &DetailValue::Integer(2))
    );
    act(&def, &mut state, &format!("bash[git checkout {path}]"));
    done(&def, &mut state, &repair);
    let right = site.options[site.right]
        .trim_end()
        .replace("return result", "return (result)");
    let (from, _) = def.lines(&def.ways(&state.changes).unwrap(), gold[1]);
    let said = act(
        &def,
        &mut state,
        &format!("edit[{path}: {from}: {from}:\n{right}\n]"),
    );
    assert!(state.judged.all());
    assert_eq!(held(&state), ["repaired:1", "repaired:2"]);
    assert_eq!(*said.of("hunks_left"), DetailValue::Integer(0));
}

#[test]
fn a_run_of_a_part_that_shows_a_test_of_the_issue_fail_says_which_fail() {
    let def = def(0, 1);
    let failing = (0..def.ids.len())
        .find(|test| !def.judged.passes(*test))
        .unwrap();
    let passing = (0..def.ids.len())
        .find(|test| def.judged.passes(*test))
        .unwrap();
    let (failing, passing) = (&def.ids[failing], &def.ids[passing]);
    let class = failing.rsplit_once('.').unwrap().0;
    let module = class.rsplit_once('.').unwrap().0;
    let file = format!("{}.py", module.replace('.', "/"));
    let name = failing.rsplit_once('.').unwrap().1;
    for (line, expected) in [
        (format!("run_tests[{failing}]"), true),
        (format!("run_tests[{name}]"), true),
        (format!("run_tests[{passing}]"), false),
        (format!("bash[python -m unittest {failing}]"), true),
        (
            format!("bash[python -m unittest {class} 2>&1 | grep FAIL]"),
            false,
        ),
        (
            format!("bash[python -m unittest {class} 2>&1 | grep -E '^(FAIL|ERROR)']"),
            true,
        ),
        (format!("bash[python -m unittest {file}]"), true),
        (
            format!("bash[python -m unittest discover -s tests -t . -k {name}]"),
            true,
        ),
        (format!("bash[python -m unittest {passing}]"), false),
        (
            format!("bash[python -m unittest {failing} > /dev/null 2>&1]"),
            false,
        ),
        (
            format!("bash[python -m unittest {failing} 2>&1 | tail -n 1]"),
            false,
        ),
        (
            format!(
                "bash[sed -i 's/self.assert/self.assertX/' {file}; python -m unittest {failing}]"
            ),
            false,
        ),
    ] {
        let mut state = rules::initial(&def);
        let said = act(&def, &mut state, &line);
        assert_eq!(
            state.known.contains(SUITE),
            expected,
            "{line}: {}",
            said.shown
        );
        assert!(!state.verified);
    }
    // Where nothing fails nothing says which fail.
    let mut state = rules::initial(&def);
    act(
        &def,
        &mut state,
        &format!("bash[git apply <<'END'\n{}END]", def.gold.patch),
    );
    for line in [
        "run_tests[all]",
        "bash[python -m unittest]",
        "bash[cd tests/..; python -m unittest discover -s tests -t .]",
    ] {
        let mut state = state.clone();
        let said = act(&def, &mut state, line);
        assert!(
            state.verified && !state.known.contains(SUITE),
            "{line}: {}",
            said.shown
        );
        assert_eq!(*said.of("new_evidence"), DetailValue::Integer(0));
    }
    for line in [
        format!("run_tests[{failing}]"),
        format!("bash[python -m unittest {failing}]"),
        "bash[python -m unittest 2>&1 | tail -n 1; echo >> README.md; echo 'x = 1' >> PACKAGE/__init__.py]"
            .replace("PACKAGE", &def.package),
    ] {
        let mut state = state.clone();
        act(&def, &mut state, &line);
        assert!(!state.verified, "{line}");
    }
}

#[test]
fn what_is_put_back_is_said_to_be_put_back() {
    let def = def(0, 1);
    let (path, line, _) = one_line(&def);
    for back in [
        "git checkout .",
        "git restore PATH",
        "git stash",
        "git show HEAD:PATH > PATH",
    ] {
        let mut state = rules::initial(&def);
        act(
            &def,
            &mut state,
            &format!("bash[echo 'x = 1' >> {}/__init__.py]", def.package),
        );
        let said = act(
            &def,
            &mut state,
            &format!("bash[sed -i '{line}s/.*/    return 1/' {path}]"),
        );
        assert_eq!(*said.of("written"), DetailValue::Text("own".into()));
        let said = act(
            &def,
            &mut state,
            &format!("bash[{}]", back.replace("PATH", path)),
        );
        assert_eq!(
            *said.of("written"),
            DetailValue::Text("back".into()),
            "{back}"
        );
        assert_eq!(said.supported, None, "{back}");
    }
}
