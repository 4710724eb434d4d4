//! A port, and the loop that answers on it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::Service;

/// How long open requests may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    service: Arc<Service>,
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
        Ok(Self { listener, address, service: Arc::new(service) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop, then lets the requests under way end.
    pub async fn run(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), io::Error> {
        let stopping = Arc::new(Notify::new());
        let stopped = Arc::clone(&stopping);
        let told = async move {
            stop.await;
            stopped.notify_one();
        };
        let app = Router::new().fallback(answer).with_state(self.service);
        let listener = self.listener.tap_io(|stream| {
            // Answers are small: waiting to fill a packet would only delay them. A stream that
            // refuses the option still works.
            let _ = stream.set_nodelay(true);
        });
        let late = async {
            stopping.notified().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            ended = async { axum::serve(listener, app).with_graceful_shutdown(told).await } => ended,
            () = late => Ok(()),
        }
    }
}

async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    service.answer(request).await
}
