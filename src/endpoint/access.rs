//! Who may ask: the names under which this server is asked, and the web pages that may ask it.
//!
//! A page of any site can make a browser send requests to an address of this machine. Two checks
//! keep it from a developer's data:
//! - *Origin*: a browser says which site a script is from. Only scripts of this machine are answered,
//!   and of sites that were named.
//! - *Host*: by DNS rebinding a site gives its own name this machine's address, and then the script
//!   is of the same origin as the server. But the request still carries the site's name.

use std::net::IpAddr;

use hyper::HeaderMap;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::Version;
use hyper::http::request::Parts;
use hyper::http::uri::Authority;

use super::refusal::Refusal;

/// Whose requests are answered.
#[derive(Debug, Clone, Default)]
pub struct Access {
    bound: Option<IpAddr>,
    hosts: Vec<String>,
    origins: Vec<String>,
    any_origin: bool,
}

/// A page that may read the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reader {
    /// Any page, as AWS has it.
    Any,
    /// Pages of this origin.
    Origin(HeaderValue),
}

impl Access {
    /// Requests to this machine by its own names and by these, from scripts of this machine and of
    /// these origins; `*` stands for all. `bound` is what the server listens on, as it was given.
    pub fn new(bound: &str, hosts: &[String], origins: &[String]) -> Self {
        let (stars, origins): (Vec<String>, Vec<String>) =
            origins.iter().cloned().partition(|origin| origin == "*");
        let address = address(bound);
        let named = address.is_none().then(|| bound.to_owned());
        let hosts = hosts.iter().cloned().chain(named).collect();
        Self { bound: address, hosts, origins, any_origin: !stars.is_empty() }
    }

    /// The page that the answer is for, if it is for one.
    pub(super) fn check(&self, head: &Parts) -> Result<Option<Reader>, Refusal> {
        self.check_host(head)?;
        let Some(origin) = only(&head.headers, header::ORIGIN)? else { return Ok(None) };
        if self.any_origin {
            return Ok(Some(Reader::Any));
        }
        let text = origin.to_str().unwrap_or_default();
        let named = self.origins.iter().any(|known| known.eq_ignore_ascii_case(text));
        match named || is_origin_of_this_machine(text) {
            true => Ok(Some(Reader::Origin(origin.clone()))),
            false => Err(Refusal::ForeignOrigin(printable(origin))),
        }
    }

    fn check_host(&self, head: &Parts) -> Result<(), Refusal> {
        // A target in absolute form names a host too. RFC 9112 lets it win; here both must be ours.
        if let Some(authority) = head.uri.authority()
            && !self.is_ours(authority)
        {
            return Err(Refusal::ForeignHost(authority.to_string()));
        }
        match only(&head.headers, header::HOST)? {
            Some(host) => match Authority::try_from(host.as_bytes()) {
                Ok(authority) if self.is_ours(&authority) => Ok(()),
                _ => Err(Refusal::ForeignHost(printable(host))),
            },
            // Browsers speak HTTP/1.1, which has no request without it.
            None if head.version >= Version::HTTP_11 => Err(Refusal::BadRequest),
            None => Ok(()),
        }
    }

    /// The port does not matter: it may be another one's that is forwarded here.
    fn is_ours(&self, authority: &Authority) -> bool {
        let host = authority.host();
        // Names are behind an `@`; no client of ours puts anything before it.
        if authority.as_str().contains('@') {
            return false;
        }
        match address(host) {
            // Rebinding needs a name, so an address is only checked for being this machine's, and
            // who listens on all of them cannot know them.
            Some(ip) => {
                ip.is_loopback()
                    || self.bound.is_some_and(|bound| bound == ip || bound.is_unspecified())
                    || self.is_named(host)
            }
            None => host.eq_ignore_ascii_case("localhost") || self.is_named(host),
        }
    }

    fn is_named(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

impl Reader {
    /// What `Access-Control-Allow-Origin` says.
    pub(super) fn allowed_origin(&self) -> HeaderValue {
        match self {
            Reader::Any => HeaderValue::from_static("*"),
            Reader::Origin(origin) => origin.clone(),
        }
    }
}

/// Whether an origin can be given to `--cors`.
pub(super) fn is_origin(text: &str) -> bool {
    text == "*" || text == "null" || authority_of(text).is_some()
}

fn is_origin_of_this_machine(origin: &str) -> bool {
    authority_of(origin).is_some_and(|authority| {
        let host = authority.host();
        host.eq_ignore_ascii_case("localhost") || address(host).is_some_and(|ip| ip.is_loopback())
    })
}

/// `scheme://host`, perhaps with a port, and nothing else.
fn authority_of(origin: &str) -> Option<Authority> {
    let (scheme, authority) = origin.split_once("://")?;
    let authority: Authority = authority.parse().ok()?;
    let plain = !scheme.is_empty() && !authority.as_str().contains('@');
    plain.then_some(authority)
}

/// An address as it stands in a URL, where one of IPv6 has brackets, or on a command line.
fn address(host: &str) -> Option<IpAddr> {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    inner.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// The header's one value.
fn only(headers: &HeaderMap, name: HeaderName) -> Result<Option<&HeaderValue>, Refusal> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(Refusal::BadRequest),
    }
}

fn printable(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(access: &Access, headers: &[(&str, &str)]) -> Result<Option<Reader>, Refusal> {
        let mut request = hyper::Request::post("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        access.check(&request.body(()).unwrap().into_parts().0)
    }

    fn answers(access: &Access, host: &str) -> bool {
        check(access, &[("host", host)]).is_ok()
    }

    fn listening_on(bound: &str) -> Access {
        Access::new(bound, &[], &[])
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let access = listening_on("127.0.0.1");
        for host in ["localhost", "LocalHost:8000", "127.0.0.1:8000", "127.8.9.1", "[::1]:8000"] {
            assert!(answers(&access, host), "{host}");
        }
        for host in ["evil.example:8000", "localhost.evil.example", "192.168.0.7", "", "a b", "["] {
            assert!(!answers(&access, host), "{host}");
        }
        assert!(!answers(&access, "localhost@evil.example"));
    }

    #[test]
    fn what_it_listens_on_and_what_was_named_is_answered_too() {
        assert!(answers(&listening_on("192.168.0.7"), "192.168.0.7:8000"));
        assert!(!answers(&listening_on("192.168.0.7"), "192.168.0.8:8000"));
        assert!(answers(&listening_on("0.0.0.0"), "192.168.0.8:8000"));
        assert!(answers(&listening_on("::"), "[fe80::1]:8000"));
        assert!(!answers(&listening_on("0.0.0.0"), "evil.example"));
        assert!(answers(&listening_on("box.lan"), "box.lan:8000"));
        let named = Access::new("0.0.0.0", &["dynamodb".into()], &[]);
        assert!(answers(&named, "DynamoDB:8000") && !answers(&named, "dynamodb2"));
    }

    #[test]
    fn a_request_names_its_host_once() {
        let access = listening_on("127.0.0.1");
        assert_eq!(check(&access, &[]), Err(Refusal::BadRequest));
        let twice = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(check(&access, &twice), Err(Refusal::BadRequest));
        let absolute = hyper::Request::post("http://evil.example/").header("host", "localhost");
        let (head, ()) = absolute.body(()).unwrap().into_parts();
        assert_eq!(access.check(&head), Err(Refusal::ForeignHost("evil.example".into())));
    }

    #[test]
    fn scripts_of_this_machine_and_of_named_sites_may_read() {
        let named = Access::new("127.0.0.1", &[], &["https://tool.example".into()]);
        let reader = |access: &Access, origin: &str| {
            check(access, &[("host", "localhost"), ("origin", origin)])
        };
        for origin in ["http://localhost:8080", "https://127.0.0.1", "http://[::1]:1"] {
            let expected = Reader::Origin(HeaderValue::from_str(origin).unwrap());
            assert_eq!(reader(&Access::default(), origin), Ok(Some(expected)));
        }
        assert!(reader(&named, "https://tool.example").is_ok());
        for origin in
            ["http://tool.example", "https://tool.example.evil", "null", "", "http://localhost@e.x"]
        {
            assert!(reader(&named, origin).is_err(), "{origin}");
        }
        let any = Access::new("127.0.0.1", &[], &["*".into()]);
        assert_eq!(reader(&any, "https://evil.example"), Ok(Some(Reader::Any)));
    }
}
