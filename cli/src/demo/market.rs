//! Ada sells on, through the windows of first refusal; a part of her gain is her own shareholders'.

use {
    super::{
        broken,
        round::{fund, quote_account},
        shares::opening,
        stage::{document, money, wallet, Stage, ADA, BEN, NORA, OLIVIA, USDC},
    },
    crate::{amount::show_count, error::Result, time::show},
    personal_token_core::{market::Order, parameters::Parameters, policy::Policy, Error as Rule, DAY},
    personal_token_sdk::{
        instruction::{ListingBuy, ListingOpen, ProceedsClaim, RoutedGain, SharesTransfer, TokenCreate, TokenIssue},
        pda, Address, Instruction,
    },
};

/// Shares that Ada sells.
const SOLD: u64 = 50_000;
/// Quote units a share.
const PRICE: u64 = 5 * USDC;
/// Shares of Ada's own token.
const ADAS_SHARES: u64 = 1_000_000;
/// What Ben holds of them.
const BENS_PART: u64 = 250_000;

pub async fn second_token(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ada has a token, too, and gives Ben a quarter of it",
        "So a quarter of what she gains from other people's shares is Ben's.",
    );
    let member = stage.member(ADA).await?;
    let mint = pda::mint(member);
    let create = TokenCreate {
        payer: wallet(ADA),
        owner: wallet(ADA),
        network: stage.network,
        member,
        quote_mint: stage.quote_mint(),
        name: "Ada Example".to_owned(),
        symbol: "ADA".to_owned(),
        uri: String::new(),
        terms_hash: document("A part of what Ada gains when she sells equity."),
        authorised: ADAS_SHARES,
        policy: Policy::Open,
        hold: Parameters::default().minimum_hold,
    };
    let [share_account, _, position] = opening(stage, ADA, mint).await?;
    let issue = TokenIssue { owner: wallet(ADA), owner_member: member, shares: ADAS_SHARES }.instruction();
    stage.send(&[create.instruction(), share_account, position, issue], &[ADA]).await?;
    let [share_account, _, position] = opening(stage, BEN, mint).await?;
    stage.send(&[share_account, position], &[BEN]).await?;
    let gift = SharesTransfer {
        authority: wallet(ADA),
        mint,
        network: stage.network,
        source_wallet: wallet(ADA),
        source_member: member,
        destination_wallet: wallet(BEN),
        destination_member: stage.member(BEN).await?,
        shares: BENS_PART,
    };
    stage.send(&[gift.instruction()], &[ADA]).await?;
    stage.tell("✓ of 1,000,000 shares ADA, Ben holds 250,000");
    let leak = super::shares::transfer(stage, ADA, BEN, 1).await?;
    stage.refused("Ada sends Ben a share of Olivia's, past the market", leak, ADA, Rule::GainsMustBeRouted).await
}

pub async fn list(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ada lists 50,000 shares of Olivia's at 5.00",
        "They stay in her account. First Olivia may buy, for 14 days, then those who hold shares, for 7 days, then others.",
    );
    let locked = listing(stage, ADA, 150_000).await?;
    stage.refused("Ada lists 150,000, of which 50,000 are locked", locked, ADA, Rule::SharesLocked).await?;
    let instruction = listing(stage, ADA, SOLD).await?;
    stage.send(&[instruction], &[ADA]).await?;
    let found = stage.client.listing(pda::position_of(wallet(ADA), stage.mint), 0).await?;
    let (_, listing) = found.ok_or_else(|| broken("there is no listing"))?;
    stage.tell(format!(
        "✓ listed: Olivia's until {}, the holders' until {}",
        show(listing.book.owner_until),
        show(listing.book.holders_until)
    ));
    let transfer = super::shares::transfer(stage, ADA, OLIVIA, 50_001).await?;
    stage
        .refused("Ada sends 50,001 shares to Olivia, and has 50,000 left to send", transfer, ADA, Rule::SharesListed)
        .await
}

pub async fn windows(stage: &mut Stage) -> Result<()> {
    stage.scene("Ben wants to buy", "He holds shares; but Olivia comes first.");
    fund(stage, BEN, 250_000 * USDC).await?;
    let early = purchase(stage, BEN, SOLD).await?;
    stage.refused("Ben buys on the first day", early, BEN, Rule::OwnerFirst).await?;
    stage.wait(14).await?;
    stage.tell("Olivia has let her time pass. Now it is the holders' turn.");
    Ok(())
}

pub async fn routed_gain(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ben buys all 50,000 for 250,000",
        "2 % of it are fees, which Ada bears. What she gains is shared with the holders of her own token, in the same step.",
    );
    let (ada_before, basis_before) = {
        let (_, position) = stage.position(ADA).await?.ok_or_else(|| broken("Ada has no position"))?;
        (position.shares, position.cost_basis)
    };
    let instruction = purchase(stage, BEN, SOLD).await?;
    stage.send(&[instruction], &[BEN]).await?;

    let paid = SOLD * PRICE;
    let (owner_fee, network_fee, received) = (3_750 * USDC, 1_250 * USDC, 245_000 * USDC);
    // Bought 600,000 at 2.00 beside 100,000 that had cost nothing: each share carries the average, rounded down.
    let basis = u128::from(basis_before) * u128::from(SOLD) / u128::from(ada_before);
    let gain = received - u64::try_from(basis).map_err(|_| broken("the cost"))?;
    let kept = u128::from(gain) * u128::from(ADAS_SHARES - BENS_PART) / u128::from(ADAS_SHARES);
    let routed = gain - u64::try_from(kept).map_err(|_| broken("the part kept"))?;
    stage.books.check(|| "what Ada's shares had cost".to_owned(), basis_before, 1_200_000 * USDC);
    stage.books.transfer(ADA, BEN, SOLD);
    stage.books.pay_over(BEN, OLIVIA, owner_fee);
    stage.books.pay_over(BEN, NORA, network_fee);
    stage.books.pay_over(BEN, ADA, received - routed);
    stage.books.spend(BEN, routed);
    stage.tell(format!(
        "✓ {} shares for {}: {} to Olivia, {} to the network, {} for Ada",
        show_count(SOLD),
        money(paid),
        money(owner_fee),
        money(network_fee),
        money(received)
    ));
    stage.tell(format!("✓ her gain is {}; the quarter of her shareholders is {}", money(gain), money(routed)));
    stage.check_everything().await?;

    let mint = pda::mint(stage.member(ADA).await?);
    let found = stage.client.token(mint).await?;
    let (_, token) = found.ok_or_else(|| broken("Ada's token is gone"))?;
    stage.books.check(|| "credited to Ada's token".to_owned(), token.credited, gain);
    let vault = stage.balance(token.vault).await?;
    stage.books.check(|| "the vault of Ada's token".to_owned(), vault, routed);
    let claim = ProceedsClaim {
        mint,
        position: pda::position_of(wallet(BEN), mint),
        quote_account: quote_account(stage, BEN),
        holder: None,
    };
    stage.send(&[claim.instruction()], &[BEN]).await?;
    // A quarter of the gain; what is not whole stays owed.
    let part = gain / 4;
    stage.books.fund(BEN, part);
    stage.tell(format!("✓ Ben claims {} from Ada's vault. A dividend is no gain: nothing cascades.", money(part)));
    stage.check_everything().await
}

pub async fn listing(stage: &Stage, seller: &str, shares: u64) -> Result<Instruction> {
    let open = ListingOpen {
        payer: wallet(seller),
        wallet: wallet(seller),
        member: stage.member(seller).await?,
        network: stage.network,
        mint: stage.mint,
        nonce: listings(stage, seller).await?,
        shares,
        price: PRICE,
        minimum_fill: 1_000,
        duration: 60 * DAY,
    };
    Ok(open.instruction())
}

/// A purchase of what Ada has listed last, all of it.
pub async fn purchase(stage: &Stage, buyer: &str, shares: u64) -> Result<Instruction> {
    let seller_member = stage.member(ADA).await?;
    let order = Order { shares, minimum_shares: shares, maximum_price: PRICE };
    let account = |name: &str| -> Address { quote_account(stage, name) };
    let buy = ListingBuy {
        buyer: wallet(buyer),
        buyer_member: stage.member(buyer).await?,
        network: stage.network,
        mint: stage.mint,
        source: account(buyer),
        seller: wallet(ADA),
        seller_member,
        nonce: listings(stage, ADA).await?.saturating_sub(1),
        rent_payer: wallet(ADA),
        seller_quote_account: account(ADA),
        owner_member: stage.member(OLIVIA).await?,
        owner_quote_account: account(OLIVIA),
        treasury_quote_account: account(NORA),
        routed_gain: Some(RoutedGain { own_mint: pda::mint(seller_member), has_position: true }),
        shares: order.shares,
        minimum_shares: order.minimum_shares,
        maximum_price: order.maximum_price,
    };
    Ok(buy.instruction())
}

/// How often a person has listed shares.
async fn listings(stage: &Stage, seller: &str) -> Result<u32> {
    let (_, position) = stage.position(seller).await?.ok_or_else(|| broken(format!("{seller} has no position")))?;
    Ok(position.listings)
}
