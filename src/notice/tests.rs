//! Each mechanism, and each kind of text that only looks like a notice, in invented wording.

mod asides;

use crate::Reason;
use crate::build::{Arena, Builder};
use crate::category::Category;
use crate::options::{Favor, Options};
use crate::plain::PlainText;
use crate::tokenize::Lexer;

use super::{Known, Matter, Notice, find};

pub(super) fn text(text: &str) -> (Arena, Vec<Option<Notice>>) {
    let mut plain = PlainText::default();
    plain.push(text);
    let arena = plain.finish();
    let notices = find(&arena, Matter::Text, &Options::new(), &Known::NOTHING).notices;
    (arena, notices)
}

pub(super) fn html(page: &str) -> (Arena, Vec<Option<Notice>>) {
    html_known(page, Known::NOTHING)
}

pub(super) fn html_known(page: &str, known: Known<'_>) -> (Arena, Vec<Option<Notice>>) {
    let (mut lexer, mut builder) = (Lexer::new(), Builder::new());
    lexer.feed(page, &mut builder);
    lexer.finish(&mut builder);
    let arena = builder.finish();
    let notices = find(&arena, Matter::Page, &Options::new(), &known).notices;
    (arena, notices)
}

/// The lines that stay, with cut sentences cut.
pub(super) fn kept((arena, notices): (Arena, Vec<Option<Notice>>)) -> Vec<String> {
    let mut lines = Vec::new();
    for (block, notice) in arena.blocks.iter().zip(notices) {
        let text = arena.block_text(block);
        match notice {
            None => lines.push(text.to_owned()),
            Some(notice) if !notice.parts.is_empty() => {
                let parts = notice.ranges(text);
                let starts = std::iter::once(0).chain(parts.iter().map(|part| part.end));
                let ends = parts.iter().map(|part| part.start).chain([text.len()]);
                lines.push(starts.zip(ends).map(|(start, end)| &text[start..end]).collect());
            }
            Some(_) => {}
        }
    }
    lines
}

/// Asserts that of `lines` those marked with `- ` go and the others stay.
#[track_caller]
fn assert_marked(marked: &str) {
    let lines: Vec<&str> = marked.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let plain = |line: &&str| line.strip_prefix("- ").unwrap_or(line).to_owned();
    let document = lines.iter().map(plain).collect::<Vec<_>>().join("\n\n");
    let expected: Vec<String> = lines
        .iter()
        .filter(|line| !line.starts_with("- "))
        .map(|line| (*line).to_owned())
        .collect();
    assert_eq!(kept(text(&document)), expected);
}

#[track_caller]
fn assert_kept(document: &str) {
    let lines: Vec<String> = document.lines().map(|line| line.trim().to_owned()).collect();
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(kept(text(&lines.join("\n\n"))), lines);
}

const PLEA: &str = "
    The lighthouse on the northern cape went dark for the first time in ninety years on Sunday.
    The keeper said the lamp had been taken out for repair and that ships had been warned.
    \"We asked for a new one in spring,\" he told the harbour board, according to its minutes.
    - A message from the Cape Courier
    - Dear readers,
    - We are living through a hard year. The council calls our paper a nuisance and has sued two of our editors.
    - This is an attempt to keep the people of the cape from knowing what is decided about them. We see our task in telling you.
    - We, who write this paper, will go on. To do so we need your help.
    - Whatever you can spare, your support counts. Please support us with three crowns a month; it takes a minute.
    - By supporting the Cape Courier you stand up for a free press. Thank you for being with us.
    - Remind me later.";

#[test]
fn a_plea_goes_from_its_heading_to_its_dismissal() {
    assert_marked(PLEA);
}

#[test]
fn the_same_plea_goes_from_a_page() {
    let paragraph = |line: &str| format!("<p>{}</p>", line.trim().trim_start_matches("- "));
    let lines: Vec<&str> = PLEA.lines().filter(|line| !line.trim().is_empty()).collect();
    let body: String = lines.iter().map(|line| paragraph(line)).collect();
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>Cape</title><body class=has-paywall><main>\
         <h1>Lighthouse dark</h1><article>{body}</article><p>Ships were warned by radio, the board said.</p></main>"
    );
    let mut expected = vec!["Lighthouse dark"];
    expected.extend(lines.iter().map(|line| line.trim()).filter(|line| !line.starts_with("- ")));
    expected.push("Ships were warned by radio, the board said.");
    assert_eq!(kept(html(&page)), expected);
}

#[test]
fn runs_in_five_languages() {
    assert_marked(
        "Der Leuchtturm am Nordkap blieb am Sonntag zum ersten Mal seit neunzig Jahren dunkel.
        - In eigener Sache
        - Liebe Leserinnen und Leser,
        - wir arbeiten unabhängig und ohne große Geldgeber. Unterstützen Sie unsere Arbeit mit einem kleinen Beitrag.
        - Später erinnern",
    );
    assert_marked(
        "Le phare du cap Nord est resté éteint dimanche pour la première fois en quatre-vingt-dix ans.
        - Chers lecteurs,
        - Notre journal est indépendant et vit grâce à vous. Soutenez notre travail : votre don, même modeste, compte.
        - Plus tard",
    );
    assert_marked(
        "El faro del cabo norte se quedó a oscuras el domingo por primera vez en noventa años.
        - Queridos lectores:
        - Somos un medio pequeño e independiente. Necesitamos tu apoyo: haz una donación desde tres euros al mes.
        - Ahora no",
    );
    assert_marked(
        "Маяк на северном мысе в воскресенье погас впервые за девяносто лет, сообщили в порту.
        - Дорогие читатели!
        - Мы работаем без хозяев и рекламы. Поддержите нас, оформите ежемесячное пожертвование.
        - Напомнить позже",
    );
}

#[test]
fn single_notices_in_five_languages() {
    assert_marked(
        "The ferry stays in dock until the inspectors have looked at both engines.
        - Sign up to our newsletter and get the week's best stories in your inbox.
        - Share this article",
    );
    assert_marked(
        "Die Fähre bleibt im Hafen, bis die Prüfer beide Motoren gesehen haben.
        - Dieser Artikel ist nur für Abonnenten. Jetzt weiterlesen mit einem Probemonat.
        - Lesen Sie auch: Was der Hafen im Winter vorhat",
    );
    assert_marked(
        "Le bac reste à quai jusqu'à ce que les inspecteurs aient vu les deux moteurs.
        - Inscrivez-vous à notre newsletter pour recevoir nos articles chaque semaine.",
    );
    assert_marked(
        "El transbordador sigue en el muelle hasta que los inspectores vean los dos motores.
        - Suscríbete a nuestra newsletter y recibe lo mejor de la semana en tu correo.",
    );
    assert_marked(
        "Паром останется в доке, пока инспекторы не осмотрят оба двигателя.
        - Подпишитесь на нашу рассылку, чтобы получать главное за неделю.
        - Читайте также: что порт задумал на зиму",
    );
}

#[test]
fn dismissals_count_in_company_only() {
    assert_marked(
        "- Support our work with a monthly gift: please donate today.
        - Not now",
    );
    assert_kept(
        "He looked at the open window.\nNot now\nThe rain came in sideways, as it did every autumn.",
    );
}

#[test]
fn a_word_of_dismissals_inside_of_another_phrase_dismisses_nothing() {
    let (_, notices) =
        text("The bridge stays closed.\n\nSkip to content\n\nThe buses go round by the mill.");
    assert!(notices[1].is_some());
}

#[test]
fn a_sentence_is_cut_from_its_paragraph() {
    let paragraph = "The bridge over the brook stays closed until autumn, and the buses go round by the mill. \
        If you like our reports, please subscribe to our newsletter.";
    let (arena, notices) = text(&format!("The council met on Tuesday.\n\n{paragraph}"));
    let notice = notices[1].as_ref().expect("a sentence of it is a notice");
    assert_eq!((notice.category, notice.reason), (Category::Newsletter, Reason::Sentence));
    let end = paragraph.find(" If").expect("it is there");
    assert_eq!(&notice.parts[..], std::slice::from_ref(&(end..paragraph.len(), notice.category)));
    assert_eq!(arena.blocks.len(), 2);
}

#[test]
fn a_sentence_goes_wherever_it_stands() {
    const BRIDGE: &str = "The bridge over the brook stays closed until autumn, the council said.";
    const BUSES: &str = "Until then the buses go round by the mill, which takes ten minutes more.";
    const PLEA: &str = "If you like our reports, please subscribe to our newsletter.";
    let left = |paragraph: &str| kept(text(&format!("The council met.\n\n{paragraph}")))[1].clone();
    let rest = format!("{BRIDGE} {BUSES}");
    assert_eq!(left(&format!("{PLEA} {BRIDGE} {BUSES}")), rest);
    assert_eq!(left(&format!("{BRIDGE}  {PLEA} {BUSES}")), rest);
    assert_eq!(left(&format!("{BRIDGE} {BUSES} {PLEA}")), rest);
    assert_eq!(left(&format!("{PLEA} {BRIDGE} {PLEA} {BUSES} {PLEA}")), rest);
}

#[test]
fn words_of_a_sentence_are_no_sentence() {
    assert_kept(
        "The bridge over the brook stays closed until autumn, and whoever rang the council was told to please \
        subscribe to our newsletter, as its clerk put it, and to take the bus that goes round by the mill.",
    );
}

#[test]
fn boxes_go_whole_and_no_farther() {
    let page = "<html lang=en><body><article><h1>Ferry in dock</h1>\
        <p>The ferry stays in dock until the inspectors have looked at both engines, the harbour said.</p>\
        <div class=newsletter-box><h3>The tide table</h3><p>Sign up to our newsletter.</p><p>Every Friday, by hand.</p>\
        <form><label>Your email</label><button>Go</button></form></div>\
        <p>Passengers with a ticket can travel from the northern pier, and the fare is the same as before.</p>\
        <p>The last time both engines failed was in the winter when the pier froze, forty years ago.</p></article>";
    let kept = kept(html(page));
    assert_eq!(kept.len(), 4, "{kept:?}");
    assert!(kept.iter().all(|line| !line.contains("Friday") && line != "Go"), "{kept:?}");
}

#[test]
fn a_body_named_after_a_notice_is_no_box() {
    let page = "<html lang=en><body class='cookies-not-set paywall-on'><article class=newsletter-story>\
        <h1>Cookies</h1><p>Bake the cookies for ten minutes and leave them on the tray until they are cold.</p>\
        <p>The dough keeps for three days in a cold place, the baker said.</p></article>";
    assert_eq!(kept(html(page)).len(), 3);
}

#[test]
fn reasons_and_cues_are_named() {
    let (_, notices) =
        text("The pier is shut, the board said.\n\nPlease donate to keep us going.\n\nNot now");
    let notice = notices[1].as_ref().expect("a notice");
    assert_eq!((notice.category, notice.reason), (Category::Donation, Reason::Phrase));
    assert!(notice.cues.contains(&"donation: please donate".to_owned()), "{:?}", notice.cues);
    assert!(notice.cues.contains(&"first person plural".to_owned()), "{:?}", notice.cues);
    assert!(notice.score >= 0.5 && notice.score < 1.0);
    assert_eq!(notices[2].as_ref().map(|notice| notice.reason), Some(Reason::Dismiss));
}

#[test]
fn a_columnists_dear_readers_is_editorial() {
    assert_kept(
        "Dear readers,
        This is my last column. For thirty years I have written here about gulls, nets and the weather.
        We have seen two harbours silt up and a third one built, and you wrote to me about each of them.
        The gulls will go on without me.
        Thank you for reading.",
    );
    assert_kept(
        "Liebe Leserinnen und Leser,
        dies ist meine letzte Kolumne. Dreißig Jahre lang habe ich hier über Möwen und Netze geschrieben.
        Die Möwen kommen ohne mich zurecht.",
    );
}

#[test]
fn an_article_about_donations_is_editorial() {
    assert_kept(
        "Small papers live on gifts. One in five asks its readers for money, a survey of the press council found.
        “Please support us, every contribution counts,” the Cape Courier wrote over each report in March.
        The notice brought in four thousand crowns in a week, its editor said.
        Of those who gave, half had never bought the paper before.",
    );
    assert_kept(
        "Kleine Zeitungen leben von Spenden, wie eine Umfrage des Presserats ergab.
        „Bitte unterstützen Sie uns“, schrieb das Blatt im März über jeden Bericht.
        Der Aufruf brachte nach Angaben der Redaktion viertausend Kronen ein.",
    );
    assert_kept(
        "Les petits journaux vivent de dons, selon une enquête du conseil de la presse.
        « Soutenez-nous, faites un don », écrivait le journal en mars au-dessus de chaque article.",
    );
    assert_kept(
        "Небольшие газеты живут на пожертвования, сообщили в совете по печати.
        «Поддержите нас», писала газета в марте над каждой заметкой.",
    );
}

#[test]
fn a_cookie_recipe_is_editorial() {
    assert_kept(
        "Oat cookies
        Stir the butter with the sugar until it is pale, then add the oats and the flour.
        Put small heaps on the tray. Your cookies are done when their rims are brown.
        Cookies keep for a week in a tin.",
    );
    assert_kept(
        "Galletas de avena
        Mezcla la mantequilla con el azúcar y añade la avena y la harina poco a poco.
        Tus galletas están listas cuando tienen los bordes dorados.",
    );
}

#[test]
fn a_how_to_that_names_buttons_is_editorial() {
    assert_kept(
        "Open the settings of your browser and look for the page on privacy, which is the third in the list.
        Click “Reject all” to refuse, or “Accept all cookies” if you do not mind being counted.
        A box may come up that says “Sign in to continue”. Close it with the cross in its corner.
        Then restart the browser, and the settings of the page will be as you left them.",
    );
}

#[test]
fn dialogue_in_short_lines_is_editorial() {
    assert_kept(
        "“Later.”\n“Not now!”\n“Skip it.”\nShe shut the door.\n“No thanks.”\n“Share?”\n“Close.”",
    );
    assert_kept("Not now\nNot ever\nThe sea said");
}

#[test]
fn a_third_partys_account_is_editorial() {
    assert_kept(
        "The museum's friends have collected nine thousand crowns for the old lamp since Easter.
        Donations can be paid into the account of the friends at the savings bank until the end of June.
        Members of the friends pay twenty crowns a year, and children nothing.",
    );
    assert_kept(
        "Der Förderverein des Museums hat seit Ostern neuntausend Euro für die alte Lampe gesammelt.
        Spenden sind bis Ende Juni auf das Konto des Vereins bei der Sparkasse möglich.
        Eine Mitgliedschaft kostet zwanzig Euro im Jahr.",
    );
}

#[test]
fn an_empty_document_has_no_notices() {
    assert!(
        find(&Arena::default(), Matter::Page, &Options::new(), &Known::NOTHING).notices.is_empty()
    );
    assert!(text("").1.is_empty());
}

#[test]
fn a_notice_that_is_printed_twice_goes_twice() {
    let notice =
        "<div class=newsletter-box><p>Sign up to our newsletter.</p><p>Every Friday.</p></div>";
    let prose = "<p>The ferry stays in dock until the inspectors have looked at both engines, the harbour said.";
    let more =
        "<p>Passengers with a ticket can travel from the northern pier, and the fare is the same.";
    let page =
        format!("<html lang=en><article>{prose}{notice}{more}{notice}{prose}</article>{notice}");
    assert_eq!(kept(html(&page)).len(), 3);
}

#[test]
fn a_text_without_signs_need_not_be_read_again() {
    const PROSE: &str = "The ferry stays in dock until the inspectors have looked at both engines, and \
        the fare of those who hold a ticket is paid back, the harbour said.";
    let is_settled = |body: &str| {
        let page = format!("<html lang=en><p>{PROSE}<p>{body}<p>{PROSE}");
        let (arena, _) = html(&page);
        find(
            &arena,
            Matter::Page,
            &Options::new(),
            &Known { is_kept: &|_, notice| notice.is_none(), ..Known::NOTHING },
        )
        .is_settled
    };
    assert!(is_settled("The board met on Friday."));
    assert!(is_settled("Please donate to keep our reporting free."), "it goes");
    assert!(is_settled("The newsletter of the board names the date."));
    assert!(!is_settled("<h2>Connect</h2>"), "a label is no heading there");
    assert!(!is_settled("The board met.<br>Newsletter<br>It was late."), "a line of it may be one");
    assert!(!is_settled("<ul><li>The newsletter<li>of the board</ul>"), "items may look wrapped");
    assert!(!is_settled("Dear readers, the board met."), "it opens what may be a plea");
}

/// What a page is about is named in its headline, which is no heading of the notice below it.
#[test]
fn a_headline_is_no_notice() {
    let headline = "Why we closed our newsletter";
    let page = format!(
        "<title>{headline} - The Harbour Post</title><article><h1>{headline}</h1>\
         <p>Subscribe to our newsletter for the harbour's news.</p><p>The board met on Monday.</p>"
    );
    assert_eq!(kept(html(&page)), [headline, "The board met on Monday."]);
    let other = page.replacen(headline, "Harbour news", 1);
    assert_eq!(kept(html(&other)), ["The board met on Monday."]);
}

#[test]
fn a_sentence_of_the_article_beside_a_notice_of_another_kind_is_editorial() {
    let page = "<title>Docks</title><p>Silence is no consent, and a free trial is no contract.</p>\
                <p>Download our app to follow the ferries.</p>";
    assert_eq!(kept(html(page)), ["Silence is no consent, and a free trial is no contract."]);
}

#[test]
fn teasers_have_their_label_in_front() {
    for (prose, teaser) in [
        ("The pier is shut until Friday.", "Related: Ferries stay in dock"),
        ("부두는 금요일까지 닫는다.", "[관련기사] 배는 항구에 남는다"),
    ] {
        let page = format!("<p>{prose}<p><a href=x>{teaser}</a>");
        assert_eq!(kept(html(&page)), [prose]);
    }
}

/// Reports of the police end with it.
#[test]
fn a_call_for_witnesses_is_editorial() {
    for report in [
        "Der Täter ist flüchtig. Zeugen, die Hinweise geben können, werden gebeten, sich bei der Polizei zu melden.",
        "The two men are on the run. Anyone with information is asked to call the police, who take tips day and night.",
    ] {
        assert_eq!(kept(html(&format!("<article><p>{report}</article>"))), [report]);
        assert_eq!(kept(text(report)), [report]);
    }
}

#[test]
fn sections_of_a_manual_keep_their_headings() {
    assert_kept(
        "Install

        The packages are old, and the archive on the server has the newest one for each system.

        Login

        The program asks for the name of the server and for a token.",
    );
    assert_kept(
        "Readers can put the form off, and it is shown again after a week at the foot of the page.

        Remind me later

        Forms have a second button labelled Remind me later, which closes them for seven days.",
    );
    assert_marked(
        "```sh

        quill start

        ```

        - Donate to us on Patreon: https://patreon.example/quill",
    );
}

#[test]
fn data_beside_a_notice_is_no_scrap() {
    let column = "Please donate to support our journalism.\n\n12\n\n7\n\n31\n\nThe pier is shut.";
    assert_eq!(kept(text(column)), ["12", "7", "31", "The pier is shut."]);
    let page = "<p>Please donate to support our journalism.<p>or<p>ok<p>The pier is shut.";
    assert_eq!(kept(html(page)), ["ok", "The pier is shut."]);
}

/// A notice of another kind next door makes no notice of what a paragraph says before its own appeal, nor do two
/// such paragraphs of each other; but the reasons that an appeal gives go with it, and with its button.
#[test]
fn an_editorial_paragraph_with_an_appeal_is_cut_beside_a_notice_too() {
    const NEWS: &str = "Engineers will look at the crack on Wednesday and write a report.";
    const MORE: &str = "The bridge over the river stays closed until it has been repaired.";
    const PLEA: &str = "Please support us with a donation.";
    let paragraphs = [
        "The ferry stays in dock until Friday because a crack was found.",
        &[NEWS, PLEA].join(" "),
        &[PLEA, MORE].join(" "),
        "Sign up for our newsletter!",
        "Good journalism costs money and time, and so do newspapers. Please support us with a donation.",
    ];
    let left = [paragraphs[0], NEWS, MORE];
    assert_eq!(kept(html(&["<p>", &paragraphs.join("<p>")].concat())), left);
    assert_eq!(kept(text(&paragraphs.join("\n\n"))), left);
    let button = [paragraphs[0], paragraphs[1], "Donate now"].join("\n\n");
    assert_eq!(kept(text(&button)), left[..1]);
}

#[test]
fn what_is_in_doubt_is_as_the_caller_favors() {
    let lines = [
        "The ferry stays in dock until the inspectors have looked at both of the engines, the board said on Monday.",
        "Renew your subscription by phone rather than on the website. The clerk can offer you a discount that you will not see online.",
        "Donate your old coat to the harbour shelter and clear out the loft: the executors will thank you for it.",
        "Please donate to support our journalism.",
    ];
    // Far from each other, so that each is judged alone.
    let kept = |favor| -> Vec<bool> {
        let kept = |line: &&str| {
            let text = [lines[0], line, lines[0]].join("\n\n");
            crate::extract(text.as_bytes(), &Options::new().favor(favor)).text().contains(*line)
        };
        lines.iter().map(kept).collect()
    };
    assert_eq!(kept(Favor::Precision), [true, false, false, false]);
    assert_eq!(kept(Favor::Balanced), [true, false, true, false]);
    assert_eq!(kept(Favor::Recall), [true, true, true, false]);
}

#[test]
fn to_keep_what_is_in_doubt_costs_no_other_text() {
    let news = "The council meets in the old school on Thursday at noon, and the timetable is the second matter on its list.";
    let texts = [
        format!("{news}\n\nPlease donate today. {news}\n\n{news}"),
        format!(
            "{news}\n\nDear readers,\n\nSubscribe\n\n{news}\n\nPlease donate to support our journalism."
        ),
        format!("{news}\n\nPrivacy policy\n\n{news}"),
    ];
    for text in texts {
        let kept = |favor| crate::extract(text.as_bytes(), &Options::new().favor(favor)).text();
        assert_eq!(kept(Favor::Recall), kept(Favor::Balanced));
    }
}
