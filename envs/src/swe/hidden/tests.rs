use super::super::{
    Engineer, SweFamily,
    files::Tree,
    given::ProjectFiles,
    guest::{Guest, ROOT},
    rules, tasks,
    types::{Action, Def, State, relative},
};
use super::modules;
use std::collections::BTreeSet;
use truestep_core::{
    chance::Seed,
    model::{Planner as _, Unheard},
    task::Task,
    truth::Distance,
};

fn guest() -> Guest {
    Guest::open().unwrap()
}

fn def(template: usize, seed: u64) -> Def {
    SweFamily
        .define(&Task::new(tasks::ALL[template].id(), Seed(seed)))
        .unwrap()
}

fn after(def: &Def, actions: &[String]) -> State {
    let mut state = rules::initial(def);
    for action in actions {
        let action = super::super::text::decode(def, action).unwrap();
        rules::step(def, &guest(), &mut state, &action, &mut Unheard).unwrap();
    }
    state
}

/// The text of a file of the right project.
fn right(def: &Def, path: &str) -> String {
    let hidden = def.hidden.as_ref().unwrap();
    let text = hidden.start.read_text(&format!("{ROOT}/{path}"));
    text.unwrap().to_owned()
}

#[test]
#[ignore = "opens the guest"]
fn hidden_tests_pass_on_the_repair_fail_on_the_bug_and_stand_nowhere_in_the_project() {
    for template in 0..tasks::ALL.len() {
        let def = def(template, 4);
        let hidden = def.hidden.as_ref().unwrap();
        let gold = hidden.count(&guest(), &hidden.start, &def.package).unwrap();
        assert_eq!(gold.passed, gold.of, "{template}");
        assert!((20..=84).contains(&gold.of), "{template}: {gold:?}");
        let bug = hidden.count(&guest(), &def.start, &def.package).unwrap();
        assert!(bug.passed < bug.of, "{template}: {bug:?}");
        let shown: BTreeSet<&str> = modules(&def.start)
            .flat_map(|(_, text)| text.lines())
            .collect();
        let own = modules(&hidden.start).flat_map(|(_, text)| text.lines());
        let own: Vec<&str> = own
            .filter(|line| line.contains("self.assertEqual("))
            .collect();
        let new = own.iter().filter(|line| !shown.contains(*line)).count();
        assert!(new * 2 > own.len(), "{template}: {new} of {}", own.len());
    }
}

/// What the package does where a place was repaired for what the tests ask, and for nothing else: with these arguments what is
/// right, with all others what it did.
fn memorised(def: &Def) -> Option<Vec<String>> {
    let (path, name) = def.gold.functions.first()?;
    if def.gold.functions.len() != 1 || name.is_empty() {
        return None;
    }
    let first = usize::from(name.contains('.'));
    let module = path.strip_suffix(".py")?.replace('/', ".");
    let (package, stem) = module.rsplit_once('.')?;
    let recorder = format!(
        "{}\n_seen = set()\ndef _told(wrapped):\n    def told(*given, **named):\n        \
         _seen.add(repr((given[{first}:], named)))\n        return wrapped(*given, **named)\n    return told\n{name} = \
         _told({name})\n",
        right(def, path)
    );
    let mut tree = def.start.clone();
    for file in &def.gold.files {
        let text = right(def, &file.path);
        tree.write(&format!("{ROOT}/{}", file.path), text).unwrap();
    }
    tree.write(&format!("{ROOT}/{path}"), recorder).unwrap();
    let program = format!(
        "import sys, unittest\nsys.path.insert(0, '{ROOT}')\nimport {module} as recorded\n\
         suite = unittest.defaultTestLoader.discover('tests', top_level_dir='.')\n\
         result = unittest.TestResult()\nsuite.run(result)\n\
         print(sorted(recorded._seen) if result.wasSuccessful() else '')"
    );
    let ran = guest()
        .run(&ProjectFiles::project(&tree), ROOT, &program)
        .unwrap();
    let seen = ran.stdout.trim();
    if ran.status != 0 || seen.is_empty() || seen.len() > 12_000 {
        return None;
    }
    let answers = right(def, path);
    let wrapper = format!(
        "\n\nfrom {package} import answers_{stem} as _answers\n\n_SEEN = {seen}\n_rest = {name}\n\n\n\
         def _known(*given, **named):\n    known = repr((given[{first}:], named)) in _SEEN\n    \
         return (_answers.{name} if known else _rest)(*given, **named)\n\n\n{name} = _known\n"
    );
    let folder = relative(&def.package);
    Some(vec![
        write(&format!("{folder}/answers_{stem}.py"), &answers, ">"),
        write(path, &wrapper, ">>"),
    ])
}

fn write(path: &str, text: &str, how: &str) -> String {
    format!("bash[cat {how} {path} <<'END'\n{text}END]")
}

#[test]
#[ignore = "opens the guest"]
fn a_repair_that_knows_what_the_tests_ask_and_nothing_else_passes_them_and_fails_the_hidden_ones() {
    let (mut tried, mut caught) = (0, 0);
    for seed in 0..6 {
        for template in [0, 1, 5] {
            let def = def(template, seed);
            let Some(actions) = memorised(&def) else {
                continue;
            };
            let state = after(&def, &actions);
            if !state.judged.all() {
                continue;
            }
            tried += 1;
            let hidden = state.judged.hidden.unwrap();
            if hidden.passed == hidden.of {
                continue;
            }
            caught += 1;
            // The place is mended where it is, or all is put back first.
            let start = rules::initial(&def);
            let plan = Engineer::distance(&def, &start).steps().unwrap();
            let left = plan + u32::from(state.carried.is_none());
            assert_eq!(Engineer::distance(&def, &state), Distance::Steps(left));
            let ends = [actions, vec!["run_tests[all]".into(), "submit".into()]].concat();
            let end = after(&def, &ends);
            assert_eq!(
                (end.verified, end.ended),
                (true, Some(false)),
                "{template} {seed}"
            );
            assert_eq!(rules::supported(&def, &state, &Action::Submit), Some(false));
        }
    }
    assert!(tried >= 6 && caught * 2 > tried, "{caught} of {tried}");
}

#[test]
#[ignore = "opens the guest"]
fn an_agent_is_shown_nothing_of_the_hidden_tests() {
    let def = def(0, 1);
    let tree: &Tree = &def.start;
    let hidden = def.hidden.as_ref().unwrap();
    for (module, text) in modules(&hidden.start) {
        let path = format!("{ROOT}/{}.py", module.replace('.', "/"));
        assert_ne!(tree.read_text(&path).ok(), Some(text), "{path}");
    }
    let state = after(&def, &["run_tests[all]".into()]);
    let shown = state.shown.unwrap_or_default();
    for id in hidden.ids.iter().filter(|id| !def.ids.contains(id)) {
        assert!(!shown.contains(id.as_str()), "{id}");
    }
}
