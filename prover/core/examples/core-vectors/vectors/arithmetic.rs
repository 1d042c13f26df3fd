//! Field, extension, permutation, tagged hash.

use saya_core::{hash, permute, Ext2, Felt, Tag, P};
use serde_json::{json, Value as Json};

use super::source::{felt, hex32, Source};

fn extremes() -> Vec<Felt> {
    [
        0,
        1,
        2,
        (1 << 32) - 1,
        1 << 32,
        (1 << 63) - 1,
        1 << 63,
        P - 2,
        P - 1,
    ]
    .map(felt)
    .to_vec()
}

/// Every pair of the extremes, then random pairs; parallel arrays.
fn pairs(source: &mut Source) -> (Vec<Felt>, Vec<Felt>) {
    let all = extremes();
    let mut pairs: Vec<(Felt, Felt)> = all
        .iter()
        .flat_map(|a| all.iter().map(|b| (*a, *b)))
        .collect();
    pairs.extend((0..16).map(|_| (source.felt(), source.felt())));
    pairs.into_iter().unzip()
}

pub fn field() -> Json {
    let (a, b) = pairs(&mut Source::new("field"));
    let both = |op: fn(Felt, Felt) -> Felt| -> Vec<Felt> {
        a.iter().zip(&b).map(|(a, b)| op(*a, *b)).collect()
    };
    let nonzero: Vec<Felt> = a.iter().copied().filter(|a| *a != Felt::ZERO).collect();
    let inverse: Vec<Felt> = nonzero.iter().filter_map(|a| a.inverse()).collect();
    let rejected = [P, P + 1, P + (1 << 31), u64::MAX];
    assert!(rejected.iter().all(|x| Felt::new(*x).is_err()));
    json!({
        "a": a,
        "b": b,
        "sum": both(|a, b| a + b),
        "difference": both(|a, b| a - b),
        "product": both(|a, b| a * b),
        "nonzero": nonzero,
        "inverse": inverse,
        "rejected": rejected.map(|x| format!("0x{x:016x}")),
    })
}

pub fn extension() -> Json {
    let mut source = Source::new("extension");
    let (a0, a1) = pairs(&mut source);
    let (mut b1, mut b0) = (a0.clone(), a1.clone());
    b0.rotate_left(7);
    b1.rotate_left(3);
    let products = (0..a0.len()).map(|i| Ext2::new(a0[i], a1[i]) * Ext2::new(b0[i], b1[i]));
    let (p0, p1): (Vec<Felt>, Vec<Felt>) = products.map(|p| p.limbs().into()).unzip();
    json!({"a0": a0, "a1": a1, "b0": b0, "b1": b1, "product0": p0, "product1": p1})
}

pub fn permutations() -> Json {
    let mut source = Source::new("permute");
    let mut inputs = vec![
        [Felt::ZERO; 12],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(felt),
        [felt(P - 1); 12],
    ];
    inputs.extend((0..5).map(|_| [(); 12].map(|()| source.felt())));
    let case = |input: [Felt; 12]| {
        let mut output = input;
        permute(&mut output);
        json!({"input": input, "output": output})
    };
    inputs.into_iter().map(case).collect()
}

pub fn hashes() -> Json {
    let mut x = Source::new("hash").felts(15);
    x.insert(3, felt(P - 1));
    x.insert(8, Felt::ZERO);
    let row =
        |tag: &Tag| -> Vec<String> { (0..=x.len()).map(|n| hex32(&hash(*tag, &x[..n]))).collect() };
    json!({
        "x": x,
        "tags": Tag::ALL.map(|tag| tag as u32),
        "digests": Tag::ALL.iter().map(row).collect::<Vec<_>>(),
    })
}
