//! What surrounds a text and what it is about: boxes with names, calls, topics, two notices in a row.

use super::{assert_kept, assert_marked, html, kept, text};

/// A page with `box_html` between two paragraphs of news.
fn page(box_html: &str) -> String {
    let news = "<p>The ferry stays in dock until both of its engines have been looked at, the harbour board \
        said on Monday. The crossing has been closed since the storm of last week.</p>";
    format!(
        "<!DOCTYPE html><html lang=en><body><main><article><h1>Ferry</h1>{news}{box_html}{news}</article></main>"
    )
}

#[test]
fn a_named_box_says_what_its_call_is() {
    let plea = "Visit the islanders in the hut with the tide tables";
    let in_box = page(&format!("<div class=newsletter-box><p>{plea}</p></div>"));
    assert!(!kept(html(&in_box)).iter().any(|line| line.contains("islanders")));
    let elsewhere = page(&format!("<div class=facts><p>{plea}</p></div>"));
    assert!(kept(html(&elsewhere)).iter().any(|line| line.contains("islanders")));
}

#[test]
fn a_named_box_alone_is_no_notice() {
    let facts =
        page("<div class=newsletter-box><p>The tide tables are printed every Friday.</p></div>");
    assert!(kept(html(&facts)).iter().any(|line| line.contains("printed")));
}

#[test]
fn a_call_opens_its_text() {
    assert_marked(
        "The ferry stays in dock until both of its engines have been looked at, the board said.
        - Sign up to see every departure on your phone.
        The crossing has been closed since the storm of last week.",
    );
}

#[test]
fn a_page_about_a_matter_speaks_of_it() {
    assert_kept(
        "A newsletter is older than the newspaper, and the first of them were written by hand for merchants in Venice.
        Sign up to a newsletter in those days and a rider brought it, folded in four, with the seal of its writer on it.
        What a newsletter cost nobody knows, though one account book of a Nuremberg trader has a price for a year of them.
        The newsletter of a guild was read aloud, and your place at the table told how near you sat to the reader of it.
        By 1650 the printed newsletter had a title, a date and a number, and its readers called it by another name then.",
    );
}

#[test]
fn a_statement_between_two_notices_stays() {
    assert_marked(
        "The ferry stays in dock until both of its engines have been looked at, the board said.
        - Sign up for our newsletter and get the news by email.
        A new engine has been ordered from Norway.
        - Already a subscriber? Log in to read the full story.
        The crossing has been closed since the storm of last week.",
    );
}

#[test]
fn what_a_reader_follows_can_be_put_off() {
    assert_marked(
        "The ferry stays in dock until both of its engines have been looked at, the board said.
        - Follow us on Instagram.
        - Maybe later",
    );
}

/// A manual with a chapter about cookies, in which the headings of `anchored` chapters are ids of their sections.
fn manual(anchored: usize) -> String {
    let chapters = ["Requests", "Templates", "Sessions"].iter().enumerate().map(|(number, title)| {
        let id = if number < anchored { format!(" id={}", title.to_lowercase()) } else { String::new() };
        format!("<section{id}><h2>{title}</h2><p>The board of the harbour has a page for each of them.</p></section>")
    });
    let cookies = "<section id=cookies><h2>Cookies</h2><p>To read cookies, ask the dictionary of the \
        ferry. Your harbour can hold several of them, each with a name and a flag of its country.</p></section>";
    page(&(chapters.collect::<String>() + cookies))
}

#[test]
fn a_section_is_named_after_its_heading_where_others_are() {
    let says = |manual: &str| kept(html(manual)).iter().any(|line| line.contains("dictionary"));
    assert!(says(&manual(2)), "three headings are ids");
    assert!(!says(&manual(1)), "two may be boxes");
}

#[test]
fn what_no_heading_says_names_a_box() {
    let manual = |box_html: &str| page(&(manual(3) + box_html));
    let plea = "Visit the islanders in the hut with the tide tables";
    for attributes in
        ["id=block-7 class=newsletter", "id=newsletter-box", "id=letter data-testid=newsletter"]
    {
        let asks = format!("<div {attributes}><h3 id=letter>Letter</h3><p>{plea}</p></div>");
        let lines = kept(html(&manual(&asks)));
        assert!(!lines.iter().any(|line| line.contains("islanders")), "{attributes}");
    }
    let form = format!(
        "<section id=newsletter><h3>Newsletter</h3><p>{plea}</p><form>Address <input></form></section>"
    );
    assert!(!kept(html(&manual(&form))).iter().any(|line| line.contains("islanders")));
}

#[test]
fn paragraphs_below_a_flush_title_are_not_set_in() {
    let paragraphs = [
        "The ferry stays in dock until the inspectors have looked at both of the engines, the board said on Monday.",
        "Repairs to the pier began in March and were to end in June, but the divers found rust in four more piles.",
        "Some 2,300 islanders use the crossing on a working day, most of them pupils of the two schools in Carrow.",
    ];
    let plea = "We pay for the boat ourselves. If our stories are of use to you, a little every month would keep it afloat.";
    for indent in ["    ", "\t", "\u{3000}\u{3000}"] {
        let indented: Vec<String> = paragraphs.iter().map(|it| format!("{indent}{it}")).collect();
        let document = |plea: &str| format!("The Ferry\n\n{}\n\n{plea}", indented.join("\n\n"));
        assert_eq!(kept(text(&document(&format!("{indent}{plea}")))).len(), 4, "{indent:?}");
        // Set in further than they are, it is another's.
        assert_eq!(
            kept(text(&document(&format!("{indent}{indent}{plea}")))).len(),
            5,
            "{indent:?}"
        );
    }
}

#[test]
fn white_space_around_a_line_is_none_of_its_length() {
    for thanks in ["תודה על הקריאה והתמיכה!", "Thank you for reading us."] {
        let news = "The ferry stays in dock until the inspectors have looked at both of the engines, the board said on Monday.";
        let left = |end: &str| kept(text(&format!("{news}{end}\n\n{thanks}{end}"))).len();
        assert_eq!(left("    "), left(""), "{thanks}");
    }
}
