//! Parts of addresses (RFC 3986), as pages write them: relative or whole, and often broken.

/// What stands before the first `:` of an address, if it is a scheme or looks like one to anybody: a path never
/// has a colon in its first segment.
pub(crate) fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

/// Whether a scheme is one of the web.
pub(crate) fn is_of_web(scheme: &str) -> bool {
    ["http", "https"].iter().any(|of_web| of_web.eq_ignore_ascii_case(scheme))
}

/// The host of a whole address, without its port.
pub(crate) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.split(['/', ':', '?', '#']).next()
}

/// An address up to its query or fragment, and those with their mark.
pub(crate) fn split_tail(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let whole = "HTTPS://tide.example:80/a:b?c/d#e";
        assert_eq!(scheme(whole), Some("HTTPS"));
        assert!(scheme(whole).is_some_and(is_of_web));
        assert_eq!(host(whole), Some("tide.example"));
        assert_eq!(split_tail(whole), ("HTTPS://tide.example:80/a:b", "?c/d#e"));
    }

    #[test]
    fn relative_ones_have_no_scheme_and_no_host() {
        for address in ["", "a", "/a:b", "a?b:c", "#a:b", "//tide.example/a"] {
            assert_eq!((scheme(address), host(address)), (None, None), "{address}");
        }
        assert_eq!(scheme("javascript:alert(1)"), Some("javascript"));
        assert_eq!(split_tail("a#b?c"), ("a", "#b?c"));
    }
}
