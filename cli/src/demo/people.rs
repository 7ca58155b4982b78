//! A network is founded, and people become members.

use {
    super::{
        broken,
        stage::{document, wallet, Stage, ADA, BEN, CARL, MAX, NORA, OLIVIA},
    },
    crate::{
        digest,
        error::{CliError, Result},
        time::show_duration,
    },
    personal_token_core::{member::role, parameters::Parameters, policy::Policy, Error as Rule},
    personal_token_sdk::{
        ids::SYSTEM_ID,
        instruction::{ApplicationOpen, MemberAdmit, NetworkCreate, TokenCreate},
        pda, Instruction,
    },
};

#[cfg(feature = "localnet")]
use personal_token_sdk::{rpc::Client, Address};

/// The System program's refusal to create what exists.
const ACCOUNT_ALREADY_IN_USE: u32 = 0;
const NETWORK: &str = "Village of Builders";
const SECRET: &[u8] = b"a secret of the demo's network, 32 bytes at least";
/// The charter's text.
pub const CHARTER: &str =
    "1. Owners owe shareholders their part of every gain from equity, and nothing of their wages.\n\
                       2. Shareholders have no vote and no say.\n\
                       3. Whoever harasses an owner loses reputation.";

pub async fn found_network(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Nora founds a network",
        "Shares move only between members of a network, who have all acknowledged its charter.",
    );
    let name = pda::network_name(NETWORK).map_err(|error| CliError::failed(error.to_string()))?;
    let parameters = Parameters::default();
    let create = NetworkCreate {
        payer: wallet(NORA),
        creator: wallet(NORA),
        quote_mint: stage.quote_mint(),
        name,
        charter_hash: document(CHARTER),
        charter_clauses: 3,
        treasury: wallet(NORA),
        parameters,
    };
    stage.send(&[create.instruction()], &[NORA]).await?;
    stage.network = pda::network(wallet(NORA), &name);
    let network = stage.client.network(stage.network).await?;
    let time = |seconds: u32| show_duration(i64::from(seconds));
    stage.tell(format!(
        "“{}”: money USDC, a charter of {} clauses, received shares are locked for {},\na token can be created {} after one has acknowledged the charter.",
        network.display_name(),
        network.charter_clauses,
        time(parameters.minimum_hold),
        time(parameters.cooling_off)
    ));
    Ok(())
}

/// The network and Olivia's share mint, as far as they are there.
#[cfg(feature = "localnet")]
pub async fn founded(client: &Client) -> Result<(Option<Address>, Option<Address>)> {
    let name = pda::network_name(NETWORK).map_err(|error| CliError::failed(error.to_string()))?;
    let network = pda::network(wallet(NORA), &name);
    let is_there = client.networks().await?.iter().any(|(address, _)| *address == network);
    let owner = client.member_of(network, wallet(OLIVIA)).await?;
    Ok((is_there.then_some(network), owner.map(|(member, _)| pda::mint(member))))
}

pub async fn admit(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Four people apply and are admitted",
        "Nora has seen their passports; on chain there is only a commitment, so that one human is one member.",
    );
    for (name, roles) in [(OLIVIA, role::ALL), (ADA, role::ALL), (BEN, role::INVESTOR), (CARL, role::INVESTOR)] {
        stage.send(&[application(stage, name, roles)], &[name]).await?;
        stage.send(&[admission(stage, name, name, roles)?], &[NORA]).await?;
        let as_what = if roles & role::OWNER != 0 { "owner and investor" } else { "investor" };
        stage.tell(format!("✓ {name} is a member, as {as_what}"));
    }
    // Somebody comes again, with another wallet and the same passport.
    stage.send(&[application(stage, MAX, role::INVESTOR)], &[MAX]).await?;
    let again = admission(stage, MAX, BEN, role::INVESTOR)?;
    stage
        .impossible(
            "Max shows Ben's passport",
            again,
            NORA,
            (SYSTEM_ID, ACCOUNT_ALREADY_IN_USE),
            "refused: there is a member with this identity already.",
        )
        .await
}

pub fn application(stage: &Stage, name: &str, roles: u8) -> Instruction {
    let wallet = wallet(name);
    ApplicationOpen { payer: wallet, wallet, network: stage.network, roles, charter_version: 1, clauses: 3 }
        .instruction()
}

pub fn admission(stage: &Stage, name: &str, passport: &str, roles: u8) -> Result<Instruction> {
    let identity = digest::identity(SECRET, format!("passport of {passport}").as_bytes()).map_err(broken)?;
    let admit = MemberAdmit {
        payer: wallet(NORA),
        signer: wallet(NORA),
        steward_member: None,
        network: stage.network,
        wallet: wallet(name),
        rent_payer: wallet(name),
        identity,
        roles,
        charter_version: 1,
    };
    Ok(admit.instruction())
}

pub async fn cool_off(stage: &mut Stage) -> Result<()> {
    stage.scene(
        "Olivia wants to create her token at once",
        "Owners know their rights before they raise: they take three days.",
    );
    let create = token_creation(stage).await?;
    stage.refused("Olivia creates her token on the first day", create, OLIVIA, Rule::CoolingOff).await?;
    stage.wait(3).await
}

/// Olivia's token.
pub async fn token_creation(stage: &Stage) -> Result<Instruction> {
    let create = TokenCreate {
        payer: wallet(OLIVIA),
        owner: wallet(OLIVIA),
        network: stage.network,
        member: stage.member(OLIVIA).await?,
        quote_mint: stage.quote_mint(),
        name: "Olivia Example".to_owned(),
        symbol: "OLIV".to_owned(),
        uri: "https://example.org/olivia".to_owned(),
        terms_hash: document("A part of what Olivia gains when she sells equity."),
        authorised: 2 * super::shares::SHARES,
        policy: Policy::Open,
        hold: Parameters::default().minimum_hold,
    };
    Ok(create.instruction())
}
