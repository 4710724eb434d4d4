//! A port, and the loop that takes connections from it.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::Service;
use super::connection::{self, Admission};

/// How long requests under way may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// Connections at once, unless set.
const CONNECTIONS: usize = 4096;
/// Connections beyond those that are told that the server is busy; others wait to be taken.
const TURNED_AWAY: usize = 64;
/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(50);

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    service: Arc<Service>,
    connections: usize,
}

/// Why a server cannot listen.
#[derive(Debug)]
pub struct BindError {
    host: String,
    port: u16,
    cause: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, cause } = self;
        match cause.kind() {
            io::ErrorKind::AddrInUse => {
                write!(f, "port {port} on {host} is in use; choose another with --port")
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "port {port} on {host} is not allowed to you; choose one above 1023")
            }
            _ => write!(f, "cannot listen on {host}, port {port}: {cause}"),
        }
    }
}

impl std::error::Error for BindError {}

impl Server {
    /// Listens; port 0 takes any that is free.
    pub async fn bind(host: &str, port: u16, service: Service) -> Result<Self, BindError> {
        let failed = |cause| BindError { host: host.to_owned(), port, cause };
        let listener = TcpListener::bind((host, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, service: Arc::new(service), connections: CONNECTIONS })
    }

    /// The same for so many connections at once.
    pub fn with_connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop, then lets the requests under way end and brings what they
    /// wrote to disk.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), io::Error> {
        let answered = Arc::new(Semaphore::new(self.connections));
        let turned_away = Arc::new(Semaphore::new(TURNED_AWAY));
        let (stopping, told) = watch::channel(false);
        let mut open = JoinSet::new();
        let service = Arc::clone(&self.service);
        open.spawn(async move { service.memory.watch().await });

        let begin = |open: &mut JoinSet<()>, stream: TcpStream| {
            // Answers are small: waiting to fill a packet would only delay them. A stream that
            // refuses the option still works.
            let _ = stream.set_nodelay(true);
            let (service, told) = (Arc::clone(&self.service), told.clone());
            let permit = Arc::clone(&answered).try_acquire_owned();
            let (permit, admission) = match permit {
                Ok(permit) => (permit, Admission::Answered),
                Err(_) => match Arc::clone(&turned_away).try_acquire_owned() {
                    Ok(permit) => (permit, Admission::TurnedAway),
                    Err(_) => return,
                },
            };
            open.spawn(async move {
                connection::serve(stream, service, admission, told).await;
                drop(permit);
            });
        };

        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => begin(&mut open, stream),
                    Err(error) if is_of_the_client(&error) => {}
                    Err(_) => tokio::time::sleep(PAUSE).await,
                },
                Some(_) = open.join_next() => {}
            }
        }

        // Who is in the queue has connected and may have sent a request.
        while let Some(stream) = waiting(&self.listener).await {
            begin(&mut open, stream);
        }
        drop(self.listener);
        stopping.send_replace(true);
        drop(told);
        let all = async {
            // The last one left watches the memory.
            while open.len() > 1 {
                open.join_next().await;
            }
        };
        // Who has not ended by then is cut off.
        let _ = tokio::time::timeout(GRACE, all).await;
        self.service.close()
    }
}

/// A connection that has been made but not yet taken.
async fn waiting(listener: &TcpListener) -> Option<TcpStream> {
    poll_fn(|cx| match listener.poll_accept(cx) {
        Poll::Ready(Ok((stream, _))) => Poll::Ready(Some(stream)),
        _ => Poll::Ready(None),
    })
    .await
}

/// Whether only this one connection failed, before it was taken.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
