//! Lines of chats and logs, which begin with a time and a name, the times of subtitles, and the turns of interviews.

use std::collections::BTreeMap;

use crate::punctuation::{asks, closes};
use crate::tokenize::Tag;

/// Lines of a text that begin so; a letter has one date.
const MIN_LINES: usize = 2;
/// The longest name of a speaker, in bytes, and in words.
const MAX_NAME_LEN: usize = 32;
const MAX_NAME_WORDS: usize = 3;
/// Those who talk with each other, how often each speaks, and their part of the lines, one in so many: a list has
/// notes and tips.
const MIN_SPEAKERS: usize = 2;
const MIN_TURNS: usize = 2;
const TURNS_SHARE: usize = 3;

/// Which lines are said by someone or number and time what is. The times of tickers and schedules have no name behind
/// them, so that what they say counts.
pub(super) fn members(texts: &[&str], has_phrase: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let mut members: Vec<bool> = texts.iter().map(|text| is_said(text.trim_start())).collect();
    if members.iter().filter(|is_said| **is_said).count() < MIN_LINES {
        return turns(texts, has_phrase);
    }
    // The number of a subtitle stands above its time.
    for index in 1..texts.len() {
        let is_number = texts[index - 1].trim().bytes().all(|byte| byte.is_ascii_digit());
        members[index - 1] |= is_number && texts[index].contains(ARROW);
    }
    members
}

/// Which paragraphs are turns of a talk: "Q: Who pays?", "Ann Moss: You do." Somebody asks in it, and no speaker is
/// named as a notice is; `has_phrase` tells whether a text has a phrase of these before some byte.
fn turns(texts: &[&str], has_phrase: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let speakers: Vec<Option<&str>> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| speaker(text).filter(|(_, end)| !has_phrase(index, *end)))
        .map(|speaker| speaker.map(|(name, _)| name))
        .collect();
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for name in speakers.iter().flatten() {
        *turns.entry(name).or_default() += 1;
    }
    turns.retain(|_, count| *count >= MIN_TURNS);
    let all: usize = turns.values().sum();
    let is_turn = |name: &Option<&str>| name.is_some_and(|name| turns.contains_key(name));
    let mut said = texts.iter().zip(&speakers).filter(|(_, name)| is_turn(name));
    let is_talk = turns.len() >= MIN_SPEAKERS
        && all * TURNS_SHARE >= texts.len()
        && said.any(|(text, _)| text.trim_end_matches(closes).ends_with(asks));
    speakers.iter().map(|name| is_talk && is_turn(name)).collect()
}

/// Who speaks, as the name in front of a colon says, and where it ends.
fn speaker(text: &str) -> Option<(&str, usize)> {
    let line = text.trim_start_matches([' ', '*', '_', '>']);
    let (name, _) = line.split_once([':', '：'])?;
    let end = text.len() - line.len() + name.len();
    let name = name.trim_end_matches(['*', '_', ' ']);
    let is_short = name.len() <= MAX_NAME_LEN && name.split_whitespace().count() <= MAX_NAME_WORDS;
    let is_name = is_short && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    is_name.then_some((name, end))
}

/// Between the two times of a subtitle.
const ARROW: &str = " --> ";

fn is_said(line: &str) -> bool {
    let bare = line.trim_start_matches(['[', '(']);
    let is_bracketed = bare.len() < line.len();
    match behind_time(bare) {
        Some((has_date, rest)) => {
            let rest = rest.trim_start_matches([']', ')']).trim_start_matches([' ', '-', ',']);
            is_bracketed || has_date || line.contains(ARROW) || has_speaker(rest)
        }
        None => begins_with_name(line),
    }
}

/// What stands behind "09:14" or "2026-11-02 09:14:02", and whether that has a date.
fn behind_time(line: &str) -> Option<(bool, &str)> {
    let is_stamp =
        |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '-' | '/' | 'T' | 'Z');
    let end_of = |text: &str| text.find(|c: char| !is_stamp(c)).unwrap_or(text.len());
    let is_time = |stamp: &str| {
        stamp.find(':').is_some_and(|at| {
            let digits = |text: &str| text.bytes().take(2).filter(u8::is_ascii_digit).count();
            digits(&stamp[..at]) > 0 && digits(&stamp[at + 1..]) == 2
        })
    };
    let (first, rest) = line.split_at(end_of(line));
    if is_time(first) {
        return Some((first.contains('T'), rest));
    }
    let (second, behind) = rest.trim_start().split_at(end_of(rest.trim_start()));
    (!first.is_empty() && is_time(second)).then_some((true, behind))
}

/// "Ann: hello"
fn has_speaker(text: &str) -> bool {
    let name = text.split_once(": ").map_or("", |(name, _)| name);
    let is_name = !name.is_empty() && name.len() <= MAX_NAME_LEN;
    (is_name && name.split_whitespace().count() <= MAX_NAME_WORDS) || begins_with_name(text)
}

/// "<devon> it works"; what was left of markup has the names of tags there.
fn begins_with_name(line: &str) -> bool {
    let name = line.strip_prefix('<').and_then(|rest| rest.split_once("> "));
    name.is_some_and(|(name, _)| {
        (1..=MAX_NAME_LEN).contains(&name.len()) && !name.contains(['<', '/', '=']) && !is_tag(name)
    })
}

fn is_tag(name: &str) -> bool {
    Tag::from_name(name) != Tag::Unknown
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{kept, text};
    use super::*;

    #[test]
    fn times_and_names() {
        for line in [
            "09:14 Ann: hello",
            "[09:14:02] <ann> hello",
            "09:14 - Ann Moss: hello",
            "2026-11-02 09:14 INFO hello",
            "2026-11-02T09:14:02Z hello",
            "00:00:01,000 --> 00:00:02,000",
            "<ann> hello",
        ] {
            assert!(is_said(line), "{line}");
        }
        for line in [
            "Ann: hello",
            "09:14 The ferry has left",
            "2026-11-02 hello",
            "3:1 for the home team",
            "<p> hello",
            "",
            "12 boats",
        ] {
            assert!(!is_said(line), "{line}");
        }
    }

    #[test]
    fn chats_and_subtitles_stay() {
        for document in [
            "<devon> disable your ad blocker and try again\n<mira> please log in again\n<devon> ok",
            "10:02 Ann: log in to your account\n10:03 Eve: accept all cookies\n10:04 Ann: donate now",
        ] {
            assert_eq!(kept(text(document)), document.split('\n').collect::<Vec<_>>());
        }
        let interview = "Q: Does it work?\n\nA: It does. We tell them: please support us, we have no owner. Three in a hundred give.\n\n\
            Q: And the others?\n\nA: They read for free. I say to them: subscribe to our newsletter, follow us.";
        assert_eq!(kept(text(interview)).len(), 4);
        let plea = format!("{interview}\n\nPlease donate to support our journalism.");
        assert_eq!(kept(text(&plea)).len(), 4);
        let labels = "Support us: Please donate to support our journalism.\n\nSupport us: Donate now.\n\n\
            Read more: The bridge is closed.\n\nRead more: Where is it?";
        assert!(kept(text(labels)).len() < 4);
        let notes = "Note: The boat sails at nine.\n\nNote: Subscribe to our newsletter.\n\nThe crew is small.";
        assert_eq!(kept(text(notes)).len(), 2);
        let subtitles = "7\n00:00:01,000 --> 00:00:02,000\nThe boat is here.\n\n8\n00:00:02,500 --> 00:00:04,000\n\
                         Please donate to support our journalism.\n\n9\n00:00:05,000 --> 00:00:06,000\nIt sails.";
        assert_eq!(kept(text(subtitles)).len(), 8);
        let ticker = "09:14 The boat is here.\n\n09:20 Subscribe to our newsletter.";
        assert_eq!(kept(text(ticker)).len(), 1);
    }
}
