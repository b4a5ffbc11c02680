//! `swe compare`: the table of `docs/swe-packages.md`.

use super::{Chosen, native};
use crate::{App, Exit, progress::now};
use anyhow::Result;
use serde::Serialize;
use std::{fmt::Write as _, time::Duration};
use truestep_envs::swe::{
    Guest,
    loaded::packages::{Beside, Made, Package, Suite},
};

/// Tests that differ of which names are told.
const MOST_NAMES: usize = 8;

/// Arguments of `swe compare`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    chosen: Chosen,
}

/// What is found of a package.
#[derive(Serialize)]
struct Row {
    package: &'static Package,
    tests: usize,
    passing: usize,
    tests_beside: usize,
    passing_beside: usize,
    only_here: Vec<String>,
    only_there: Vec<String>,
    unimported: Vec<String>,
    instances: usize,
    tried: usize,
    unread: Vec<String>,
    seconds: f64,
    seconds_beside: f64,
    seconds_making: f64,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let chosen = &args.chosen;
    let packages = chosen.packages()?;
    let guest = Guest::open().map_err(|fault| anyhow::anyhow!(fault.message))?;
    let (mut rows, mut all) = (vec![], vec![]);
    for (place, package) in packages.iter().enumerate() {
        app.terminal
            .tell(&format!("{}: running its tests", package.name));
        let begun = now();
        let suite = Suite::run(&guest, package, &chosen.cache)?;
        let here = now() - begun;
        let begun = now();
        let there = native::run(package, &suite, &chosen.cache, &chosen.python)?;
        let beside = suite.beside(&there);
        let native = now() - begun;
        let wanted = chosen.share(place, packages.len());
        let (made, making) = chosen.made(&guest, &suite, wanted)?;
        rows.push(row(package, &suite, beside, &made, [here, native, making]));
        all.push(made);
    }
    chosen.write(&all)?;
    let differ = rows.iter().filter(|row| !row.is_same()).count();
    if app.json {
        app.terminal.print_json(&rows)?;
    } else {
        app.terminal.print(&page(&rows))?;
    }
    Ok(if differ == 0 {
        Exit::Done
    } else {
        Exit::Failed
    })
}

fn row(
    package: &'static Package,
    suite: &Suite,
    beside: Beside,
    made: &Made,
    times: [Duration; 3],
) -> Row {
    let [seconds, seconds_beside, seconds_making] = times.map(|time| time.as_secs_f64());
    Row {
        package,
        tests: suite.tests.len(),
        passing: suite.passing(),
        tests_beside: beside.tests,
        passing_beside: beside.passing,
        only_here: beside.only_here,
        only_there: beside.only_there,
        unimported: suite
            .unimported
            .iter()
            .map(|said| said.to_string())
            .collect(),
        instances: made.entries.len(),
        tried: made.tried,
        unread: made.unread.clone(),
        seconds,
        seconds_beside,
        seconds_making,
    }
}

impl Row {
    /// Whether the same tests pass in both.
    fn is_same(&self) -> bool {
        self.only_here.is_empty() && self.only_there.is_empty()
    }
}

/// The table, what is left out of it and why, and what differs.
fn page(rows: &[Row]) -> String {
    let mut page = String::from(
        "| package | licence | tests | pass in the guest | pass by CPython | instances | bugs tried | s guest | s CPython | s instances |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut line = |text: String| {
        writeln!(page, "{text}").expect("invariant: writing to a string cannot fail");
    };
    for row in rows {
        let Package {
            name,
            version,
            licence,
            ..
        } = row.package;
        let (tests, passing, beside) = (row.tests, row.passing, row.passing_beside);
        line(format!(
            "| {name} {version} | {licence} | {tests} | {passing} | {beside} | {} | {} | {:.1} | {:.1} | {:.1} |",
            row.instances, row.tried, row.seconds, row.seconds_beside, row.seconds_making
        ));
    }
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    line(format!(
        "| all | | {} | {} | {} | {} | {} | | | |",
        sum(|row| row.tests),
        sum(|row| row.passing),
        sum(|row| row.passing_beside),
        sum(|row| row.instances),
        sum(|row| row.tried)
    ));
    if rows.iter().any(|row| !row.package.excluded.is_empty()) {
        line("\n| not asked for | why |\n|---|---|".into());
        for (package, one) in rows
            .iter()
            .flat_map(|row| row.package.excluded.iter().map(|one| (row.package, one)))
        {
            line(format!(
                "| {} `{}` | {} |",
                package.name, one.test, one.reason
            ));
        }
    }
    for row in rows {
        for (names, place) in [
            (&row.only_here, "in the guest"),
            (&row.only_there, "by CPython"),
        ] {
            if !names.is_empty() {
                let some: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
                line(format!(
                    "\n{} of {} pass {place} alone: {}",
                    names.len(),
                    row.package.name,
                    some.join(", ")
                ));
            }
        }
    }
    page
}
