//! `swe fetch`: packages from the package index, by pip as a process of its own, their hashes checked twice: by pip before it looks
//! into an archive, and by us before one is unpacked.

use super::Chosen;
use crate::{App, Exit};
use anyhow::{Context as _, Result, bail};
use serde_json::json;
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use truestep_envs::swe::{
    Guest,
    loaded::packages::{Package, Suite},
};

/// Lines of pip's own words that are passed on.
const PIP_LINES: usize = 4;

/// Arguments of `swe fetch`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    chosen: Chosen,
}

pub(super) fn run(args: &Args, app: &mut App<'_, '_>) -> Result<Exit> {
    let chosen = &args.chosen;
    let packages = chosen.packages()?;
    let mut told = vec![];
    for package in &packages {
        let place = fetched(package, chosen)?;
        let place = place.display().to_string();
        if !app.json {
            let line = format!("{} ({}): {place}\n", package.requirement(), package.licence);
            app.terminal.print(&line)?;
        }
        told.push(json!({
            "name": package.name, "version": package.version, "sha256": package.sha256,
            "licence": package.licence, "source": place,
        }));
    }
    let mut made = vec![];
    if chosen.instances > 0 {
        let guest = Guest::open().map_err(|fault| anyhow::anyhow!(fault.message))?;
        for (place, package) in packages.iter().enumerate() {
            let wanted = chosen.share(place, packages.len());
            let suite = Suite::run(&guest, package, &chosen.cache)?;
            let (some, time) = chosen.made(&guest, &suite, wanted)?;
            let (name, count, tried) = (&package.name, some.entries.len(), some.tried);
            app.terminal.tell(&format!(
                "{name}: {count} of {tried} bugs, in {:.1} s",
                time.as_secs_f64()
            ));
            made.push(some);
        }
        chosen.write(&made)?;
    }
    let count: usize = made.iter().map(|made| made.entries.len()).sum();
    if app.json {
        app.terminal
            .print_json(&json!({"packages": told, "instances": count, "out": chosen.out}))?;
    } else if let Some(out) = &chosen.out {
        app.terminal
            .print(&format!("{}: {count} instances\n", out.display()))?;
    }
    Ok(Exit::Done)
}

/// The source of a package, got if it is not there.
fn fetched(package: &Package, chosen: &Chosen) -> Result<PathBuf> {
    if package.is_in(&chosen.cache) {
        return Ok(chosen.cache.join(package.folder()));
    }
    let folder = tempfile::tempdir().context("no folder can be made for what is fetched")?;
    download(package, &chosen.python, folder.path())?;
    let mut archives = vec![];
    for entry in fs::read_dir(folder.path())? {
        let path = entry?.path();
        if path.to_str().is_some_and(|path| path.ends_with(".tar.gz")) {
            archives.push(path);
        }
    }
    let [archive] = archives.as_slice() else {
        bail!(
            "pip has fetched no source archive of {}",
            package.requirement()
        );
    };
    Ok(package.unpack(archive, &chosen.cache)?)
}

/// Let pip fetch a package's source archive into a folder.
fn download(package: &Package, python: &Path, folder: &Path) -> Result<()> {
    let wanted = folder.join("wanted.txt");
    // With the hash pip prepares nothing but these bytes.
    let line = format!(
        "{} --hash=sha256:{}\n",
        package.requirement(),
        package.sha256
    );
    fs::write(&wanted, line).context("no list can be written for pip")?;
    let mut command = Command::new(python);
    command.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
    ]);
    command.args([
        "--disable-pip-version-check",
        "--no-input",
        "--no-binary",
        &package.name,
    ]);
    command
        .arg("--dest")
        .arg(folder)
        .arg("--requirement")
        .arg(&wanted);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(python, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    // Where it says what the error is, what it says before and after it is left out.
    let errors = lines.iter().filter(|line| line.starts_with("ERROR"));
    let told: Vec<&str> = match errors.clone().count() {
        0 => lines[lines.len().saturating_sub(PIP_LINES)..].to_vec(),
        _ => errors.copied().take(PIP_LINES).collect(),
    };
    let last = told.join("; ");
    bail!(
        "pip has not fetched {}: is there a network, and pip for `{}`? It says: {last}",
        package.requirement(),
        python.display()
    )
}

/// That a program cannot be started, and what to do about it.
pub(super) fn not_started(python: &Path, error: &io::Error) -> anyhow::Error {
    anyhow::anyhow!(
        "`{}` cannot be started ({error}): `--python` names another Python",
        python.display()
    )
}
