//! The head of an HTTP response as an archive holds it.

use crate::decode::content_type_charset;

/// Bytes of a head that are read: servers refuse to send more than a fraction of it.
const MAX_HEAD_LEN: usize = 1 << 20;
/// What a status line begins with: that of HTTP, and that of radio stations' servers.
const SIGNS: [&[u8]; 2] = [b"HTTP/", b"ICY "];
/// Bytes of empty lines before a message, which are to be passed over (RFC 9112, 2.2).
const MAX_LEAD_LEN: usize = 64;

/// Whether a message begins with a head, or may do so, of which these are the first bytes.
pub(super) fn may_begin_head(opening: &[u8]) -> bool {
    let lead = lead_len(opening);
    let begins = |sign: &[u8]| {
        let len = sign.len().min(opening.len() - lead);
        opening[lead..lead + len].eq_ignore_ascii_case(&sign[..len])
    };
    lead < MAX_LEAD_LEN && SIGNS.into_iter().any(begins)
}

/// Bytes of empty lines at the start.
fn lead_len(message: &[u8]) -> usize {
    message[..message.len().min(MAX_LEAD_LEN)]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count()
}

/// Status and fields.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) status: Option<u16>,
    fields: Vec<(String, String)>,
    /// Bytes up to the body.
    pub(super) len: usize,
}

impl Head {
    /// Reads the head of a message; `None` if it has none, and is all body. Heads that stand before that of the page
    /// are passed over.
    pub(super) fn read(message: &[u8]) -> Option<Head> {
        let mut head = Head::read_one(message)?;
        while let Some(next) = Head::read_one(&message[head.len..])
            && head.announces(&next)
        {
            let len = head.len + next.len;
            head = Head { len, ..next };
        }
        Some(head)
    }

    /// Whether it only announces another: an interim one (RFC 9110, 15.2), such as `100 Continue`, one that leads
    /// elsewhere, where a tool went that prints all heads, or that of a proxy which opened a tunnel, and has no
    /// content of its own (9.3.6). A text may quote a head, but under a type.
    fn announces(&self, next: &Head) -> bool {
        match self.status {
            Some(100..200 | 300..400) => true,
            Some(200..300) => {
                let types = ["content-type", "content-length", "transfer-encoding"];
                !types.iter().any(|name| self.get(name).is_some())
                    && next.get("content-type").is_some()
            }
            _ => false,
        }
    }

    fn read_one(message: &[u8]) -> Option<Head> {
        let lead = lead_len(message);
        let begins_with = |sign: &[u8]| {
            let start = message[lead..].get(..sign.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(sign))
        };
        if !SIGNS.into_iter().any(begins_with) {
            return None;
        }
        let mut head = Head { len: lead, ..Head::default() };
        for line in message[lead..].split_inclusive(|byte| *byte == b'\n') {
            // The page: the empty line before it is missing.
            if line.starts_with(b"<") {
                break;
            }
            let is_first = head.len == lead;
            head.len += line.len();
            if line.trim_ascii().is_empty() {
                break;
            }
            if head.len <= MAX_HEAD_LEN {
                head.add(&String::from_utf8_lossy(line), is_first);
            }
        }
        Some(head)
    }

    fn add(&mut self, line: &str, is_first: bool) {
        let value = line.trim();
        if is_first {
            self.status = value.split_ascii_whitespace().nth(1).and_then(|code| code.parse().ok());
        } else if line.starts_with([' ', '\t']) {
            // A value that goes on in the next line (RFC 9112, 5.2).
            if let Some((_, begun)) = self.fields.last_mut() {
                if !begun.is_empty() {
                    begun.push(' ');
                }
                begun.push_str(value);
            }
        } else if let Some((name, value)) = value.split_once(':') {
            self.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// All values of a field, whose name is in lower case.
    pub(super) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        self.fields.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a field.
    pub(super) fn get<'h>(&'h self, name: &'h str) -> Option<&'h str> {
        self.all(name).next()
    }

    /// The values of a field that holds a list, in lower case.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let items = self.all(name).flat_map(|value| value.split(','));
        items.map(|item| item.trim().to_ascii_lowercase()).filter(|item| !item.is_empty()).collect()
    }

    /// All values of a field in one, as HTTP allows to join them.
    pub(super) fn joined(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.all(name).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

/// A media type in lower case, and its charset. Servers send it twice, and put other things than a semicolon behind it.
pub(super) fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let is_end = |c: char| matches!(c, ';' | ',') || c.is_whitespace();
    let mime = value.trim().split(is_end).next().unwrap_or("").to_ascii_lowercase();
    let charset = content_type_charset(value).filter(|charset| !charset.is_empty());
    ((!mime.is_empty()).then_some(mime), charset.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let message =
            b"HTTP/1.1 404 Not Found\r\nA: 1\r\nContent-Encoding: gzip, br\r\na: 2\r\n\r\nbody";
        let head = Head::read(message).expect("a head");
        assert_eq!(head.status, Some(404));
        assert_eq!(&message[head.len..], b"body");
        assert_eq!(head.list("content-encoding"), ["gzip", "br"]);
        assert_eq!(head.joined("a").as_deref(), Some("1, 2"));
        assert!(Head::read(b"<p>Words").is_none());
        let broken = Head::read(b"HTTP/1.0\n: x\nnot a field\n\nbody").expect("a head");
        assert_eq!((broken.status, broken.len), (None, 26));
    }

    #[test]
    fn heads_before_the_last() {
        let interim = "HTTP/1.1 100 Continue\r\n\r\n";
        let early = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
        let message = [interim, early, "HTTP/1.1 200 OK\r\nA: 1\r\n\r\nbody"].concat();
        let head = Head::read(message.as_bytes()).expect("a head");
        assert_eq!((head.status, head.get("a"), head.get("link")), (Some(200), Some("1"), None));
        assert_eq!(&message[head.len..], "body");
        let alone = Head::read(interim.as_bytes()).expect("a head");
        assert_eq!((alone.status, alone.len), (Some(100), interim.len()));
        let quoted = "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404 is a head";
        assert_eq!(Head::read(quoted.as_bytes()).and_then(|head| head.status), Some(200));
        let tunnel = "HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\n\r\n";
        let page = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nbody";
        let head = Head::read([tunnel, page].concat().as_bytes()).expect("a head");
        assert_eq!((head.status, head.len), (Some(404), tunnel.len() + page.len() - 4));
        let typed = ["HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", page].concat();
        assert_eq!(Head::read(typed.as_bytes()).and_then(|head| head.status), Some(200));
    }

    #[test]
    fn heads_that_are_a_little_off() {
        let read = |message: &str| {
            let head = Head::read(message.as_bytes()).expect("a head");
            (head.status, head.get("a").map(str::to_owned), message[head.len..].to_owned())
        };
        let expected = (Some(200), Some("1; 2".to_owned()), "<p>".to_owned());
        for message in [
            "\r\n\nHTTP/1.1 200 OK\r\nA: 1; 2\r\n\r\n<p>",
            "ICY 200 OK\r\nA: 1; 2\r\n\r\n<p>",
            "HTTP/1.1 200 OK\r\nA: 1; 2\r\n<p>",
            "HTTP/1.1 200 OK\r\nA: 1;\r\n\t2\r\n\r\n<p>",
            "HTTP/1.1 200 OK\r\nA: 1; 2\r\n \r\n<p>",
        ] {
            assert_eq!(read(message), expected, "{message:?}");
        }
        let long = ["HTTP/1.1 200 OK\r\nA: 1; 2\r\n", &"X: y\r\n".repeat(300_000), "\r\n<p>"];
        assert_eq!(read(&long.concat()), expected);
    }

    #[test]
    fn content_types() {
        let read = |value| {
            let (mime, charset) = content_type(value);
            (mime.unwrap_or_default(), charset.unwrap_or_default())
        };
        assert_eq!(read("Text/HTML; Charset=\"utf-8\""), ("text/html".into(), "utf-8".into()));
        assert_eq!(read("text/html;a=b; charset='x'"), ("text/html".into(), "x".into()));
        for value in ["text/html, text/html", " text/html,charset=utf-8", "text/html charset=utf-8"]
        {
            assert_eq!(read(value).0, "text/html", "{value}");
        }
        assert_eq!(read("text/html,charset=utf-8").1, "utf-8");
        assert_eq!(read(" ;charset="), (String::new(), String::new()));
    }
}
