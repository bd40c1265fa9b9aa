//! The head of an HTTP response as an archive holds it.

use crate::decode::content_type_charset;

/// Cap of a head: servers refuse to send more than a fraction of it.
const MAX_HEAD_LEN: usize = 1 << 20;

/// Status and fields.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) status: Option<u16>,
    fields: Vec<(String, String)>,
    /// Bytes up to the body.
    pub(super) len: usize,
}

impl Head {
    /// Reads the head of a message; `None` if it has none, and is all body. Heads that only announce another
    /// (RFC 9110, 15.2), such as `100 Continue`, are passed over.
    pub(super) fn read(message: &[u8]) -> Option<Head> {
        let mut head = Head::read_one(message)?;
        while head.is_interim()
            && let Some(next) = Head::read_one(&message[head.len..])
        {
            let len = head.len + next.len;
            head = Head { len, ..next };
        }
        Some(head)
    }

    fn is_interim(&self) -> bool {
        self.status.is_some_and(|status| (100..200).contains(&status))
    }

    fn read_one(message: &[u8]) -> Option<Head> {
        if !message.get(..5)?.eq_ignore_ascii_case(b"HTTP/") {
            return None;
        }
        let mut head = Head::default();
        for line in message[..message.len().min(MAX_HEAD_LEN)].split_inclusive(|b| *b == b'\n') {
            let is_first = head.len == 0;
            head.len += line.len();
            let line = String::from_utf8_lossy(line);
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if is_first {
                head.status =
                    line.split_ascii_whitespace().nth(1).and_then(|code| code.parse().ok());
            } else if let Some((name, value)) = line.split_once(':') {
                head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Some(head)
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
