//! Known phrases of notices: the tables, and one pass over a document.

mod built_in;
mod gap;
mod layer;
mod own;
mod quotes;
mod serbian;
mod table;
mod vocabulary;

use std::ops::Range;

pub use own::{PhraseError, PhraseTable};
pub(crate) use quotes::{is_arrow, opens_quotation, quoted};
pub(crate) use table::{Phrase, Sense, Strength};
pub(crate) use vocabulary::Share;

use crate::category::Category;
use crate::cues::StopWords;
use crate::letters::is_alphanumeric;
use crate::search::{Finder, Folded};

use layer::Layer;

/// The phrases that count in one language.
pub(crate) struct Phrases<'t> {
    /// Of English, the language, and a caller's own, in this order, as far as there are any.
    layers: Vec<&'t Layer>,
    language: &'static Layer,
    own: Option<&'t Layer>,
}

/// Phrases of one block that are kept: a text of nothing else would take ten times its size.
const MAX_FOUND: usize = 4096;

/// A phrase found in a block.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'p> {
    /// What was found.
    pub(crate) phrase: Phrase<'p>,
    /// Where, in bytes of the block's text.
    pub(crate) range: Range<usize>,
    /// It stands in quotation marks: the text speaks about it.
    pub(crate) is_quoted: bool,
}

/// The hits of a document, by block.
#[derive(Debug, Default)]
pub(crate) struct Hits<'p> {
    hits: Vec<Hit<'p>>,
    /// Where the hits of each block begin.
    starts: Vec<u32>,
}

impl<'p> Hits<'p> {
    /// The hits of a block.
    pub(crate) fn of(&self, block: usize) -> &[Hit<'p>] {
        let start = self.starts[block] as usize;
        let end = self.starts.get(block + 1).map_or(self.hits.len(), |start| *start as usize);
        &self.hits[start..end]
    }
}

impl<'t> Phrases<'t> {
    /// The phrases of `language`, a caller's own, and those of English, whose notices stand on pages of every language.
    pub(crate) fn of(language: Option<&str>, own: Option<&'t PhraseTable>) -> Phrases<'t> {
        let (english, of_language) = (built_in::layer(None), built_in::layer(language));
        let own = own.map(PhraseTable::layer);
        let mut layers: Vec<&Layer> = vec![english];
        if !std::ptr::eq(english, of_language) {
            layers.push(of_language);
        }
        if language == Some("hr") {
            // By its stop words Serbian in Latin letters is Croatian, if the page does not say what it is.
            layers.push(built_in::layer(Some("sr")));
        }
        layers.extend(own);
        Phrases { layers, language: of_language, own }
    }

    /// Finds the phrases of each text of a document, of which `folded` has the folded ones.
    pub(crate) fn find(&self, texts: &[&str], folded: &Folded) -> Hits<'t> {
        let finders: Vec<&Finder> = self.layers.iter().map(|layer| &layer.finder).collect();
        let mut hits = Hits::default();
        let (mut found, mut next) = (Vec::new(), 0);
        Finder::find_in_all(&finders, folded, |index, layer, number, range| {
            while next < index {
                hits.take(texts[next], (folded, next), &mut found);
                next += 1;
            }
            let layer = self.layers[layer];
            if found.len() < MAX_FOUND
                && let Some(end) = layer.end(number, folded.part(index), range.end)
            {
                let phrase = layer.phrase(number);
                found.push(Found { phrase, range: range.start..end, head_end: range.end });
            }
        });
        for (index, text) in texts.iter().enumerate().skip(next) {
            hits.take(text, (folded, index), &mut found);
        }
        hits
    }

    /// How much of a folded text is made of words of the language's phrases and the caller's own.
    pub(crate) fn share(&self, text: &str, stop_words: &StopWords) -> Share {
        let own = self.own.map(|own| own.vocabulary(stop_words));
        vocabulary::share(text, (self.language.vocabulary(stop_words), own), stop_words)
    }
}

/// A phrase in the folded text.
struct Found<'p> {
    phrase: Phrase<'p>,
    range: Range<usize>,
    /// Where its part before a gap ends, or all of it.
    head_end: usize,
}

impl<'p> Hits<'p> {
    /// Takes what was found in the next block, if it stands where it counts.
    fn take(&mut self, text: &str, (folded, index): (&Folded, usize), found: &mut Vec<Found<'p>>) {
        self.starts.push(self.hits.len() as u32);
        if found.is_empty() {
            return;
        }
        // Each layer's are in order. Phrases of two can begin at one place, and then the shorter comes first.
        found.sort_by_key(|found| (found.range.start, found.head_end));
        let part = folded.part(index);
        let original = |at: usize| folded.original(folded.start(index) + at);
        let is_whole = is_made_of(part, found);
        let is_weak_enough = weak_apart(found) >= MIN_WEAK;
        let mut quotes = None;
        let opening = opening_len(part);
        for Found { phrase, range, .. } in found.drain(..) {
            let counts = match phrase.strength {
                Strength::Alone | Strength::Company => true,
                Strength::Weak => is_weak_enough,
                Strength::Line => {
                    is_whole || dismisses_first(&phrase, &part[..range.start], &part[range.end..])
                }
                Strength::Start => range.start <= opening,
            };
            if counts {
                let range = original(range.start)..original(range.end);
                let quotes = quotes.get_or_insert_with(|| quoted(text));
                // Binary search: a page of quotations only must not take quadratic time.
                let before = quotes.partition_point(|quote| quote.start <= range.start);
                let is_quoted = before > 0 && range.end <= quotes[before - 1].end;
                self.hits.push(Hit { phrase, range, is_quoted });
            }
        }
    }
}

/// Whether all letters of a block are in phrases: one, or several in a row ("Share Tweet Print").
/// Digits and punctuation are let pass.
fn is_made_of(part: &str, found: &[Found<'_>]) -> bool {
    let is_label = |rest: &str| !rest.contains(|c: char| c.is_alphabetic());
    let mut covered = 0;
    let labels = found.iter().filter(|found| !is_of_letters(&found.phrase));
    for Found { range, .. } in labels {
        if range.start > covered && !is_label(&part[covered..range.start]) {
            return false;
        }
        covered = covered.max(range.end);
    }
    is_label(&part[covered..])
}

/// Weak phrases in a block that say something together.
const MIN_WEAK: usize = 2;

/// How many weak phrases stand in a block one behind the other.
fn weak_apart(found: &[Found<'_>]) -> usize {
    let weak = found.iter().filter(|found| found.phrase.strength == Strength::Weak);
    let (mut count, mut end) = (0, 0);
    for Found { range, .. } in weak {
        if range.start >= end {
            (count, end) = (count + 1, range.end);
        }
    }
    count
}

/// Whether a phrase is of what people write, and no part of a row of labels.
fn is_of_letters(phrase: &Phrase<'_>) -> bool {
    phrase.strength == Strength::Weak || phrase.sense == Sense::Closer
}

/// Letters after the words that put a notice off: "No thanks, I do not want to help a newsroom of three."
const MAX_AFTER_DISMISSAL: usize = 60;

/// Whether a dismissal is the first sentence of a short block.
fn dismisses_first(phrase: &Phrase<'_>, before: &str, after: &str) -> bool {
    let after = after.trim_start();
    // A name of the net has a full stop, too: "hide.example".
    let rest = after.strip_prefix(['.', ',', '!', '-', '–']);
    phrase.sense == Sense::Notice(Category::Reminder)
        && before.is_empty()
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        && after.chars().count() <= MAX_AFTER_DISMISSAL
}

/// The length of the marks before a text's first word or quotation: an opener follows them.
fn opening_len(text: &str) -> usize {
    let is_quote = |c| opens_quotation(c) || c == '\'';
    let begins =
        |(at, c): (usize, char)| is_alphanumeric(c) || (is_quote(c) && !is_arrow(&text[at..]));
    text.char_indices().find(|it| begins(*it)).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phrases that count in a text, with a mark for those that are quoted.
    fn hits(language: &str, text: &str) -> Vec<String> {
        let phrases = Phrases::of(Some(language), None);
        let hits = phrases.find(&[text], &Folded::new(std::iter::once(text)));
        let show = |hit: &Hit| {
            let mark = if hit.is_quoted { "\"" } else { "" };
            format!("{mark}{}", &text[hit.range.clone()])
        };
        hits.of(0).iter().map(show).collect()
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(hits("en", "The newsletter’s"), ["newsletter"]);
        assert!(hits("en", "newsletterish anewsletter newsletter2").is_empty());
        assert_eq!(hits("de", "NEWSLETTER–Anmeldung"), ["NEWSLETTER"]);
        assert!(hits("ja", "本日は会員限定記事です。").contains(&"会員限定記事です".to_owned()));
        assert!(hits("ko", "뉴스레터를 구독하고").contains(&"뉴스레터를 구독".to_owned()));
        assert!(hits("pl", "Prenumeratorzy").contains(&"Prenumerat".to_owned()));
    }

    #[test]
    fn those_of_all_tables_come_in_order() {
        let own = PhraseTable::parse(
            "donation\talone\tnewsletter abonnieren\ndonation\talone\tnewsletter",
        );
        let own = own.expect("a table");
        let text = "Newsletter abonnieren";
        let folded = Folded::new(std::iter::once(text));
        let categories = |language: &str, own| -> Vec<(usize, Sense)> {
            let hits = Phrases::of(Some(language), own).find(&[text], &folded);
            let first = hits.of(0).iter().filter(|hit| hit.range.start == 0);
            first.map(|hit| (hit.range.end, hit.phrase.sense)).collect()
        };
        let (newsletter, donation) =
            (Sense::Notice(Category::Newsletter), Sense::Notice(Category::Donation));
        // The shorter first; of one length English, then the language, then the caller's.
        let with_own = categories("de", Some(&own));
        let at = |hit| with_own.iter().rposition(|other| *other == hit);
        assert!(at((10, newsletter)) < at((10, donation)), "{with_own:?}");
        assert!(at((10, donation)) < at((text.len(), donation)), "{with_own:?}");
        assert_eq!(with_own.last(), Some(&(text.len(), donation)));
        // Serbian in Latin letters is taken for Croatian.
        assert!(
            !hits("hr", "Претплатите се").is_empty() && hits("sl", "Претплатите се").is_empty()
        );
    }

    #[test]
    fn spellings_do_not_matter() {
        assert!(
            hits("fr", "RÉSERVÉ AUX ABONNE\u{301}S")
                .contains(&"RÉSERVÉ AUX ABONNE\u{301}S".to_owned())
        );
        assert!(hits("en", "Remind\u{A0}me\nlater!").contains(&"Remind\u{A0}me\nlater".to_owned()));
        assert!(
            hits("en", "Don’t have an ac\u{AD}count?")
                .contains(&"Don’t have an ac\u{AD}count".to_owned())
        );
    }

    #[test]
    fn labels_are_the_whole_block() {
        assert_eq!(hits("en", " – Subscribe (3) »"), ["Subscribe"]);
        assert_eq!(hits("en", "Tweet Print Pin it"), ["Tweet", "Print", "Pin it"]);
        assert!(hits("en", "Print was invented in Mainz").is_empty());
    }

    #[test]
    fn openers_open_the_block() {
        assert_eq!(hits("en", "* Dear readers, hello"), ["Dear readers", "Dear reader"][..1]);
        assert!(hits("en", "My dear readers").is_empty());
        assert!(hits("en", "“Dear readers”").is_empty());
    }

    #[test]
    fn quotations_are_marked() {
        assert!(
            hits("en", "It said “please donate” in red").contains(&"\"please donate".to_owned())
        );
    }
}
