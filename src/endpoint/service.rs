//! From an HTTP request to its answer, with the session behind a lock.
//!
//! Who asks is checked first. From there the order is the service's: method and content type, JSON,
//! target, signature; then everything that [`crate::api`] checks.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use http_body_util::Full;
use hyper::body::{Body, Bytes};
use hyper::header;
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request as HttpRequest, Response, StatusCode};

use super::access::Access;
use super::authentication;
use super::body;
use super::data::{DataError, Directory, Durability, Journal, Restored, Saved};
use super::limits::{InFlight, Memory};
use super::refusal::Refusal;
use super::reply::{Reply, RequestIds};
use crate::api::{ApiError, ErrorKind, Rule, Session, WireRequest};
use crate::engine::{Millis, Operation};

const AMZ_JSON: &str = "application/x-amz-json-1.0";
const PLAIN_JSON: &str = "application/json";
/// The most that a request's headers and its line may have each.
const HEAD_LIMIT: usize = 16 * 1024;

/// What is behind the lock.
#[derive(Debug)]
struct State {
    session: Session,
    /// Where what the session does is kept, if it is.
    journal: Option<Journal>,
}

/// A session that answers HTTP requests.
#[derive(Debug)]
pub struct Service {
    state: Mutex<State>,
    ids: RequestIds,
    access: Access,
    in_flight: InFlight,
    pub(super) memory: Memory,
}

impl Service {
    /// Answers this machine out of this session.
    pub fn new(session: Session) -> Self {
        Self::with_state(State { session, journal: None })
    }

    /// Answers this machine out of what a directory held, and keeps what it does there.
    pub fn keeping(
        directory: Directory,
        restored: Restored,
        durability: Durability,
    ) -> Result<Self, DataError> {
        let (journal, session) = Journal::begin(directory, restored, durability)?;
        Ok(Self::with_state(State { session, journal: Some(journal) }))
    }

    fn with_state(state: State) -> Self {
        Self {
            state: Mutex::new(state),
            ids: RequestIds::new(now().0),
            access: Access::default(),
            in_flight: InFlight::default(),
            memory: Memory::default(),
        }
    }

    /// The same for who has this access.
    pub fn with_access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    /// The same in so many mebibytes of memory: when they are full, nothing more is written.
    pub fn with_memory(self, mebibytes: u64) -> Self {
        self.memory.set_limit(mebibytes);
        self
    }

    /// Brings what is kept to disk, if anything is.
    pub fn close(&self) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { session, journal } = &mut *state;
        journal.as_mut().map_or(Ok(()), |journal| journal.close(session))
    }

    /// Answers one request.
    pub async fn answer<B>(&self, request: HttpRequest<B>) -> Response<Full<Bytes>>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let (head, body) = request.into_parts();
        let reply = match self.access.check(&head) {
            Ok(reader) => {
                let body = body::read(&head.headers, body, &self.in_flight).await;
                let reply = match body {
                    Ok(body) => self.reply(&head, &body.bytes).await,
                    Err(refusal) => Reply::refused(&refusal),
                };
                reply.readable_by(reader)
            }
            Err(refusal) => Reply::refused(&refusal),
        };
        reply.into_response(&head, &self.ids.next(), &self.in_flight)
    }

    /// Answers that there are too many connections to answer this one.
    pub(super) fn turn_away<B>(&self, request: HttpRequest<B>) -> Response<Full<Bytes>> {
        let (head, _) = request.into_parts();
        let reply = Reply::refused(&Refusal::Busy);
        reply.into_response(&head, &self.ids.next(), &self.in_flight)
    }

    async fn reply(&self, head: &Parts, body: &[u8]) -> Reply {
        let content_type = content_type(&head.headers);
        let is_root = head.uri.path() == "/";
        match head.method {
            _ if head_size(head) > HEAD_LIMIT => Reply::empty(StatusCode::BAD_REQUEST),
            Method::OPTIONS if head.headers.contains_key(header::ORIGIN) => {
                Reply::empty(StatusCode::OK)
            }
            Method::GET | Method::HEAD if is_root => Reply::healthy(),
            // Another path would not fit its signature, which nobody checks here.
            Method::POST if is_root && (body.is_empty() || content_type.is_some()) => {
                let (status, text) = self.answer_guarded(head, body).await;
                Reply::json(status, content_type.unwrap_or(PLAIN_JSON), text)
            }
            _ => Reply::not_ours(),
        }
    }

    /// Status and body of an answer, which is given when what it tells of is saved. A failed answer
    /// may have had effects too, such as items that had expired.
    async fn answer_guarded(&self, head: &Parts, body: &[u8]) -> (u16, String) {
        let mut saved = None;
        let answer = guarded(|| self.ask(head, body, &mut saved));
        if let Some(saved) = saved
            && saved.wait().await.is_err()
        {
            let reason = "the disk fails".to_owned();
            return guarded(|| Err(Refusal::Unsaved(reason).into()));
        }
        answer
    }

    fn ask(&self, head: &Parts, body: &[u8], saved: &mut Option<Saved>) -> Result<String, Failure> {
        let request = request(head, body)?;
        authentication::check(head)?;
        if body.is_empty() {
            return Err(ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject).into());
        }
        if self.memory.is_full() && may_grow(request.operation) {
            return Err(Refusal::MemoryFull(self.memory.limit()).into());
        }
        // Reading and writing JSON takes longer than what is between them, and needs no lock.
        let parsed = request.parse();
        let answer = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let State { session, journal } = &mut *state;
            session.set_time(now());
            let answer = session.answer(&request, parsed);
            if let Some(journal) = journal {
                let appended = journal.append(session);
                *saved = appended.map_err(|error| Refusal::Unsaved(error.to_string()))?;
            }
            answer
        };
        Ok(answer?.to_text())
    }
}

/// Whether there may be more to keep afterwards.
fn may_grow(operation: Operation) -> bool {
    match operation {
        Operation::DeleteItem | Operation::DeleteTable => false,
        other => other.is_write() || other.is_control(),
    }
}

/// Status and body of an answer. The engine changes nothing while it plans, and a commit cannot
/// fail: after a panic its state is still whole, so that the lock's poison says nothing that
/// matters.
fn guarded(answer: impl FnOnce() -> Result<String, Failure>) -> (u16, String) {
    let answer = panic::catch_unwind(AssertUnwindSafe(answer));
    match answer.unwrap_or(Err(Failure::Refused(Refusal::Internal))) {
        Ok(text) => (200, text),
        Err(Failure::Refused(refusal)) => {
            (refusal.status(), refusal.body().map(|body| body.to_string()).unwrap_or_default())
        }
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
fn request<'a>(head: &Parts, body: &'a [u8]) -> Result<WireRequest<'a>, ApiError> {
    let target = head.headers.get("x-amz-target").and_then(|value| value.to_str().ok());
    let text = if body.is_empty() { Ok("{}") } else { std::str::from_utf8(body) };
    let text = text.map_err(|_| ApiError::silent(ErrorKind::Serialization, Rule::BodyIsObject))?;
    WireRequest::from_target(target.unwrap_or_default(), text)
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
            let _held = service.state.lock();
            panic!("while the session is locked")
        });
        assert_eq!(status, 500);
        assert!(body.contains("com.amazonaws.dynamodb.v20120810#InternalServerError"), "{body}");

        let head = hyper::Request::post("/")
            .header("x-amz-target", "DynamoDB_20120810.ListTables")
            .header("authorization", "AWS4- Credential=a,Signature=b,SignedHeaders=c")
            .header("date", "today");
        let (head, ()) = head.body(()).unwrap().into_parts();
        let answer = guarded(|| service.ask(&head, b"{}", &mut None));
        assert_eq!(answer, (200, r#"{"TableNames":[]}"#.to_owned()));
    }
}
