//! How many pairs fit, measured on the bytes.

use {
    super::{
        super::{
            message::{accounts, compile, wire_bytes, with_budget},
            payout::{lookup_table_plan, pack, Pair},
        },
        *,
    },
    crate::{instruction::ProceedsDistribute, Instruction},
    solana_hash::Hash,
    std::collections::BTreeSet,
};

fn numbered(kind: u8, number: usize) -> Address {
    let mut bytes = [kind; 32];
    bytes[..8].copy_from_slice(&(number as u64).to_le_bytes());
    Address::new_from_array(bytes)
}

fn pairs(range: std::ops::Range<usize>) -> Vec<Pair> {
    range.map(|number| (numbered(1, number), numbered(2, number))).collect()
}

/// Tables as they would be built.
fn tables(pairs: &[Pair]) -> Vec<AddressLookupTableAccount> {
    let slots: Vec<u64> = (0..1_000).rev().collect();
    let plan = lookup_table_plan(mint(), pairs, &[], at("authority"), &slots).unwrap();
    plan.tables
        .iter()
        .map(|table| AddressLookupTableAccount {
            key: table.address,
            addresses: table.transactions.iter().flatten().flat_map(extended).collect(),
        })
        .collect()
}

/// The addresses that an instruction of the lookup table program adds.
fn extended(instruction: &Instruction) -> Vec<Address> {
    const EXTEND: [u8; 4] = [2, 0, 0, 0];
    match instruction.data.strip_prefix(&EXTEND) {
        Some(rest) => rest[8..].chunks(32).map(|bytes| Address::try_from(bytes).unwrap()).collect(),
        None => Vec::new(),
    }
}

fn instructions(pairs: &[Pair], sending: &Sending) -> Vec<Instruction> {
    let distribute = ProceedsDistribute { mint: mint(), pairs: pairs.to_vec() }.instruction();
    with_budget(&[distribute], None, Some(1_400_000), sending.price())
}

/// Bytes and accounts of a payout of these pairs.
fn size(pairs: &[Pair], tables: &[AddressLookupTableAccount], sending: &Sending) -> (usize, usize) {
    let message = compile(&instructions(pairs, sending), &at("payer"), Hash::default(), tables).unwrap();
    (wire_bytes(&message).unwrap(), accounts(&message))
}

fn priced() -> Sending {
    Sending { compute_unit_price: 1_000, ..Sending::default() }
}

#[test]
fn thirteen_without_a_table_and_twenty_nine_with_one() {
    let pairs = pairs(0..100);
    for sending in [Sending::default(), priced()] {
        let plain = pack(mint(), &pairs, &[], &sending).unwrap();
        assert_eq!(plain.iter().map(Vec::len).collect::<Vec<_>>(), [13, 13, 13, 13, 13, 13, 13, 9]);
        let (bytes, locks) = size(&plain[0], &[], &sending);
        assert!(bytes <= 1_232 && bytes + 66 > 1_232, "{bytes} bytes");
        assert_eq!(locks, 32);

        let tables = tables(&pairs);
        assert_eq!(tables.len(), 1);
        let packed = pack(mint(), &pairs, &tables, &sending).unwrap();
        assert_eq!(packed.iter().map(Vec::len).collect::<Vec<_>>(), [29, 29, 29, 13]);
        let (with, locks) = size(&packed[0], &tables, &sending);
        assert_eq!(locks, 64, "the account limit is what ends it");
        println!("price {}: 13 pairs {bytes} bytes, 29 with a table {with} bytes", sending.compute_unit_price);
    }
    assert_eq!(size(&pairs[..13], &[], &Sending::default()), (1_167, 32));
    assert_eq!(size(&pairs[..13], &[], &priced()), (1_179, 32));
    assert_eq!(size(&pairs[..29], &tables(&pairs), &Sending::default()), (368, 64));
    assert_eq!(size(&pairs[..29], &tables(&pairs), &priced()), (380, 64));
}

/// Every pair comes once, everything fits, and no transaction but the last of its kind could have taken one more.
#[test]
fn any_number_fits() {
    let all = pairs(0..420);
    for count in (0..60).chain([87, 88, 126, 127, 128, 252, 253, 254, 300, 420]) {
        let pairs = &all[..count];
        for tables in [Vec::new(), tables(pairs)] {
            let packed = pack(mint(), pairs, &tables, &priced()).unwrap();
            let limit = if tables.is_empty() { 13 } else { 29 };
            assert_eq!(packed.len(), count.div_ceil(limit), "{count} pairs");
            assert_eq!(packed.iter().flatten().collect::<BTreeSet<_>>(), pairs.iter().collect());
            assert_eq!(packed.iter().map(Vec::len).sum::<usize>(), count);
            for batch in &packed {
                let (bytes, locks) = size(batch, &tables, &priced());
                assert!(bytes <= 1_232 && locks <= 64, "{bytes} bytes, {locks} accounts");
            }
        }
    }
}

/// Some holders are new since the table was built.
#[test]
fn pairs_outside_of_the_tables_share_transactions_with_those_inside() {
    let all = pairs(0..60);
    for known in 0..60 {
        let tables = tables(&all[..known]);
        let packed = pack(mint(), &all, &tables, &Sending::default()).unwrap();
        assert_eq!(packed.iter().flatten().collect::<BTreeSet<_>>(), all.iter().collect());
        for batch in &packed {
            let (bytes, locks) = size(batch, &tables, &Sending::default());
            assert!(bytes <= 1_232 && locks <= 64);
        }
        let apart = (60 - known).div_ceil(13) + known.div_ceil(29);
        assert!(packed.len() <= apart, "{} transactions, {apart} if they were kept apart", packed.len());
    }
}

#[test]
fn tables_are_found_quickly_among_many() {
    let all = pairs(0..5_000);
    let tables = tables(&all);
    assert_eq!(tables.len(), 40);
    assert!(tables.iter().all(|table| table.addresses.len() <= 256));
    let packed = pack(mint(), &all, &tables, &Sending::default()).unwrap();
    assert_eq!(packed.len(), 5_000usize.div_ceil(29));
}

/// A hostile node's tables make a plan no larger than it may be.
#[test]
fn strange_tables() {
    let all = pairs(0..40);
    let repeated = AddressLookupTableAccount { key: at("t"), addresses: vec![all[0].0; 256] };
    let huge = AddressLookupTableAccount {
        key: at("u"),
        addresses: pairs(0..2_000).into_iter().flat_map(|(position, account)| [position, account]).collect(),
    };
    let reversed =
        AddressLookupTableAccount { key: at("v"), addresses: all.iter().map(|(_, account)| *account).collect() };
    for tables in [vec![repeated.clone()], vec![reversed.clone(), repeated], vec![reversed]] {
        let packed = pack(mint(), &all, &tables, &Sending::default()).unwrap();
        assert_eq!(packed.iter().map(Vec::len).sum::<usize>(), 40);
    }
    // More than a table can hold: addresses beyond the 256th cannot be named.
    let beyond = pack(mint(), &pairs(200..240), &[huge], &Sending::default());
    assert!(matches!(beyond, Err(RpcError::Message { .. })));
}

#[test]
fn table_transactions_fit() {
    let slots: Vec<u64> = (1_000..2_000).collect();
    for count in [1, 12, 13, 14, 26, 27, 28, 126, 127, 300] {
        let all = pairs(0..count);
        let plan = lookup_table_plan(mint(), &all, &[], at("authority"), &slots).unwrap();
        assert_eq!(plan.tables.len(), count.div_ceil(126));
        let addresses: BTreeSet<_> = plan.tables.iter().map(|table| table.address).collect();
        assert_eq!(addresses.len(), plan.tables.len(), "each table has a slot of its own");
        let mut most = 0;
        for instructions in plan.tables.iter().flat_map(|table| &table.transactions) {
            let complete = with_budget(instructions, None, Some(1_400_000), Some(u64::MAX));
            let message = compile(&complete, &at("authority"), Hash::default(), &[]).unwrap();
            most = most.max(wire_bytes(&message).unwrap());
        }
        assert!(most <= 1_232);
        println!(
            "{count} pairs: {} tables, {} transactions, at most {most} bytes",
            plan.tables.len(),
            plan.transactions()
        );
        let added: Vec<_> =
            plan.tables.iter().flat_map(|table| table.transactions.iter().flatten().flat_map(extended)).collect();
        assert_eq!(added.len(), 2 * count + 3 * plan.tables.len());
        assert_eq!(added[..3], [pda::token(mint()), pda::vault(mint()), TOKEN_ID]);
    }
}

#[test]
fn known_tables_are_filled_first() {
    let all = pairs(0..200);
    let known = tables(&all[..100]);
    assert_eq!(known[0].addresses.len(), 203);
    let plan = lookup_table_plan(mint(), &all, &known, at("authority"), &[9]).unwrap();
    assert_eq!(plan.tables.len(), 2);
    assert_eq!(plan.tables[0].address, known[0].key);
    let added: usize = plan.tables[0].transactions.iter().flatten().map(|one| extended(one).len()).sum();
    assert_eq!(added, 52, "26 pairs are what 53 places have room for");
    // Nothing to do for those that are in it.
    assert_eq!(lookup_table_plan(mint(), &all[..100], &known, at("authority"), &[]).unwrap().tables, []);
    // A slot is missing for the second table.
    assert!(lookup_table_plan(mint(), &all, &known, at("authority"), &[]).is_err());
}
