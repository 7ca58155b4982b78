// A wallet in Rust: the interface crates over the ecosystem's RPC client, in tests/src/bin/wallet_client.rs. It stays
// alive for the whole run, and answers one line of JSON with another.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { getAssociatedTokenAddressSync, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { Inbox, Printed } from './seen.mjs';
import { crate } from './node.mjs';

const REPOSITORY = new URL('../../..', import.meta.url);
// As the README's test command builds it, which takes the packages' features together: nothing is built twice.
const BUILD = ['test', '--no-run', '--release', '--locked', '--workspace', '--test', 'wallets'];

/** Builds the wallet, which takes minutes where nothing is built yet, and gives the path of its binary. */
async function build() {
  const child = spawn('cargo', [...BUILD, '--message-format', 'json-render-diagnostics'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let binary;
  for await (const line of createInterface({ input: child.stdout })) {
    const { target, executable } = JSON.parse(line);
    binary = target?.name === 'wallet_client' ? executable : binary;
  }
  if (!binary) {
    throw new Error('the Rust wallet does not build');
  }
  return binary;
}

export class RustWallet {
  key = 'rust';
  name = `${crate('spl-transfer-hook-interface')}, ${crate('solana-rpc-client')}`;
  #answers = new Inbox();

  static async start({ rpc, quoteMint }) {
    const wallet = new RustWallet();
    const child = spawn(await build(), { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', line => wallet.#answers.put(JSON.parse(line)));
    child.once('exit', code => wallet.#answers.put({ error: `the Rust wallet ended with ${code}`, logs: [] }));
    return Object.assign(wallet, { rpc, quoteMint, process: child });
  }

  async #ask(operation, { mint, from, to, signer = from, shares = 0n, decimals = 0 }, program = TOKEN_2022_PROGRAM_ID) {
    const account = owner =>
      getAssociatedTokenAddressSync(new PublicKey(mint), new PublicKey(owner), false, program).toBase58();
    const request = {
      rpc: this.rpc,
      operation,
      mint,
      source: account(from.address),
      destination: to ? account(to.address) : '',
      keypair: [...signer.keypair.secretKey],
      amount: Number(shares),
      decimals,
    };
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#answers.next(() => true);
    if (answer.error !== undefined) {
      throw new Printed(answer.error, answer.logs);
    }
    return answer;
  }

  async shares(mint, from) {
    return BigInt((await this.#ask('balance', { mint, from })).balance);
  }

  async money(from) {
    return BigInt((await this.#ask('balance', { mint: this.quoteMint, from }, TOKEN_PROGRAM_ID)).balance);
  }

  transfer = request => this.#ask('transfer', request);
  withoutHook = request => this.#ask('withoutHook', request);
  plain = request => this.#ask('plain', request);
  close = request => this.#ask('close', request);
  burn = request => this.#ask('burn', request);
  freeze = request => this.#ask('freeze', request);

  stop() {
    this.process.stdin.end();
  }
}
