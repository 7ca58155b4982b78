//! A connection that loses transactions: a node's own answers, but for what is sent through it.

use {
    super::node::{request, signature},
    serde_json::{json, Value},
    std::{
        io::{BufReader, Read, Write},
        net::{TcpListener, TcpStream},
        sync::{
            atomic::{AtomicUsize, Ordering},
            Arc,
        },
        thread,
    },
};

/// Forwards everything but the first transactions, which are answered for as if they were on their way.
pub struct Lossy {
    pub url: String,
    /// How often a transaction was sent.
    pub sent: Arc<AtomicUsize>,
}

impl Lossy {
    /// In front of the node at `url`, until the process ends. It swallows `losses` transactions.
    pub fn before(url: &str, losses: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let lossy = Self { url: format!("http://{}", listener.local_addr().unwrap()), sent: Arc::default() };
        let (node, sent) = (url.trim_start_matches("http://").to_owned(), Arc::clone(&lossy.sent));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (node, sent) = (node.clone(), Arc::clone(&sent));
                thread::spawn(move || serve(stream, &node, &sent, losses));
            }
        });
        lossy
    }
}

fn serve(stream: TcpStream, node: &str, sent: &AtomicUsize, losses: usize) {
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(body) = request(&mut reader) {
        let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
        let is_lost = asked["method"] == "sendTransaction" && sent.fetch_add(1, Ordering::SeqCst) < losses;
        let answer = match is_lost {
            true => {
                let result = signature(&asked["params"][0]);
                json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result }).to_string()
            }
            false => forward(node, &body),
        };
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", answer.len());
        if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(answer.as_bytes())).is_err() {
            break;
        }
    }
}

/// HTTP/1.0: the answer ends with the connection.
fn forward(node: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(node).unwrap();
    let head = format!("POST / HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}
