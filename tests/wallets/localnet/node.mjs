// A localnet of its own for one run, with this project's command line against it. Only people whom a wallet's user
// does not see act through the command line: stewards, owners, whoever prepares a state that a wallet then meets.

import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Connection, Keypair, LAMPORTS_PER_SOL } from '@solana/web3.js';

const run = promisify(execFile);

/** Milliseconds after which a localnet that is not ready, or a process that does not answer, is a failure. */
export const PATIENCE = 60_000;

/** The first line that a process prints, parsed; whatever it says on standard error is the error if it ends before. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const late = setTimeout(() => reject(new Error(`not ready in time: ${complaint}`)), PATIENCE).unref();
    child.stderr.on('data', text => (complaint += text));
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`ended with ${code}: ${complaint}`)));
    createInterface({ input: child.stdout }).once('line', line => {
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

export class Localnet {
  /** Starts one on free ports; `stop` ends it and removes its files. */
  static async start() {
    const binary = process.env.PERSONAL_TOKEN_LOCALNET;
    if (!binary) {
      throw new Error(
        'PERSONAL_TOKEN_LOCALNET has to name the command line built with its localnet: ' +
          'cargo build --release -p personal-token-cli --features localnet',
      );
    }
    const home = mkdtempSync(join(tmpdir(), 'personal-token-wallets-'));
    const node = new Localnet();
    Object.assign(node, { binary, home, people: new Map() });
    const ports = ['--port', '0', '--ws-port', '0'];
    const args = ['--output', 'json-compact', 'localnet', ...ports, '--keys', join(home, 'keys')];
    node.process = spawn(binary, args, { cwd: home, env: node.#environment() });
    try {
      Object.assign(node, await firstLine(node.process));
    } catch (error) {
      node.stop();
      throw error;
    }
    node.connection = new Connection(node.rpc, { commitment: 'confirmed', wsEndpoint: node.ws });
    return node;
  }

  #environment() {
    return { PATH: process.env.PATH, HOME: this.home };
  }

  /** Somebody with a wallet, whose file is in the format of solana-keygen, and SOL for fees and rent. */
  async person(name) {
    const keypair = Keypair.generate();
    const file = this.file(`${name}.json`, JSON.stringify([...keypair.secretKey]));
    const person = { name, keypair, file, address: keypair.publicKey.toBase58() };
    this.people.set(name, person);
    await this.connection.requestAirdrop(keypair.publicKey, 10 * LAMPORTS_PER_SOL);
    await until(`${name} has SOL`, async () => (await this.connection.getBalance(keypair.publicKey)) > 0);
    return person;
  }

  path(name) {
    return join(this.home, name);
  }

  /** A file that only its owner can read, as the command line demands of secrets. */
  file(name, text) {
    const path = this.path(name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    return path;
  }

  /** A person's keypair file, as the command line takes it; a wallet that this run did not make is an address. */
  arg(who) {
    return this.people.get(who)?.file ?? who;
  }

  /** Runs the command line as a person and gives its one JSON object. */
  async cli(who, ...args) {
    const common = ['--url', this.rpc, '--yes', '--output', 'json-compact', '--keypair', this.arg(who)];
    const { stdout } = await run(this.binary, [...common, ...args], {
      cwd: this.home,
      env: this.#environment(),
      timeout: PATIENCE,
    }).catch(error => {
      throw new Error(`${who}: ${args.join(' ')}: ${error.stderr || error.message}`);
    });
    return JSON.parse(stdout);
  }

  /** Moves the clock. */
  async warp(by) {
    await this.cli(this.people.keys().next().value, 'ledger', 'warp', by);
  }

  stop() {
    this.process.kill('SIGTERM');
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Asks until it is so. */
async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  while (!(await ask())) {
    if (Date.now() > end) {
      throw new Error(`it did not come about: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** Name and version of an installed package. Read from disk: not every package's `exports` offers its manifest. */
export function version(name) {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}

/** Name and version of a crate, as this workspace has locked it. */
export function crate(name) {
  const lock = readFileSync(new URL('../../../Cargo.lock', import.meta.url), 'utf8');
  const found = lock.match(new RegExp(`name = "${name}"\\nversion = "([^"]+)"`));
  return `${name} ${found?.[1]}`;
}
