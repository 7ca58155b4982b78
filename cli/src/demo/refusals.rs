//! What the program refuses, each by the rule that says so.

use {
    super::{
        shares::{transfer, within_the_cap},
        stage::{document, money, wallet, Stage, ADA, BEN, CARL, MAX, NORA, OLIVIA},
    },
    crate::error::Result,
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, MemberReinstate, MemberSuspend, ProceedsClaim, SharesTransfer},
        pda, AccountMeta, Instruction, ID, TOKEN_2022_ID,
    },
};

/// Token-2022's refusal of accounts that it cannot resolve from the share mint's list.
const NOT_ON_THE_HOOKS_LIST: u32 = 2_724_315_840;

pub async fn outsider(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Max is not a member",
        "He can make an account for the shares, as anybody can, but nothing gets into it.",
    );
    let account = CreateAssociatedToken {
        payer: wallet(MAX),
        wallet: wallet(MAX),
        mint: stage.mint,
        token_program: TOKEN_2022_ID,
    };
    stage.send(&[account.instruction()], &[MAX]).await?;
    stage.books.fund(MAX, 0);
    let olivia = stage.member(OLIVIA).await?;
    let gift = SharesTransfer {
        authority: wallet(OLIVIA),
        mint: stage.mint,
        network: stage.network,
        source_wallet: wallet(OLIVIA),
        source_member: olivia,
        destination_wallet: wallet(MAX),
        destination_member: olivia,
        shares: 1,
    };
    let why = "refused: Max has no position in this token, and only members can open one.";
    stage
        .impossible(
            "Olivia sends Max one share",
            gift.instruction(),
            OLIVIA,
            (TOKEN_2022_ID, NOT_ON_THE_HOOKS_LIST),
            why,
        )
        .await
}

pub async fn locked_shares(stage: &mut Stage) -> Result<()> {
    stage.scene("Ada wants to sell right away", "Her shares are locked for another 90 days.");
    let sale = transfer(stage, ADA, BEN, 1).await?;
    stage.refused("Ada sends Ben one share", sale, ADA, Rule::SharesLocked).await
}

pub async fn direct_call(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Max calls the transfer hook himself",
        "The books would move without the shares, if the hook believed him.",
    );
    let execute = execute(stage, OLIVIA, ADA, 1_000_000).await?;
    stage.refused("Max reports a transfer that never was", execute, MAX, Rule::NotTransferring).await
}

/// The hook's instruction, as Token-2022 would send it.
async fn execute(stage: &Stage, from: &str, to: &str, shares: u64) -> Result<Instruction> {
    let readonly = |address| AccountMeta::new_readonly(address, false);
    let writable = |address| AccountMeta::new(address, false);
    let account = |name: &str| pda::share_account(wallet(name), stage.mint);
    let accounts = vec![
        readonly(account(from)),
        readonly(stage.mint),
        readonly(account(to)),
        readonly(wallet(from)),
        readonly(pda::extra_account_metas(stage.mint)),
        readonly(pda::token(stage.mint)),
        readonly(stage.network),
        writable(pda::position(account(from))),
        writable(pda::position(account(to))),
        readonly(stage.member(from).await?),
        readonly(stage.member(to).await?),
    ];
    // The first eight bytes of sha256("spl-transfer-hook-interface:execute"), and the number of shares.
    let mut data = vec![105, 37, 101, 197, 75, 251, 102, 26];
    data.extend_from_slice(&shares.to_le_bytes());
    Ok(Instruction { program_id: ID, accounts, data })
}

pub async fn over_the_cap(stage: &mut Stage) -> Result<()> {
    stage.scene("Carl may hold 1 %", "The cap counts what he holds and what he receives together.");
    let too_much = transfer(stage, OLIVIA, CARL, 100_001).await?;
    stage.refused("Olivia sends Carl 100,001 shares", too_much, OLIVIA, Rule::CapExceeded).await?;
    let uninvited = transfer(stage, OLIVIA, ADA, 1).await?;
    stage.refused("Olivia sends Ada one more share", uninvited, OLIVIA, Rule::NotAdmitted).await?;
    within_the_cap(stage).await
}

pub async fn suspended(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Ben pesters Olivia and is suspended",
        "He keeps what he holds and is paid, to the unit; he receives no shares.",
    );
    let member = stage.member(BEN).await?;
    let suspend = MemberSuspend {
        signer: wallet(NORA),
        steward_member: None,
        network: stage.network,
        member,
        reason_hash: document("forty calls in a week"),
    };
    stage.send(&[suspend.instruction()], &[NORA]).await?;
    let gift = transfer(stage, OLIVIA, BEN, 1).await?;
    stage.refused("Olivia sends Ben one share", gift, OLIVIA, Rule::MemberNotActive).await?;

    let (position, quote_account) =
        (pda::position_of(wallet(BEN), stage.mint), pda::quote_account(wallet(BEN), stage.quote_mint()));
    let claim = ProceedsClaim { mint: stage.mint, position, quote_account, holder: None }.instruction();
    stage.send(&[claim], &[MAX]).await?;
    let paid = stage.books.pay(BEN);
    stage.tell(format!("✓ Ben is paid {}; Max paid the fee, as anybody may", money(paid)));
    stage.check_everything().await?;

    let reinstate =
        MemberReinstate { signer: wallet(NORA), steward_member: None, network: stage.network, member, wallet: None };
    stage.send(&[reinstate.instruction()], &[NORA]).await?;
    stage.tell("✓ Ben apologises; Nora reinstates him");
    Ok(())
}
