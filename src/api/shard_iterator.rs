//! Shard iterators as readers hold them: text that says all there is to know, so that nothing need
//! be remembered of who reads.
//!
//! Like the service's own, one is the stream's ARN, a one, and base64 that means nothing to the
//! reader. A checksum over all of it finds what was cut or changed by accident.

use super::arn;
use super::json::blob;
use crate::changelog::{ShardId, ShardIterator};
use crate::model::Millis;

/// When it was issued, the shard (two parts), the place, and the checksum.
const BYTES: usize = 8 + 8 + 4 + 8 + 4;
const VERSION: &str = "1|";

/// The iterator as text; far below the 2,048 characters that are allowed.
pub fn write(iterator: &ShardIterator) -> String {
    let arn = arn::stream(&iterator.stream);
    let mut bytes = Vec::with_capacity(BYTES);
    bytes.extend(iterator.issued.0.to_be_bytes());
    bytes.extend(iterator.shard.opened.0.to_be_bytes());
    bytes.extend(iterator.shard.range_start.to_be_bytes());
    bytes.extend(iterator.sequence.to_be_bytes());
    bytes.extend(checksum(&arn, &bytes).to_be_bytes());
    format!("{arn}|{VERSION}{}", blob::encode(&bytes))
}

/// The iterator that the text is, if it is one.
pub fn read(text: &str) -> Option<ShardIterator> {
    let (arn, rest) = text.split_once('|')?;
    let bytes = blob::decode(rest.strip_prefix(VERSION)?)?;
    let (state, sum) = bytes.split_last_chunk::<4>()?;
    if u32::from_be_bytes(*sum) != checksum(arn, state) {
        return None;
    }
    let (issued, state) = state.split_first_chunk::<8>()?;
    let (opened, state) = state.split_first_chunk::<8>()?;
    let (shard, state) = state.split_first_chunk::<4>()?;
    let sequence = state.try_into().ok()?;
    Some(ShardIterator {
        stream: arn::read_stream(arn)?,
        shard: ShardId {
            opened: Millis(u64::from_be_bytes(*opened)),
            range_start: u32::from_be_bytes(*shard),
        },
        sequence: u64::from_be_bytes(sequence),
        issued: Millis(u64::from_be_bytes(*issued)),
    })
}

fn checksum(arn: &str, state: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(arn.as_bytes());
    hasher.update(state);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changelog::{StreamId, StreamLabel};
    use crate::model::TableName;
    use proptest::prelude::*;

    fn iterator() -> impl Strategy<Value = ShardIterator> {
        let parts = ("[a-zA-Z0-9_.-]{3,255}", 0..4_000_000_000_000_u64, any::<[u64; 3]>());
        (parts, any::<u32>()).prop_map(
            |((table, label, [opened, sequence, issued]), range_start)| ShardIterator {
                stream: StreamId {
                    table: TableName::parse(&table).unwrap(),
                    label: StreamLabel(Millis(label)),
                },
                shard: ShardId { opened: Millis(opened), range_start },
                sequence,
                issued: Millis(issued),
            },
        )
    }

    proptest! {
        #[test]
        fn an_iterator_reads_back(iterator in iterator()) {
            let text = write(&iterator);
            prop_assert!(text.len() <= 2048);
            prop_assert_eq!(read(&text), Some(iterator));
        }

        #[test]
        fn a_changed_or_cut_one_is_none(
            iterator in iterator(), at in any::<prop::sample::Index>(), letter in "[a-zA-Z0-9|]",
        ) {
            let text = write(&iterator);
            let at = at.index(text.len());
            let changed = format!("{}{letter}{}", &text[..at], &text[at + 1..]);
            // Region and account are not looked at where streams are named, but they are summed.
            prop_assert!(changed == text || read(&changed).is_none());
            prop_assert_eq!(read(&text[..at]), None);
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            prop_assert_eq!(read(&text), None);
        }
    }
}
