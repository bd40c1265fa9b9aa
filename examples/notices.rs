//! Shows what the notice stage finds, and writes what the scoring scripts of `../shared` read.
//!
//! ```text
//! notices FILE                  each block of a page or text with its verdict
//! notices --text                what is kept of the text on standard input, as lines
//! notices --cases JSONL [ID]    the plain-text cases; figures as score_text.py counts them
//! notices --sets DIR OUT [SET]  DIR/SET/pages/*.html.gz to OUT/SET.jsonl, kept blocks as lines
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use dechaff::{Document, Options, SourceFormat, extract};
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--text", ..] => filter(),
        ["--cases", file] => cases(file, None),
        ["--cases", file, id] => cases(file, Some(id)),
        ["--sets", from, to] => {
            sets(Path::new(from), Path::new(to), &["wcxb-dev", "fundus-dev", "trafilatura"])
        }
        ["--sets", from, to, set] => sets(Path::new(from), Path::new(to), &[set]),
        [file] => show(&extract(&read(Path::new(file))?, &Options::new())),
        _ => Err("usage: notices FILE | --text | --cases JSONL [ID] | --sets DIR OUT [SET]".into()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

fn show(document: &Document) -> Outcome {
    let mut out = std::io::stdout().lock();
    for block in document.blocks() {
        let verdict = block.verdict;
        let mark = verdict.dropped.map_or("keep", |category| category.name());
        let text: String = block.text.chars().take(110).collect();
        let cues = verdict.cues.join(", ");
        let part =
            if verdict.parts.is_empty() { String::new() } else { format!(" {:?}", verdict.parts) };
        writeln!(out, "{mark:<12} {:<9} {text:?}{part} [{cues}]", verdict.reason)?;
    }
    Ok(())
}

fn filter() -> Outcome {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let document = extract(&input, &Options::new().format(SourceFormat::Text));
    kept_lines(&document).iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn kept_lines(document: &Document) -> Vec<String> {
    let kept = document.blocks().map(|block| block.kept_text().into_owned());
    kept.flat_map(|text| lines(&text)).collect()
}

/// Category, reason and text of what was cut.
fn removed(document: &Document) -> Vec<[&str; 3]> {
    let dropped = document.blocks().filter_map(|block| {
        let verdict = block.verdict;
        let text = verdict.parts.first().map_or(block.text, |part| &block.text[part.clone()]);
        Some([verdict.dropped?.name(), verdict.reason.name(), text])
    });
    dropped.collect()
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    lines.map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

fn cases(file: &str, only: Option<&str>) -> Outcome {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let field = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
        let options = Options::new().format(SourceFormat::Text);
        let document = extract(field("input").as_bytes(), &options);
        if let Some(id) = only {
            if field("id") == id {
                show(&document)?;
            }
            continue;
        }
        let (output, expected) = (kept_lines(&document), lines(&field("expected")));
        let asked = case["appeal_lines"].as_array().cloned().unwrap_or_default();
        let left: Vec<&str> = asked
            .iter()
            .filter_map(Value::as_str)
            .filter(|asked| output.iter().any(|line| line.contains(asked.trim())))
            .collect();
        let lost: Vec<&String> = expected.iter().filter(|line| !output.contains(line)).collect();
        let kind = field("kind");
        let is_right = output == expected;
        for (name, count) in [
            ("appeal lines".to_owned(), asked.len()),
            ("appeal lines left".to_owned(), left.len()),
            ("editorial lines".to_owned(), expected.len()),
            ("editorial lines lost".to_owned(), lost.len()),
            (format!("{kind} right"), usize::from(is_right)),
            (kind, 1),
        ] {
            *counts.entry(name).or_default() += count;
        }
        if !is_right {
            println!("{}", field("id"));
            left.iter().for_each(|line| println!("    LEFT {line:.140}"));
            lost.iter().for_each(|line| println!("    LOST {line:.140}"));
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    counts.iter().for_each(|(name, count)| println!("{name}: {count}"));
    Ok(())
}

fn sets(from: &Path, to: &Path, names: &[&str]) -> Outcome {
    fs::create_dir_all(to)?;
    for name in names {
        let pages = from.join(name).join("pages");
        let mut paths: Vec<_> =
            fs::read_dir(pages)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        paths.sort();
        let mut out = std::io::BufWriter::new(fs::File::create(to.join(format!("{name}.jsonl")))?);
        let mut seconds = 0.0;
        for path in &paths {
            let bytes = read(path)?;
            let start = Instant::now();
            let document = extract(&bytes, &Options::new().format(SourceFormat::Html));
            seconds += start.elapsed().as_secs_f64();
            let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let id = file.trim_end_matches(".gz").trim_end_matches(".html");
            let (text, removed) = (kept_lines(&document).join("\n"), removed(&document));
            writeln!(out, "{}", json!({ "id": id, "text": text, "removed": removed }))?;
        }
        println!(
            "{name}: {} pages, {:.2} ms each",
            paths.len(),
            1e3 * seconds / paths.len() as f64
        );
    }
    Ok(())
}
