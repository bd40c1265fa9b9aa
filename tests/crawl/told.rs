//! What is said on standard error of documents that failed, are cut or unverified.

use std::process::Output;

use super::archive::{file, folder, gzip, page, record, response, run};
use super::summary;

fn lines(output: &Output) -> Vec<String> {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    told.lines().map(str::to_owned).collect()
}

#[test]
fn failures_are_named_and_their_lines_are_bounded() {
    let folder = folder("named");
    let lost = b"WARC/1.0\r\nno colon\r\n\r\n".to_vec();
    let mut parts = vec![record("warcinfo", 1, b"")];
    parts.extend(vec![lost; 13]);
    let path = file(&folder, "a.warc", parts.concat());
    let output = run(&["--to", "json", &path]);
    let told = lines(&output);
    assert_eq!(told.len(), 12, "{told:?}");
    assert_eq!(told[0], format!("dechaff: {path}#2: damaged record (record 2)"));
    let more = format!("dechaff: {path}: and 3 more documents that failed or are cut");
    assert_eq!(told[10], more);
    assert!(lines(&run(&["--quiet", "--to", "json", &path])).is_empty());

    let json = "{\"url\":\"http://a.example/\\r\",\"body\":\"\"}\nnope\n";
    let path = file(&folder, "a.jsonl", json);
    let told = lines(&run(&["--to", "text", &path]));
    assert_eq!(told[0], format!("dechaff: {path}#1: no field html or text (http://a.example/^M)"));
    assert_eq!(told[1], format!("dechaff: {path}#2: no JSON object"));
}

#[test]
fn a_lack_is_told_by_its_name() {
    let folder = folder("lack");
    let html = "200 OK\r\nContent-Type: text/html";
    let long = page(2).repeat(20);
    let parts = [response(1, html, b"<p>"), response(2, html, long.as_bytes())];
    let path = file(&folder, "a.warc", parts.concat());
    let output = run(&["--fail-empty", &path]);
    let empty = format!("dechaff: {path}#urn:id:1: no text left (record 1, http://a.example/1)");
    assert_eq!((output.status.code(), &lines(&output)[0]), (Some(1), &empty));
    let output = run(&["--max-bytes", "1000", &path]);
    let too_large = "larger than --max-bytes, the rest was not read (record 2, http://a.example/2)";
    assert!(lines(&output)[0].ends_with(too_large), "{:?}", lines(&output));
    assert_eq!(summary(&output), "dechaff: 2 of 2 written (1 of them cut), 0 skipped, 0 failed");
}

/// Of records that are skipped as well.
#[test]
fn lengths_that_were_wrong_are_counted() {
    let folder = folder("lengths");
    let wrong = |id| {
        let sound = response(id, "404 Not Found\r\nContent-Type: text/html", page(id).as_bytes());
        let text = String::from_utf8(sound).unwrap();
        let length = text.lines().find(|line| line.starts_with("Content-Length")).unwrap();
        text.replacen(length, "Content-Length: 9", 1).into_bytes()
    };
    let sound = response(3, "200 OK\r\nContent-Type: text/html", page(3).as_bytes());
    let path = file(&folder, "a.warc", [wrong(1), sound, wrong(2)].concat());
    let expected = "dechaff: 1 of 3 written, 2 skipped (status 2), 0 failed; lengths repaired: 2";
    assert_eq!(summary(&run(&["--to", "json", &path])), expected);
}

/// A checksum is wrong at the end of a member, when all of its records but the last went out.
#[test]
fn records_of_a_member_with_a_wrong_checksum_are_unverified() {
    let folder = folder("unverified");
    let html = |id| response(id, "200 OK\r\nContent-Type: text/html", page(id).as_bytes());
    let mut member = gzip((1..5).flat_map(html).collect::<Vec<u8>>());
    let at = member.len() - 6;
    member[at] ^= 1;
    let path = file(&folder, "a.warc.gz", [gzip(html(0)), member, gzip(html(6))].concat());
    let output = run(&["--to", "json", &path]);
    let told = lines(&output);
    let expected = "#urn:id:4: damaged or cut (record 5, http://a.example/4); records 2 to 4 of the same member are unverified";
    assert!(told[0].ends_with(expected), "{told:?}");
    let expected = "dechaff: 6 of 6 written (1 of them cut), 0 skipped, 0 failed; unverified: 3";
    assert_eq!((output.status.code(), summary(&output)), (Some(1), expected.to_owned()));
}
