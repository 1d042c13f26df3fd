//! The quadratic extension `F_p[X]/(X² − 7)`.

use std::ops::{Add, Mul, Sub};

use serde::{Deserialize, Serialize};

use crate::felt::Felt;

/// X².
const NON_RESIDUE: Felt = Felt::from_u32(7);

/// `c0 + c1·X`. As JSON the array `[c0, c1]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ext2([Felt; 2]);

impl Ext2 {
    pub const ZERO: Ext2 = Ext2([Felt::ZERO; 2]);
    pub const ONE: Ext2 = Ext2([Felt::ONE, Felt::ZERO]);

    /// `c0 + c1·X`.
    pub const fn new(c0: Felt, c1: Felt) -> Ext2 {
        Ext2([c0, c1])
    }

    /// `[c0, c1]`.
    pub const fn limbs(self) -> [Felt; 2] {
        self.0
    }

    /// `Σ coefficients[i]·self^i`, by Horner's rule from the last coefficient.
    pub fn evaluate(self, coefficients: impl DoubleEndedIterator<Item = Felt>) -> Ext2 {
        coefficients
            .rev()
            .fold(Ext2::ZERO, |sum, c| sum * self + Ext2::from(c))
    }
}

impl From<Felt> for Ext2 {
    fn from(c0: Felt) -> Ext2 {
        Ext2([c0, Felt::ZERO])
    }
}

impl Add for Ext2 {
    type Output = Ext2;
    fn add(self, other: Ext2) -> Ext2 {
        Ext2([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }
}

impl Sub for Ext2 {
    type Output = Ext2;
    fn sub(self, other: Ext2) -> Ext2 {
        Ext2([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }
}

impl Mul for Ext2 {
    type Output = Ext2;
    fn mul(self, other: Ext2) -> Ext2 {
        let ([a0, a1], [b0, b1]) = (self.0, other.0);
        Ext2([a0 * b0 + NON_RESIDUE * a1 * b1, a0 * b1 + a1 * b0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{rngs::StdRng, Rng, SeedableRng};

    fn random(rng: &mut StdRng) -> Ext2 {
        Ext2::new(Felt::reduce(rng.gen()), Felt::reduce(rng.gen()))
    }

    #[test]
    fn x_squared_is_seven() {
        let x = Ext2::new(Felt::ZERO, Felt::ONE);
        assert_eq!(x * x, Ext2::from(Felt::from_u32(7)));
    }

    #[test]
    fn ring_laws() {
        let mut rng = StdRng::seed_from_u64(3);
        for _ in 0..200 {
            let (a, b, c) = (random(&mut rng), random(&mut rng), random(&mut rng));
            assert_eq!(a * b, b * a);
            assert_eq!(a * (b * c), (a * b) * c);
            assert_eq!(a * (b + c), a * b + a * c);
            assert_eq!(a - b + b, a);
            assert_eq!(a * Ext2::ONE, a);
        }
    }

    #[test]
    fn evaluation_is_the_sum_of_powers() {
        let mut rng = StdRng::seed_from_u64(4);
        let r = random(&mut rng);
        let coefficients: Vec<Felt> = (0..20).map(|_| Felt::reduce(rng.gen())).collect();
        let (mut power, mut sum) = (Ext2::ONE, Ext2::ZERO);
        for &c in &coefficients {
            sum = sum + Ext2::from(c) * power;
            power = power * r;
        }
        assert_eq!(r.evaluate(coefficients.into_iter()), sum);
    }
}
