//! The market: listings in place, sold first to the owner, then to holders, then to whom the policy lets in.

mod buy;
mod list;
mod show;

use {
    super::desk::Desk,
    crate::{
        args::{ListingArgs, MarketCommand},
        context::{Access, Context, Session},
        error::{CliError, Result},
        output::Report,
        text::count,
        time::show as moment,
    },
    personal_token_core::{market::Window, Error as Rule},
    personal_token_sdk::{
        instruction::ListingCancel,
        state::{Listing, Member, Position},
        Address,
    },
};

pub async fn run(context: &mut Context<'_>, command: &MarketCommand) -> Result<Report> {
    match command {
        MarketCommand::List(args) => list::list(context, args).await,
        MarketCommand::Buy(args) => buy::buy(context, args).await,
        MarketCommand::Cancel(args) => cancel(context, args).await,
        MarketCommand::Show(args) => show::show(context, args.mint).await,
    }
}

/// A listing seen by who acts on it.
struct Stall {
    desk: Desk,
    address: Address,
    listing: Listing,
    /// The seller's position, which may be of a wallet that he no longer has.
    position: Position,
    seller: Member,
}

impl Stall {
    async fn open(context: &mut Context<'_>, address: Address) -> Result<Self> {
        let signers = context.signers()?;
        let session = context.connect(Access::Write).await?;
        let listing = find(&session, address).await?;
        let position = session.client.position_at(listing.position).await?;
        let seller = session.client.member(listing.seller).await?;
        let token = session.client.token_at(listing.token).await?;
        let view = session.view(listing.token, token).await?;
        let desk = Desk::of(signers, session, view).await?;
        Ok(Self { desk, address, listing, position, seller })
    }
}

async fn find(session: &Session, address: Address) -> Result<Listing> {
    session.client.listing_at(address).await?.ok_or_else(|| {
        CliError::failed(format!(
            "there is no listing at {address}: it was sold out or cancelled, or the address is another one; `personal-token market show` lists those of a token"
        ))
    })
}

async fn cancel(context: &mut Context<'_>, args: &ListingArgs) -> Result<Report> {
    let Stall { desk, address, listing, position, seller } = Stall::open(context, args.listing).await?;
    let (signer, now) = (desk.signers.wallet(), desk.session.now);
    let instruction = ListingCancel {
        signer,
        member: listing.seller,
        mint: desk.view.mint,
        wallet: position.wallet,
        nonce: listing.nonce,
        rent_payer: listing.rent_payer,
    }
    .instruction();
    let shares = count(listing.book.shares, "share");
    let state = match listing.book.window(now) {
        _ if position.replaced_by().is_some() => "over: its position was moved to the seller's new wallet".to_owned(),
        Window::Expired => format!("expired at {}", moment(listing.book.expires_at)),
        _ => format!("stands until {}", moment(listing.book.expires_at)),
    };
    let plan = desk
        .plan("End a listing", format!("the end of the listing of {shares}"), instruction)
        .until(Rule::NotSeller, listing.book.expires_at, "Anyone can end it from")
        .json("listing", address.to_string())
        .who("seller", seller.wallet)
        .effect("listing", state)
        .effect("no longer for sale", format!("{shares} at {} each", desk.view.money.show(listing.book.price)))
        .json("shares", listing.book.shares.to_string())
        .effect("note", "the shares stay where they are and can be transferred again, unless something else holds them")
        .effect("rent goes to", listing.rent_payer);
    desk.finish(context, &plan, &format!("The listing has ended; {shares} are not for sale any more.")).await
}
