use {
    crate::{
        context::{Access, Context, Session},
        error::{CliError, Result},
        output::Report,
    },
    personal_token_sdk::{
        pda,
        rpc::Upgradeability,
        state::{hook_accounts, AccountState, ShareMint, Token},
        Address, ID, TOKEN_ID,
    },
    serde_json::json,
};

/// One thing that was looked at.
struct Check {
    what: &'static str,
    found: String,
    sound: bool,
}

/// Examines a mint; fails if it is not genuine.
pub async fn examine(context: &mut Context<'_>, mint: Address) -> Result<Report> {
    let session = context.connect(Access::Read).await?;
    let Some((address, token)) = session.client.token(mint).await? else {
        return Err(CliError::failed(format!(
            "not genuine: {mint} is not a share mint of this program on this cluster ({})",
            context.cluster.shown()
        )));
    };
    let share_mint = session.client.share_mint(mint).await?;
    let mut checks = vec![Check {
        what: "address",
        found: format!("the mint of member {}", token.owner),
        sound: pda::mint(token.owner) == mint && pda::token(mint) == address,
    }];
    checks.extend(mint_checks(&share_mint, &mint, &token));
    checks.push(hook_list(&session, mint, address, &token).await?);
    checks.push(vault(&session, mint, address, &token).await?);
    checks.push(owner(&session, &token).await?);
    let (upgrades, note) = match session.client.program_authority().await? {
        Upgradeability::Final => ("nobody".to_owned(), "the program is final"),
        Upgradeability::UpgradeableBy(authority) => {
            (authority.to_string(), "whoever has this key can change every rule")
        }
        Upgradeability::NotDeployed => ("the program is not deployed".to_owned(), ""),
    };
    report(mint, &share_mint, &checks, &upgrades, note)
}

fn mint_checks(share_mint: &ShareMint, mint: &Address, token: &Token) -> Vec<Check> {
    let findings = share_mint.verify(mint, token);
    if findings.is_empty() {
        return vec![Check {
            what: "mint",
            found: "supply, authorities, extensions, hook and metadata are as the program creates them".to_owned(),
            sound: true,
        }];
    }
    findings.iter().map(|finding| Check { what: "mint", found: finding.to_string(), sound: false }).collect()
}

/// The account list that wallets resolve transfers with.
async fn hook_list(session: &Session, mint: Address, token: Address, contents: &Token) -> Result<Check> {
    let list = session.client.hook_account_list(mint).await?;
    let sound = list.is_some_and(|list| list == hook_accounts(&token, &contents.network));
    let found = if sound { "as the program writes it" } else { "not what the program writes: do not transfer" };
    Ok(Check { what: "hook accounts", found: found.to_owned(), sound })
}

async fn vault(session: &Session, mint: Address, token: Address, contents: &Token) -> Result<Check> {
    let owed = contents.deposited.saturating_sub(contents.paid);
    let Some(account) = session.client.token_account(contents.vault).await? else {
        return Ok(Check { what: "vault", found: "does not exist".to_owned(), sound: false });
    };
    let own = contents.vault == pda::vault(mint)
        && account.program == TOKEN_ID
        && account.owner == token
        && account.mint == contents.quote_mint
        && account.delegate.is_none()
        && account.close_authority.is_none();
    let covered = account.amount >= owed && account.state == AccountState::Initialized;
    let decimals = session.client.quote_decimals(contents.quote_mint).await?;
    let money = crate::currency::Currency::new(contents.quote_mint, decimals, session.test_money());
    let found = format!("holds {}, of which {} are owed", money.show(account.amount), money.show(owed));
    Ok(Check { what: "vault", found, sound: own && covered })
}

async fn owner(session: &Session, token: &Token) -> Result<Check> {
    let member = session.client.member(token.owner).await?;
    let status = member.status().map_or("unknown", |status| status.name());
    let sound = member.network == token.network && member.token == pda::token(token.mint);
    Ok(Check { what: "owner", found: format!("{} ({status} member)", member.wallet), sound })
}

fn report(mint: Address, share_mint: &ShareMint, checks: &[Check], upgrades: &str, note: &str) -> Result<Report> {
    let genuine = checks.iter().all(|check| check.sound);
    let mut lines: Vec<String> = checks
        .iter()
        .map(|check| format!("  {}  {:<13}  {}", if check.sound { "ok " } else { "BAD" }, check.what, check.found))
        .collect();
    lines.push(format!(
        "  --   upgrades       {upgrades}{}",
        if note.is_empty() { String::new() } else { format!(": {note}") }
    ));
    let named = format!("{} ({}), {mint},", share_mint.display_symbol(), share_mint.display_name());
    let text = format!("{named} is a genuine personal token.\n{}", lines.join("\n"));
    let list: Vec<_> =
        checks.iter().map(|check| json!({ "check": check.what, "found": check.found, "sound": check.sound })).collect();
    let json = json!({ "mint": mint.to_string(), "genuine": genuine, "program": ID.to_string(), "upgradeableBy": upgrades, "checks": list });
    if genuine {
        return Ok(Report::new(text, json));
    }
    // An error is one line: what is wrong, without what is in order.
    let wrong = checks.iter().filter(|check| !check.sound);
    let wrong: Vec<String> = wrong.map(|check| format!("{}: {}", check.what, check.found)).collect();
    let mut error = CliError::failed(format!("{named} is NOT as the program creates it: {}", wrong.join("; ")));
    error.details = Report::new("", json).json;
    Err(error)
}
