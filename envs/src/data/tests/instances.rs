//! What every instance holds: Rust and Python agree, mistakes are told apart, and no literal is right.

use super::super::{
    DataFamily, Guest, ends, planner, rules, tasks,
    types::{Action, Cells, Def},
};
use truestep_core::{
    chance::{Chance as _, Seed},
    model::Host as _,
    task::Task,
};

/// Seeds looked at where no program is run, where some are, and where there is time.
const SEEDS: u64 = 12;
const RUN_SEEDS: u64 = 1;
const MANY_SEEDS: u64 = 8;

fn each(seeds: u64, mut look: impl FnMut(&str, &Def)) {
    for template in tasks::ALL {
        for seed in 0..seeds {
            let task = Task::new(template.id(), Seed(seed));
            let def = DataFamily.define(&task).unwrap_or_else(|e| panic!("{e}"));
            look(template.name, &def);
        }
    }
}

/// A notebook of the plan's cells in these ways.
fn notebook(def: &Def, ways: &[usize]) -> Cells {
    let cells = def.stages.iter().zip(ways).enumerate();
    cells
        .map(|(place, (stage, way))| (place as u8 + 1, stage.ways[*way].clone()))
        .collect()
}

#[test]
fn every_stage_has_mistakes_and_one_choice_of_many_is_right() {
    let mut most = 0;
    each(SEEDS, |name, def| {
        let choices: usize = def.stages.iter().map(|stage| stage.ways.len()).product();
        let stages = def.stages.iter().skip(1);
        assert!(stages.clone().all(|stage| stage.ways.len() > 1), "{name}");
        assert!(choices >= 12, "{name}: {choices}");
        most = most.max(choices);
        let ways: Vec<Option<usize>> = def.right.iter().copied().map(Some).collect();
        assert!(def.is_right(&ways), "{name}");
    });
    eprintln!("at most {most} choices of ways");
}

/// The evaluator in Rust says of a choice of ways what running its cells says.
#[test]
fn python_returns_what_rust_works_out() {
    hold_together(RUN_SEEDS);
}

#[test]
#[ignore = "minutes: thousands of programs are run"]
fn python_returns_what_rust_works_out_for_many_seeds() {
    hold_together(MANY_SEEDS);
}

fn hold_together(seeds: u64) {
    let mut guest = None;
    let (mut run, mut right) = (0, 0);
    each(seeds, |name, def| {
        let guest = guest.get_or_insert_with(|| Guest::start(def).unwrap());
        let mut chance = Seed(run).stream("ways").sampled();
        let mut choices = vec![def.right.clone()];
        for place in 0..def.stages.len() {
            for way in 0..def.stages[place].ways.len() {
                let mut ways = def.right.clone();
                ways[place] = way;
                choices.push(ways);
            }
        }
        for _ in 0..4 {
            let ways = def
                .stages
                .iter()
                .map(|stage| chance.below(stage.ways.len() as u32) as usize);
            choices.push(ways.collect());
        }
        for ways in choices {
            let wanted = def.is_right(&ways.iter().copied().map(Some).collect::<Vec<_>>());
            let cells = notebook(def, &ways);
            let found = guest.is_right(def, &cells).unwrap();
            assert_eq!(found, wanted, "{name}: {ways:?} of {:?}", def.right);
            run += 1;
            right += u64::from(found);
        }
    });
    eprintln!("{run} notebooks, {right} of them right");
    assert!(right > 0 && right < run);
}

#[test]
fn a_number_in_place_of_a_program_is_right_on_one_folder_alone() {
    let mut guest = None;
    each(1, |name, def| {
        let guest = guest.get_or_insert_with(|| Guest::start(def).unwrap());
        for program in [ends::literal(def), ends::one_folder(def)] {
            let cells: Cells = [(1, program.into())].into();
            let on = |folder: usize| {
                let returned = guest.answer(def, folder, &cells).unwrap();
                returned.is_some_and(|returned| def.answers[folder].is(&returned))
            };
            assert!(on(0) && !on(1), "{name}: {cells:?}");
        }
    });
}

/// What goes past a bound is stopped, and not right, though it was about to be; what is printed is not looked at.
#[test]
fn a_program_that_is_stopped_is_not_right() {
    let def = DataFamily.define(&Task::new(tasks::ALL[0].id(), Seed(1)));
    let (def, program) = (def.as_ref().unwrap(), ends::program(def.as_ref().unwrap()));
    let guest = Guest::start(def).unwrap();
    for (end, is_right) in [
        ("print('x' * 300_000)", true),
        ("import sys\nsys.stderr.write('x' * 300_000)", true),
        ("import os\nos.write(1, b'x' * 300_000)", false),
        ("while True: pass", false),
    ] {
        let cells: Cells = [(1, format!("{program}\n{end}").into())].into();
        assert_eq!(guest.is_right(def, &cells).unwrap(), is_right, "{end}");
    }
}

/// The way of the oracle is as long as its distance says, and each step of it brings the end nearer.
#[test]
fn the_oracles_way_is_a_shortest_one() {
    each(SEEDS, |name, def| {
        let start = rules::initial(def);
        let way = planner::way(def, &start);
        let steps = planner::distance(def, &start).steps();
        assert_eq!(steps, Some(way.len() as u32), "{name}");
        assert!(matches!(way.last(), Some(Action::Submit)), "{name}");
        assert!(planner::is_nearer(def, &start, &way[0]), "{name}");
    });
}

/// Reading what columns mean by a program shows it as well.
#[test]
fn what_a_program_prints_is_known_too() {
    let task = Task::new(tasks::ALL[0].id(), Seed(3));
    let def = DataFamily.define(&task).unwrap();
    let guest = Guest::start(&def).unwrap();
    let mut state = rules::initial(&def);
    let code = "import os\nfor name in sorted(os.listdir('data')):\n    if name.endswith('.txt'):\n        print(name, \
                open('data/' + name).read())";
    let action = Action::Run(5, code.into());
    rules::step(&def, &guest, &mut state, &action).unwrap();
    assert!(state.known.is_empty() || state.known.includes(def.evidence));
    let one = format!("print(open('data/{}').read())", def.files()[2].0);
    let mut state = rules::initial(&def);
    rules::step(
        &def,
        &guest,
        &mut state,
        &Action::Run(5, one.as_str().into()),
    )
    .unwrap();
    assert!(state.known.includes(def.evidence), "{:?}", state.shown);
    assert!(!state.right);
}

/// What fails and what is broken off is told, and the notebook can still be mended.
#[test]
fn exceptions_are_shown_and_judged_as_wrong() {
    let task = Task::new(tasks::ALL[0].id(), Seed(3));
    let def = DataFamily.define(&task).unwrap();
    let guest = Guest::start(&def).unwrap();
    let shows = |code: &str| {
        let mut state = rules::initial(&def);
        rules::step(&def, &guest, &mut state, &Action::Run(2, code.into())).unwrap();
        assert!(!state.right);
        let mut page = String::new();
        super::super::text::view(&def, &state, &mut page);
        page
    };
    let page = shows("def f():\n    return 1 / 0\nf()");
    assert!(
        page.contains("ZeroDivisionError") && page.contains("line 2, in f"),
        "{page}"
    );
    assert!(!page.contains("_notebook"), "{page}");
    assert!(shows("def f(").contains("SyntaxError"));
    assert!(shows("21 * 2").contains("\n42\n"));
    let both = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')";
    assert!(shows(both).contains("one\ntwo\nthree\n"));
    for (code, cause) in [
        ("while True: pass", "its fuel is spent"),
        (
            "import os\nos.write(1, b'x' * 300_000)",
            "more than 256 KiB",
        ),
    ] {
        let page = shows(code);
        assert!(page.contains(cause) && !page.contains("limit"), "{page}");
    }
    assert!(shows("x = 1").contains("It printed nothing."));
    assert!(shows("import sys\nsys.exit(3)").contains("SystemExit"));
}
