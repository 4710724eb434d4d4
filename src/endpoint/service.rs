//! From an HTTP request to its answer, with the session behind a lock.
//!
//! The order of the checks is the service's: method and content type, JSON, target, signature;
//! then everything that [`crate::api`] checks.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request as HttpRequest, Response, StatusCode, header};

use super::authentication::{self, Refusal};
use super::body::{self, BodyError, Coding};
use super::reply::{Reply, RequestIds};
use crate::api::{ApiError, ErrorKind, Request, Rule, Session};
use crate::engine::Millis;

const AMZ_JSON: &str = "application/x-amz-json-1.0";
const PLAIN_JSON: &str = "application/json";
/// The most that a request's headers and its line may have each.
const HEAD_LIMIT: usize = 16 * 1024;

/// A session that answers HTTP requests.
#[derive(Debug)]
pub struct Service {
    session: Mutex<Session>,
    ids: RequestIds,
}

impl Service {
    /// Answers out of this session.
    pub fn new(session: Session) -> Self {
        Self { session: Mutex::new(session), ids: RequestIds::new(now().0) }
    }

    /// Answers one request.
    pub async fn answer(&self, request: HttpRequest<Body>) -> Response<Body> {
        let (head, body) = request.into_parts();
        let body = body::read(body).await.and_then(|body| match Coding::used(&head.headers) {
            Some(coding) => coding.unpack(&body),
            None => Ok(body),
        });
        let reply = match body {
            Ok(body) => self.reply(&head, &body),
            Err(BodyError::TooLong) => Reply::empty(StatusCode::PAYLOAD_TOO_LARGE),
            Err(BodyError::Broken | BodyError::Garbled) => Reply::empty(StatusCode::BAD_REQUEST),
        };
        reply.into_response(&head, &self.ids.next())
    }

    fn reply(&self, head: &Parts, body: &[u8]) -> Reply {
        let content_type = content_type(&head.headers);
        match head.method {
            _ if head_size(head) > HEAD_LIMIT => Reply::empty(StatusCode::BAD_REQUEST),
            Method::OPTIONS if head.headers.contains_key(header::ORIGIN) => {
                Reply::empty(StatusCode::OK)
            }
            Method::GET | Method::HEAD if head.uri.path() == "/" => Reply::healthy(),
            Method::POST if body.is_empty() || content_type.is_some() => {
                let (status, text) = guarded(|| self.ask(head, body));
                Reply::json(status, content_type.unwrap_or(PLAIN_JSON), text)
            }
            _ => Reply::not_ours(),
        }
    }

    fn ask(&self, head: &Parts, body: &[u8]) -> Result<String, Failure> {
        let request = request(head, body)?;
        authentication::check(head)?;
        if body.is_empty() {
            return Err(ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject).into());
        }
        let exchange = {
            let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            session.set_time(now());
            session.send(request)
        };
        Ok(exchange.response?.to_text())
    }
}

/// Status and body of an answer. The engine changes nothing while it plans, and a commit cannot
/// fail: after a panic its state is still whole, so that the lock's poison says nothing that
/// matters.
fn guarded(answer: impl FnOnce() -> Result<String, Failure>) -> (u16, String) {
    let answer = panic::catch_unwind(AssertUnwindSafe(answer));
    match answer.unwrap_or(Err(Failure::Refused(Refusal::Internal))) {
        Ok(text) => (200, text),
        Err(Failure::Refused(refusal)) => (refusal.status(), refusal.body().to_string()),
        Err(Failure::Answered(error)) => (error.status(), error.body().to_string()),
    }
}

/// Why there is no success to tell.
enum Failure {
    Refused(Refusal),
    Answered(ApiError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Failure::Answered(error)
    }
}

/// The request that target and body make. That a body is missing is noticed later than that it is
/// no JSON, after the signature.
fn request(head: &Parts, body: &[u8]) -> Result<Request, ApiError> {
    let target = head.headers.get("x-amz-target").and_then(|value| value.to_str().ok());
    let text = if body.is_empty() { Ok("{}") } else { std::str::from_utf8(body) };
    let text = text.map_err(|_| ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject))?;
    Request::from_target(target.unwrap_or_default(), text)
}

/// The content type to answer with, if the request's is one that the service takes.
fn content_type(headers: &HeaderMap) -> Option<&'static str> {
    let given = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = given.split(';').next()?.trim();
    [AMZ_JSON, PLAIN_JSON].into_iter().find(|known| *known == essence)
}

fn head_size(head: &Parts) -> usize {
    let line = head.uri.path_and_query().map_or(0, |path| path.as_str().len());
    let fields: usize = head.headers.iter().map(|(name, v)| name.as_str().len() + v.len()).sum();
    line.max(fields)
}

/// The time, for the engine's clock.
pub(super) fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error_of_its_request_alone() {
        let service = Service::new(Session::default());
        let (status, body) = guarded(|| {
            let _held = service.session.lock();
            panic!("while the session is locked")
        });
        assert_eq!(status, 500);
        assert!(body.contains("com.amazonaws.dynamodb.v20120810#InternalServerError"), "{body}");

        let head = axum::http::Request::post("/")
            .header("x-amz-target", "DynamoDB_20120810.ListTables")
            .header("authorization", "AWS4- Credential=a,Signature=b,SignedHeaders=c")
            .header("date", "today");
        let (head, ()) = head.body(()).unwrap().into_parts();
        let answer = guarded(|| service.ask(&head, b"{}"));
        assert_eq!(answer, (200, r#"{"TableNames":[]}"#.to_owned()));
    }
}
