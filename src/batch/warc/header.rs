//! The named fields of a WARC record.

use super::window::SIGN;

/// Cap of a header: the longest honest ones hold a long address several times.
pub(super) const MAX_HEADER_LEN: usize = 64 << 10;

/// The fields that stand before a record's block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarcHeader {
    fields: Vec<(String, String)>,
}

impl WarcHeader {
    /// Reads a header from its first line to the empty one; `None` if it is none. What is no field in it is passed
    /// over, as long as it has the two that a record cannot do without.
    pub(super) fn read(text: &[u8]) -> Option<WarcHeader> {
        if !text.starts_with(SIGN) {
            return None;
        }
        let text = String::from_utf8_lossy(text);
        let lines = text.lines().skip(1);
        let mut header = WarcHeader::default();
        let mut is_sound = true;
        for line in lines.take_while(|line| !line.is_empty()) {
            is_sound &= header.add(line);
        }
        let has_both = !header.record_type().is_empty() && header.content_length().is_some();
        (is_sound || has_both).then_some(header)
    }

    /// Adds what a line says; whether it says anything.
    fn add(&mut self, line: &str) -> bool {
        // WARC 1.0 lets a value go on in a line that begins with white space.
        if line.starts_with([' ', '\t']) {
            let Some((_, value)) = self.fields.last_mut() else { return false };
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(line.trim());
            return true;
        }
        let Some((name, value)) = line.split_once(':') else { return false };
        self.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        true
    }

    /// The first value of a field, whatever the case of its name.
    ///
    /// ```
    /// use dechaff::batch::WarcReader;
    /// let archive = b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    /// let record = WarcReader::new(&archive[..])?.next().expect("one record")?;
    /// assert_eq!(record.header.get("warc-type"), Some("metadata"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }

    /// What kind of record it is, such as `response`.
    #[must_use]
    pub fn record_type(&self) -> &str {
        self.get("WARC-Type").unwrap_or("")
    }

    /// The record's own name, such as `<urn:uuid:…>`.
    #[must_use]
    pub fn record_id(&self) -> Option<&str> {
        self.get("WARC-Record-ID")
    }

    /// The address that the record is of. Some writers put it into angle brackets.
    #[must_use]
    pub fn target_uri(&self) -> Option<&str> {
        let uri = self.get("WARC-Target-URI")?;
        Some(uri.strip_prefix('<').and_then(|uri| uri.strip_suffix('>')).unwrap_or(uri))
    }

    /// The length of the block; `None` if it is not said or cannot be.
    pub(super) fn content_length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let text = b"WARC/1.0\r\nwarc-type:response\r\nWARC-Target-URI: <http://a.example/>\r\n\
            WARC-Long: one\r\n\ttwo\r\nWARC-Late:\r\n one\r\nContent-Length: -5\r\n\r\n";
        let header = WarcHeader::read(text).expect("a header");
        assert_eq!(header.record_type(), "response");
        assert_eq!(header.target_uri(), Some("http://a.example/"));
        assert_eq!(header.get("Warc-Long"), Some("one two"));
        assert_eq!(header.get("WARC-Late"), Some("one"));
        assert_eq!(header.content_length(), None);
    }

    #[test]
    fn what_is_no_header() {
        for text in ["", "HTTP/1.1 200\n\n", "WARC/1.0\r\nno colon\r\n\r\n", "WARC/1.0\n begins\n"]
        {
            assert_eq!(WarcHeader::read(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_field_costs_nothing_but_itself() {
        let fields = "WARC-Type: response\r\ngarbage\r\nContent-Length: 5\r\n\r\n";
        let header = WarcHeader::read(format!("WARC/1.0\r\n{fields}").as_bytes());
        assert_eq!(header.and_then(|header| header.content_length()), Some(5));
    }
}
