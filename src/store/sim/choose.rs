//! Ways to decide what a power cut left behind: each possibility once, or a sample by a seed.

/// Decides one thing after another.
pub trait Chooser {
    /// A number below `options`.
    fn pick(&mut self, options: usize) -> usize;
}

/// Goes through every sequence of decisions, one per round.
#[derive(Clone, Debug, Default)]
pub struct Every {
    digits: Vec<(usize, usize)>,
    next: usize,
}

impl Every {
    /// Moves on to the next sequence, and says whether there is one.
    pub fn advance(&mut self) -> bool {
        self.digits.truncate(self.next);
        self.next = 0;
        while let Some((digit, options)) = self.digits.pop() {
            if digit + 1 < options {
                self.digits.push((digit + 1, options));
                return true;
            }
        }
        false
    }
}

impl Chooser for Every {
    fn pick(&mut self, options: usize) -> usize {
        let digit = self.digits.get(self.next).map_or(0, |&(digit, _)| digit);
        if self.next == self.digits.len() {
            self.digits.push((0, options));
        }
        self.next += 1;
        digit
    }
}

/// Decides by a seed, the same way each time.
#[derive(Clone, Copy, Debug)]
pub struct Sample(u64);

impl Sample {
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }
}

impl Chooser for Sample {
    /// Splitmix64, because its steps from neighbouring seeds have nothing in common.
    fn pick(&mut self, options: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % options.max(1) as u64).unwrap_or(0)
    }
}

/// Decides the same everywhere: everything arrived, or nothing did.
#[derive(Clone, Copy, Debug)]
pub struct Always(pub usize);

impl Chooser for Always {
    fn pick(&mut self, options: usize) -> usize {
        self.0.min(options.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sequence_comes_once() {
        let mut chooser = Every::default();
        let mut seen = Vec::new();
        loop {
            let first = chooser.pick(2);
            let second = if first == 1 { chooser.pick(3) } else { 0 };
            seen.push((first, second));
            if !chooser.advance() {
                break;
            }
        }
        assert_eq!(seen, [(0, 0), (1, 0), (1, 1), (1, 2)]);
    }
}
