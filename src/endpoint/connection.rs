//! One connection: its requests one after the other, and the patience with its client.

use std::convert::Infallible;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use super::Service;

/// How often a connection is looked at; its patience is counted in these.
const TICK: Duration = Duration::from_secs(1);
/// Ticks that a connection may be idle, or a client may not take what it is sent.
const IDLE: u32 = 60;
/// Ticks that a request's head may take.
const HEAD: u32 = 10;
/// The most of a head that is kept while it is incomplete. More than is answered, so that what is
/// too long has its answer.
const BUFFER: usize = 128 * 1024;
/// How long an idle connection is held open once the server is told to stop: a request may be on
/// its way, and would be lost.
pub(super) const LINGER: Duration = Duration::from_secs(1);

/// Whether a connection's requests are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// They are.
    Answered,
    /// The first one is told that the server is busy.
    TurnedAway,
}

/// How far the end of a connection has come once the server is told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// No one has told it.
    None,
    /// The next answer is the last; until then one more request may come.
    Linger(Instant),
    /// It ends with the request under way.
    Close,
}

/// Answers one client for as long as it keeps the connection, as if no one ever stopped the server.
pub async fn converse<S>(stream: S, service: Arc<Service>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (_never, stopping) = watch::channel(false);
    serve(stream, service, Admission::Answered, stopping).await;
}

/// Answers one client until it leaves, is too slow, or the server stops.
pub(super) async fn serve<S>(
    stream: S,
    service: Arc<Service>,
    admission: Admission,
    mut stopping: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let pulse = Arc::new(Pulse::default());
    let last = Arc::new(AtomicBool::new(admission == Admission::TurnedAway));
    let io = TokioIo::new(Watched { stream, pulse: Arc::clone(&pulse) });
    let answer = service_fn(|request: Request<Incoming>| {
        let (service, pulse, last) = (&service, &pulse, &last);
        async move {
            pulse.enter(Stage::Answering);
            let mut response = match admission {
                Admission::Answered => service.answer(request).await,
                Admission::TurnedAway => service.turn_away(request),
            };
            if last.load(Ordering::Relaxed) {
                close_after(&mut response);
            }
            pulse.enter(Stage::Idle);
            Ok::<_, Infallible>(response)
        }
    });
    let mut builder = http1::Builder::new();
    // A client that has nothing more to send may still wait for its answer.
    builder.max_buf_size(BUFFER).half_close(true);
    let mut connection = pin!(builder.serve_connection(io, answer));

    let mut ticks = interval_at(Instant::now() + TICK, TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut patience = Patience::default();
    let mut end = End::None;
    loop {
        let lingers_until = match end {
            End::Linger(until) => Some(until),
            End::None | End::Close => None,
        };
        tokio::select! {
            biased;
            // A connection that broke has nobody left to tell.
            _ = &mut connection => return,
            _ = stopping.wait_for(|told| *told), if end == End::None => {
                last.store(true, Ordering::Relaxed);
                end = End::Linger(Instant::now() + LINGER);
            }
            () = sleep_until(lingers_until.unwrap_or_else(Instant::now)),
                if lingers_until.is_some() =>
            {
                connection.as_mut().graceful_shutdown();
                end = End::Close;
            }
            _ = ticks.tick() => {
                if patience.is_over(&pulse) {
                    return;
                }
            }
        }
    }
}

/// Tells client and connection that no other request will be answered.
fn close_after<B>(response: &mut Response<B>) {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Stage {
    /// The next request, or that the client takes the last answer.
    Idle,
    /// The rest of a request's head.
    Head,
    /// The request's body, which has a time of its own, or the answer.
    Answering,
}

/// What a connection is doing, without a clock: a request costs a few stores.
#[derive(Debug, Default)]
struct Pulse {
    stage: AtomicU8,
    /// Grows with each change that restarts patience.
    beats: AtomicU32,
}

impl Pulse {
    fn enter(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
        self.beats.fetch_add(1, Ordering::Relaxed);
    }

    fn is_in(&self, stage: Stage) -> bool {
        self.stage.load(Ordering::Relaxed) == stage as u8
    }

    /// Bytes have come. Those that follow do not make a head's time longer.
    fn received(&self) {
        if self.is_in(Stage::Idle) {
            self.enter(Stage::Head);
        }
    }

    /// Bytes have been taken.
    fn sent(&self) {
        if self.is_in(Stage::Idle) {
            self.beats.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// For how many ticks a connection has stood still.
#[derive(Debug, Default)]
struct Patience {
    beats: u32,
    ticks: u32,
}

impl Patience {
    fn is_over(&mut self, pulse: &Pulse) -> bool {
        let beats = pulse.beats.load(Ordering::Relaxed);
        self.ticks = if beats == self.beats { self.ticks + 1 } else { 0 };
        self.beats = beats;
        let limit = match pulse {
            pulse if pulse.is_in(Stage::Head) => HEAD,
            pulse if pulse.is_in(Stage::Answering) => return false,
            _ => IDLE,
        };
        self.ticks >= limit
    }
}

/// A stream that tells what comes and goes.
struct Watched<S> {
    stream: S,
    pulse: Arc<Pulse>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, into);
        if into.filled().len() > before {
            self.pulse.received();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if written.is_ready() {
            self.pulse.sent();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        if written.is_ready() {
            self.pulse.sent();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::runtime::Builder;

    /// What a client that says this and then nothing more is told, and after how many seconds of
    /// a clock that does not wait the connection ends.
    fn ended(said: &'static [u8]) -> (String, u64) {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let (mut client, server) = duplex(1 << 16);
            let service = Arc::new(Service::new(Session::default()));
            let begin = Instant::now();
            let conversation = converse(server, service);
            let client = async move {
                client.write_all(said).await.unwrap();
                let mut answer = String::new();
                client.read_to_string(&mut answer).await.unwrap();
                answer
            };
            let ((), answer) = tokio::join!(conversation, client);
            (answer, begin.elapsed().as_secs())
        })
    }

    #[test]
    fn idle_clients_and_unfinished_heads_and_bodies_are_let_go() {
        let (answer, after) = ended(b"");
        assert!(answer.is_empty() && (60..63).contains(&after), "{after} s");
        let (answer, after) = ended(b"POST / HTTP/1.1\r\nHost: loc");
        assert!(answer.is_empty() && (10..13).contains(&after), "{after} s");
        let (answer, after) = ended(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK") && (60..63).contains(&after), "{after} s");
        let unfinished = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{";
        let (answer, after) = ended(unfinished);
        assert!(answer.starts_with("HTTP/1.1 408 ") && (30..100).contains(&after), "{after} s");
    }

    #[test]
    fn bytes_one_by_one_do_not_make_a_head_last_longer() {
        let pulse = Pulse::default();
        let mut patience = Patience::default();
        pulse.received();
        let mut ticks = 0;
        while !patience.is_over(&pulse) {
            pulse.received();
            ticks += 1;
        }
        assert_eq!(ticks, HEAD);
    }
}
