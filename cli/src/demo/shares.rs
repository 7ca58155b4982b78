//! Shares come into being and move.

use {
    super::{
        broken,
        people::token_creation,
        stage::{money, name_of, wallet, Stage, ADA, BEN, CARL, OLIVIA},
    },
    crate::{
        amount::{show_basis_points, show_count, show_part},
        command::render_cap_table,
        error::Result,
        time::{show_day, DAY},
    },
    personal_token_core::policy::Policy,
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, PositionAdmit, PositionOpen, SharesTransfer, TokenIssue, TokenSetPolicy},
        pda, Address, Instruction, TOKEN_2022_ID, TOKEN_ID,
    },
};

/// All shares.
pub const SHARES: u64 = 10_000_000;
/// Days for which received shares are locked.
const HOLD_DAYS: i64 = 90;

pub async fn create_token(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia creates her token: 10,000,000 shares, all hers",
        "A share is a part of what she gains from selling equity. It carries no vote. One human, one token, for ever.",
    );
    let member = stage.member(OLIVIA).await?;
    let mint = pda::mint(member);
    let creation = token_creation(stage).await?;
    let [share_account, quote_account, position] = opening(stage, OLIVIA, mint).await?;
    let issue = TokenIssue { owner: wallet(OLIVIA), owner_member: member, shares: SHARES }.instruction();
    stage.send(&[creation, share_account, position, issue], &[OLIVIA]).await?;
    stage.send(&[quote_account], &[OLIVIA]).await?;
    stage.mint = mint;
    stage.books.issue(OLIVIA, SHARES);
    stage.tell(format!("✓ one transaction made the mint, its vault, her position and the shares: OLIV, {mint}"));
    stage.check_everything().await
}

pub async fn open_positions(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "The investors open positions",
        "A position is what lets a wallet receive shares, and the account that a payout goes to.",
    );
    for name in [ADA, BEN, CARL] {
        let instructions = opening(stage, name, stage.mint).await?;
        stage.send(&instructions, &[name]).await?;
        stage.books.fund(name, 0);
    }
    stage.tell("✓ Ada, Ben and Carl can receive shares");
    stage.check_everything().await
}

/// Share account, quote account, position.
pub async fn opening(stage: &Stage, name: &str, mint: Address) -> Result<[Instruction; 3]> {
    let (wallet, quote_mint) = (wallet(name), stage.quote_mint());
    let account =
        |mint, token_program| CreateAssociatedToken { payer: wallet, wallet, mint, token_program }.instruction();
    let member = stage.member(name).await?;
    Ok([
        account(mint, TOKEN_2022_ID),
        account(quote_mint, TOKEN_ID),
        PositionOpen { payer: wallet, wallet, member, mint }.instruction(),
    ])
}

/// A transfer as every wallet makes it: Token-2022 is called, and it calls the hook.
pub async fn transfer(stage: &Stage, from: &str, to: &str, shares: u64) -> Result<Instruction> {
    let transfer = SharesTransfer {
        authority: wallet(from),
        mint: stage.mint,
        network: stage.network,
        source_wallet: wallet(from),
        source_member: stage.member(from).await?,
        destination_wallet: wallet(to),
        destination_member: stage.member(to).await?,
        shares,
    };
    Ok(transfer.instruction())
}

async fn moved(stage: &mut Stage, from: &'static str, to: &'static str, shares: u64) -> Result<()> {
    let instruction = transfer(stage, from, to, shares).await?;
    stage.send(&[instruction], &[from]).await?;
    stage.books.transfer(from, to, shares);
    stage.tell(format!("✓ {from} → {to}: {} shares", show_count(shares)));
    stage.check_everything().await
}

pub async fn first_transfers(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ada and Ben get shares, from wallet to wallet",
        "Investors are patient: what they receive is locked for 90 days.",
    );
    moved(stage, OLIVIA, ADA, 1_500_000).await?;
    moved(stage, OLIVIA, BEN, 500_000).await?;
    let until = stage.now().await? + HOLD_DAYS * DAY;
    for name in [ADA, BEN] {
        let (_, position) = stage.position(name).await?.ok_or_else(|| broken("a position is gone"))?;
        let expected = stage.books.shares(name);
        stage.books.check(|| format!("{name}'s locked shares"), position.locked, expected);
        stage.check_moment(|| format!("the end of {name}'s lock"), position.unlocks_at, until);
    }
    stage.tell(format!("Olivia holds 80 %, Ada 15 %, Ben 5 %. Their shares unlock on {}.", show_day(until)));
    Ok(())
}

pub async fn village(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia wants to choose who holds her shares",
        "A narrower policy takes effect after 30 days, so that nobody is locked in by surprise.",
    );
    let owner_member = stage.member(OLIVIA).await?;
    let owner = wallet(OLIVIA);
    let policy = TokenSetPolicy { owner, owner_member, network: stage.network, policy: Policy::Village }.instruction();
    stage.send(&[policy], &[OLIVIA]).await?;
    stage.tell("✓ policy “village” is announced: only members that she admits, up to a cap");
    stage.wait(30).await?;
    let cap = 100;
    let admit = PositionAdmit { owner, owner_member, mint: stage.mint, holder: wallet(CARL), cap }.instruction();
    stage.send(&[admit], &[OLIVIA]).await?;
    stage.tell(format!("✓ Olivia admits Carl, up to {} of all shares", show_basis_points(cap)));
    Ok(())
}

/// To be called when Carl is admitted up to one per cent.
pub async fn within_the_cap(stage: &mut Stage) -> Result<()> {
    moved(stage, OLIVIA, CARL, 100_000).await
}

pub async fn send_back(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "After the lock, Ada and Ben send shares back to Olivia",
        "Shares can always go back to their owner, whatever her policy. What was credited before stays with them.",
    );
    stage.wait(60).await?;
    moved(stage, ADA, OLIVIA, 1_400_000).await?;
    moved(stage, BEN, OLIVIA, 400_000).await?;
    let total = stage.books.total();
    let part = |name| show_part(stage.books.shares(name), total);
    let line = format!("Ada, Ben and Carl hold {} each, Olivia {}.", part(ADA), part(OLIVIA));
    stage.tell(line);
    Ok(())
}

pub async fn cap_table(stage: &mut Stage) -> Result<()> {
    stage.scene("The cap table", "Read from the chain, position by position.");
    let book = stage.client.cap_table(stage.mint).await?;
    stage.tell(render_cap_table(&book, name_of, money));
    Ok(())
}
