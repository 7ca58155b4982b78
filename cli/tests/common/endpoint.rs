//! A localnet for a test: a process of its own, on free ports, ended with the test.

use {
    serde_json::Value,
    std::{
        io::{BufRead, BufReader},
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
    },
};

/// The binary with the localnet in it, if the tests are to run against one.
pub fn binary() -> Option<PathBuf> {
    std::env::var_os("PERSONAL_TOKEN_LOCALNET").map(PathBuf::from)
}

/// A running localnet.
pub struct Endpoint {
    pub url: String,
    pub ws: String,
    /// What it said when it was ready.
    pub ready: Value,
    process: Child,
}

impl Endpoint {
    /// One whose time stands still between warps, as the embedded ledger's does, with short blocks.
    pub fn still(binary: &Path, folder: &Path) -> Self {
        Self::start(binary, folder, &["--still", "--slot-time", "50"])
    }

    pub fn start(binary: &Path, folder: &Path, more: &[&str]) -> Self {
        let keys = folder.join("localnet-keys");
        let mut process = Command::new(binary)
            .env_clear()
            .env("HOME", folder)
            .args(["--output", "json-compact", "localnet", "--keys"])
            .arg(keys)
            .args(["--port", "--ws-port"].iter().filter(|port| !more.contains(*port)).flat_map(|port| [*port, "0"]))
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line}"));
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        Self { url: text("rpc"), ws: text("ws"), ready, process }
    }

    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// As Ctrl-C and `kill` do; its exit code.
    #[cfg(unix)]
    pub fn terminate(mut self) -> i32 {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
