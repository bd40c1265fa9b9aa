//! What a start tag itself says about what is inside it.

use crate::tokenize::{Attr, Namespace, StartTag, Tag};

use super::arena::Context;
use super::classes;
use super::code_lines::{holds_lines, is_gutter};

/// What a start tag itself says about what is inside it.
///
/// `outer` is what the elements around it say.
pub(super) fn own_context(tag: &StartTag<'_>, outer: Context) -> Context {
    let mut context = classes::context_of(tag.tag);
    if tag.tag == Tag::Footer && outer.has(Context::QUOTE) {
        // Who is quoted (HTML § 4.4.4 has that in its examples).
        context = Context::default();
    }
    if tag.tag == Tag::Template && tag.has(Attr::Shadowrootmode) {
        // Declarative shadow DOM: the browser shows it in place.
        context = Context::default();
    }
    if is_edit_link(tag) {
        context = Context::SKIPPED;
    }
    if holds_lines(tag) {
        context = context.with(Context::PRE);
    }
    if is_gutter(tag) {
        context = context.with(Context::GUTTER);
    }
    if tag.namespace == Namespace::Math {
        context = context.with(Context::MATH);
    }
    if tag.tag == Tag::Dialog && !tag.has(Attr::Open) {
        context = context.with(Context::HIDDEN);
    }
    if tag.has(Attr::Hidden) || tag.get(Attr::Style).is_some_and(hides) {
        context = context.with(Context::HIDDEN);
    }
    if tag.get(Attr::AriaHidden) == Some("true") {
        context = context.with(Context::ARIA_HIDDEN);
    }
    if tag.get(Attr::AriaModal) == Some("true") {
        context = context.with(Context::DIALOG);
    }
    match tag.get(Attr::Role) {
        Some(role) => context.with(classes::context_of_role(&role.trim().to_ascii_lowercase())),
        None => context,
    }
}

/// Whether an inline style takes an element off the page.
fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value.trim().trim_end_matches("!important").trim_end();
        let is = |p: &str, v: &str| {
            property.trim().eq_ignore_ascii_case(p) && value.eq_ignore_ascii_case(v)
        };
        is("display", "none") || is("visibility", "hidden")
    })
}

/// What MediaWiki writes behind each heading: `[edit]`.
fn is_edit_link(tag: &StartTag<'_>) -> bool {
    tag.tag == Tag::Span && tag.get(Attr::Class) == Some("mw-editsection")
}

/// The integer of an attribute, read as far as it goes (HTML § 2.3.4.1); none below zero, which no
/// number of a cell or item needs to be.
pub(super) fn integer(tag: &StartTag<'_>, attr: Attr) -> Option<u16> {
    let value = tag.get(attr)?.trim_start();
    let value = value.strip_prefix('+').unwrap_or(value);
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0).then(|| value[..digits].parse().unwrap_or(u16::MAX))
}
