use {
    crate::chain::{Chain, Run},
    base64::{prelude::BASE64_STANDARD, Engine},
    personal_token_sdk::{
        ids::SYSTEM_ID,
        instruction::{CreateAssociatedToken, MemberLeave, ProceedsClaim, ProceedsDistribute, SetCloseAuthority},
        pda,
        rpc::{advance_nonce, sign_only, Sending, SignedOffline},
        AccountMeta, Address, Instruction, TOKEN_2022_ID, TOKEN_ID,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
};

/// Max pays, and knows nobody.
const SPONSOR: &str = "max";

fn serve(chain: &Chain, lines: &[String]) -> Run {
    let run = chain.run("sponsor", &["--keypair", chain.file(SPONSOR), "serve"], &lines.join("\n"));
    assert_eq!((run.code, run.err.as_str(), run.out.lines().count()), (0, "", lines.len()), "{run:?}");
    run
}

fn ask(chain: &Chain, user: &str, further: &[&str]) -> Run {
    let (sponsor, mint) = (chain.wallet(SPONSOR).to_string(), chain.mint.to_string());
    let asked = ["--keypair", chain.file(user), "ask", "--sponsor", &sponsor, "--mint", &mint];
    chain.run("sponsor", &[&asked, further].concat(), "")
}

/// A transaction that Ada has made herself: whatever she likes, without what the sponsor's own program would check.
async fn made(chain: &Chain, instructions: &[Instruction], signers: &[&Keypair]) -> String {
    at_price(chain, instructions, signers, 0).await
}

async fn at_price(chain: &Chain, instructions: &[Instruction], signers: &[&Keypair], price: u64) -> String {
    let sending = Sending { compute_unit_limit: Some(100_000), compute_unit_price: price, ..Sending::default() };
    half(chain, instructions, signers, &chain.wallet(SPONSOR), &sending).await.transaction_base64().unwrap()
}

async fn half(
    chain: &Chain,
    instructions: &[Instruction],
    signers: &[&Keypair],
    payer: &Address,
    sending: &Sending,
) -> SignedOffline {
    let blockhash = chain.client.rpc().get_latest_blockhash().await.unwrap();
    let signers: Vec<&dyn Signer> = signers.iter().map(|key| *key as &dyn Signer).collect();
    sign_only(instructions, payer, blockhash, sending, &signers).unwrap()
}

async fn claim(chain: &Chain) -> Instruction {
    let (position, quote_account) =
        (pda::position_of(chain.wallet("ada"), chain.mint), chain.quote_account("ada").await);
    ProceedsClaim { mint: chain.mint, position, quote_account, holder: None }.instruction()
}

/// Each is refused for its reason, and nothing has changed: not the sponsor's lamports, and not what Ada is owed.
async fn refused(chain: &Chain, cases: &[(String, &str)]) {
    let (lamports, due) = (chain.lamports(SPONSOR).await, chain.claimable_by("ada").await);
    let lines: Vec<String> = cases.iter().map(|(line, _)| line.clone()).collect();
    let run = serve(chain, &lines);
    for (said, (_, expected)) in run.out.lines().zip(cases) {
        let reason = said.strip_prefix("refused: ").unwrap_or_else(|| panic!("{said}, but {expected}"));
        assert!(reason.starts_with(expected), "{reason}, but {expected}");
    }
    assert_eq!((chain.lamports(SPONSOR).await, chain.claimable_by("ada").await), (lamports, due));
}

pub async fn a_claim_and_a_transfer_cost_the_sponsor_alone(chain: &Chain) {
    chain.deposit(31_000_000).await;
    let (due, money) = (chain.claimable_by("ada").await, chain.money("ada").await);
    let lamports = (chain.lamports(SPONSOR).await, chain.lamports("ada").await, chain.lamports("olivia").await);
    let claim = ask(chain, "ada", &[]);
    let ben = chain.wallet("ben");
    let held = chain.client.position(ben, chain.mint).await.unwrap().unwrap().1.shares;
    let transfer = ask(chain, "olivia", &["--to", &ben.to_string(), "--shares", "7"]);
    assert_eq!((claim.code, transfer.code), (0, 0), "{claim:?} {transfer:?}");
    assert_eq!(chain.money("ada").await, money, "to ask changes nothing");

    // The same claim twice is one transaction.
    let lines = [&claim.out, &transfer.out, &claim.out].map(|line| line.trim().to_owned());
    let served = serve(chain, &lines);
    let sent: Vec<&str> = served.out.lines().map(|line| line.strip_prefix("sent ").unwrap()).collect();
    assert_eq!(sent[0], sent[2]);
    for signature in sent {
        chain.client.rpc().get_signature_status(&signature.parse().unwrap()).await.unwrap().unwrap().unwrap();
    }
    assert_eq!((chain.money("ada").await, chain.claimable_by("ada").await), (money + due, 0));
    assert_eq!(chain.client.position(ben, chain.mint).await.unwrap().unwrap().1.shares, held + 7);
    // One signature for the claim, two for the transfer.
    let after = (chain.lamports(SPONSOR).await, chain.lamports("ada").await, chain.lamports("olivia").await);
    assert_eq!(after, (lamports.0 - 15_000, lamports.1, lamports.2));

    let outsider = ask(chain, SPONSOR, &[]);
    assert_eq!((outsider.code, outsider.err.trim()), (1, "Error: you have no position in this token"));
}

pub async fn it_signs_nothing_that_touches_it(chain: &Chain) {
    chain.deposit(31_000_000).await;
    let (ada, sponsor, claim) = (chain.key("ada"), chain.wallet(SPONSOR), claim(chain).await);
    let quote_mint = chain.token().await.quote_mint;
    let account =
        CreateAssociatedToken { payer: sponsor, wallet: ada.pubkey(), mint: quote_mint, token_program: TOKEN_ID };
    let mut own_shares =
        chain.client.shares_transfer(chain.mint, chain.wallet("olivia"), ada.pubkey(), 1).await.unwrap();
    own_shares.authority = sponsor;
    // Its signature in the place of a holder's; and an account more, which the program ignores today.
    let mut as_holder = claim.clone();
    as_holder.accounts[4] = AccountMeta::new_readonly(sponsor, true);
    let mut further = claim.clone();
    further.accounts.push(AccountMeta::new(sponsor, true));
    let nonce = advance_nonce(&ada.pubkey(), &sponsor);

    let uses = "it uses the sponsor's account for more than the fee";
    let mut cases = Vec::new();
    let own = |instruction: &Instruction| [claim.clone(), instruction.clone()];
    for instruction in [
        transfer(&sponsor, &ada.pubkey(), 1),
        transfer(&ada.pubkey(), &sponsor, 1),
        account.instruction(),
        own_shares.instruction(),
        as_holder,
        further,
        nonce,
    ] {
        cases.push((made(chain, &own(&instruction), &[&ada]).await, uses));
    }
    refused(chain, &cases).await;
}

pub async fn it_pays_for_claims_and_transfers_alone(chain: &Chain) {
    chain.deposit(31_000_000).await;
    let (ada, claim) = (chain.key("ada"), claim(chain).await);
    let (wallet, member) =
        (ada.pubkey(), chain.client.position(ada.pubkey(), chain.mint).await.unwrap().unwrap().1.member);
    let leave = MemberLeave { wallet, member }.instruction();
    let pairs = vec![(claim.accounts[2].pubkey, claim.accounts[3].pubkey)];
    let everybody = ProceedsDistribute { mint: chain.mint, pairs }.instruction();
    let unknown = Instruction { data: vec![200], ..claim.clone() };
    let cut = Instruction { accounts: claim.accounts[..3].to_vec(), ..claim.clone() };
    let shares = pda::share_account(wallet, chain.mint);
    let closing = SetCloseAuthority { wallet, account: shares, new_authority: Some(wallet) }.instruction();
    let sound =
        chain.client.shares_transfer(chain.mint, wallet, chain.wallet("olivia"), 1).await.unwrap().instruction();
    let mut foreign = sound.clone();
    foreign.accounts[1].pubkey = Address::new_unique();
    let long = Instruction { data: [&sound.data[..], &[0]].concat(), ..sound.clone() };
    let empty = Instruction { program_id: TOKEN_2022_ID, accounts: Vec::new(), data: sound.data.clone() };
    let no_personal_token = format!("{} is no personal token", foreign.accounts[1].pubkey);
    let system = format!("it calls {SYSTEM_ID}; only claims and transfers of shares are paid");

    let mut cases = Vec::new();
    for (instruction, expected) in [
        (transfer(&wallet, &chain.wallet("ben"), 1), system.as_str()),
        (leave, "only claims and transfers of shares are paid, no member_leave"),
        (everybody, "only claims and transfers of shares are paid, no proceeds_distribute"),
        (unknown, "Malformed instruction: of an unknown kind."),
        (cut, "Malformed instruction: without some of its accounts."),
        (closing, "only transfers are paid of what Token-2022 can do"),
        (long, "only transfers are paid of what Token-2022 can do"),
        (foreign, &no_personal_token),
        (empty, "the transfer has no mint"),
    ] {
        cases.push((made(chain, &[claim.clone(), instruction], &[&ada]).await, expected));
    }
    cases.push((made(chain, &[], &[]).await, "it does nothing"));
    refused(chain, &cases).await;
}

pub async fn it_pays_no_more_than_it_said(chain: &Chain) {
    chain.deposit(31_000_000).await;
    let (ada, claim) = (chain.key("ada"), claim(chain).await);
    // 100,000 units at 0.1 lamports, and one signature: to the lamport what is paid at most.
    let dear = at_price(chain, std::slice::from_ref(&claim), &[], 100_001).await;
    // Strangers who only sign, at 5,000 lamports each.
    let strangers = [(); 3].map(|()| Keypair::new());
    let mut crowd = claim.clone();
    crowd.accounts.extend(strangers.iter().map(|key| AccountMeta::new_readonly(key.pubkey(), true)));
    let crowd = made(chain, &[crowd], &strangers.each_ref()).await;
    let whole = at_price(chain, std::slice::from_ref(&claim), &[], u64::MAX).await;
    let cases = [
        (dear, "it costs 15001 lamports; 15000 are paid"),
        (crowd, "it costs 20000 lamports; 15000 are paid"),
        (whole, "it costs 1844674407370960162 lamports; 15000 are paid"),
    ];
    refused(chain, &cases).await;

    let lamports = (chain.lamports(SPONSOR).await, chain.lamports("ada").await);
    let most = serve(chain, &[at_price(chain, &[claim], &[&ada], 100_000).await]);
    assert!(most.out.starts_with("sent "), "{most:?}");
    assert_eq!((chain.lamports(SPONSOR).await, chain.lamports("ada").await), (lamports.0 - 15_000, lamports.1));
}

pub async fn what_is_no_sound_transaction_is_refused(chain: &Chain) {
    chain.deposit(31_000_000).await;
    let (ada, olivia) = (chain.key("ada"), chain.wallet("olivia"));
    let sponsor = chain.wallet(SPONSOR);
    let transfer = chain.client.shares_transfer(chain.mint, ada.pubkey(), olivia, 1).await.unwrap().instruction();
    let transfer = [transfer];
    let sound = half(chain, &transfer, &[&ada], &sponsor, &Sending::default()).await;
    let unsigned = made(chain, &transfer, &[]).await;
    let other_payer = half(chain, &transfer, &[], &ada.pubkey(), &Sending::default()).await;
    let complete = half(chain, &transfer, &[&ada, &chain.key(SPONSOR)], &sponsor, &Sending::default()).await;
    let mut bytes = BASE64_STANDARD.decode(sound.transaction_base64().unwrap()).unwrap();
    bytes[1 + 64] ^= 1;
    let forged = BASE64_STANDARD.encode(&bytes);
    let wrong_signature = format!("This is no signature of {} for this message.", ada.pubkey());
    let cases = [
        ("".to_owned(), "This transaction cannot be read: it is no serialized transaction."),
        ("hello there".to_owned(), "This transaction cannot be read: it is not in base64."),
        ("A".repeat(3_000), "This transaction cannot be read: it is longer than a transaction can be."),
        (BASE64_STANDARD.encode(&bytes[..100]), "This transaction cannot be read: it is no serialized transaction."),
        (unsigned, "the sponsor's signature has to be the only one that is missing"),
        (complete.transaction_base64().unwrap(), "the sponsor's signature has to be the only one that is missing"),
        (other_payer.transaction_base64().unwrap(), "somebody else is to pay"),
        (forged, &wrong_signature),
    ];
    refused(chain, &cases).await;
}

pub async fn what_would_fail_costs_nothing(chain: &Chain) {
    let (ada, olivia) = (chain.key("ada"), chain.wallet("olivia"));
    let too_many = chain.client.shares_transfer(chain.mint, ada.pubkey(), olivia, u64::MAX).await.unwrap();
    let line = made(chain, &[too_many.instruction()], &[&ada]).await;
    refused(chain, &[(line, "Token-2022 refused instruction 0: ")]).await;
}
