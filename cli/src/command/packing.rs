//! Instructions into as few transactions as they fit.

use {
    personal_token_sdk::{
        rpc::{sign_only, Sending},
        Address, Instruction,
    },
    solana_hash::Hash,
};

/// Packs units in their order, each whole into one transaction; a unit that does not fit by itself is taken apart.
pub fn pack(payer: Address, units: impl IntoIterator<Item = Vec<Instruction>>) -> Vec<Vec<Instruction>> {
    let mut steps: Vec<Vec<Instruction>> = Vec::new();
    for unit in units.into_iter().filter(|unit| !unit.is_empty()) {
        let parts = match fits(payer, &unit) {
            true => vec![unit],
            false => unit.into_iter().map(|instruction| vec![instruction]).collect(),
        };
        for part in parts {
            let together = steps.last().map(|last| [last.as_slice(), part.as_slice()].concat());
            match (steps.last_mut(), together.filter(|together| fits(payer, together))) {
                (Some(last), Some(together)) => *last = together,
                _ => steps.push(part),
            }
        }
    }
    steps
}

/// Measured with what is added when it is sent.
fn fits(payer: Address, instructions: &[Instruction]) -> bool {
    let sending = Sending { compute_unit_limit: Some(1), compute_unit_price: 1, ..Sending::default() };
    sign_only(instructions, &payer, Hash::default(), &sending, &[]).is_ok()
}

#[cfg(test)]
mod tests {
    use {super::*, personal_token_sdk::ID};

    fn lengths(units: &[&[usize]]) -> Vec<Vec<usize>> {
        let instruction = |bytes: &usize| Instruction { program_id: ID, accounts: Vec::new(), data: vec![0; *bytes] };
        let units = units.iter().map(|unit| unit.iter().map(instruction).collect());
        let steps = pack(Address::from([1; 32]), units);
        steps.iter().map(|step| step.iter().map(|instruction| instruction.data.len()).collect()).collect()
    }

    #[test]
    fn what_does_not_fit_into_one_transaction_takes_several() {
        assert_eq!(lengths(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(lengths(&[&[400], &[], &[401]]), [[400, 401]]);
        assert_eq!(lengths(&[&[700], &[400, 1]]), [vec![700], vec![400, 1]]);
        // The order stays, and a unit stays whole.
        assert_eq!(lengths(&[&[300], &[300, 301], &[302, 303], &[1]]), [vec![300, 300, 301], vec![302, 303, 1]]);
        // Nothing can be done about a unit that is too long; its parts may still fit.
        assert_eq!(lengths(&[&[600, 601, 602]]), [[600], [601], [602]]);
    }
}
