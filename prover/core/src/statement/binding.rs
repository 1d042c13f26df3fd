//! How a proof is bound to its statement: commit, challenge and evaluation.

use super::Statement;
use crate::chain::{keccak256, two_limbs};
use crate::ext::Ext2;
use crate::felt::Felt;
use crate::hashing::{hash, Tag};
use crate::limbs::{self, Digest};

/// The public inputs of the last proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// `H(COMMIT; D[0..40], state_in, state_out)`.
    pub commit: Digest,
    /// The point at which D is evaluated.
    pub r: Ext2,
    /// `Σ D_i r^i`.
    pub p: Ext2,
}

impl Binding {
    /// `commit(4), r(2), P(2)`.
    pub fn public_inputs(&self) -> [Felt; 8] {
        let ([c0, c1, c2, c3], [r0, r1], [p0, p1]) = (self.commit, self.r.limbs(), self.p.limbs());
        [c0, c1, c2, c3, r0, r1, p0, p1]
    }
}

impl Statement {
    /// `H(COMMIT; D[0..40], state_in, state_out)`.
    pub fn commit(&self) -> Digest {
        let mut x = self.head_limbs().to_vec();
        x.extend(self.state_in());
        x.extend(self.state_out());
        hash(Tag::Commit, &x)
    }

    /// The challenge r of this statement under any commit, as the chain computes it:
    /// keccak256("SAYA/R/1" ‖ commit ‖ D[0..40] ‖ input list ‖ output list), its halves mod p.
    pub fn challenge(&self, commit: &Digest) -> Ext2 {
        let head = self.head_limbs().map(|limb| limb.value().to_be_bytes());
        let digest = keccak256(&[
            b"SAYA/R/1",
            &limbs::to_bytes(commit),
            &head.concat(),
            &self.input_bytes(),
            &self.output_bytes(),
        ]);
        let [r0, r1] = two_limbs(&digest);
        Ext2::new(r0, r1)
    }

    /// `P = Σ D_i r^i`.
    pub fn evaluate(&self, r: Ext2) -> Ext2 {
        r.evaluate(self.limbs().into_iter())
    }

    /// r and P under a commit that somebody else claims.
    pub fn bind(&self, commit: Digest) -> Binding {
        let r = self.challenge(&commit);
        let p = self.evaluate(r);
        Binding { commit, r, p }
    }

    /// The binding of an honest prover.
    pub fn binding(&self) -> Binding {
        self.bind(self.commit())
    }
}
