//! The endpoint: Surfpool's JSON-RPC and WebSocket servers in front of LiteSVM, in threads of this process, offline.

use {
    super::{
        idl,
        journal::{Journal, Moment},
        state,
    },
    crate::{
        error::{CliError, Result},
        ledger::{clock::GENESIS_TIME, genesis, preloaded},
    },
    personal_token_sdk::Address,
    sha2::{Digest, Sha256},
    solana_account::Account,
    solana_signer::Signer,
    std::{
        net::{Ipv4Addr, TcpListener},
        path::PathBuf,
        sync::{mpsc, Arc},
        thread::{self, JoinHandle},
        time::Duration,
    },
    surfpool_core::{
        runloops::start_local_surfnet_runloop,
        surfnet::{
            locker::SurfnetSvmLocker,
            svm::{SurfnetSvm, SurfnetSvmConfig},
        },
    },
    surfpool_types::{
        channel::{unbounded, Receiver, Sender},
        BlockProductionMode, RpcConfig, SimnetCommand, SimnetConfig, SimnetEvent, SurfpoolConfig,
    },
};

const HOST: Ipv4Addr = Ipv4Addr::LOCALHOST;
/// How long both servers may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// How to start one.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port of JSON-RPC; 0 for a free one.
    pub port: u16,
    /// The port of the WebSocket; 0 for a free one.
    pub ws_port: u16,
    /// Where the state is kept, if it is.
    pub state: Option<PathBuf>,
    /// What a slot lasts, in milliseconds.
    pub slot_time: u64,
    /// Whether the clock stands still while it does.
    pub still: bool,
}

impl Options {
    /// What a slot adds to the clock, in milliseconds. Of nothing at all no time travel could be reckoned; as each one
    /// begins at a whole second, a thousand slots pass before anybody sees it.
    fn tick(&self) -> u64 {
        if self.still {
            1
        } else {
            self.slot_time
        }
    }
}

/// A running localnet. It ends with the process, or with [`Node::stop`].
pub struct Node {
    /// The address of JSON-RPC.
    pub rpc: String,
    /// The address of the WebSocket.
    pub ws: String,
    /// Whether it goes on from a state on disk.
    pub resumed: bool,
    commands: Sender<SimnetCommand>,
    ended: mpsc::Receiver<String>,
    runloop: JoinHandle<()>,
    keeper: Option<(Arc<Journal>, SurfnetSvmLocker)>,
}

impl Node {
    /// Starts one, and returns when it answers.
    ///
    /// # Errors
    /// A port is in use, or the state cannot be used.
    pub fn start(options: &Options) -> Result<Self> {
        let (port, ws_port) = ports(options)?;
        // Surfpool would replace the machine every hour of a chain that is kept, and its faucet would then give to
        // accounts that it takes for empty.
        std::env::set_var("SURFPOOL_GARBAGE_COLLECTION_INTERVAL_SLOTS", u64::MAX.to_string());
        let config = SurfnetSvmConfig {
            slot_time: options.tick(),
            instruction_profiling_enabled: false,
            log_bytes_limit: None,
            ..SurfnetSvmConfig::default()
        };
        let (mut svm, events, geyser) = SurfnetSvm::new(config).map_err(failed)?;
        let (journal, resumed) = furnish(&mut svm, options)?;
        let locker = SurfnetSvmLocker::new(svm);
        let (commands, received) = unbounded();
        let (says, hears) = mpsc::channel();
        let surfnet = surfpool_config(port, ws_port, options.slot_time);
        let runloop = {
            let (locker, commands, says) = (locker.clone(), commands.clone(), says.clone());
            spawn("localnet", move || {
                let ended = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
                    Ok(runtime) => runtime
                        .block_on(start_local_surfnet_runloop(locker, surfnet, commands, received, geyser))
                        .map_err(|error| error.to_string()),
                    Err(error) => Err(error.to_string()),
                };
                let _ = says.send(Heard::Ended(ended.err().unwrap_or_else(|| "it was stopped".to_owned())));
            })?
        };
        // Nobody else reads the events, and the servers wait for room among them.
        spawn("localnet-events", move || listen(&events, &says))?;
        match hears.recv_timeout(PATIENCE) {
            Ok(Heard::Ready) => {}
            Ok(Heard::Ended(reason)) => return Err(failed(reason)),
            Err(_) => return Err(failed("it does not start")),
        }
        let (tells, ended) = mpsc::channel();
        spawn("localnet-end", move || {
            while let Ok(heard) = hears.recv() {
                if let Heard::Ended(reason) = heard {
                    let _ = tells.send(reason);
                }
            }
        })?;
        let keeper = journal.map(|journal| (journal, locker));
        if let Some((journal, locker)) = keeper.clone() {
            let pause = Duration::from_millis(options.slot_time.max(50));
            // Ends with the process, or with the disk.
            spawn("localnet-state", move || {
                while write_down(&journal, &locker).is_ok() {
                    thread::sleep(pause);
                }
            })?;
        }
        Ok(Self {
            rpc: format!("http://{HOST}:{port}"),
            ws: format!("ws://{HOST}:{ws_port}"),
            resumed,
            commands,
            ended,
            runloop,
            keeper,
        })
    }

    /// Why it ended by itself, if it has.
    pub fn failure(&self) -> Option<String> {
        let unkept = self.keeper.as_ref().and_then(|(journal, _)| journal.failure());
        let lost = self.runloop.is_finished().then(|| "the server ended".to_owned());
        unkept.or_else(|| self.ended.try_recv().ok()).or(lost)
    }

    /// Ends it, with everything on disk that has happened.
    ///
    /// # Errors
    /// The state cannot be written.
    pub fn stop(self) -> Result<()> {
        let _ = self.commands.send(SimnetCommand::Terminate(None));
        let _ = self.ended.recv_timeout(PATIENCE);
        match &self.keeper {
            // From a thread of its own, as whoever waits for the lock must not be a task.
            Some((journal, locker)) => thread::scope(|scope| {
                let written = scope.spawn(|| last_block(locker).and_then(|()| write_down(journal, locker))).join();
                written.unwrap_or_else(|_| Err(failed("the state cannot be read")))
            }),
            None => Ok(()),
        }
    }
}

/// What the threads say.
enum Heard {
    Ready,
    Ended(String),
}

fn listen(events: &Receiver<SimnetEvent>, says: &mpsc::Sender<Heard>) {
    while let Ok(event) = events.recv() {
        let heard = match event {
            SimnetEvent::CoreStarted(_) => Heard::Ready,
            SimnetEvent::Aborted(reason) => Heard::Ended(reason),
            _ => continue,
        };
        let _ = says.send(heard);
    }
}

/// Makes the block of what was executed and is in none yet.
fn last_block(locker: &SurfnetSvmLocker) -> Result<()> {
    locker.with_svm_writer(|svm| match svm.transactions_queued_for_confirmation.is_empty() {
        true => Ok(()),
        false => svm.confirm_current_block().map_err(failed),
    })
}

/// While the machine is held for reading no transaction is half executed. What is in no block yet is written with its block.
fn write_down(journal: &Journal, locker: &SurfnetSvmLocker) -> Result<()> {
    locker.with_svm_reader(|svm| match svm.transactions_queued_for_confirmation.is_empty() {
        true => journal.seal(Some(state::moment(svm))),
        false => journal.failure().map_or(Ok(()), |reason| Err(CliError::failed(reason))),
    })
}

/// Programs, money and clock; with a state on disk, what was there.
fn furnish(svm: &mut SurfnetSvm, options: &Options) -> Result<(Option<Arc<Journal>>, bool)> {
    let programs = preloaded();
    let opened = match &options.state {
        Some(path) => {
            let (journal, kept) = Journal::open(path, &fingerprint(&programs))?;
            let journal = Arc::new(journal);
            state::keep(svm, &journal)?;
            Some((journal, kept))
        }
        None => None,
    };
    let faucet = genesis::faucet();
    svm.inner.svm.set_airdrop_keypair(faucet.to_bytes());
    for address in genesis::preload(&mut svm.inner.svm, &programs)? {
        let account = svm.inner.svm.get_account(&address).unwrap_or_default();
        install(svm, address, account)?;
    }
    let lamports = Account { lamports: genesis::FAUCET_LAMPORTS, ..Account::default() };
    install(svm, faucet.pubkey(), lamports)?;
    for (address, account) in idl::accounts(|size| svm.inner.minimum_balance_for_rent_exemption(size))? {
        install(svm, address, account)?;
    }

    let beginning = u64::try_from(GENESIS_TIME).unwrap_or_default().saturating_mul(1_000);
    let mut at = state::moment(svm);
    (at.time, at.start) = (beginning, beginning);
    let Some((journal, kept)) = opened else {
        state::resume(svm, at);
        return Ok((None, false));
    };
    state::restore(svm, &kept)?;
    let at = same_slots(kept.moment.unwrap_or(at), options.tick())?;
    let at = state::after_last_block(svm, at)?;
    state::resume(svm, at);
    journal.start();
    Ok((Some(journal), kept.moment.is_some()))
}

/// Block times follow from the slots, so that another slot time would change the past.
fn same_slots(at: Moment, slot_time: u64) -> Result<Moment> {
    match at.slot_time == slot_time {
        true => Ok(at),
        false => Err(CliError::usage(format!(
            "this state was made with {}",
            if at.slot_time == 1 {
                "--still: add it".to_owned()
            } else {
                format!("slots of {} ms: start it with --slot-time {}, and without --still", at.slot_time, at.slot_time)
            }
        ))),
    }
}

fn install(svm: &mut SurfnetSvm, address: Address, account: Account) -> Result<()> {
    svm.set_account(&address, account).map_err(failed)
}

/// Identifies what a state was made with.
fn fingerprint(programs: &[(Address, &[u8])]) -> [u8; 32] {
    Sha256::new().chain_update(b"surfpool 1.6.1").chain_update(genesis::fingerprint(programs)).finalize().into()
}

fn surfpool_config(bind_port: u16, ws_port: u16, slot_time: u64) -> SurfpoolConfig {
    SurfpoolConfig {
        simnets: vec![SimnetConfig {
            offline_mode: true,
            remote_rpc_url: None,
            slot_time,
            block_production_mode: BlockProductionMode::Clock,
            instruction_profiling_enabled: false,
            log_bytes_limit: None,
            ..SimnetConfig::default()
        }],
        rpc: RpcConfig { bind_host: HOST.to_string(), bind_port, ws_port, ..RpcConfig::default() },
        ..SurfpoolConfig::default()
    }
}

/// The ports, none of which is in use.
fn ports(options: &Options) -> Result<(u16, u16)> {
    let bind = |port: u16, option: &str| {
        TcpListener::bind((HOST, port)).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => CliError::failed(format!(
                "port {port} is in use, perhaps by another localnet or a validator: name another with {option}, or 0 for a free one"
            )),
            _ => CliError::failed(format!("cannot listen on port {port}: {error}; name another with {option}")),
        })
    };
    // Both are held at a time, so that two free ones differ.
    let (rpc, ws) = (bind(options.port, "--port")?, bind(options.ws_port, "--ws-port")?);
    let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port()).map_err(failed);
    Ok((port(&rpc)?, port(&ws)?))
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(run).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::failed(format!("the localnet cannot run: {error}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_of_a_chain_that_is_kept_is_never_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let state = Some(directory.path().join("state"));
        let node = Node::start(&Options { port: 0, ws_port: 0, state, slot_time: 400, still: false }).unwrap();
        let (_, locker) = node.keeper.clone().unwrap();
        assert_eq!(locker.with_svm_reader(SurfnetSvm::garbage_collection_interval_slots), u64::MAX);
        node.stop().unwrap();
    }
}
