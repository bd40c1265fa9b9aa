//! Parquet from the command: the same records as `--to json`, whatever reads them.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files has failed")]

#[path = "support/files.rs"]
mod files;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use files::folder;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Map, Value, json};

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
    command.args(args).stdin(Stdio::null()).output().unwrap()
}

/// Lines with pages of all sorts: with fields, empty, without the page, no JSON.
fn input(folder: &Path, count: usize, len: usize) -> String {
    let line = |id: usize| {
        let text = format!("The ferry {id} – “Ebba” – lies in dock until Friday. ").repeat(len);
        let html = format!(
            "<html lang=en><title>Ferry {id}</title><meta name=tdm-reservation content=1><p>{text}"
        );
        json!({"id": id, "html": html}).to_string()
    };
    let mut lines: Vec<String> = (0..count).map(line).collect();
    lines.extend(["{\"html\":\"\"}", "{\"id\":7}", "nope", ""].map(str::to_owned));
    let path = folder.join("in.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    path.into_os_string().into_string().unwrap()
}

/// The columns that hold JSON.
const NESTED: [&str; 7] = ["access", "tdm", "removed", "encoding", "warnings", "blocks", "fields"];

/// The rows as objects without nulls, and the number of row groups.
fn rows(path: &Path) -> (Vec<Value>, usize) {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let cell = |(name, field): (&String, &Field)| {
        let value = match field {
            Field::Null => return None,
            Field::Str(text) if NESTED.contains(&&**name) => serde_json::from_str(text).unwrap(),
            Field::Str(text) => Value::from(&**text),
            Field::Int(number) => Value::from(*number),
            other => panic!("{name}: {other:?}"),
        };
        Some((name.clone(), value))
    };
    let row = |row: parquet::record::Row| row.get_column_iter().filter_map(cell).collect();
    let rows = reader.get_row_iter(None).unwrap().map(|found| Value::Object(row(found.unwrap())));
    (rows.collect(), reader.metadata().num_row_groups())
}

/// The records of a run with other arguments, without nulls.
fn records(args: &[&str]) -> Vec<Value> {
    let output = run(&[args, &["--to", "json"]].concat());
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let record = |line| {
        let record: Map<String, Value> = serde_json::from_slice(line).unwrap();
        Value::Object(record.into_iter().filter(|(_, value)| !value.is_null()).collect())
    };
    lines.map(record).collect()
}

#[test]
fn rows_are_the_records() {
    let folder = folder("rows");
    let path = input(&folder, 50, 4);
    let out = folder.join("out.parquet");
    let out_name = out.to_str().unwrap();
    for args in [&[&*path][..], &[&path, "--blocks"], &[&path, "--min-words", "1000000"]] {
        let output = run(&[args, &["-o", out_name]].concat());
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "two lines hold no page: {told}");
        let expected = records(args);
        let (rows, _) = rows(&out);
        assert_eq!(rows, expected);
        assert!(!folder.join("out.parquet.part").exists());
    }
    // Standard output takes it, too, and all workers give the same bytes.
    let one = run(&["-j1", "--to", "parquet", &path]).stdout;
    assert!(one == run(&["-j4", "--to", "parquet", &path]).stdout);
    run(&["-o", out_name, &path]);
    assert!(fs::read(&out).unwrap() == one);
}

#[test]
fn groups_are_bounded() {
    let folder = folder("groups");
    let path = input(&folder, 500, 1500);
    let out = folder.join("out.parquet");
    run(&["-o", out.to_str().unwrap(), &path]);
    let (rows, groups) = rows(&out);
    assert_eq!(rows.len(), 503);
    assert_eq!(groups, 2, "of 32 MiB each");
    assert!(rows == records(&[&path]));
}

#[test]
fn nothing_is_a_table_too() {
    let folder = folder("nothing");
    let path = folder.join("in.jsonl");
    fs::write(&path, "").unwrap();
    let out = folder.join("out.parquet");
    let output = run(&["-o", out.to_str().unwrap(), path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows(&out), (Vec::new(), 0));
}

#[test]
fn a_file_for_each_input() {
    let folder = folder("out-dir");
    input(&folder, 3, 4);
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        command.args([&["in.jsonl", "--out-dir", "out", "-t", "parquet"], args].concat());
        command.current_dir(&folder).output().unwrap()
    };
    assert_eq!(run(&[]).status.code(), Some(1));
    let out = folder.join("out/in.jsonl.parquet");
    assert_eq!(rows(&out).0.len(), 6);
    // What is there is not done again, and what it lacks is told again.
    fs::write(&out, "as it was").unwrap();
    assert_eq!(run(&["--resume"]).status.code(), Some(1));
    assert_eq!(fs::read(&out).unwrap(), b"as it was");
}

#[test]
fn what_does_not_go_with_it_is_told() {
    for (args, message) in [
        (&["-o", "a.parquet", "--to", "json"][..], "a name that ends in .parquet"),
        (&["-o", "a.parquet", "--explain"], "no form for --explain"),
        (&["-o", "a.parquet", "--resume"], "--resume cannot go on with half a Parquet file"),
        (&["-o", "a.parquet.gz", "--to", "parquet"], "compressed within"),
    ] {
        let output = run(args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(told.contains(message), "{told}");
    }
}
