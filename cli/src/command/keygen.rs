use {
    crate::{
        args::KeygenArgs,
        context::Context,
        error::{CliError, Result},
        output::Report,
        signer::write_keypair_file,
    },
    serde_json::json,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Makes a keypair file.
pub fn make(context: &Context<'_>, args: &KeygenArgs) -> Result<Report> {
    if context.global.sign_only || context.global.dry_run {
        return Err(CliError::usage("`keygen` acts at once: leave out --dry-run and --sign-only"));
    }
    let keypair = Keypair::new();
    write_keypair_file(&args.file, &keypair).map_err(CliError::usage)?;
    let (address, file) = (keypair.pubkey().to_string(), args.file.display().to_string());
    let text = format!("{address}\nIts secret key is in {file}, for your eyes only. Whoever has the file has the wallet; there is no other copy.");
    Ok(Report::new(text, json!({ "address": address, "file": file })))
}
