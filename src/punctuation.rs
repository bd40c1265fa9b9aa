//! Marks that end sentences and clauses: those of Latin, Greek and Cyrillic, of Arabic, and of Indic and East Asian
//! scripts.

/// Whether a mark ends statements: full stops of Latin, CJK, Indic and Urdu scripts.
pub(crate) fn ends_statement(c: char) -> bool {
    matches!(c, '.' | '。' | '।' | '۔')
}

/// Whether a mark ends sentences: those of Latin, CJK, Arabic, Urdu and Indic scripts.
pub(crate) fn ends_sentence(c: char) -> bool {
    ends_statement(c) || asks(c) || matches!(c, '!' | '！' | '॥')
}

/// Whether a mark ends questions: those of Latin, CJK, Arabic and Persian scripts.
pub(crate) fn asks(c: char) -> bool {
    matches!(c, '?' | '？' | '؟')
}

/// Whether a mark parts what is said from what follows: of a sentence, or inside of it.
pub(crate) fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, ',' | ';' | ':' | '…' | '、' | '，' | '；' | '：' | '،' | '؛')
}

/// Whether a mark can close what a sentence stands in: quotations, brackets.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '“' | '»' | '›' | ')' | ']' | '」' | '』' | '）' | '】')
}
