//! Crawls as a shell sees them: every document is counted once, damage costs only itself, and
//! neither the number of workers nor a kill in the middle changes the output.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its files has failed")]

#[path = "support/archive.rs"]
mod archive;
#[path = "crawl/own_files.rs"]
mod own_files;
#[path = "crawl/resuming.rs"]
mod resuming;
#[path = "crawl/told.rs"]
mod told;
#[path = "crawl/unfinished.rs"]
mod unfinished;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use archive::{command, file, folder, gzip, page, record, response, run, run_on};
use serde_json::{Value, json};

/// Records of all kinds, with what becomes of them.
fn archive() -> Vec<Vec<u8>> {
    let html = |id| response(id, "200 OK\r\nContent-Type: text/html", page(id).as_bytes());
    let coded = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    vec![
        record("warcinfo", 1, b"software: test"),
        html(2),
        record("request", 3, b"GET / HTTP/1.0\r\n\r\n"),
        response(4, coded, &gzip(page(4).as_bytes())),
        response(5, "404 Not Found\r\nContent-Type: text/html", page(5).as_bytes()),
        response(6, "200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\x1A\n"),
        record("revisit", 7, b"HTTP/1.1 200 OK\r\n\r\n"),
        html(8),
    ]
}

fn lines(output: &[u8]) -> Vec<Value> {
    output
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// The line at the end without bytes and seconds.
fn summary(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let last = text.lines().last().and_then(|line| line.rsplit_once(';'));
    last.unwrap_or_else(|| panic!("{text}")).0.to_owned()
}

#[test]
fn every_record_is_counted_once() {
    let folder = folder("counted");
    let plain = archive().concat();
    let packed: Vec<u8> = archive().iter().flat_map(gzip).collect();
    let zstd: Vec<u8> =
        archive().iter().flat_map(|record| zstd::encode_all(&record[..], 3).unwrap()).collect();
    for (name, bytes) in [("a.warc", plain), ("a.warc.gz", packed), ("a.warc.zst", zstd)] {
        let path = file(&folder, name, bytes);
        let output = run(&["--to", "json", &path]);
        let expected =
            "dechaff: 3 of 8 written, 5 skipped (mime 1, revisit 1, status 1, type 2), 0 failed";
        assert_eq!(summary(&output), expected, "{name}");
        assert_eq!(output.status.code(), Some(0));
        let records = lines(&output.stdout);
        for (record, id) in records.iter().zip([2, 4, 8]) {
            assert_eq!(record["source"], format!("{path}#urn:id:{id}"));
            assert_eq!(record["url"], format!("http://a.example/{id}"));
            assert_eq!(record["http_status"], 200);
            let text = format!("The ferry {id} stays in dock until Friday, the harbour said.\n");
            assert_eq!(record["text"], text);
        }
    }
}

#[test]
fn damage_is_told_and_costs_only_itself() {
    let folder = folder("damage");
    let mut parts: Vec<Vec<u8>> = archive().iter().map(gzip).collect();
    let len = parts[3].len();
    parts[3].truncate(len - 20);
    let path = file(&folder, "a.warc.gz", parts.concat());
    let output = run(&["--to", "json", &path]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "dechaff: 3 of 8 written (1 of them cut), 5 skipped \
        (mime 1, revisit 1, status 1, type 2), 0 failed";
    assert_eq!(summary(&output), expected);
    let told = String::from_utf8(output.stderr).unwrap();
    let line = "a.warc.gz#urn:id:4: damaged or cut (record 4, http://a.example/4)\n";
    assert_eq!(told.matches(line).count(), 1, "{told}");
    let records = lines(&output.stdout);
    assert_eq!(records[1]["warnings"], json!(["truncated"]));
    assert_eq!(records[2]["url"], "http://a.example/8");

    let mut parts = archive();
    parts.insert(2, b"no record\r\n".to_vec());
    let path = file(&folder, "b.warc", parts.concat());
    let output = run(&["--to", "json", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(summary(&output).ends_with("1 failed (damaged 1)"), "{}", summary(&output));
    assert_eq!(lines(&output.stdout)[1]["error"], "damaged record");
}

/// A pipe has no name that tells of an archive.
#[test]
fn an_archive_that_begins_with_damage_is_one() {
    let mut parts: Vec<Vec<u8>> = archive().iter().map(gzip).collect();
    parts[0].truncate(10);
    let output = run_on(&["--to", "json"], &parts.concat());
    assert_eq!(output.status.code(), Some(1));
    let expected = "dechaff: 3 of 8 written, 4 skipped (mime 1, revisit 1, status 1, type 1), 1 failed (damaged 1)";
    assert_eq!(summary(&output), expected);
}

#[test]
fn a_crawl_of_nothing_is_told() {
    let folder = folder("nothing");
    for (name, bytes) in [("a.warc.gz", vec![]), ("b.warc.gz", gzip("")), ("c.jsonl", vec![])] {
        let path = file(&folder, name, bytes);
        let output = run(&["--to", "json", &path]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(summary(&output), "dechaff: 0 of 0 written, 0 skipped, 0 failed");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with(&format!("dechaff: {path}: empty\n")), "{told}");
        assert_eq!(run(&["--fail-empty", &path]).status.code(), Some(1));
    }
    let path = file(&folder, "d.warc", record("warcinfo", 1, b"software: test"));
    let expected = "dechaff: 0 of 1 written, 1 skipped (type 1), 0 failed";
    assert_eq!(summary(&run(&[&path])), expected);
}

#[test]
fn filters() {
    let folder = folder("filters");
    let path = file(&folder, "a.warc", archive().concat());
    let written = |args: &[&str]| {
        let output = run(&[&["--to", "json", &path], args].concat());
        lines(&output.stdout).len()
    };
    assert_eq!(written(&["--status", "any"]), 4);
    assert_eq!(written(&["--status", "4xx,200"]), 4);
    assert_eq!(written(&["--mime", "text/html"]), 3);
    assert_eq!(written(&["--mime", "text/plain"]), 0);
    assert_eq!(written(&["--only-language", "en"]), 3);
    assert_eq!(written(&["--only-language", "de,und"]), 0);
    assert_eq!(written(&["--min-words", "11"]), 3);
    assert_eq!(written(&["--min-words", "12"]), 0);
    let reserved = "200 OK\r\nTDM-Reservation: 1\r\nX-Robots-Tag: bot: noai";
    let path = file(&folder, "b.warc", response(1, reserved, page(1).as_bytes()));
    for (args, reason) in [("tdm", "tdm 1"), ("noai", "noai 1"), ("tdm,noai", "tdm 1")] {
        let output = run(&["--drop-if", args, &path]);
        let expected = format!("dechaff: 0 of 1 written, 1 skipped ({reason}), 0 failed");
        assert_eq!(summary(&output), expected);
    }
}

#[test]
fn a_language_that_the_crawler_found_is_one() {
    let folder = folder("wet");
    let record = |code: &str| {
        let head = format!("conversion\r\nWARC-Identified-Content-Language: {code}");
        let record = record(&head, 1, b"The ferry lies in dock.\n");
        String::from_utf8(record).unwrap().replace("application/http", "text/plain")
    };
    let records = [record("eng"), record("deu,eng"), record("ceb")].concat();
    let path = file(&folder, "a.warc.wet", records);
    let output = run(&["--to", "json", "--only-language", "de,ceb", &path]);
    let languages = lines(&output.stdout).into_iter().map(|line| line["language"].clone());
    assert_eq!(languages.collect::<Vec<_>>(), ["de", "ceb"]);
    assert_eq!(summary(&output), "dechaff: 2 of 3 written, 1 skipped (language 1), 0 failed");
}

#[test]
fn filters_that_lines_have_nothing_for_are_told_once() {
    let folder = folder("lines-filters");
    let line = "{\"text\":\"The ferry lies in dock.\",\"status\":404}\n";
    let (one, two) = (file(&folder, "1.jsonl", line), file(&folder, "2.jsonl", line));
    let told = |args: &[&str]| {
        let output = run(&[args, &[&one, &two]].concat());
        assert!(summary(&output).starts_with("dechaff: 2 of 2 written"));
        String::from_utf8(output.stderr).unwrap().matches("--mime and --status").count()
    };
    assert_eq!(told(&["--status", "200"]), 1);
    assert_eq!(told(&["--mime", "text/html"]), 1);
    assert_eq!(told(&["--mime", "any", "--status", "any"]), 0);
    assert_eq!(told(&[]), 0);
}

/// One address and language for all of a crawl are for the pages that have none of their own.
#[test]
fn a_page_knows_better_than_the_user_of_a_crawl() {
    let folder = folder("hints");
    let path = file(&folder, "a.warc", response(1, "200 OK", page(1).as_bytes()));
    let lines_of_json =
        "{\"url\":\"http://b.example/\",\"html\":\"<p>Words.\"}\n{\"html\":\"<p>Words.\"}\n";
    let more = file(&folder, "b.jsonl", lines_of_json);
    let of = |path: &str| {
        let output = run(&["--url", "http://c.example/", "--language", "de", "-t", "json", path]);
        let records = lines(&output.stdout).into_iter();
        records
            .map(|record| [record["url"].clone(), record["language"].clone()])
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&path), [["http://a.example/1", "en"]]);
    assert_eq!(of(&more), [["http://b.example/", "de"], ["http://c.example/", "de"]]);
}

#[test]
fn a_run_does_not_read_what_it_writes() {
    let folder = folder("own-output");
    file(&folder, "a.html", page(1));
    let run = |args: &[&str]| command(args).current_dir(&folder).output().unwrap();
    for told in ["", "dechaff: ./all.jsonl: passed over: the output takes its place\n"] {
        let output = run(&["-r", ".", "-t", "json", "-o", "all.jsonl"]);
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr)),
            (Some(0), told.into())
        );
        assert_eq!(lines(&fs::read(folder.join("all.jsonl")).unwrap()).len(), 1);
    }
    fs::remove_file(folder.join("all.jsonl")).unwrap();
    for _ in 0..2 {
        assert!(run(&["-r", ".", "--out-dir", "out"]).stderr.is_empty());
        assert_eq!(fs::read_dir(folder.join("out")).unwrap().count(), 1);
    }
    // Outputs beside their inputs are no inputs of the next run.
    fs::remove_dir_all(folder.join("out")).unwrap();
    for _ in 0..2 {
        assert!(run(&["-r", ".", "--out-dir", "."]).stderr.is_empty());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }
}

/// `dechaff … > FILE` in a folder that is read would go on for ever.
#[test]
#[cfg(unix)]
fn a_run_does_not_read_its_standard_output() {
    let folder = folder("own-standard-output");
    file(&folder, "a.html", page(1));
    let run = |args: &[&str]| {
        let all = fs::File::create(folder.join("all.jsonl")).unwrap();
        command(args).current_dir(&folder).stdout(all).output().unwrap()
    };
    let output = run(&["-r", "-t", "json", "."]);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert_eq!(lines(&fs::read(folder.join("all.jsonl")).unwrap()).len(), 1);
    let output = run(&["-t", "json", "a.html", "all.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"dechaff: all.jsonl: it is the output, too\n");
}

#[test]
fn a_crawl_is_not_overwritten_by_its_text() {
    let folder = folder("own-archive");
    let archive = response(1, "200 OK\r\nContent-Type: text/html", page(1).as_bytes());
    let path = file(&folder, "a.warc", &archive);
    let output = run(&[&path, "-o", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(&path).unwrap(), archive);
    // A page may be changed in place.
    let path = file(&folder, "a.html", page(1));
    assert_eq!(run(&[&path, "-o", &path]).status.code(), Some(0));
}

#[test]
fn what_an_earlier_run_left_is_passed_over_and_told() {
    let folder = folder("left-over");
    file(&folder, "a.html", page(1));
    file(&folder, "all.jsonl.part", "{");
    file(&folder, "all.jsonl.part.journal", "{");
    let run = |args: &[&str]| command(args).current_dir(&folder).output().unwrap();
    let output = run(&["-r", ".", "--out-dir", "out"]);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    let output = run(&["-r", ".", "--out-dir", "out", "--resume"]);
    assert_eq!(output.stderr, b"dechaff: inputs done before, and not counted: 1\n");
    let output = run(&["-r", ".", "--resume"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn crawls_in_forms_that_are_not_read_are_told() {
    let folder = folder("other-forms");
    let arc = "filedesc://a.arc 0.0.0.0 20060622190110 text/plain 76\n1 0 InternetArchive\n";
    let array = "[{\"html\":\"<p>The ferry lies in dock.\"}]\n";
    for (name, bytes, message) in [
        ("a.arc.gz", gzip(arc), "ARC files are not read; convert it with warcio recompress"),
        ("a.json", array.into(), "a JSON array, but one record a line is needed: jq -c '.[]'"),
    ] {
        let path = file(&folder, name, bytes);
        let output = run(&[&path]);
        assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with(&format!("dechaff: {path}: {message}")), "{told}");
    }
    // Without a word of its user it is a text.
    assert_eq!(run_on(&[], array.as_bytes()).stdout, array.as_bytes());
    assert_eq!(run_on(&["--from", "jsonl"], array.as_bytes()).status.code(), Some(1));
}

#[test]
fn fields_of_jsonl_stay() {
    let folder = folder("jsonl");
    let input =
        "{\"z\":1.0,\"body\":\"<p>The ferry lies in dock.\",\"a\":[1, 2]}\n{\"z\":2}\nnope\n";
    let path = file(&folder, "a.jsonl", input);
    let output = run(&["--field", "body", "--to", "json", &path]);
    assert_eq!(output.status.code(), Some(1));
    let first = output.stdout.split(|byte| *byte == b'\n').next().unwrap();
    assert!(String::from_utf8_lossy(first).ends_with(",\"fields\":{\"z\":1.0,\"a\":[1, 2]}}"));
    let records = lines(&output.stdout);
    assert_eq!(records[0]["text"], "The ferry lies in dock.\n");
    assert_eq!(records[1]["error"], "no such field");
    assert_eq!(records[2]["source"], format!("{path}#3"));
    let expected =
        "dechaff: 1 of 3 written, 0 skipped, 2 failed (no JSON object 1, no such field 1)";
    assert_eq!(summary(&output), expected);
    let text = run(&["--field", "body", &path]);
    assert_eq!(String::from_utf8_lossy(&text.stdout), "The ferry lies in dock.\n\x0C\n\x0C\n");
}

#[test]
fn the_limit_is_of_the_document_and_not_of_its_line() {
    let folder = folder("jsonl-limit");
    let more = "x".repeat(5000);
    let input = [json!({"text": "The ferry lies in dock.", "more": more}), json!({"text": more})]
        .map(|line| line.to_string() + "\n");
    let path = file(&folder, "a.jsonl", input.concat());
    let output = run(&["--max-bytes", "1000", "--to", "json", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(summary(&output), "dechaff: 2 of 2 written (1 of them cut), 0 skipped, 0 failed");
    let records = lines(&output.stdout);
    assert_eq!(records[0]["text"], "The ferry lies in dock.");
    assert_eq!(records[1]["text"], more[..1000]);
    assert_eq!(records[1]["warnings"], json!(["too_large"]));
}

#[test]
fn conversion_records() {
    let folder = folder("conversion");
    let with_date = |record: Vec<u8>| {
        let text = String::from_utf8(record).unwrap();
        text.replacen("WARC-Type", "WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Type", 1).into_bytes()
    };
    let response = |id| response(id, "200 OK\r\nContent-Type: text/html", page(id).as_bytes());
    let records = [with_date(response(1)), response(2), with_date(response(3))];
    let path = file(&folder, "a.warc", records.concat());
    for name in ["out.warc", "out.warc.gz", "out.warc.zst"] {
        let out = folder.join(name);
        let output = run(&["--to", "warc", "-o", out.to_str().unwrap(), &path]);
        let expected = "dechaff: 2 of 3 written, 0 skipped, 1 failed (no record to refer to 1)";
        assert_eq!(summary(&output), expected);
        let read: Vec<_> = dechaff::batch::WarcReader::new(fs::File::open(&out).unwrap())
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (record, id) in read.iter().zip([1, 3]) {
            assert_eq!(record.end, dechaff::batch::RecordEnd::Complete);
            assert_eq!(record.header.record_type(), "conversion");
            assert_eq!(record.header.record_id(), Some(&*format!("<urn:id:{id}#text>")));
            assert_eq!(record.header.get("WARC-Refers-To"), Some(&*format!("<urn:id:{id}>")));
            assert!(record.block.starts_with(format!("The ferry {id} ").as_bytes()));
        }
        let members = fs::read(&out).unwrap();
        if name == "out.warc.gz" {
            let magic = [0x1F, 0x8B, 8];
            assert_eq!(members.windows(3).filter(|bytes| *bytes == magic).count(), 2);
        }
        // What is text is read again as it is.
        let again = run(&[out.to_str().unwrap()]);
        assert!(summary(&again).starts_with("dechaff: 2 of 2 written"));
    }
    assert_eq!(run(&["--to", "warc", "--explain", &path]).status.code(), Some(2));
    let html = file(&folder, "a.html", page(1));
    assert_eq!(run(&["--to", "warc", &html]).status.code(), Some(1));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_is_told_to_be_missing() {
    for args in [["--to", "parquet"], ["-o", "a.parquet"]] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("built without Parquet; in the checkout, run: cargo install --path . --features parquet"), "{told}");
    }
}

#[test]
fn workers_change_nothing() {
    let folder = folder("workers");
    let packed = |n: usize| {
        let records = (0..200).map(|id| {
            response(
                n + id,
                "200 OK\r\nContent-Type: text/html",
                page(id).repeat(id % 7).as_bytes(),
            )
        });
        records.flat_map(|record| gzip(&record)).collect::<Vec<u8>>()
    };
    let paths: Vec<String> =
        (0..3).map(|n| file(&folder, &format!("{n}.warc.gz"), packed(n * 1000))).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for to in ["json", "text"] {
        let one = run(&[&["--jobs", "1", "--to", to], &paths[..]].concat());
        assert!(!one.stdout.is_empty());
        for jobs in ["2", "8"] {
            let many = run(&[&["--jobs", jobs, "--to", to], &paths[..]].concat());
            assert_eq!(summary(&one), summary(&many));
            assert!(one.stdout == many.stdout, "{jobs} workers, {to}");
        }
        let mut sorted = one.stdout.clone();
        let mut free = run(&[&["--unordered", "-j4", "--to", to], &paths[..]].concat()).stdout;
        sorted.sort_unstable();
        free.sort_unstable();
        assert!(sorted == free);
    }
}

#[test]
fn a_file_for_each_input() {
    let folder = folder("out-dir");
    fs::create_dir(folder.join("in")).unwrap();
    let input = folder.join("in");
    file(&input, "a.warc", archive().concat());
    file(&input, "b.html", page(1));
    fs::create_dir(input.join("c")).unwrap();
    file(&input.join("c"), "d.warc", b"");
    let run = |args: &[&str]| {
        let mut command =
            command(&[&["-r", "in", "--out-dir", "out", "-t", "json"], args].concat());
        command.current_dir(&folder).output().unwrap()
    };
    assert_eq!(
        summary(&run(&[])),
        "dechaff: 4 of 9 written, 5 skipped (mime 1, revisit 1, status 1, type 2), 0 failed"
    );
    let read = |name: &str| fs::read(folder.join("out/in").join(name)).unwrap();
    assert_eq!(lines(&read("a.warc.jsonl")).len(), 3);
    assert_eq!(lines(&read("b.html.jsonl")).len(), 1);
    assert!(read("c/d.warc.jsonl").is_empty());
    // What is there is not done again.
    fs::remove_file(folder.join("out/in/b.html.jsonl")).unwrap();
    fs::write(folder.join("out/in/a.warc.jsonl"), "as it was").unwrap();
    let told = String::from_utf8(run(&["--resume"]).stderr).unwrap();
    assert!(told.contains("done before, and not counted"), "{told}");
    assert_eq!(lines(&read("b.html.jsonl")).len(), 1);
    assert_eq!(read("a.warc.jsonl"), b"as it was");
    let changed = fs::File::options().append(true).open(input.join("b.html")).unwrap();
    changed.set_modified(SystemTime::now() + Duration::from_secs(9)).unwrap();
    let told = String::from_utf8(run(&["--resume"]).stderr).unwrap();
    assert!(told.contains("in/b.html: changed since it was done"), "{told}");
}

/// Of two inputs with one name for the output, the second is told and the rest is done.
#[test]
fn no_output_takes_the_place_of_another() {
    let folder = folder("out-dir-clash");
    for inside in ["a", "a/in", "in"] {
        fs::create_dir_all(folder.join(inside)).unwrap();
    }
    file(&folder.join("a/in"), "b.html", page(1));
    file(&folder.join("in"), "b.html", page(2));
    file(&folder.join("in"), "c.html", page(3));
    let inputs = ["in/b.html", "../in/b.html", "no.html", "../in/c.html"];
    let mut command = command(&[&["--out-dir", "out", "-t", "json"], &inputs[..]].concat());
    let output = command.current_dir(folder.join("a")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("../in/b.html: its output would take the place of another"), "{told}");
    let read = |name: &str| lines(&fs::read(folder.join("a/out/in").join(name)).unwrap());
    let (first, last) = (read("b.html.jsonl"), read("c.html.jsonl"));
    assert_eq!((first.len(), last.len()), (1, 1), "{told}");
    assert!(first[0]["text"].as_str().unwrap().contains("ferry 1"), "{first:?}");
}

/// An output cannot be a file and the folder of others, whichever comes first.
#[test]
fn a_file_that_should_be_a_folder_costs_one_input() {
    let folder = folder("out-dir-file-and-folder");
    fs::create_dir_all(folder.join("site/about.txt")).unwrap();
    file(&folder.join("site"), "about", page(1));
    file(&folder.join("site/about.txt"), "y", page(2));
    file(&folder, "z.html", page(3));
    let mut inputs = ["site/about", "site/about.txt/y", "z.html"];
    for (out, failed) in
        [("one", "site/about.txt/y: its output"), ("two", "site/about: its output")]
    {
        for more in [&[][..], &["--resume"]] {
            let mut command = command(&[&inputs[..], &["--out-dir", out], more].concat());
            let output = command.current_dir(&folder).output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{told}");
            assert!(told.contains(failed), "{told}");
            assert!(folder.join(out).join("z.html.txt").exists());
        }
        inputs.swap(0, 1);
    }
}

#[test]
fn an_input_of_which_nothing_is_wanted_leaves_no_file() {
    let folder = folder("out-dir-skipped");
    file(&folder, "a.html", page(1));
    file(&folder, "b.warc", archive().concat());
    let run = |args: &[&str]| {
        let mut command = command(&[&["a.html", "b.warc", "--out-dir", "out"], args].concat());
        let output = command.current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let mut names: Vec<_> = fs::read_dir(folder.join("out"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    };
    let none: [&str; 0] = [];
    assert_eq!(run(&["--min-words", "100"]), none);
    assert_eq!(run(&[]), ["a.html.txt", "b.warc.txt"]);
    assert_eq!(run(&["--mime", "text/plain"]), ["a.html.txt"]);
    assert_eq!(run(&["--min-words", "100"]), none);
}

/// An older output is none of the run whose own could not be written.
#[cfg(unix)]
#[test]
fn an_older_output_is_not_taken_for_done() {
    let folder = folder("out-dir-older");
    // Longer than the limit below, and so short that it is written when it is whole.
    let of = |day: &str| {
        let lines = format!("<p>The ferry lies in dock until {day}, the harbour said.").repeat(90);
        file(&folder, "a.html", format!("<html lang=en>{lines}"))
    };
    let run = |shell: &str, args: &[&str]| {
        let dechaff = env!("CARGO_BIN_EXE_dechaff");
        let shell = format!("{shell} exec {dechaff} --out-dir out a.html \"$@\"");
        let mut command = Command::new("sh");
        let output = command.args(["-c", &shell, "sh"]).args(args).current_dir(&folder).output();
        output.unwrap().status.code()
    };
    let tells =
        |day: &str| fs::read_to_string(folder.join("out/a.html.txt")).unwrap().contains(day);
    of("Friday");
    assert_eq!(run("", &[]), Some(0));
    of("Sunday");
    assert_eq!(run("trap '' XFSZ; ulimit -f 2;", &[]), Some(2));
    assert!(tells("Friday"));
    assert_eq!(run("", &["--resume"]), Some(0));
    assert!(tells("Sunday"));
}

/// Their names look the same in messages.
#[cfg(target_os = "linux")]
#[test]
fn outputs_of_names_that_are_no_utf_8_stay_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("out-dir-bytes");
    fs::create_dir(folder.join("in")).unwrap();
    for name in [&b"\xE9.html"[..], b"\xE8.html"] {
        fs::write(folder.join("in").join(OsStr::from_bytes(name)), page(1)).unwrap();
    }
    let mut command = command(&["-r", "in", "--out-dir", "out"]);
    let output = command.current_dir(&folder).output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    assert_eq!(fs::read_dir(folder.join("out/in")).unwrap().count(), 2);
}

#[test]
fn reservations_add_up() {
    let folder = folder("reservations");
    let head = |robots: &str| {
        format!("<head><meta name=robots content=noindex>{robots}</head>{}", page(1))
    };
    let plain = "200 OK\r\nContent-Type: text/html";
    let noai = "200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: noai";
    let archive = [
        response(1, noai, head("").as_bytes()),
        response(2, plain, head("<meta name=robots content=noai>").as_bytes()),
        response(3, plain, head("").as_bytes()),
    ];
    let path = file(&folder, "a.warc", archive.concat());
    let output = run(&["--to", "json", "--drop-if", "noai", &path]);
    let urls: Vec<Value> = lines(&output.stdout).iter().map(|line| line["url"].clone()).collect();
    assert_eq!(urls, ["http://a.example/3"]);
}

/// Documents whose output is several checkpoints long.
fn long_input(folder: &Path) -> [String; 2] {
    let line = |id: usize| {
        let text = format!("The ferry {id} lies in dock until Friday. ").repeat(250);
        json!({"id": id, "text": text}).to_string() + "\n"
    };
    let broken = "nope\n";
    let one: String = (0..2000).map(line).collect();
    let two: String = (2000..4000).map(line).chain([broken.to_owned()]).collect();
    [file(folder, "1.jsonl", one), file(folder, "2.jsonl", two)]
}

#[test]
fn a_killed_run_goes_on() {
    let folder = folder("resume");
    let [one, two] = long_input(&folder);
    // Texts end without a line end, as they do in the input.
    for name in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.txt", "out.txt.gz"] {
        let format = if name.contains("json") { "json" } else { "text" };
        let expected = run(&["--to", format, &one, &two]);
        let out = folder.join(name);
        let args =
            ["--to", format, &one, &two, "--resume", "--jobs", "2", "-o", out.to_str().unwrap()];
        let part = folder.join(format!("{name}.part"));
        let journal = folder.join(format!("{name}.part.journal"));
        let mut child = command(&args).spawn().unwrap();
        // Not before the first checkpoint; a run that was faster is a test of less, but passes.
        while !journal.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // A line of the journal may be cut.
        if let Ok(mut journal) = fs::File::options().append(true).open(&journal) {
            journal.write_all(b"{\"input\":0,\"num").unwrap();
        }
        let other = run(&[&args[..], &["--min-words", "1"]].concat());
        if journal.exists() {
            assert_eq!(other.status.code(), Some(2));
        }
        let resumed = run(&args);
        assert_eq!(resumed.status.code(), Some(1));
        assert_eq!(summary(&resumed), summary(&expected), "{name}");
        assert!(!part.exists() && !journal.exists());
        let written = fs::read(&out).unwrap();
        let written = match name {
            "out.jsonl.gz" | "out.txt.gz" => {
                let mut text = Vec::new();
                let mut decoder = flate2::read::MultiGzDecoder::new(&written[..]);
                std::io::copy(&mut decoder, &mut text).unwrap();
                text
            }
            "out.jsonl.zst" => zstd::decode_all(&written[..]).unwrap(),
            _ => written,
        };
        assert!(written == expected.stdout, "{name}");
        let clean = folder.join(format!("clean-{name}"));
        run(&["--to", format, &one, &two, "-o", clean.to_str().unwrap()]);
        assert!(fs::read(&clean).unwrap() == fs::read(&out).unwrap(), "{name} whole");
    }
}

#[test]
fn two_runs_do_not_write_one_output() {
    let folder = folder("two-runs");
    let out = folder.join("out.txt");
    let args = ["-o", out.to_str().unwrap()];
    let input = b"The ferry lies in dock.";
    // What a killed run leaves.
    file(&folder, "out.txt.part", "half a text that is longer than the whole one");
    let mut first = command(&args).stdin(std::process::Stdio::piped()).spawn().unwrap();
    // A run makes its output before it reads.
    while fs::metadata(folder.join("out.txt.part")).unwrap().len() > 0 {
        std::thread::yield_now();
    }
    for second in [&args[..], &["--resume", args[0], args[1]]] {
        let second = run_on(second, input);
        assert_eq!(second.status.code(), Some(2));
        let told = String::from_utf8(second.stderr).unwrap();
        assert!(told.ends_with("out.txt: another run is writing it\n"), "{told}");
    }
    first.stdin.take().unwrap().write_all(input).unwrap();
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(fs::read(&out).unwrap(), input);
    assert_eq!(run_on(&args, input).status.code(), Some(0));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn inputs_that_changed_before_a_run_goes_on_are_told() {
    let folder = folder("resume-changed");
    let [one, two] = long_input(&folder);
    let expected = summary(&run(&["--to", "json", &one, &two]));
    let out = folder.join("out.jsonl");
    let journal = folder.join("out.jsonl.part.journal");
    let args = ["--to", "json", &one, &two, "--resume", "-o", out.to_str().unwrap()];
    let mut child = command(&args).spawn().unwrap();
    // A line that the kill cut is none.
    let is_of_second = |line: &str| line.contains("\"input\":1,") && line.ends_with("}\n");
    let is_in_second = || {
        fs::read_to_string(&journal)
            .is_ok_and(|lines| lines.split_inclusive('\n').any(is_of_second))
    };
    while !is_in_second() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    if !is_in_second() {
        return;
    }
    let open = |path: &str| fs::File::options().append(true).open(path).unwrap();
    let before = fs::metadata(&two).unwrap();
    open(&two).write_all(b"\n").unwrap();
    let refused = run(&args);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("2.jsonl: it is not what the run ended within"), "{told}");

    open(&two).set_len(before.len()).unwrap();
    open(&two).set_modified(before.modified().unwrap()).unwrap();
    open(&one).set_modified(SystemTime::now() + Duration::from_secs(9)).unwrap();
    let resumed = run(&args);
    assert_eq!((resumed.status.code(), summary(&resumed)), (Some(1), expected));
    let told = String::from_utf8(resumed.stderr).unwrap();
    assert!(told.contains("1.jsonl: changed since it was done"), "{told}");
}

#[test]
fn an_archive_that_is_gone_when_a_run_goes_on_is_told() {
    let folder = folder("resume-gone");
    let [one, two] = long_input(&folder);
    let out = folder.join("out.jsonl");
    let journal = folder.join("out.jsonl.part.journal");
    let args = ["--to", "json", &one, &two, "--resume", "-o", out.to_str().unwrap()];
    let mut child = command(&args).spawn().unwrap();
    while !journal.exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    if !journal.exists() {
        return;
    }
    let (half_read, gone) = (Path::new(&one), folder.join("gone"));
    fs::rename(half_read, gone).unwrap();
    let resumed = run(&args);
    assert_eq!(resumed.status.code(), Some(1));
    let told = String::from_utf8(resumed.stderr).unwrap();
    assert!(told.contains("1.jsonl: no such file"), "{told}");
}

#[test]
fn an_output_that_cannot_be_made_costs_its_input_alone() {
    let folder = folder("out-dir-names");
    let long = format!("{}.html", "a".repeat(248));
    for name in [long.as_str(), "b.html"] {
        file(&folder, name, "<p>The ferry lies in dock until Friday.");
    }
    let mut command = command(&[long.as_str(), "b.html", "--out-dir", "out"]);
    let output = command.current_dir(&folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("its output cannot be made"), "{told}");
    assert!(folder.join("out/b.html.txt").exists());
}
