//! The same numbers on every machine and in every run: SplitMix64.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    pub fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    /// Any magnitude is as likely as any other, and the edges come up.
    pub fn amount(&mut self) -> u64 {
        match self.below(12) {
            0 => self.pick(&[0, 1, 2, 3, 9_999, 10_000, 10_001]),
            1 => self.pick(&[u64::MAX, u64::MAX - 1, u64::MAX / 2, 1 << 63, (1 << 32) - 1, 1 << 32]),
            _ => self.bits() >> self.below(64),
        }
    }

    /// As [`Random::amount`], of twice the width.
    pub fn wide(&mut self) -> u128 {
        match self.below(4) {
            0 => u128::from(self.amount()),
            1 => u128::from(self.amount()) << 64,
            2 => (u128::from(self.bits()) << 64 | u128::from(self.bits())) >> self.below(128),
            _ => u128::from(self.bits()) << self.below(65),
        }
    }

    /// A Unix time around `now`, rarely an impossible one.
    pub fn time(&mut self, now: i64) -> i64 {
        let distance = i64::try_from(self.bits() >> self.pick(&[24, 34, 44, 63])).unwrap();
        match self.below(16) {
            0 => self.pick(&[0, 1, -1, i64::MAX, i64::MAX - 1, i64::MIN]),
            1 => now,
            2..=8 => now.saturating_sub(distance),
            _ => now.saturating_add(distance),
        }
    }
}
