//! What a page declares of its content: the parts of a recipe, the questions that it answers.

use memchr::memmem;
use serde_json::Value;

use super::json_ld;
use super::text::clean;

/// Keys without which a script declares nothing of this.
const KEYS: [&str; 2] = ["recipeIngredient", "acceptedAnswer"];

/// Parts of the content of a page, as it declares them for search engines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeclaredContent {
    /// One each: "200 g flour".
    pub(crate) ingredients: Vec<String>,
    /// One each, in sentences.
    pub(crate) steps: Vec<String>,
    /// Those that have an answer.
    pub(crate) questions: Vec<String>,
}

impl DeclaredContent {
    /// Texts of a kind that are read. The longest recipes have fifty ingredients, pages of questions a hundred.
    pub(crate) const MAX_TEXTS: usize = 128;

    /// Reads the scripts of a page, which NUL separates (schema.org: Recipe, Question). Most declare nothing
    /// of the kind, which a look for the keys tells.
    pub(crate) fn of(scripts: &str) -> DeclaredContent {
        let mut content = DeclaredContent::default();
        let has_key = |script: &&str| {
            KEYS.iter().any(|key| memmem::find(script.as_bytes(), key.as_bytes()).is_some())
        };
        for script in scripts.split('\0').filter(has_key) {
            json_ld::parse(script).iter().for_each(|value| content.read(value));
        }
        content
    }

    /// Reads what a value declares, at any depth: recipes stand in graphs, in pages and in lists.
    fn read(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.read(value)),
            Value::Object(object) => {
                if let Some(ingredients) = object.get("recipeIngredient") {
                    add_texts(ingredients, &mut self.ingredients);
                }
                if let Some(steps) = object.get("recipeInstructions") {
                    add_steps(steps, &mut self.steps);
                }
                if object.contains_key("acceptedAnswer")
                    && let Some(question) = object.get("name")
                {
                    add_texts(question, &mut self.questions);
                }
                object.values().for_each(|value| self.read(value));
            }
            _ => {}
        }
    }
}

/// Adds a text, or the texts of a list.
fn add_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if texts.len() < DeclaredContent::MAX_TEXTS => {
            texts.extend(clean(&without_tags(text)))
        }
        Value::Array(values) => values.iter().for_each(|value| add_texts(value, texts)),
        _ => {}
    }
}

/// Adds the steps of instructions: lines of a text, or the texts of a `HowToStep` in sections or alone.
fn add_steps(value: &Value, steps: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let lines = without_tags(text);
            let lines = lines.lines().filter_map(clean);
            steps.extend(lines.take(DeclaredContent::MAX_TEXTS.saturating_sub(steps.len())));
        }
        Value::Array(values) => values.iter().for_each(|value| add_steps(value, steps)),
        Value::Object(object) => {
            let parts = ["text", "itemListElement"].iter().filter_map(|key| object.get(*key));
            parts.for_each(|part| add_steps(part, steps));
        }
        _ => {}
    }
}

/// A text without the markup that some write into JSON or show for others to copy, each tag a line end.
pub(crate) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, behind) = rest.split_at(start);
        out.push_str(before);
        let len = tag_len(behind);
        out.push_str(if len.is_some() { "\n" } else { "<" });
        rest = &behind[len.unwrap_or(1)..];
    }
    out + rest
}

/// Bytes of the tag that a text begins with, if it is one: of `a < b, c > d` nothing is.
fn tag_len(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'))?;
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c));
    is_tag.then_some(1 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipes_are_read_wherever_they_stand() {
        let script = r#"{"@graph": [{"@type": ["Recipe", "NewsArticle"], "recipeIngredient": ["200&nbsp;g flour", "2 eggs"],
            "recipeInstructions": [{"@type": "HowToSection", "itemListElement": [{"@type": "HowToStep", "text": "Beat the eggs."}]},
            "<p>Fold in the flour.</p><p>Bake.</p>"]}]}"#;
        let found = DeclaredContent::of(script);
        assert_eq!(found.ingredients, ["200 g flour", "2 eggs"]);
        assert_eq!(found.steps, ["Beat the eggs.", "Fold in the flour.", "Bake."]);
    }

    #[test]
    fn questions_have_answers() {
        let script = r#"{"@type": "FAQPage", "mainEntity": [
            {"@type": "Question", "name": "Is it open?", "acceptedAnswer": {"@type": "Answer", "text": "Yes."}},
            {"@type": "Question", "name": "When?"}]}"#;
        assert_eq!(DeclaredContent::of(script).questions, ["Is it open?"]);
    }

    #[test]
    fn markup_is_left_out_and_a_sign_is_none() {
        assert_eq!(without_tags("Soak<br>for < 5 hours"), "Soak\nfor < 5 hours");
        assert_eq!(without_tags("<b>"), "\n");
        assert_eq!(without_tags("if a < b, and c > d</p>"), "if a < b, and c > d\n");
        assert_eq!(without_tags("a<b <i>c</i>"), "a<b \nc\n");
    }

    #[test]
    fn what_is_broken_or_of_another_kind_declares_nothing() {
        let deep = format!("{{\"recipeIngredient\": {}", "[".repeat(100_000));
        let other =
            r#"{"@type": "Article", "recipeIngredient": 5, "acceptedAnswer": {}, "name": {}}"#;
        for script in ["", "{", &deep, other, "\0\0"] {
            assert_eq!(DeclaredContent::of(script), DeclaredContent::default());
        }
        let many = format!("{{\"recipeIngredient\": [{}\"a\"]}}", "\"a\",".repeat(1000));
        assert_eq!(DeclaredContent::of(&many).ingredients.len(), DeclaredContent::MAX_TEXTS);
    }
}
