//! Collects the formulas of the schemes' cards, which are written once, in the documentation of each scheme.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The folders that hold schemes, one a file.
const STAGES: [&str; 4] = ["signal", "transform", "credit", "function"];

fn main() -> io::Result<()> {
    let source = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src");
    let mut table = "/// The end of a file's path, and the formula on its card.\nconst FORMULAS: &[(&str, &str)] = &[\n".to_owned();
    for stage in STAGES {
        let folder = source.join(stage);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<PathBuf> = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        files.sort();
        for file in files
            .iter()
            .filter(|f| f.extension().is_some_and(|e| e == "rs"))
        {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if let Some(formula) = formula(&fs::read_to_string(file)?) {
                table += &format!("    ({:?}, {formula:?}),\n", format!("src/{stage}/{name}"));
            }
        }
    }
    table += "];\n";
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(Path::new(&out).join("formulas.rs"), table)
}

/// The text between `# Formula` and the next heading of a card, on one line, without the marks of links.
fn formula(source: &str) -> Option<String> {
    let lines = source.lines().map(str::trim);
    let after = lines.skip_while(|line| *line != "/// # Formula").skip(1);
    let said = after.take_while(|line| line.starts_with("///") && !line.starts_with("/// # "));
    let said: Vec<&str> = said
        .map(|line| line.trim_start_matches("///").trim())
        .collect();
    (!said.is_empty()).then(|| without_links(&said.join(" ")))
}

/// `([`x`])` left out and `[`x`]` as `x`: links lead nowhere outside of the documentation.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("[`") {
        let (before, link) = rest.split_at(at);
        let Some(end) = link.find("`]") else { break };
        let bare = before.strip_suffix(" (");
        let after = &link[end + 2..];
        match (bare, after.strip_prefix(')')) {
            (Some(before), Some(after)) => {
                out += before;
                rest = after;
            }
            _ => {
                out += before;
                out += &link[2..end];
                rest = after;
            }
        }
    }
    out + rest
}
