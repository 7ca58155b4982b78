// What both wallet clients share: the request on stdin, a JSON-RPC node that knows only the accounts of that
// request, and the one line of JSON on stdout. Nothing here knows the program: a wallet would not either.

import { readFileSync } from 'node:fs';

/** Name and version of an installed package, for the report. Read from disk: their `exports` do not offer it. */
export function clientName(name) {
  const manifest = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}

/** The request: who sends what to whom, and every account of the ledger. */
export function readRequest() {
  return JSON.parse(readFileSync(0, 'utf8'));
}

/**
 * Answers one JSON-RPC call the way a node does. Only `getAccountInfo` exists: a client that needed anything else
 * could not build the transfer from the mint alone, and the test is there to notice that.
 */
export function answer(accounts, { id, method, params }) {
  if (method !== 'getAccountInfo') {
    return { jsonrpc: '2.0', id, error: { code: -32601, message: `Method not found: ${method}` } };
  }
  const [address, { encoding } = {}] = params;
  if (encoding !== 'base64') {
    return { jsonrpc: '2.0', id, error: { code: -32602, message: `this ledger answers in base64, not ${encoding}` } };
  }
  const account = Object.hasOwn(accounts, address) ? accounts[address] : null;
  const value = account && {
    data: [account.data, 'base64'],
    executable: account.executable,
    lamports: account.lamports,
    owner: account.owner,
    rentEpoch: 0,
    space: Buffer.from(account.data, 'base64').length,
  };
  return { jsonrpc: '2.0', id, result: { context: { apiVersion: '4.2.2', slot: 1 }, value } };
}

/**
 * Runs the client's resolver and prints what came out. An error of the library is a result like any other, because
 * the caller pins it: `error` is its message, to the letter, and `name` its class, since some messages are empty.
 */
export async function run(client, build) {
  let outcome;
  try {
    outcome = { client, instruction: await build() };
  } catch (thrown) {
    outcome = { client, error: String(thrown?.message ?? thrown), name: String(thrown?.name ?? typeof thrown) };
  }
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
