//! A connection that ends for good at a request.

use {
    async_trait::async_trait,
    personal_token_cli::ledger::Ledger,
    personal_token_sdk::rpc::{Client, RpcClient},
    serde_json::Value,
    solana_rpc_client::{
        rpc_client::RpcClientConfig,
        rpc_sender::{RpcSender, RpcTransportStats},
    },
    solana_rpc_client_api::{client_error::Result, request::RpcRequest},
    std::sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
    tokio::sync::Notify,
};

/// Whether the last request is still carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Before,
    After,
}

/// Answers so many requests, and then nothing ever again, as for a process that is no more.
pub struct Cut {
    client: Client,
    reached: Arc<Notify>,
}

impl Cut {
    /// `after` is the number of the first request without an answer.
    pub fn new(ledger: &Ledger, after: usize, when: When) -> Self {
        let reached = Arc::new(Notify::new());
        let sender =
            Sender { inner: ledger.rpc_client(), after, when, asked: AtomicUsize::new(0), reached: reached.clone() };
        let rpc = RpcClient::new_sender(sender, RpcClientConfig::with_commitment(ledger.rpc_client().commitment()));
        Self { client: Client::new(Arc::new(rpc)), reached }
    }

    pub fn client(&self) -> Client {
        self.client.clone()
    }

    pub async fn reached(&self) {
        self.reached.notified().await;
    }
}

struct Sender {
    inner: RpcClient,
    after: usize,
    when: When,
    asked: AtomicUsize,
    reached: Arc<Notify>,
}

#[async_trait]
impl RpcSender for Sender {
    async fn send(&self, request: RpcRequest, params: Value) -> Result<Value> {
        // The others go on, as over a network.
        tokio::task::yield_now().await;
        let asked = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        if asked >= self.after {
            if asked == self.after && self.when == When::After {
                let _: Result<Value> = self.inner.send(request, params.clone()).await;
            }
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
        self.inner.send(request, params).await
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "cut".to_owned()
    }
}
