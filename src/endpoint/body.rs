//! The reading of a request's body, up to what the service takes.

use axum::body::Body;
use http_body_util::BodyExt as _;

/// The most that a body may have.
pub(super) const LIMIT: usize = 16 * 1024 * 1024;
/// How much of a longer body is still read, and dropped: a client that writes before it reads
/// would otherwise see a broken connection instead of the answer.
const PATIENCE: usize = 4 * LIMIT;

/// Why there is no body.
#[derive(Debug)]
pub(super) enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// The connection broke.
    Broken,
}

/// The whole body.
pub(super) async fn read(mut body: Body) -> Result<Vec<u8>, BodyError> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        seen += data.len();
        if seen <= LIMIT {
            kept.extend_from_slice(&data);
        } else if seen > PATIENCE {
            break;
        }
    }
    if seen <= LIMIT { Ok(kept) } else { Err(BodyError::TooLong) }
}
