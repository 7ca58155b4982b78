//! Answers that no honest node gives.

use {
    super::{
        super::account as foreign,
        node::{in_context, keyed, ui, Answer},
        *,
    },
    crate::state::{Distribution, Member, Network, WalletLink},
    serde_json::{json, Value},
    solana_sdk_ids::{bpf_loader_upgradeable, system_program, sysvar},
};

fn decode_error<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(RpcError::Decode { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

fn network() -> Network {
    let parameters = crate::core::parameters::Parameters::default();
    Network { version: 1, creator: at("founder"), name: [b'n'; 32], parameters, ..Network::zeroed() }
}

#[tokio::test]
async fn too_few_and_too_many_accounts() {
    for count in [0, 2, 100] {
        let node = Node::new();
        let network = network();
        let list: Vec<Value> = (0..count).map(|_| ui(&stored(&network))).collect();
        node.queue("getMultipleAccounts", [Answer::Value(in_context(json!(list)))]);
        let reason = decode_error(node.client().network(network.address()).await);
        assert_eq!(reason, format!("{count} accounts came where 1 were asked for"));
    }
}

#[tokio::test]
async fn swapped_accounts() {
    let node = node_with(&[("ada", 1), ("bob", 1)], 1);
    let swapped = [position("bob", 1), position("ada", 1)].map(|position| ui(&stored(&position)));
    let wallets = {
        let mut wallets = vec![at("ada"), at("bob")];
        wallets.sort();
        wallets
    };
    node.queue("getMultipleAccounts", [Answer::Value(in_context(json!(swapped)))]);
    let options = PayoutOptions { only: Some(wallets), ..PayoutOptions::default() };
    assert_eq!(decode_error(node.client().payout_plan(mint(), &options).await), "it belongs to another address");
}

#[tokio::test]
async fn wrong_owner_discriminator_and_length() {
    let network = network();
    let (good, address) = (stored(&network), network.address());
    let bad = |change: &dyn Fn(&mut Account)| {
        let mut account = good.clone();
        change(&mut account);
        account
    };
    let cases = [
        bad(&|account| account.owner = at("other program")),
        bad(&|account| account.data[0] ^= 1),
        bad(&|account| account.data[8] = 2),
        bad(&|account| account.data.clear()),
        bad(&|account| account.data.truncate(7)),
        bad(&|account| account.data.truncate(399)),
        bad(&|account| account.data.push(0)),
    ];
    for account in cases {
        let node = Node::new();
        node.set(address, account);
        decode_error(node.client().network(address).await);
    }
    let node = Node::new();
    node.set(address, good);
    assert_eq!(node.client().network(address).await.unwrap(), network);
    // The same content at another address is somebody else's.
    node.set(at("elsewhere"), stored(&network));
    assert_eq!(decode_error(node.client().network(at("elsewhere")).await), "it belongs to another address");
    assert!(node.client().networks().await.is_err());
}

#[tokio::test]
async fn data_that_is_not_base64() {
    let junk = [
        json!(["%%%", "base64"]),
        json!(["KLUv/QBYAQAA", "base64+zstd"]),
        json!({ "program": "x", "parsed": {}, "space": 1 }),
        json!("1111"),
    ];
    for data in junk {
        let node = Node::new();
        let mut account = ui(&stored(&network()));
        account["data"] = data;
        node.queue("getMultipleAccounts", [Answer::Value(in_context(json!([account])))]);
        decode_error(node.client().network(network().address()).await);
    }
    // Not even of the right shape.
    for junk in [json!(null), json!(5), json!([]), json!({ "value": 1 }), in_context(json!(null))] {
        let node = Node::new();
        node.queue("getMultipleAccounts", [Answer::Value(junk)]);
        assert!(matches!(
            node.client().network(at("n")).await,
            Err(RpcError::Rpc { request: "getMultipleAccounts", .. })
        ));
    }
}

#[tokio::test]
async fn what_is_missing() {
    let node = Node::new();
    let client = node.client();
    let missing = client.network(at("n")).await.unwrap_err();
    assert!(matches!(missing, RpcError::NotFound { what: "network", .. }), "{missing}");
    assert!(client.token(mint()).await.unwrap().is_none());
    assert!(client.member_of(at("n"), at("w")).await.unwrap().is_none());
    assert!(client.position(at("w"), mint()).await.unwrap().is_none());
    assert!(client.token_account(at("t")).await.unwrap().is_none());
    assert!(client.positions(at("t")).await.unwrap().is_empty());
    assert!(matches!(client.cap_table(mint()).await, Err(RpcError::NotFound { what: "token", .. })));
    // Lamports at an address do not make an account of ours there.
    for address in [pda::token(mint()), at("t")] {
        node.set(address, account(system_program::ID, Vec::new()));
    }
    assert!(client.token(mint()).await.unwrap().is_none());
    assert!(client.token_account(at("t")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_wallet_link_to_another_network() {
    let node = Node::new();
    let member = Member {
        version: 1,
        status: crate::core::member::Status::ALL[0].byte(),
        roles: 1,
        network: at("other"),
        ..Member::zeroed()
    };
    let link =
        WalletLink { version: 1, network: at("n"), wallet: at("w"), member: member.address(), ..WalletLink::zeroed() };
    node.set(link.address(), stored(&link));
    node.set(member.address(), stored(&member));
    assert!(decode_error(node.client().member_of(at("n"), at("w")).await).contains("another network"));
}

#[tokio::test]
async fn positions_that_were_not_asked_for() {
    let honest = position("ada", 1);
    let foreign = Position { token: at("another token"), ..position("eve", 1) };
    let misplaced = position("eve", 1);
    let cases = [
        vec![keyed(&honest.address(), &stored(&honest)), keyed(&foreign.address(), &stored(&foreign))],
        vec![keyed(&at("nowhere"), &stored(&misplaced))],
        vec![keyed(&honest.address(), &account(at("program"), honest.encode()))],
        vec![keyed(&honest.address(), &account(ID, vec![1; 10]))],
        vec![keyed(&honest.address(), &stored(&honest)), keyed(&honest.address(), &stored(&honest))],
    ];
    for answer in cases {
        let node = Node::new();
        node.queue("getProgramAccounts", [Answer::Value(json!(answer))]);
        decode_error(node.client().positions(pda::token(mint())).await);
    }
}

#[tokio::test]
async fn filters_name_size_kind_and_field() {
    let node = node_with(&[("ada", 1)], 0);
    node.client().positions(pda::token(mint())).await.unwrap();
    let filters = node.calls_of("getProgramAccounts")[0][1]["filters"].clone();
    assert_eq!(filters[0], json!({ "dataSize": Position::SPACE }));
    assert_eq!(filters[1]["memcmp"]["offset"], 0);
    assert_eq!(filters[2]["memcmp"]["offset"], Position::TOKEN_OFFSET);
    assert_eq!(filters[2]["memcmp"]["encoding"], "base64");
}

#[tokio::test(start_paused = true)]
async fn a_withheld_position_is_noticed() {
    let node = node_with(&[("ada", 2), ("bob", 3)], 1);
    node.state().accounts.remove(&position("bob", 3).address());
    let reason = decode_error(node.client().cap_table(mint()).await);
    assert!(reason.contains("add up"), "{reason}");
    assert!(node.client().payout_plan(mint(), &PayoutOptions::default()).await.is_err());
    assert!(node.calls_of("getProgramAccounts").len() > 2, "a change in between is given time");
}

#[tokio::test(start_paused = true)]
async fn a_lagging_node_is_waited_for() {
    let node = node_with(&[("ada", 2)], 5);
    // First the token of an older slot, whose accumulator is behind the position's checkpoint.
    let paid = Position { last: U128::new(5 << 64), ..position("ada", 2) };
    node.set(paid.address(), stored(&paid));
    let old = in_context(json!([ui(&stored(&token(2, 4))), ui(&clock(NOW))]));
    node.queue("getMultipleAccounts", [Answer::Value(old)]);
    let table = node.client().cap_table(mint()).await.unwrap();
    assert_eq!(table.rows[0].claimable, 0);
}

#[tokio::test]
async fn cap_table_sorts_and_rounds_down() {
    let node = node_with(&[("ada", 1), ("bob", 2), ("cyd", 0), ("dot", 1)], 10);
    let locked = Position { locked: 1, unlocks_at: NOW + 1, listed: 1, ..position("bob", 2) };
    let expired = Position { locked: 1, unlocks_at: NOW, ..position("ada", 1) };
    node.set(locked.address(), stored(&locked));
    node.set(expired.address(), stored(&expired));
    let table = node.client().cap_table(mint()).await.unwrap();
    assert_eq!((table.total, table.now), (4, NOW));
    let shares: Vec<u64> = table.rows.iter().map(|row| row.shares).collect();
    assert_eq!(shares, [2, 1, 1, 0]);
    assert!(table.rows[1].position < table.rows[2].position);
    let bob = &table.rows[0];
    assert_eq!((bob.wallet, bob.basis_points_floor, bob.claimable), (at("bob"), 5_000, 20));
    assert_eq!((bob.locked, bob.unlocks_at, bob.listed), (1, NOW + 1, 1));
    let ada = table.rows.iter().find(|row| row.wallet == at("ada")).unwrap();
    assert_eq!((ada.locked, ada.unlocks_at), (0, 0), "an expired lock is gone");

    let thirds = node_with(&[("ada", 1), ("bob", 2)], 0).client().cap_table(mint()).await.unwrap();
    assert_eq!(thirds.rows.iter().map(|row| row.basis_points_floor).collect::<Vec<_>>(), [6_666, 3_333]);
}

#[tokio::test]
async fn distributions_are_ordered_and_complete() {
    let node = Node::new();
    let record = |index: u32| Distribution { version: 1, source: 1, index, token: at("t"), ..Distribution::zeroed() };
    for index in [2, 0, 1] {
        node.set(record(index).address(), stored(&record(index)));
    }
    let found = node.client().distributions(at("t")).await.unwrap();
    assert_eq!(found.iter().map(|(_, record)| record.index).collect::<Vec<_>>(), [0, 1, 2]);
    node.state().accounts.remove(&record(1).address());
    assert_eq!(decode_error(node.client().distributions(at("t")).await), "distribution 1 is missing from the answer");
}

#[tokio::test]
async fn clock_and_decimals() {
    let node = Node::new();
    let client = node.client();
    node.set(sysvar::clock::ID, clock(-5));
    assert_eq!(client.now().await.unwrap(), -5);
    node.set(sysvar::clock::ID, account(sysvar::ID, vec![0; 39]));
    assert!(client.now().await.is_err());
    node.set(sysvar::clock::ID, account(ID, vec![0; 40]));
    assert!(client.now().await.is_err());

    let mut mint = vec![0; 82];
    (mint[44], mint[45]) = (6, 1);
    node.set(at("m"), account(TOKEN_ID, mint.clone()));
    assert_eq!(client.quote_decimals(at("m")).await.unwrap(), 6);
    mint[45] = 0;
    node.set(at("m"), account(TOKEN_ID, mint.clone()));
    assert!(client.quote_decimals(at("m")).await.is_err());
    mint[45] = 1;
    node.set(at("m"), account(crate::TOKEN_2022_ID, mint));
    assert!(client.quote_decimals(at("m")).await.is_err());
}

#[tokio::test]
async fn who_can_upgrade() {
    let node = Node::new();
    let client = node.client();
    assert_eq!(client.program_authority().await.unwrap(), Upgradeability::NotDeployed);

    let (data_address, _) = Address::find_program_address(&[ID.as_ref()], &bpf_loader_upgradeable::ID);
    let program = [&[2, 0, 0, 0], data_address.as_ref()].concat();
    node.set(ID, account(bpf_loader_upgradeable::ID, program));
    assert_eq!(client.program_authority().await.unwrap(), Upgradeability::NotDeployed);

    let data =
        |tail: &[u8]| account(bpf_loader_upgradeable::ID, [&[3, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9], tail].concat());
    node.set(data_address, data(&[&[1], at("boss").as_ref()].concat()));
    assert_eq!(client.program_authority().await.unwrap(), Upgradeability::UpgradeableBy(at("boss")));
    node.set(data_address, data(&[&[0], at("boss").as_ref()].concat()));
    assert_eq!(client.program_authority().await.unwrap(), Upgradeability::Final);
    for wrong in [&[][..], &[7], &[1, 2, 3]] {
        node.set(data_address, data(wrong));
        assert!(client.program_authority().await.is_err());
    }
    // A program account that points to code of its own choosing.
    node.set(ID, account(bpf_loader_upgradeable::ID, [&[2, 0, 0, 0], at("evil").as_ref()].concat()));
    assert!(client.program_authority().await.is_err());
}

/// An access token in the URL does not show in errors.
#[tokio::test]
async fn network_errors_hide_the_url() {
    // Nobody listens on port 1; the connection is refused at once.
    let rpc = RpcClient::new("http://127.0.0.1:1/?api-key=secret".to_owned());
    let error = Client::new(std::sync::Arc::new(rpc)).network(at("n")).await.unwrap_err();
    assert!(matches!(error, RpcError::Rpc { request: "getMultipleAccounts", .. }));
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("secret"), "{shown}");
}

/// No bytes make a decoder panic.
#[test]
fn foreign_decoders_never_panic() {
    let owners = [
        sysvar::ID,
        TOKEN_ID,
        system_program::ID,
        bpf_loader_upgradeable::ID,
        solana_sdk_ids::address_lookup_table::ID,
    ];
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut accepted = 0;
    for round in 0..20_000u64 {
        let lengths = [0, 1, 3, 12, 13, 36, 40, 45, 55, 56, 57, 80, 82, 88, 20_488, next() as usize % 300];
        let length = lengths[next() as usize % lengths.len()];
        let mut data: Vec<u8> = (0..length).map(|_| next() as u8).collect();
        // Get past the tags, most of the time.
        for (byte, tag) in data.iter_mut().zip([round as u8 % 4, 0, 0, 0, 1, 0, 0, 0]) {
            *byte = tag;
        }
        let account = account(owners[next() as usize % owners.len()], data);
        let any = at("any");
        accepted += usize::from(foreign::clock(&account).is_ok());
        accepted += usize::from(foreign::decimals(any, &account).is_ok());
        accepted += usize::from(foreign::nonce(any, &any, &account).is_ok());
        accepted += usize::from(foreign::program_data(&account).is_ok());
        accepted += usize::from(foreign::upgrade_authority(any, &account).is_ok());
        accepted += usize::from(foreign::table(any, &account).is_ok());
        accepted += usize::from(foreign::slots(&account).is_ok());
    }
    assert!(accepted > 100, "{accepted}: nothing got past the first check");
}
