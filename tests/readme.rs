//! What README.md and ARCHITECTURE.md say is so: examples print what they show, scores are those of
//! `corpus/floors.tsv`, and the code map has every file.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use support::diff::diff;
use support::entries;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The insides of the fenced blocks of a language.
fn fenced<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let open = format!("```{language}\n");
    text.split(&open).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// What a shell prints for a command, with the built `dechaff` first in the path.
fn printed(command: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_dechaff"));
    let folder = binary.parent().expect("a binary is in a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(root())
        .env("PATH", path)
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn examples_print_what_they_show() {
    let readme = read("README.md");
    let mut shown = 0;
    for session in fenced(&readme, "console") {
        let commands = session.lines().filter_map(|line| line.strip_prefix("$ "));
        let now: String =
            commands.map(|command| format!("$ {command}\n{}", printed(command))).collect();
        let difference = diff(session, &now);
        assert!(difference.is_empty(), "README.md\n - shown  + printed now\n{difference}");
        shown += 1;
    }
    assert!(shown >= 3, "only {shown} examples found");
}

#[test]
fn the_first_commands_are_there() {
    let readme = read("README.md");
    let first: Vec<&str> = fenced(&readme, "sh")[0].lines().collect();
    let [run, "cargo test"] = first[..] else {
        panic!("the first commands are to run and to test: {first:?}");
    };
    let page = run.strip_prefix("cargo run --release -- ").expect("a run of the command");
    assert!(root().join(page).is_file(), "{page}");
    assert!(!printed(&format!("dechaff {page}")).is_empty());
}

#[test]
fn scores_are_the_floors() {
    let floors = read("corpus/floors.tsv");
    let rows = floors.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let [set, measure, floor, _] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("floors.tsv: {line}");
        };
        format!("| {set} | {measure} | {floor} |\n")
    });
    let table: String =
        ["| set | measure | floor |\n|---|---|---|\n".to_owned()].into_iter().chain(rows).collect();
    assert!(read("README.md").contains(&table), "README.md's table of scores should be\n{table}");
}

#[test]
fn the_code_map_has_every_file_as_it_describes_itself() {
    let map = read("ARCHITECTURE.md");
    let mut files = BTreeSet::new();
    collect(&root().join("src"), &mut files);
    let rows: Vec<String> =
        files.iter().map(|file| format!("| `{file}` | {} |", description(&read(file)))).collect();
    let lacking: Vec<&String> =
        rows.iter().filter(|row| !map.lines().any(|line| line == *row)).collect();
    assert!(lacking.is_empty(), "ARCHITECTURE.md lacks\n{lacking:#?}");
    let is_gone = |line: &&str| line.starts_with("| `src/") && !rows.iter().any(|row| row == line);
    let gone: Vec<&str> =
        map.lines().filter(is_gone).filter(|line| line.matches('|').count() == 3).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md has too much:\n{gone:#?}");
}

/// The first sentence of a file's own documentation, without links.
fn description(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let paragraph: Vec<&str> = lines.map(str::trim).take_while(|line| !line.is_empty()).collect();
    let text = paragraph.join(" ").replace("[`", "`").replace("`]", "`");
    let mut ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let starts_one = |at: &usize| {
        text[at + 1..].starts_with(|c: char| c.is_ascii_uppercase() || c == '[' || c == '`')
    };
    let end = ends.find(starts_one).unwrap_or(text.len());
    text[..end].to_owned()
}

fn collect(folder: &Path, files: &mut BTreeSet<String>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let path = path.strip_prefix(root()).expect("a file of the project");
            files.insert(path.to_string_lossy().into_owned());
        }
    }
}

/// `FILE: TEST` between backquotes names a test function of that file.
#[test]
fn named_tests_exist() {
    let map = read("ARCHITECTURE.md");
    let mut found = 0;
    for (file, test) in map.split('`').skip(1).step_by(2).filter_map(|name| name.split_once(": ")) {
        if !file.ends_with(".rs") {
            continue;
        }
        assert!(read(file).contains(&format!("fn {test}(")), "{file} has no test {test}");
        found += 1;
    }
    assert!(found > 5, "only {found} tests named");
}
