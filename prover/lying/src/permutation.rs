//! The running products of the permutation argument, honest or not.

use plonky2::field::types::Field;
use saya_circuits::types::F;

use crate::script::Permutation;
use crate::table::{Columns, Table};

/// A row in which a dishonest product jumps; any but the first would do, where Z is pinned.
const JUMP_ROW: usize = 1;

/// Values over the rows, for one repetition.
pub struct Products {
    pub z: Vec<F>,
    /// What is claimed for Z one row further.
    pub next: Vec<F>,
    pub partials: Columns,
}

impl Table {
    /// Products of `witness` under the wiring `sigmas`.
    pub fn products(
        &self,
        witness: &Columns,
        sigmas: &Columns,
        beta: F,
        gamma: F,
        how: Permutation,
    ) -> Products {
        let chunks = self.common().num_partial_products + 1;
        let factors: Columns = (0..self.rows())
            .map(|row| {
                (0..chunks)
                    .map(|chunk| self.factor(witness, sigmas, beta, gamma, row, chunk))
                    .collect()
            })
            .collect();
        let missing = factors.iter().flatten().copied().product::<F>().inverse();

        let mut out = Products {
            z: vec![],
            next: vec![],
            partials: vec![vec![]; chunks - 1],
        };
        let mut product = if how == Permutation::Zero {
            F::ZERO
        } else {
            F::ONE
        };
        for (row, factors) in factors.iter().enumerate() {
            out.z.push(product);
            for (chunk, &factor) in factors.iter().enumerate() {
                product *= factor;
                if row == JUMP_ROW && how == Permutation::JumpInChunk(chunk) {
                    product *= missing;
                }
                match out.partials.get_mut(chunk) {
                    Some(partial) => partial.push(product),
                    None => out.next.push(product),
                }
            }
            if row == JUMP_ROW && how == Permutation::JumpToNext {
                product *= missing;
            }
        }
        out
    }

    /// `Π(w + β·id + γ) / Π(w + β·σ + γ)` over one chunk of one row.
    fn factor(
        &self,
        witness: &Columns,
        sigmas: &Columns,
        beta: F,
        gamma: F,
        row: usize,
        chunk: usize,
    ) -> F {
        let (mut own, mut image) = (F::ONE, F::ONE);
        for wire in self.chunk(chunk) {
            let shifted = witness[wire][row] + gamma;
            own *= shifted + beta * self.identity(row, wire);
            image *= shifted + beta * sigmas[wire][row];
        }
        own / image
    }
}
