//! The draft: what is known of all blocks while the stage is at work, and what each says by itself.

use crate::category::Category;
use crate::phrases::{Hit, Sense};
use crate::reason::Reason;

use super::discourse::{Discourse, Worded};
use super::evidence::{Evidence, Sign, THRESHOLD, has_place};
use super::page::{HINTS, Page};
use super::{Known, Notice, Part, Promotion, asks_for_support, is_plea, is_told_by_words, shapes};

/// Cues named with a notice; more say nothing new.
const MAX_CUES: usize = 8;
/// Notices whose cues are named: a text of a million is an attack on memory.
const MAX_NAMED: usize = 1 << 14;

/// A block of fewer letters is hardly more than its phrase: what the words of its text say does not overrule that.
const MIN_OVERRULED_LENGTH: f32 = 60.0;

/// The probability from which on the model of editorial text is so sure of a block that its words can overrule its
/// phrases; and from which on no neighbour makes a notice of it, nor the box around both. Of the blocks of wcxb-dev
/// that the model keeps, what phrases drop is editorial in 34 of 40 from .95 on, and in half of 282 below; what
/// company and boxes drop, in 27 of 28 from .8 on, and in 34 of 59 below. What has a phrase of pleas for support is
/// editorial in none of these below .95, and a magazine's plea has .92.
const SURE: f32 = 0.95;
const SURE_BESIDE_NOTICES: f32 = 0.8;

/// A notice before its cues are named.
#[derive(Clone, Debug)]
pub(super) struct NoticeMark {
    pub(super) category: Category,
    pub(super) points: f32,
    pub(super) reason: Reason,
    pub(super) parts: Vec<Part>,
}

/// What is known of all blocks while the stage is at work.
pub(super) struct Draft<'p> {
    pub(super) page: &'p Page<'p>,
    known: &'p Known<'p>,
    /// What its words say if it came as text.
    discourse: Option<Discourse<'p>>,
    /// What can be no notice: the caller chose to keep it, or it has the shape of other text.
    is_barred: Vec<bool>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) marks: Vec<Option<NoticeMark>>,
}

impl<'p> Draft<'p> {
    /// What each block says by its phrases.
    pub(super) fn new(
        page: &'p Page<'p>,
        discourse: Option<Discourse<'p>>,
        known: &'p Known<'p>,
    ) -> Draft<'p> {
        let mut is_barred = shapes::members(page);
        for (index, is_barred) in is_barred.iter_mut().enumerate() {
            *is_barred |= (known.is_spared)(index);
        }
        let evidence = |index: usize| {
            if is_barred[index] { Evidence::default() } else { Evidence::of(page, index) }
        };
        let evidence = (0..page.len()).map(evidence).collect();
        Draft { page, known, discourse, is_barred, evidence, marks: Vec::new() }
    }

    /// Marks what is a notice by itself: by its phrases, or by its words, of which `pleas` are.
    pub(super) fn judge(&mut self, pleas: &[Worded]) {
        for plea in pleas.iter().filter(|plea| !self.is_barred[plea.block]) {
            self.evidence[plea.block].add_words(self.page, plea);
        }
        let own = |evidence: &Evidence| {
            let category = evidence.category.filter(|_| evidence.is_notice())?;
            let reason = match evidence.sign {
                Sign::Phrases | Sign::Offer => Reason::Phrase,
                Sign::Words => Reason::Words,
            };
            let points = evidence.points.max(THRESHOLD);
            Some(NoticeMark { category, points, reason, parts: Vec::new() })
        };
        self.marks = self.evidence.iter().map(own).collect();
    }

    /// Takes back what phrases say of blocks that are editorial by their words beside those around them. In pages,
    /// and in their text, in which chrome can be left, only of those that the model of editorial text is sure of.
    pub(super) fn overrule_phrases(&mut self) {
        let can_be = |index: usize| self.discourse.is_some() || self.is_likely_content(index, SURE);
        let candidates: Vec<usize> = (0..self.evidence.len())
            .filter(|index| {
                let evidence = &self.evidence[*index];
                let is_asking = evidence.is_notice_or_doubtful()
                    && evidence.category.is_some_and(is_told_by_words);
                is_asking && self.page.length(*index) >= MIN_OVERRULED_LENGTH && can_be(*index)
            })
            .collect();
        let overruled = match self.discourse {
            Some(_) => candidates.into_iter().filter(|index| self.is_editorial(*index)).collect(),
            None => self.editorial_in_text(candidates),
        };
        overruled.into_iter().for_each(|index| self.evidence[index].overrule());
    }

    /// Those blocks of a page that are editorial by their words in the text of all that is kept.
    fn editorial_in_text(&self, blocks: Vec<usize>) -> Vec<usize> {
        if blocks.is_empty() {
            return blocks;
        }
        let is_read = |index: &usize| (self.known.is_kept)(*index, None);
        let order: Vec<usize> = (0..self.page.len()).filter(is_read).collect();
        let text = Discourse::of(self.page, &order);
        let is_editorial =
            |index: &usize| order.binary_search(index).is_ok_and(|at| text.is_editorial(at));
        blocks.into_iter().filter(is_editorial).collect()
    }

    /// The boxes that their words tell to be promotions.
    pub(super) fn promotions(&self) -> &'p [Promotion] {
        self.known.promotions
    }

    pub(super) fn len(&self) -> usize {
        self.page.len()
    }

    pub(super) fn can_be_notice(&self, index: usize) -> bool {
        !self.is_barred[index]
    }

    /// Whether a block is editorial by what the model of that says, and no place of notices speaks against it.
    fn is_likely_content(&self, index: usize, least: f32) -> bool {
        (self.known.probability)(index) >= least && !has_place(self.page, index)
    }

    /// Marks a block that is not marked yet, and can be a notice.
    pub(super) fn mark(&mut self, index: usize, category: Category, reason: Reason) {
        let is_by_others = matches!(reason, Reason::Company | Reason::Container);
        let asks = self.evidence[index].category.is_some_and(asks_for_support);
        let least = if asks { SURE } else { SURE_BESIDE_NOTICES };
        let is_barred =
            self.is_barred[index] || (is_by_others && self.is_likely_content(index, least));
        if self.marks[index].is_none() && !is_barred {
            let points = self.evidence[index].points.max(THRESHOLD);
            self.marks[index] = Some(NoticeMark { category, points, reason, parts: Vec::new() });
        }
    }

    /// Whether a block of a text is editorial by its words: its phrases, or a notice beside it, make none of it.
    pub(super) fn is_editorial(&self, index: usize) -> bool {
        self.discourse.as_ref().is_some_and(|discourse| discourse.is_editorial(index))
    }

    /// Whether a block is a notice that asks for something, not a label of lists or ads.
    pub(super) fn plea(&self, index: usize) -> Option<Category> {
        let mark = self.marks.get(index)?.as_ref()?;
        is_plea(mark.category).then_some(mark.category)
    }

    /// Gives labels such as "Subscribe", which ask for money elsewhere, the category of the newsletter that they stand
    /// below.
    pub(super) fn name_labels(&mut self) {
        let is_newsletter = |index: usize| self.plea(index) == Some(Category::Newsletter);
        let is_of_one = |index: &usize| {
            self.evidence[*index].is_label
                && self.plea(*index) == Some(Category::Paywall)
                && (index.checked_sub(1).is_some_and(is_newsletter)
                    || self.page.box_hints(*index).has(HINTS.newsletter))
        };
        let labels: Vec<usize> = (0..self.len()).filter(is_of_one).collect();
        for index in labels {
            if let Some(mark) = &mut self.marks[index] {
                mark.category = Category::Newsletter;
            }
        }
    }

    pub(super) fn into_notices(self) -> Vec<Option<Notice>> {
        let mut named = 0;
        let notices = self.marks.iter().enumerate().map(|(index, mark)| {
            let mark = mark.as_ref()?;
            named += 1;
            let is_named = named <= MAX_NAMED;
            Some(Notice {
                category: mark.category,
                score: mark.points / (mark.points + THRESHOLD),
                reason: mark.reason,
                cues: if is_named {
                    cues(self.page, index, &self.evidence[index])
                } else {
                    Vec::new()
                },
                parts: mark.parts.clone(),
            })
        });
        notices.collect()
    }
}

/// Names what was found in a block.
fn cues(page: &Page<'_>, index: usize, evidence: &Evidence) -> Vec<String> {
    let name = |hit: &Hit<'_>| match hit.phrase.sense {
        Sense::Notice(category) => [category.name(), ": ", hit.phrase.text].concat(),
        Sense::Opener => ["opener: ", hit.phrase.text].concat(),
        Sense::Closer => ["closer: ", hit.phrase.text].concat(),
    };
    let mut phrases = Vec::new();
    for cue in page.hits(index).iter().filter(|hit| !hit.is_quoted).map(name) {
        if phrases.len() == MAX_CUES {
            break;
        }
        // A phrase can be in two tables, and stand in a block twice.
        if !phrases.contains(&cue) {
            phrases.push(cue);
        }
    }
    let manners = [
        ("imperative", evidence.address.imperatives),
        ("second person", evidence.address.you),
        ("first person plural", evidence.address.we),
    ];
    let manners =
        manners.iter().filter(|(_, count)| *count > 0).map(|(name, _)| (*name).to_owned());
    let by = match evidence.sign {
        Sign::Phrases => None,
        Sign::Words => Some("words of notices".to_owned()),
        Sign::Offer => Some("offer".to_owned()),
    };
    let hints = page.box_hints(index);
    let named = HINTS
        .by_category
        .iter()
        .filter(|(category, hint)| Some(*category) == evidence.category && hints.has(*hint));
    let named = named.map(|(category, _)| format!("hint: {category}"));
    phrases.into_iter().chain(by).chain(manners).chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{html_known, kept};
    use super::super::{Known, Notice};
    use crate::category::Category;

    const PROSE: &str = "The dashboard of the ferry lists all crossings of the day, the boats that are in dock, and who steers them.";

    /// What is left of a page whose blocks the model gives `probability`.
    fn left(page: &str, probability: f32) -> usize {
        let known = Known { probability: &|_| probability, ..Known::NOTHING };
        kept(html_known(page, known)).len()
    }

    #[test]
    fn words_overrule_phrases_where_the_model_is_sure() {
        let guide = |third: &str| {
            format!(
                "<p>Most phones slow down because of a hundred small things, and an hour on a rainy afternoon is enough for nearly all of them.\
                <p>Begin with the pictures. Delete what is blurred, copy the rest to a disk, and look at the screenshots last.\
                {third}\
                <p>Old routers are the next suspects. A new cable costs less than a pizza, and the people upstairs will thank you for it.\
                <p>When everything is done, switch the phone off for one whole minute. The technicians of the repair shop swear by it."
            )
        };
        let step = "<p>Turn off notifications for every game, and turn off your ad blocker for a moment if the page of the manufacturer stays white.</p>";
        assert_eq!((left(&guide(step), 0.9), left(&guide(step), 0.96)), (4, 5));
        // Not what stands in a form, nor what reads as a plea.
        assert_eq!(left(&guide(&format!("<form>{step}</form>")), 0.96), 4);
        let plea =
            "<p>Please donate today to support our independent journalism, as we need your help.";
        assert_eq!(left(&guide(plea), 0.99), 4);
    }

    #[test]
    fn neighbours_make_no_notice_of_likely_content() {
        let page = format!(
            "<p>{PROSE}<div><p>Subscribe to our newsletter.<p>One crossing a day</div><p>{PROSE}"
        );
        assert_eq!((left(&page, 0.5), left(&page, 0.85)), (2, 3));
    }

    #[test]
    fn labels_below_a_newsletter_are_its_own() {
        for page in [
            "<p>Sign up for our newsletter.<p>Subscribe",
            "<div class=newsletter><button>Subscribe</button></div>",
        ] {
            let (_, notices) = html_known(&format!("<p>{PROSE}<p>{PROSE}{page}"), Known::NOTHING);
            let category = notices.last().and_then(|notice| notice.as_ref().map(|it| it.category));
            assert_eq!(category, Some(Category::Newsletter), "{page}");
        }
        let (_, notices) = html_known(&format!("<p>{PROSE}<p>Subscribe"), Known::NOTHING);
        assert_eq!(notices[1].as_ref().map(|it| it.category), Some(Category::Paywall));
    }

    #[test]
    fn the_main_element_is_no_box() {
        let menu =
            "<p>The ferry, the harbour, the hut, the tide and the stove have a page each.</p>"
                .repeat(9);
        let page = format!(
            "{menu}<main><h1>Donate today</h1><p>Please donate to support our journalism.<p>One crossing a day<p>Two boats</main>"
        );
        let known = || Known { is_kept: &|_: usize, _: Option<&Notice>| true, ..Known::NOTHING };
        for page in [page.replace("main", "div role=main").replace("/div role=main", "/div"), page]
        {
            assert_eq!(kept(html_known(&page, known())).len(), 9 + 2);
        }
    }
}
