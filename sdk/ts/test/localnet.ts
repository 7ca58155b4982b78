// A localnet of its own for one run, and a token on it, made with nothing but this package and the faucet.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import {
  appendTransactionMessageInstructions,
  assertIsSendableTransaction,
  assertIsTransactionWithBlockhashLifetime,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  getSignatureFromTransaction,
  lamports,
  pipe,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  type Address,
  type Instruction,
  type KeyPairSigner,
} from '@solana/kit';
import * as client from '@personal-token/client';

/** Milliseconds after which a localnet that is not ready is a failure. */
const PATIENCE = 120_000;
const SOL = 1_000_000_000n;
/** Units of the test USDC. */
export const USDC = 1_000_000n;
const run = promisify(execFile);

export interface Person {
  readonly name: string;
  readonly signer: KeyPairSigner;
  readonly address: Address;
  /** The keypair in the format of solana-keygen. */
  readonly file: string;
}

interface Ready {
  readonly rpc: string;
  readonly ws: string;
  readonly quoteMint: Address;
  readonly faucet: string;
  readonly mint?: Address;
  readonly people?: Record<string, { address: Address; keypair: string }>;
}

/** The first line that a process prints; whatever it says on standard error is the error if it ends before. */
function firstLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const late = setTimeout(() => reject(new Error(`the localnet is not ready in time: ${complaint}`)), PATIENCE);
    child.stderr?.on('data', (text) => (complaint += text));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the localnet ended with ${code}: ${complaint}`)));
    createInterface({ input: child.stdout! }).once('line', (line) => {
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

export class Localnet {
  readonly rpc;
  readonly subscriptions;
  readonly #send;

  private constructor(
    readonly ready: Ready,
    readonly home: string,
    private readonly process: ChildProcess,
    private readonly binary: string,
  ) {
    this.rpc = createSolanaRpc(ready.rpc);
    this.subscriptions = createSolanaRpcSubscriptions(ready.ws);
    this.#send = sendAndConfirmTransactionFactory({ rpc: this.rpc, rpcSubscriptions: this.subscriptions });
  }

  static async start(...options: string[]): Promise<Localnet> {
    const binary = process.env['PERSONAL_TOKEN_LOCALNET'];
    if (!binary) {
      throw new Error(
        'PERSONAL_TOKEN_LOCALNET has to name the command line built with its localnet: ' +
          'cargo build --release -p personal-token-cli --features localnet',
      );
    }
    const home = mkdtempSync(join(tmpdir(), 'personal-token-client-'));
    const ports = ['--port', '0', '--ws-port', '0', '--slot-time', '100', '--keys', join(home, 'keys')];
    const env = { PATH: process.env['PATH'], HOME: home };
    const child = spawn(binary, ['--output', 'json-compact', 'localnet', ...ports, ...options], { cwd: home, env });
    try {
      return new Localnet(await firstLine(child), home, child, binary);
    } catch (error) {
      child.kill('SIGTERM');
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  stop(): void {
    this.process.kill('SIGTERM');
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Somebody with SOL for fees and rent. */
  async person(name: string): Promise<Person> {
    const { privateKey, publicKey } = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const [seed, point] = [
      new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)).slice(-32),
      new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)),
    ];
    const file = join(this.home, `${name}.json`);
    writeFileSync(file, JSON.stringify([...seed, ...point]), { mode: 0o600 });
    const person = await this.known(name, file);
    await this.rpc.requestAirdrop(person.address, lamports(10n * SOL)).send();
    await until(`${name} has SOL`, async () => (await this.rpc.getBalance(person.address).send()).value > 0n);
    return person;
  }

  /** Somebody whose key is in a file. */
  async known(name: string, file: string): Promise<Person> {
    const signer = await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(file, 'utf8'))));
    return { name, signer, address: signer.address, file };
  }

  async send(payer: Person, instructions: readonly Instruction[]): Promise<string> {
    const { value: blockhash } = await this.rpc.getLatestBlockhash().send();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(payer.signer, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash(blockhash, message),
      (message) => appendTransactionMessageInstructions(instructions, message),
    );
    const transaction = await signTransactionMessageWithSigners(message);
    assertIsSendableTransaction(transaction);
    assertIsTransactionWithBlockhashLifetime(transaction);
    await this.#send(transaction, { commitment: 'confirmed' });
    return getSignatureFromTransaction(transaction);
  }

  /** Runs this project's command line, for what a test needs of the ledger itself. */
  async ledger(person: Person, ...args: string[]): Promise<void> {
    const common = ['--url', this.ready.rpc, '--yes', '--keypair', person.file, 'ledger'];
    await run(this.binary, [...common, ...args], {
      cwd: this.home,
      env: { PATH: process.env['PATH'], HOME: this.home },
    });
  }

  async quoteBalance(person: Person): Promise<bigint> {
    const account = await client.quoteAccountAddress(person.address, this.ready.quoteMint);
    const { value } = await this.rpc.getAccountInfo(account, { encoding: 'base64' }).send();
    if (value === null) return 0n;
    const data = Uint8Array.from(Buffer.from(value.data[0], 'base64'));
    return client.decodeTokenAccount({ programAddress: value.owner, data }).amount;
  }

  /** Runs a compiled program with the localnet in its environment; gives what it printed. */
  async program(path: string, env: Record<string, string>): Promise<string> {
    const own = { PATH: process.env['PATH'] ?? '', RPC_URL: this.ready.rpc, WS_URL: this.ready.ws };
    const script = new URL(path, import.meta.url).pathname;
    const { stdout } = await run(process.execPath, [script], { env: { ...own, ...env } });
    return stdout;
  }
}

/** Asks until it is so. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`it did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const CLAUSES = 3;
const BOTH_ROLES = 3;

/** Ada's token of 10,000,000 shares, in Nora's network; Ben and Carl have positions, Max is nobody. */
export interface Village {
  readonly nora: Person;
  readonly ada: Person;
  readonly ben: Person;
  readonly carl: Person;
  readonly max: Person;
  readonly network: Address;
  readonly mint: Address;
  readonly token: Address;
}

export async function settle(node: Localnet): Promise<Village> {
  const names = ['nora', 'ada', 'ben', 'carl', 'max'] as const;
  const [nora, ada, ben, carl, max] = (await Promise.all(names.map((name) => node.person(name)))) as [...Person[]] as [
    Person,
    Person,
    Person,
    Person,
    Person,
  ];
  const name = client.networkName('Village');
  const network = await client.networkAddress(nora.address, name);
  const { quoteMint } = node.ready;
  await node.send(nora, [
    await client.getNetworkCreateInstructionAsync({
      ...{ payer: nora.signer, creator: nora.signer, network, quoteMint, name, treasury: nora.address },
      charterHash: hash(1),
      charterClauses: CLAUSES,
      parameters: {
        ...{ ownerFee: 150, networkFee: 50, equityFee: 10, minimumReputation: 600, coolingOff: 0 },
        ...{ ownerFirstRefusal: 0, holderFirstRefusal: 0, roundNotice: 0, minimumHold: 0, reportGrace: 0 },
        ...{ parameterDelay: 86_400, reportDeadline: 105, attestationRequired: 0, routeGains: 0 },
      },
    }),
  ]);
  await Promise.all([ada, ben, carl].map((person, index) => admit(node, nora, person, network, index + 10)));
  const member = await client.memberAddress(network, hash(10));
  const mint = await client.mintAddress(member);
  await node.send(ada, [
    await client.getTokenCreateInstructionAsync({
      ...{ payer: ada.signer, owner: ada.signer, network, member, quoteMint },
      ...{ name: 'Ada Lovelace', symbol: 'ADA', uri: '', termsHash: hash(2) },
      ...{ authorised: 10_000_000n, policy: 0, hold: 0 },
    }),
  ]);
  const token = await client.tokenAddress(mint);
  for (const person of [ada, ben, carl]) {
    await node.send(person, await client.openPosition(node.rpc, { mint, payer: person.signer, wallet: person.signer }));
  }
  await node.send(ada, [
    await client.getTokenIssueInstructionAsync({
      ...{ owner: ada.signer, ownerMember: member, token, mint, shares: 10_000_000n },
      position: await client.positionOf(ada.address, mint),
      shareAccount: await client.shareAccountAddress(ada.address, mint),
    }),
  ]);
  return { nora, ada, ben, carl, max, network, mint, token };
}

async function admit(node: Localnet, nora: Person, person: Person, network: Address, identity: number) {
  const application = await client.applicationAddress(network, person.address);
  await node.send(person, [
    await client.getApplicationOpenInstructionAsync({
      ...{ payer: person.signer, wallet: person.signer, network },
      ...{ roles: BOTH_ROLES, charterVersion: 1, clauses: CLAUSES },
    }),
  ]);
  await node.send(nora, [
    await client.getMemberAdmitInstructionAsync({
      ...{ payer: nora.signer, signer: nora.signer, network, application, rentPayer: person.address },
      walletLink: await client.walletLinkAddress(network, person.address),
      ...{ identity: hash(identity), roles: BOTH_ROLES, charterVersion: 1 },
    }),
  ]);
}

/** Ada sends shares. */
export async function give(node: Localnet, { ada, mint }: Village, receiver: Person, shares: bigint): Promise<string> {
  return node.send(ada, [
    await client.transferShares(node.rpc, { mint, authority: ada.signer, receiver: receiver.address, shares }),
  ]);
}

/** Ada deposits a gain, in quote units, without keeping her own part. */
export async function deposit(node: Localnet, { ada, mint }: Village, proceeds: bigint): Promise<void> {
  await node.ledger(ada, 'faucet', String(proceeds / USDC + 1n));
  const token = await client.fetchOne(node.rpc, client.tokenKind(), await client.tokenAddress(mint));
  await node.send(ada, [
    await client.getProceedsDepositInstructionAsync({
      ...{ payer: ada.signer, owner: ada.signer, ownerMember: token.data.owner, token: token.address },
      source: await client.quoteAccountAddress(ada.address, node.ready.quoteMint),
      vault: token.data.vault,
      distribution: await client.distributionAddress(token.address, token.data.distributions),
      ...{ kind: 1, year: 2025, proceeds, costBasis: 0n, assetHash: hash(3), evidenceHash: hash(4) },
    }),
  ]);
}
