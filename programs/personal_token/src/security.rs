//! Whom to tell of a vulnerability; embedded in the artifact.

#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Personal Token",
    project_url: "https://github.com/personal-token/personal-token",
    contacts: "link:https://github.com/personal-token/personal-token/security/advisories/new",
    policy: "https://github.com/personal-token/personal-token/blob/main/SECURITY.md",
    source_code: "https://github.com/personal-token/personal-token",
    source_release: concat!("v", env!("CARGO_PKG_VERSION")),
    preferred_languages: "en"
}
