//! Keys, typed values, packed numbers, domains, proof headers.

use saya_core::chain::{domain, mod_2_252, pack4, unpack4, word};
use saya_core::header::{offset, Header, LENGTH};
use saya_core::limbs::to_hex;
use saya_core::{Felt, Key, Typed, Value, ValueType, P};
use serde_json::{json, Value as Json};

use super::source::{felt, hex32, Source};

/// 16 digits, 32 of a `U128`, all 64 of a hash.
fn number(typed: Typed) -> String {
    match typed {
        Typed::Hash(digest) => hex32(&digest),
        Typed::U128(x) => format!("0x{x:032x}"),
        _ => format!("0x{:016x}", typed.number().expect("no hash")),
    }
}

pub fn keys() -> Json {
    use Typed::*;
    let cases: [(u32, u32, &[Typed]); 12] = [
        (0, 1, &[User(7), U32(0)]),
        (1, 1, &[]),
        (1, 2, &[U32(5)]),
        (1, 2, &[User(u32::MAX)]),
        (2, 1, &[Bool(true), Bool(false), Bool(true)]),
        (3, u32::MAX, &[U64(u64::MAX)]),
        (4, 1, &[U64(1 << 32 | 2), User(9)]),
        (4, 1, &[User(9), U64(1 << 32 | 2)]),
        ((1 << 31) - 1, 3, &[U32(1), U32(2), U32(3)]),
        (5, 1, &[U8(u8::MAX), U16(u16::MAX), User(1)]),
        (5, 2, &[Felt(felt(P - 1))]),
        (5, 3, &[Felt(felt(1 << 40)), U64(1 << 32 | 2)]),
    ];
    let case = |(contract, slot, map): (u32, u32, &[Typed])| {
        let key = Key::new(contract, slot, map).expect("a valid key");
        json!({
            "contract": contract,
            "slot": slot,
            "types": map.iter().map(|t| t.ty().name()).collect::<Vec<_>>(),
            "numbers": map.iter().map(|t| number(*t)).collect::<Vec<_>>(),
            "key": key,
        })
    };
    cases.into_iter().map(case).collect()
}

pub fn values() -> Json {
    use Typed::*;
    let cases = [
        Bool(false),
        Bool(true),
        U32(0),
        U32(20),
        U32(u32::MAX),
        User(1),
        User(u32::MAX),
        U64(0),
        U64(u32::MAX as u64),
        U64(1 << 32),
        U64(u64::MAX),
        U8(0),
        U8(u8::MAX),
        U16(u16::MAX),
        U128(0),
        U128(1 << 32 | 5),
        U128(1 << 96),
        U128(u128::MAX),
        Felt(felt(0)),
        Felt(felt(P - 1)),
        Hash([felt(0); 4]),
        Hash([1, 2, 3, 4].map(felt)),
        Hash([felt(P - 1); 4]),
    ];
    let case = |t: Typed| json!({"type": t.ty().name(), "number": number(t), "value": t.value()});
    cases.into_iter().map(case).collect()
}

pub fn rejected_values() -> Json {
    use ValueType::*;
    let cases = [
        (Bool, [2, 0, 0, 0]),
        (Bool, [1, 1, 0, 0]),
        (U32, [1 << 32, 0, 0, 0]),
        (U32, [1, 1, 0, 0]),
        (U32, [1, 0, 0, 1]),
        (User, [1 << 32, 0, 0, 0]),
        (User, [1, 0, 1, 0]),
        (U64, [1 << 32, 0, 0, 0]),
        (U64, [0, 1 << 32, 0, 0]),
        (U64, [0, 0, 1, 0]),
        (U8, [1 << 8, 0, 0, 0]),
        (U8, [0, 1, 0, 0]),
        (U16, [1 << 16, 0, 0, 0]),
        (U16, [0, 0, 0, 1]),
        (U128, [1 << 32, 0, 0, 0]),
        (U128, [0, 0, 0, 1 << 32]),
        (Felt, [0, 1, 0, 0]),
    ];
    let case = |(ty, limbs): (ValueType, [u64; 4])| {
        let value = Value(limbs.map(felt));
        let code = ty.decode(&value).expect_err("no encoding").code();
        json!({"type": ty.name(), "value": value, "code": code})
    };
    cases.into_iter().map(case).collect()
}

pub fn packings() -> Json {
    let mut source = Source::new("pack4");
    let mut numbers = vec![[0; 32], mod_2_252([0xff; 32])];
    for bit in [
        0, 1, 62, 63, 64, 125, 126, 127, 128, 188, 189, 190, 251usize,
    ] {
        let mut number = [0; 32];
        number[31 - bit / 8] = 1 << (bit % 8);
        numbers.push(number);
    }
    numbers.extend((0..6).map(|_| mod_2_252(source.word())));
    let limbs: Vec<String> = numbers
        .iter()
        .map(|n| hex32(&pack4(n).expect("below 2^252")))
        .collect();
    let (mut above, mut wide) = (vec![[0xff; 32], source.word()], Vec::new());
    above[1][0] |= 0x10;
    let mut smallest = [0; 32];
    smallest[0] = 0x10;
    above.push(smallest);
    assert!(above.iter().all(|n| pack4(n).is_err()));
    for index in 0..4 {
        let mut packed = [Felt::ONE; 4];
        packed[index] = felt(1 << 63);
        assert!(unpack4(&packed).is_err());
        wide.push(hex32(&packed));
    }
    json!({
        "numbers": numbers.iter().map(|n| to_hex(n)).collect::<Vec<_>>(),
        "packed": limbs,
        "rejected_numbers": above.iter().map(|n| to_hex(n)).collect::<Vec<_>>(),
        "rejected_packed": wide,
    })
}

pub fn domains() -> Json {
    let mut source = Source::new("domain");
    let mut cases = vec![
        (word(31337), [0x11; 20], word(1)),
        (word(1), [0; 20], word(0)),
        ([0xff; 32], [0xff; 20], [0xff; 32]),
    ];
    for _ in 0..3 {
        let mut address = [0; 20];
        address.copy_from_slice(&source.word()[..20]);
        cases.push((word(source.felt().value()), address, source.word()));
    }
    let case = |(chain_id, settlement, world): ([u8; 32], [u8; 20], [u8; 32])| {
        json!({
            "chain_id": to_hex(&chain_id),
            "settlement": to_hex(&settlement),
            "world": to_hex(&world),
            "domain": hex32(&domain(&chain_id, &settlement, &world)),
        })
    };
    cases.into_iter().map(case).collect()
}

fn header_limbs() -> Vec<Felt> {
    let mut limbs = Source::new("header").felts(LENGTH);
    for at in [offset::AUTH_IN, offset::AUTH_OUT, offset::COUNT] {
        limbs[at] = felt(limbs[at].value() & 0xffff_ffff);
    }
    limbs[offset::RESERVED..].fill(Felt::ZERO);
    limbs
}

pub fn headers() -> Json {
    let case = |limbs: Vec<Felt>| {
        let header = Header::from_limbs(&limbs).expect("a valid header");
        assert_eq!(header.to_limbs().to_vec(), limbs);
        json!({"limbs": limbs, "fields": header})
    };
    [vec![Felt::ZERO; LENGTH], header_limbs()]
        .into_iter()
        .map(case)
        .collect()
}

pub fn rejected_headers() -> Json {
    let mut cases = vec![header_limbs()[..47].to_vec()];
    let mut long = header_limbs();
    long.push(Felt::ZERO);
    cases.push(long);
    for at in offset::RESERVED..LENGTH {
        let mut limbs = header_limbs();
        limbs[at] = Felt::ONE;
        cases.push(limbs);
    }
    for at in [offset::AUTH_IN, offset::AUTH_OUT, offset::COUNT] {
        let mut limbs = header_limbs();
        limbs[at] = felt(1 << 32);
        cases.push(limbs);
    }
    let case = |limbs: Vec<Felt>| {
        let code = Header::from_limbs(&limbs).expect_err("no header").code();
        json!({"limbs": limbs, "code": code})
    };
    cases.into_iter().map(case).collect()
}
