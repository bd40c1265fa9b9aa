//! `--to report` and `--generate` of the command. How a report acts in a browser, `tests/browser/run` tells.
#![cfg(feature = "cli")]

use std::process::{Command, Output};

const PAGE: &str = "corpus/cases/en-article-message-plea-end/page.html";
const OTHER: &str = "corpus/cases/en-docs-code-retries/page.html";

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("a run")
}

fn printed(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn one_page_for_all_inputs() {
    let report = printed(&["--to", "report", PAGE, OTHER]);
    assert!(report.starts_with("<!doctype html>") && report.ends_with("</html>\n"));
    assert_eq!(report.matches("<!doctype").count(), 1);
    assert_eq!(report.matches("<details class=document>").count(), 2);
    assert!(report.contains("A Message from") && report.contains("data-category=donation"));
}

#[test]
fn inputs_that_failed_are_in_it() {
    let output = run(&["--to", "report", "no-such-file"]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        report.contains("<span class=error>no such file</span>") && report.ends_with("</html>\n")
    );
}

#[test]
fn a_folder_has_a_report_each() {
    let folder = std::env::temp_dir().join(format!("dechaff-report-{}", std::process::id()));
    let name = folder.display().to_string();
    printed(&["--to", "report", "--out-dir", &name, PAGE, OTHER]);
    for page in [PAGE, OTHER] {
        let report = std::fs::read_to_string(folder.join(format!("{page}.html"))).expect(page);
        assert!(report.starts_with("<!doctype html>") && report.ends_with("</html>\n"));
        assert_eq!(report.matches("<details class=document>").count(), 1);
    }
    std::fs::remove_dir_all(folder).expect("a folder");
}

#[test]
fn nothing_comes_from_outside() {
    let report = printed(&["--to", "report", PAGE]);
    for outside in ["src=", "href=", "url(", "@import", "fetch(", "XMLHttpRequest"] {
        assert!(!report.contains(outside), "{outside}");
    }
}

#[test]
fn contradictions_say_what_to_do() {
    for (args, advice) in [
        (&["--to", "report", "--explain"][..], "leave --explain"),
        (&["--blocks"][..], "add --to json"),
        (&["--blocks", "--explain", "--to", "json"][..], "--explain and --removed write blocks"),
        (&["--no-links"][..], "--to markdown"),
        (&["--images", "--to", "json"][..], "--to markdown"),
        (&["--images", "--to", "html", "--strip", "notices"][..], "clean --to html"),
        (&["--only", "cookie", "--except", "cookie"][..], "nothing would be removed"),
        (&["--strip", "notices", "--only", "navigation"][..], "nothing would be removed"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2));
        let message = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(message.contains(advice), "{message}");
    }
}

#[test]
fn the_manual_and_the_completions_know_the_options() {
    for (what, sign) in [
        ("man", r"\-\-strip"),
        ("complete-bash", "complete -F _dechaff"),
        ("complete-zsh", "#compdef dechaff"),
        ("complete-fish", "complete -c dechaff"),
    ] {
        let text = printed(&["--generate", what]);
        assert!(text.contains(sign) && text.contains("report"), "{what}: {text}");
    }
}

#[test]
fn options_complete_behind_files_in_zsh() {
    let script = printed(&["--generate", "complete-zsh"]);
    assert!(script.contains("'*:input -- ") && !script.contains("'*::"), "{script}");
}

#[test]
fn the_manual_has_the_usual_sections() {
    let manual = printed(&["--generate", "man"]);
    let headings = ["SYNOPSIS", "OPTIONS", "CRAWLS", "EXIT STATUS", "EXAMPLES", "VERSION"];
    let places = headings.map(|name| {
        let at = [format!(".SH {name}\n"), format!(".SH \"{name}\"\n")];
        at.iter().find_map(|heading| manual.find(heading)).expect(name)
    });
    assert!(places.is_sorted(), "{manual}");
    assert!(manual.contains(" [OPTION]... [INPUT]...\n") && !manual.contains("EXTRA"), "{manual}");
    assert!(manual.contains(".nf\ncurl ") && manual.contains("\n.fi\n"), "{manual}");
    let entry = manual.split_once("\\-\\-generate").map(|(_, entry)| entry).expect("an entry");
    assert_eq!(entry.lines().nth(1).map(|line| line.starts_with("Print the manual")), Some(true));
}

#[test]
fn long_help_has_examples() {
    assert!(printed(&["--help"]).contains("curl -s URL | dechaff"));
    assert!(!printed(&["-h"]).contains("curl"));
}
