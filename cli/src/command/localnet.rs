use crate::{
    args::LocalnetArgs,
    context::Context,
    error::{CliError, Result},
    output::Report,
};

pub async fn serve(context: &mut Context<'_>, args: &LocalnetArgs) -> Result<Report> {
    if context.global.sign_only || context.global.dry_run {
        return Err(CliError::usage("`localnet` acts at once: leave out --dry-run and --sign-only"));
    }
    run(context, args).await
}

#[cfg(feature = "localnet")]
async fn run(context: &mut Context<'_>, args: &LocalnetArgs) -> Result<Report> {
    crate::localnet::run(context, args).await
}

#[cfg(not(feature = "localnet"))]
async fn run(_: &mut Context<'_>, _: &LocalnetArgs) -> Result<Report> {
    Err(CliError::failed(
        "this personal-token was built without the localnet, which brings several hundred crates: get it with `cargo install --locked --path cli --features localnet` in the repository",
    ))
}
