// The examples in examples/, each as it is, against a localnet.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import {
  appendTransactionMessageInstructions,
  compileTransaction,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  getTransactionDecoder,
  getTransactionEncoder,
  partiallySignTransaction,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  type Address,
  type Instruction,
} from '@solana/kit';
import * as client from '@personal-token/client';
import { mountClaimButton, type SignTransaction } from '../examples/claim-button.js';
import { money } from '../examples/portfolio.js';
import { sponsor } from '../examples/sponsor.js';
import { deposit, give, Localnet, settle, USDC, type Person, type Village } from './localnet.js';

let node: Localnet;
let village: Village;

before(async () => {
  node = await Localnet.start();
  village = await settle(node);
  await give(node, village, village.ben, 1_000_000n);
  await give(node, village, village.carl, 2_000_000n);
});
after(() => node?.stop());

const owed = async ({ address }: Person) =>
  (await client.planClaim(node.rpc, { mint: village.mint, wallet: address, payer: village.max.signer })).claimable;

/** A page: the button and the line of text that it works on. */
function page(
  person: Person,
  signTransaction: SignTransaction<{ readonly address: Address }> = walletOf(person),
  rpcUrl = node.ready.rpc,
) {
  const clicks: (() => void)[] = [];
  const button = {
    disabled: false,
    textContent: '',
    addEventListener: (_: 'click', click: () => void) => clicks.push(click),
  };
  const status = { textContent: '' };
  const { mint } = village;
  const mounted = mountClaimButton({ button, status, rpcUrl, mint, account: person, signTransaction });
  return { button, status, clicks, ...mounted };
}

/** A wallet of the Wallet Standard with the person's key. */
const walletOf =
  (person: Person): SignTransaction<unknown> =>
  async ({ transaction }) => {
    const signed = await partiallySignTransaction([person.signer.keyPair], getTransactionDecoder().decode(transaction));
    return [{ signedTransaction: Uint8Array.from(getTransactionEncoder().encode(signed)) }];
  };

test('the claim button shows the amount, claims it, and then has nothing to claim', async () => {
  await deposit(node, village, 300n * USDC);
  const { button, status, clicks, refresh, claim } = page(village.ben);
  await refresh();
  assert.deepEqual([button.disabled, button.textContent], [false, 'Claim 30.00 USDC']);
  assert.equal(clicks.length, 1);
  await claim();
  assert.equal(status.textContent, '30.00 USDC have arrived.');
  assert.deepEqual([button.disabled, button.textContent], [true, 'Nothing to claim']);
  assert.equal(await node.quoteBalance(village.ben), 30n * USDC);
});

test('the claim button says why nothing happens', async () => {
  const stranger = page(village.max);
  await stranger.refresh();
  assert.deepEqual([stranger.button.disabled, stranger.button.textContent], [true, 'No shares of this token']);
  assert.match(stranger.status.textContent, /has none in this token/);

  const declines = page(village.carl, async () => {
    throw new Error('The user declined.');
  });
  await declines.claim();
  assert.equal(declines.status.textContent, 'The user declined.');
  assert.deepEqual([declines.button.disabled, declines.button.textContent], [false, 'Claim 60.00 USDC']);

  const silent = page(village.carl, async () => []);
  await silent.claim();
  assert.equal(silent.status.textContent, 'The wallet has signed nothing.');
  assert.equal(await node.quoteBalance(village.carl), 0n);
});

test('the claim button does not take a busy node for a holder without shares', async () => {
  const busy = createServer((_, response) => response.writeHead(429).end()).listen(0, '127.0.0.1');
  await once(busy, 'listening');
  try {
    const { button, refresh } = page(
      village.ben,
      undefined,
      `http://127.0.0.1:${(busy.address() as AddressInfo).port}`,
    );
    await refresh();
    assert.deepEqual([button.disabled, button.textContent], [true, 'Cannot be read now']);
  } finally {
    busy.close();
  }
});

test('the cron job pays whom it can, says whom it cannot, and goes on where it was', async () => {
  const { ada, ben, carl, max, mint } = village;
  const run = () => node.program('../examples/payout-cron.js', { KEYPAIR: max.file, MINT: mint });
  const before = await node.quoteBalance(ada);
  const first = await run();
  // Carl never had an account for the money, and nobody can be paid into nothing.
  assert.equal(first, `Skipped ${carl.address}: quoteAccountMissing\nPaid 1 holders ${210n * USDC} units.\n`);
  assert.equal(await node.quoteBalance(ada), before + 210n * USDC);

  await node.send(max, [
    await client.getCreateAssociatedTokenInstruction({
      ...{ payer: max.signer, wallet: carl.address, mint: node.ready.quoteMint, tokenProgram: client.TOKEN_PROGRAM },
    }),
  ]);
  assert.equal(await run(), `Paid 1 holders ${60n * USDC} units.\n`);
  assert.equal(await run(), 'Paid 0 holders 0 units.\n');
  await deposit(node, village, 100n * USDC);
  assert.equal(await run(), `Paid 3 holders ${100n * USDC} units.\n`);
  assert.deepEqual(await Promise.all([ada, ben, carl].map(owed)), [0n, 0n, 0n]);
});

test('the cron job pays more holders than fit into one transaction', async () => {
  const { max, mint, token } = village;
  const positions = await client.findAll(node.rpc, client.positionKind(), { offset: 48n, bytes: token });
  const { data } = await client.fetchOne(node.rpc, client.tokenKind(), token);
  const full = Array.from({ length: client.MOST_PAID_AT_ONCE }, (_, index) => positions[index % positions.length]!);
  // The same position again and again is the same account, so other addresses stand for those of other holders.
  const others = await Promise.all(
    full.map(async (position, index) => ({
      address: await client.roundAddress(token, index),
      data: { ...position.data, quoteAccount: await client.reportAddress(token, index) },
    })),
  );
  const instruction = client.getDistributeInstruction({ address: token, data }, others);
  const wire = await unsigned(max.address, [instruction]);
  assert.ok(Buffer.from(wire, 'base64').length <= 1_232, 'it does not fit');
  assert.equal(instruction.accounts?.length, 3 + 2 * client.MOST_PAID_AT_ONCE);
  assert.equal(await client.mintAddress(data.owner), mint);
});

test('the portfolio shows what is held, and what is not worth showing not at all', async () => {
  const { ben, max } = village;
  const shown = (person: Person) => node.program('../examples/portfolio.js', { WALLET: person.address });
  assert.equal(await shown(ben), 'ADA  1000000 shares of Ada Lovelace, 1000000 can be sent, 0.000000 can be claimed\n');
  assert.equal(await shown(max), 'This wallet holds no personal tokens.\n');
  assert.deepEqual(
    [money(0n, 6), money(1n, 6), money(1_234_567n, 6), money(7n, 0)],
    ['0.000000', '0.000001', '1.234567', '7'],
  );
});

/** A transaction that nobody has signed, in base64. */
async function unsigned(payer: Address, instructions: readonly Instruction[]): Promise<string> {
  return getBase64EncodedWireTransaction(await compiled(payer, instructions));
}

async function compiled(payer: Address, instructions: readonly Instruction[]) {
  const { value: blockhash } = await node.rpc.getLatestBlockhash().send();
  return pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayer(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(blockhash, message),
    (message) => appendTransactionMessageInstructions(instructions, message),
    compileTransaction,
  );
}

/** A transaction that the sponsor pays for, signed by somebody else. */
async function sponsored(payer: Person, signer: Person, instructions: readonly Instruction[]): Promise<string> {
  const transaction = await compiled(payer.address, instructions);
  return getBase64EncodedWireTransaction(await partiallySignTransaction([signer.signer.keyPair], transaction));
}

test('the sponsor pays for a transfer of somebody without SOL', async () => {
  const { ben, carl, max, mint } = village;
  const config = { rpc: node.rpc, signer: max.signer, mint };
  const sol = async ({ address }: Person) => (await node.rpc.getBalance(address).send()).value;
  const transfer = await client.transferShares(node.rpc, {
    mint,
    authority: ben.signer,
    receiver: carl.address,
    shares: 5n,
  });
  const before = { ben: await sol(ben), max: await sol(max) };
  await sponsor(config, await sponsored(max, ben, [transfer]));
  const { rows } = await settled(
    () => client.fetchCapTable(node.rpc, mint),
    ({ rows }) => rows.some(({ shares }) => shares === 2_000_005n),
  );
  assert.equal(rows.find(({ wallet }) => wallet === ben.address)?.shares, 999_995n);
  assert.equal(await sol(ben), before.ben);
  // Two signatures at 5,000 lamports.
  assert.equal(before.max - (await sol(max)), 10_000n);
});

async function settled<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const value = await read();
    if (isSo(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about');
}

test('the sponsor signs nothing else', async () => {
  const { ben, carl, max, mint } = village;
  const config = { rpc: node.rpc, signer: max.signer, mint };
  const transfer = (shares: bigint) =>
    client.transferShares(node.rpc, { mint, authority: ben.signer, receiver: carl.address, shares });
  const claim = await client.planClaim(node.rpc, { mint, wallet: ben.address, payer: max.signer });
  const create = await client.getCreateAssociatedTokenInstruction({
    ...{ payer: max.signer, wallet: ben.address, mint: node.ready.quoteMint, tokenProgram: client.TOKEN_PROGRAM },
  });
  const send = { programAddress: client.SYSTEM_PROGRAM, accounts: [], data: Uint8Array.of(2, 0, 0, 0) };
  const other = { ...(await transfer(1n)) };
  other.accounts = other.accounts!.map((meta, index) =>
    index === 1 ? { ...meta, address: node.ready.quoteMint } : meta,
  );
  const balance = (await node.rpc.getBalance(max.address).send()).value;
  const table = await client.fetchCapTable(node.rpc, mint);

  const cases: [string, RegExp][] = [
    ['AAAA', /no transaction/],
    [await sponsored(ben, ben, [await transfer(1n)]), /fee payer is somebody else/],
    [await unsigned(max.address, [await transfer(1n)]), /Sign it first/],
    [await sponsored(max, ben, [await transfer(1n), send]), /One instruction only/],
    [await unsigned(max.address, [create]), /account is none of yours/],
    [await unsigned(max.address, [send]), /Only transfers and claims/],
    [await sponsored(max, ben, [other]), /Only transfers and claims/],
    [await sponsored(max, ben, [await transfer(999_996n)]), /holds fewer shares/],
  ];
  for (const [wire, message] of cases) await assert.rejects(sponsor(config, wire), { name: 'NotSponsored', message });
  assert.equal((await node.rpc.getBalance(max.address).send()).value, balance);
  assert.deepEqual((await client.fetchCapTable(node.rpc, mint)).rows, table.rows);

  const poor = await generateKeyPairSigner();
  const penniless = await unsigned(poor.address, claim.instructions);
  await assert.rejects(sponsor({ ...config, signer: poor }, penniless), { message: /fee payer has too little SOL/ });

  // A claim is paid for, whoever's it is.
  await sponsor(config, await unsigned(max.address, claim.instructions));
});

test('the sponsor answers over HTTP', async () => {
  const { ben, carl, max, mint } = village;
  const script = new URL('../examples/sponsor.js', import.meta.url).pathname;
  const env = { PATH: process.env['PATH'], RPC_URL: node.ready.rpc, KEYPAIR: max.file, MINT: mint, PORT: '0' };
  const server = spawn(process.execPath, [script], { env });
  try {
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: server.stdout }).once('line', resolve),
    );
    const url = `http://127.0.0.1:${JSON.parse(line).port}`;
    const transfer = await client.transferShares(node.rpc, {
      mint,
      authority: ben.signer,
      receiver: carl.address,
      shares: 7n,
    });
    const accepted = await fetch(url, { method: 'POST', body: await sponsored(max, ben, [transfer]) });
    assert.equal(accepted.status, 200, await accepted.clone().text());
    assert.match(await accepted.text(), /^[1-9A-HJ-NP-Za-km-z]{64,90}$/);
    const refused = await fetch(url, { method: 'POST', body: await sponsored(ben, ben, [transfer]) });
    assert.deepEqual([refused.status, await refused.text()], [403, 'The fee payer is somebody else.']);
    const long = await fetch(url, { method: 'POST', body: 'A'.repeat(5_000) });
    assert.equal(long.status, 403);

    // Somebody promises a hundred bytes, sends ten and hangs up.
    const rude = connect(Number(new URL(url).port), '127.0.0.1');
    await once(rude, 'connect');
    rude.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nAAAAAAAAAA');
    await new Promise((resolve) => setTimeout(resolve, 100));
    rude.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const after = await fetch(url, { method: 'POST', body: 'AAAA' });
    assert.deepEqual([after.status, server.exitCode], [403, null]);
  } finally {
    server.kill('SIGTERM');
  }
});
