//! Names for new things: the time and chance together, so that two machines never choose the same.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use jiff::Timestamp;

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

const TIME_CHARS: u32 = 7;
const CHANCE_CHARS: u32 = 8;

/// An id that sorts by the second it was made in and ends in 40 bits of chance.
#[must_use]
pub fn new_id(now: Timestamp) -> String {
    // Every such state is seeded anew by the standard library, from the system's source of chance.
    let chance = RandomState::new().build_hasher().finish();
    let secs = u64::try_from(now.as_second()).unwrap_or(0);
    letters(secs, TIME_CHARS) + &letters(chance, CHANCE_CHARS)
}

fn letters(value: u64, count: u32) -> String {
    (0..count)
        .rev()
        .map(|place| {
            let digit = usize::try_from((value >> (place * 5)) & 31).unwrap_or(0);
            ALPHABET.get(digit).copied().map_or('0', char::from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_do_not_repeat() {
        let early: Timestamp = "2026-11-20T13:57:38Z".parse().unwrap();
        let late: Timestamp = "2026-11-20T13:57:39Z".parse().unwrap();
        assert!(new_id(early) < new_id(late));
        let many: std::collections::BTreeSet<String> = (0..10_000).map(|_| new_id(early)).collect();
        assert_eq!(many.len(), 10_000);
        assert!(many.iter().all(|id| crate::store::names::is_safe(id)));
    }
}
