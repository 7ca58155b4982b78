//! A token with a crowd of holders, and what its payouts took.

use {
    super::{
        populate::{self, Holder},
        sdk::{key, Stage},
    },
    base64::{prelude::BASE64_STANDARD, Engine},
    personal_token_sdk::{
        pda,
        rpc::{PayoutOptions, PayoutPlan},
        Address,
    },
    personal_token_tests::identity,
    serde_json::{json, Value},
    solana_rpc_client_api::request::RpcRequest,
    solana_signer::Signer,
    std::collections::BTreeMap,
};

/// The owner of the token.
pub const OWNER: &str = "ada";
/// The holder who came by transactions, and whom the others are written after.
pub const PATTERN: &str = "pattern";
const PATTERN_SHARES: u64 = 1_000;

pub struct Crowd {
    pub stage: Stage,
    pub mint: Address,
    /// Everybody but the owner.
    pub holders: Vec<Holder>,
}

pub fn holder(name: &str, shares: u64) -> Holder {
    Holder { wallet: key(name).pubkey(), identity: identity(name), shares }
}

impl Crowd {
    /// A token with `count` holders beside its owner, who hold between 1 and 50 shares each, the pattern 1,000.
    pub async fn gathered(count: usize) -> Self {
        let stage = Stage::founded().await;
        let mint = stage.token(OWNER).await;
        stage.holder(PATTERN, OWNER, mint, PATTERN_SHARES).await;
        let mut holders = vec![holder(PATTERN, PATTERN_SHARES)];
        let written: Vec<Holder> = (1..count)
            .map(|number| {
                // No key pairs: nobody here signs, and a hundred thousand take a while.
                let name = format!("holder {number}");
                let wallet = Address::new_from_array(identity(&format!("wallet of {name}")));
                Holder { wallet, identity: identity(&name), shares: 1 + u64::try_from(number % 50).unwrap() }
            })
            .collect();
        populate::write(&stage.ledger, stage.network, mint, key(OWNER).pubkey(), &holders[0], &written);
        holders.extend(written);
        Self { stage, mint, holders }
    }

    pub async fn deposit(&self, amount: u64) {
        self.stage.deposit(OWNER, self.mint, amount).await;
    }

    pub async fn plan(&self, options: &PayoutOptions) -> PayoutPlan {
        self.stage.client.payout_plan(self.mint, options).await.unwrap()
    }

    /// Quote units in the account of every holder, by wallet; the owner's too.
    pub fn balances(&self) -> BTreeMap<Address, u64> {
        let wallets = self.holders.iter().map(|holder| holder.wallet).chain([key(OWNER).pubkey()]);
        wallets.map(|wallet| (wallet, self.quote_at(pda::quote_account(wallet, self.stage.quote_mint())))).collect()
    }

    pub fn vault(&self) -> u64 {
        self.quote_at(pda::vault(self.mint))
    }

    fn quote_at(&self, address: Address) -> u64 {
        let account = self.stage.ledger.with_svm(|svm| svm.get_account(&address));
        account.map_or(0, |account| u64::from_le_bytes(account.data[64..72].try_into().unwrap()))
    }

    /// What transactions took, by the ledger's records.
    pub async fn figures(&self, signatures: &[impl ToString]) -> Figures {
        let mut figures = Figures::default();
        for signature in signatures {
            let params = json!([signature.to_string(), { "encoding": "base64", "maxSupportedTransactionVersion": 0 }]);
            let record: Value = self.stage.client.rpc().send(RpcRequest::GetTransaction, params).await.unwrap();
            let bytes = BASE64_STANDARD.decode(record["transaction"][0].as_str().unwrap()).unwrap().len();
            assert!(record["meta"]["err"].is_null(), "{record}");
            figures.add(&record["meta"], bytes);
        }
        figures
    }
}

/// What some transactions took together, and the largest of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub transactions: u64,
    pub units: u64,
    pub most_units: u64,
    pub bytes: u64,
    pub most_bytes: u64,
    pub fee_lamports: u64,
}

impl Figures {
    fn add(&mut self, meta: &Value, bytes: usize) {
        let units = meta["computeUnitsConsumed"].as_u64().unwrap();
        let bytes = u64::try_from(bytes).unwrap();
        self.transactions += 1;
        self.units += units;
        self.most_units = self.most_units.max(units);
        self.bytes += bytes;
        self.most_bytes = self.most_bytes.max(bytes);
        self.fee_lamports += meta["fee"].as_u64().unwrap();
    }
}
