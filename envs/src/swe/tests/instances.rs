//! Instances of every template: made, told apart, and what their tools do.

use super::super::{
    Engineer, SweFamily, rules, tasks, text,
    types::{Action, Def, Judged, SUITE, State},
};
use super::{guest, way};
use std::collections::BTreeSet;
use truestep_core::{
    chance::Seed,
    model::{Planner as _, Truth as _, Unheard},
    registry::TaskError,
    task::Task,
    truth::Distance,
};

pub(super) fn def(template: usize, seed: u64) -> Def {
    SweFamily
        .define(&Task::new(tasks::ALL[template].id(), Seed(seed)))
        .unwrap()
}

pub(super) fn act(def: &Def, state: &mut State, text: &str) -> String {
    let action = text::decode(def, text).unwrap();
    rules::admit(def, state, &action).unwrap();
    rules::step(def, &guest(), state, &action, &mut Unheard).unwrap();
    state.shown.as_deref().unwrap_or_default().to_owned()
}

/// `TRUESTEP_SEEDS` instances of each template.
#[test]
fn the_oracle_succeeds_in_exactly_the_distance() {
    let seeds = std::env::var("TRUESTEP_SEEDS").map_or(3, |text| text.parse().unwrap());
    let mut skeletons = BTreeSet::new();
    for template in 0..tasks::ALL.len() {
        for seed in 0..seeds {
            let def = def(template, seed);
            let mut state = rules::initial(&def);
            let way = way(&def, &state);
            assert_eq!(
                Engineer::distance(&def, &state),
                Distance::Steps(way.len() as u32),
                "{} {seed}",
                tasks::ALL[template].name
            );
            for (at, action) in way.iter().enumerate() {
                let left = way.len() - at;
                assert_eq!(
                    Engineer::distance(&def, &state),
                    Distance::Steps(left as u32)
                );
                rules::step(&def, &guest(), &mut state, action, &mut Unheard).unwrap();
            }
            assert_eq!(state.ended, Some(true));
            skeletons.insert(def.package.clone());
        }
    }
    assert!(skeletons.len() > 1, "{skeletons:?}");
}

#[test]
fn a_repair_of_ones_own_counts_and_its_distance_falls_to_the_end() {
    let def = def(0, 1);
    let mut state = rules::initial(&def);
    let patched = format!("bash[git apply <<'END'\n{}END]", def.gold.patch);
    act(&def, &mut state, &patched);
    let file = &def.gold.files[0].path;
    act(
        &def,
        &mut state,
        &format!("bash[echo '# mended' >> {file}]"),
    );
    assert!(def.ways(&state.changes).is_none() && state.judged.all());
    assert_eq!(Engineer::distance(&def, &state), Distance::Steps(2));
    let shown = act(
        &def,
        &mut state,
        "bash[python -m unittest 2>&1 | tail -n 1]",
    );
    assert!(shown.contains("OK") && state.verified, "{shown}");
    assert_eq!(Engineer::distance(&def, &state), Distance::Steps(1));
    assert_eq!(
        Engineer::supported(&def, &state, &Action::Submit),
        Some(true)
    );
    act(&def, &mut state, "submit");
    assert_eq!(state.ended, Some(true));
}

#[test]
fn any_tool_that_shows_a_place_makes_it_known() {
    let def = def(0, 2);
    let site = &def.sites[0];
    let fact = super::super::types::site_fact(0);
    let (from, to) = (site.first.saturating_sub(12).max(1), site.first + 30);
    let path = &site.path;
    for text in [
        format!("open[{path}: {}]", site.first),
        format!("bash[sed -n {from},{to}p {path}]"),
        format!("bash[cat -n {path}]"),
        format!(
            "str_replace_editor({{\"command\": \"view\", \"path\": \"/repo/{path}\", \"view_range\": [{from}, -1]}})"
        ),
    ] {
        let mut state = rules::initial(&def);
        act(&def, &mut state, &text);
        assert!(state.known.contains(fact), "{text}");
    }
    for text in [
        "bash[ls -R]",
        "bash[ls -l PACKAGE]",
        "bash[git ls-files]",
        "find_file[*]",
    ] {
        let mut state = rules::initial(&def);
        act(&def, &mut state, &text.replace("PACKAGE", &def.package));
        assert!(state.known.contains(super::super::types::NAMES), "{text}");
    }
    let mut state = rules::initial(&def);
    act(&def, &mut state, "search_dir[def]");
    assert!(!state.known.contains(fact), "names are no lines");
}

#[test]
fn an_edit_that_breaks_the_syntax_is_not_made() {
    let def = def(0, 1);
    let path = &def.sites[0].path;
    let mut state = rules::initial(&def);
    let shown = act(&def, &mut state, &format!("edit[{path}: 1: 1: def (]"));
    assert!(
        shown.contains("SyntaxError") && state.changes.0.is_empty(),
        "{shown}"
    );
}

#[test]
fn a_parameter_chooses_the_skeleton_and_how_much_is_told() {
    let mut task = Task::new(tasks::ALL[0].id(), Seed(1));
    task.parameters.insert("skeleton".into(), "ledger".into());
    task.parameters.insert("vagueness".into(), "3".into());
    let def = SweFamily.define(&task).unwrap();
    assert!(def.evidence.contains(super::super::types::TEST));
    assert_eq!(
        Engineer::distance(&def, &rules::initial(&def)),
        Distance::Steps(7)
    );
    for (name, value) in [("skeleton", "x"), ("vagueness", "4"), ("colour", "red")] {
        let mut task = Task::new(tasks::ALL[0].id(), Seed(1));
        task.parameters.insert(name.into(), value.into());
        let refused = SweFamily.define(&task).unwrap_err();
        assert!(
            matches!(refused, TaskError::BadParameter { .. }),
            "{refused}"
        );
    }
}

#[test]
fn what_tests_say_is_kept_one_bit_each() {
    let bits: Vec<bool> = (0..101).map(|n| n % 3 != 0).collect();
    let judged = Judged::of(bits.iter().copied());
    assert!((0..101).all(|n| judged.passes(n) == bits[n]));
    assert_eq!((judged.passing(), judged.all()), (67, false));
    assert!(!judged.passes(101) && !Judged::default().all());
    assert!(Judged::of((0..128).map(|_| true)).all());
}

#[test]
fn what_an_agent_does_to_files_and_session_is_bounded() {
    let def = def(0, 1);
    let mut state = rules::initial(&def);
    act(&def, &mut state, "bash[x=a; while true; do x=$x$x; done]");
    assert!(state.desk.session.is_none());
    act(
        &def,
        &mut state,
        "bash[yes | head -c 3000000 > big.txt; ls]",
    );
    let largest = |path: &String| def.file(&state, path).map_or(0, <[u8]>::len);
    assert!(
        state
            .changes
            .0
            .keys()
            .map(largest)
            .max()
            .unwrap_or_default()
            <= 1 << 20
    );
    let gone = "bash[mkdir /tmp/x && cd /tmp/x && rmdir /tmp/x && python -c 'print(1)']";
    let shown = act(&def, &mut state, gone);
    assert!(shown.contains("status"), "{shown}");
    let loops = act(
        &def,
        &mut state,
        "bash[cd /repo; python -c 'while True: pass']",
    );
    assert!(loops.contains("fuel"), "{loops}");
}

#[test]
fn what_a_program_does_to_itself_is_its_failure() {
    let def = def(0, 1);
    for program in [
        "import sys; sys.exit(2**63)",
        "raise Exception(chr(0xdc80))",
        "import sys; sys.exit(chr(0xdc80))",
        "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nf.f_globals['_dumps'] = lambda *a, **k: 'x'",
    ] {
        let mut state = rules::initial(&def);
        let shown = act(&def, &mut state, &format!("bash[python -c \"{program}\"]"));
        assert!(shown.contains("ended with status"), "{program}: {shown}");
    }
    for gone in ["rm -rf /repo/*", "cd /; rm -rf /repo", "rm -r tests *"] {
        let mut state = rules::initial(&def);
        act(&def, &mut state, &format!("bash[{gone}]"));
        act(&def, &mut state, "run_tests[all]");
        assert!(!state.judged.all() && !state.verified && !state.known.contains(SUITE));
        act(&def, &mut state, "submit");
        assert_eq!(state.ended, Some(false), "{gone}");
    }
    let mut state = rules::initial(&def);
    let surrogate = "import unittest\nclass Z(unittest.TestCase):\n    def test_z(self): self.fail(chr(0xdc80))\n";
    act(
        &def,
        &mut state,
        &format!("create[tests/test_zz.py:\n{surrogate}]"),
    );
    let shown = act(&def, &mut state, "run_tests[test_z]");
    assert!(shown.contains("test_zz.Z.test_z"), "{shown}");
}

#[test]
fn the_programs_of_one_line_share_their_fuel_and_modules_are_bounded() {
    let def = def(0, 1);
    let mut state = rules::initial(&def);
    let line =
        "for i in 1 2 3; do python -c \"x=$i\nwhile True: pass\"; done; python -c 'print(6*7)'";
    let shown = act(&def, &mut state, &format!("bash[{line}]"));
    assert_eq!(shown.matches("its fuel is spent").count(), 1, "{shown}");
    assert_eq!(shown.matches("not run").count(), 3, "{shown}");
    assert!(!shown.contains("42"), "{shown}");
    let shown = act(&def, &mut state, "bash[python -c 'print(6*7)']");
    assert!(shown.contains("42"), "{shown}");
    let many = "bash[for i in $(seq 201); do echo x=$i > tests/m$i.py; done]";
    act(&def, &mut state, many);
    let shown = act(&def, &mut state, "run_tests[all]");
    assert!(shown.contains("more than 200 files of Python"), "{shown}");
}

#[test]
fn only_a_report_of_the_original_tests_that_was_shown_makes_anything_known() {
    let def = def(0, 1);
    let patched = format!("bash[git apply <<'END'\n{}END]", def.gold.patch);
    let known = |lines: &[&str]| {
        let mut state = rules::initial(&def);
        act(&def, &mut state, &patched);
        for line in lines {
            act(&def, &mut state, line);
        }
        (state.known.contains(SUITE), state.verified)
    };
    for (lines, expected) in [
        (&["bash[python -m unittest]"][..], true),
        (&["bash[pytest]"], true),
        (&["bash[python -m pytest -q tests 2>&1 | tail -n 1]"], true),
        (&["bash[cd tests && pytest -x --tb=short]"], true),
        (&["bash[pytest tests/test_lexer.py]"], false),
        (&["bash[pytest -k lexer]"], false),
        (
            &["bash[pytest -q tests/test_lexer.py::LexerTests tests/test_*.py]"],
            true,
        ),
        (&["bash[pytest -q tests/test_lexer.py::LexerTests]"], false),
        (&["bash[pytest -q -k 'not zzz' -- tests]"], true),
        (&["bash[pytest -q > /tmp/out; tail -n 1 /tmp/out]"], true),
        (
            &["bash[pytest -q > /dev/null; echo '67 passed in 0.00s']"],
            false,
        ),
        (&["bash[python -m unittest 2> /dev/null && echo OK]"], false),
        (&["bash[pytest > /dev/null]"], false),
        (&["bash[pytest --co]"], false),
        (&["bash[python -m unittest 2>&1 | tail -n 1]"], true),
        (&["bash[python -m unittest -v 2>&1 | grep OK]"], true),
        (&["run_tests[all]"], true),
        (
            &["create[tests/test_more.py: x = 1]", "run_tests[all]"],
            true,
        ),
        (&["bash[python -m unittest > /dev/null 2>&1]"], false),
        (&["bash[python -m unittest 2>&1 | head -n 0]"], false),
        (&["bash[rm -r tests; python -m unittest]"], false),
        (&["bash[rm tests/test_*.py]", "run_tests[all]"], false),
        (
            &["bash[echo >> tests/test_lexer.py]", "run_tests[all]"],
            false,
        ),
        (&["bash[rm tests/test_lexer.py; python -m unittest]"], false),
    ] {
        // Nothing fails that could be known.
        assert_eq!(known(lines), (false, expected), "{lines:?}");
    }
    let mut state = rules::initial(&def);
    act(
        &def,
        &mut state,
        "bash[python -m unittest 2>&1 | tail -n 1]",
    );
    assert!(!state.known.contains(SUITE), "how many fail is not which");
    act(
        &def,
        &mut state,
        "bash[python -m unittest 2>&1 | grep -E '^(FAIL|ERROR):']",
    );
    assert!(state.known.contains(SUITE) && !state.verified);
    for (line, expected) in [
        ("bash[pytest | tail -n 1]", false),
        ("bash[pytest -q | grep ^FAILED]", true),
        ("bash[python -m pytest -v --tb=no | grep 'FAILED  ']", true),
        ("bash[pytest --tb=no --no-summary]", false),
    ] {
        let mut state = rules::initial(&def);
        let shown = act(&def, &mut state, line);
        assert_eq!(state.known.contains(SUITE), expected, "{line}: {shown}");
        assert!(!state.verified, "{line}");
    }
}

#[test]
fn programs_write_to_folders_that_were_empty() {
    let def = def(0, 1);
    let mut state = rules::initial(&def);
    for (line, expected) in [
        (
            "mkdir out; python -c \"open('out/x','w').write('a')\"; cat out/x",
            "a",
        ),
        (
            "mkdir /tmp/e; cd /tmp/e; python -c \"print(6*7)\"; cd /repo",
            "42",
        ),
        (
            "mkdir -p a/b; python -c \"import shutil; shutil.rmtree('a/b')\"; ls a | wc -l",
            "0",
        ),
        ("ls -A out /tmp/e | grep -c empty", "0"),
    ] {
        let shown = act(&def, &mut state, &format!("bash[{line}]"));
        assert!(shown.contains(expected), "{line}: {shown}");
    }
}
