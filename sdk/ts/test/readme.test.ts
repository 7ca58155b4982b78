// The examples of README.md, taken from it and run as they stand, among the people of the demo.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as client from '@personal-token/client';
import { Localnet, type Person } from './localnet.js';

let node: Localnet;
let ada: Person;
let ben: Person;
let max: Person;
let mint: client.TokenView['mint'];

before(async () => {
  node = await Localnet.start('--demo');
  const { people = {}, mint: ofDemo } = node.ready;
  const known = (name: string) => node.known(name, people[name]?.keypair ?? '');
  [ada, ben, max] = [await known('ada'), await known('ben'), await known('max')];
  assert.ok(ofDemo);
  mint = ofDemo;
});
after(() => node?.stop());

const row = async (person: Person) =>
  (await client.fetchCapTable(node.rpc, mint)).rows.find(({ wallet }) => wallet === person.address)!;

test('README has three examples, and no fourth that is not run', () => {
  const compiled = readdirSync(new URL('../readme', import.meta.url)).sort();
  assert.deepEqual(compiled, ['cap-table.js', 'claim.js', 'transfer-shares.js']);
});

test('README: the cap table', async () => {
  const shown = await node.program('../readme/cap-table.js', { MINT: mint });
  const { rows, total } = await client.fetchCapTable(node.rpc, mint);
  const lines = shown.trim().split('\n');
  assert.equal(lines.length, rows.length + 1);
  assert.match(lines[0]!, new RegExp(`^.+ \\(.+\\), ${total} shares, transfers: \\w+$`));
  assert.equal(
    rows.reduce((sum, { shares }) => sum + shares, 0n),
    total,
  );
  for (const { wallet, shares } of rows) assert.match(shown, new RegExp(`${wallet}  ${shares} shares`));
  const wrong = node.program('../readme/cap-table.js', { MINT: node.ready.quoteMint });
  await assert.rejects(wrong, /This mint is not a personal token/);
});

test('README: a claim', async () => {
  const [{ claimable }, before] = [await row(ada), await node.quoteBalance(ada)];
  assert.ok(claimable > 0n, 'the demo leaves Ada something to claim');
  const shown = await node.program('../readme/claim.js', { MINT: mint, KEYPAIR: ada.file });
  const account = await client.quoteAccountAddress(ada.address, node.ready.quoteMint);
  assert.equal(shown, `Claimed ${claimable} units into ${account}.\n`);
  assert.equal(await node.quoteBalance(ada), before + claimable);
  assert.equal((await row(ada)).claimable, 0n);
});

test('README: a transfer, and one that is refused', async () => {
  // Ada has a token of her own, so her gains are her shareholders': she gives Olivia's shares back to Olivia only.
  const send = (from: Person, receiver: string) =>
    node.program('../readme/transfer-shares.js', { MINT: mint, KEYPAIR: from.file, RECEIVER: receiver, SHARES: '2' });
  const before = [await row(ben), await row(ada)];
  const view = await client.fetchTokenView(node.rpc, mint);
  const [owner, owned] = [view.owner.data.wallet, (await row({ address: view.owner.data.wallet } as Person)).shares];
  assert.equal(
    await send(ada, owner),
    `Sent. The sender keeps ${before[1]!.shares - 2n} shares, the receiver has ${owned + 2n}.\n`,
  );
  assert.equal((await row(ada)).shares, before[1]!.shares - 2n);
  assert.match(await send(ada, max.address), /^The receiver has no position in this token\. He opens one first/);
  assert.match(await send(ada, ben.address), /^The sender has a token of his own, .* Sell through the market/);
  assert.equal((await row(ben)).shares, before[0]!.shares);
});

test('the portfolio shows all tokens of the demo, and what has moved to a new wallet', async () => {
  const shown = (wallet: string) => node.program('../examples/portfolio.js', { WALLET: wallet });
  const held = await client.fetchPortfolio(node.rpc, ada.address);
  assert.equal(new Set(held.map(({ mint }) => mint)).size, 2);
  const lines = (await shown(ada.address)).trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split('  ')[0]),
    held.map(({ symbol }) => symbol),
  );
  assert.match(lines.join('\n'), /1000 are listed for sale/);
  const carl = node.ready.people?.['carl']?.address ?? '';
  assert.match(await shown(carl), /0 shares of .* by the holder himself, moved to a new wallet\n$/);
});
