// The ecosystem's own clients move shares, see claimable money arrive, and meet every refusal, on a localnet.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as anchorOne from '@anchor-lang/core';
import anchorBeforeOne from '@coral-xyz/anchor';
import { KitWallet } from './kit.mjs';
import { Localnet } from './node.mjs';
import { REFUSALS } from './refusals.mjs';
import { commandLine, page, settle as settlePage } from './report.mjs';
import { RustWallet } from './rust.mjs';
import { normalised, seen } from './seen.mjs';
import { SplTokenWallet } from './spl-token-cli.mjs';
import { names, settle } from './village.mjs';
import { Web3Wallet } from './web3.mjs';

let node, place, wallets, stage;
const works = [];

/** Notes that a client did something, for the page. */
function done(what, wallet) {
  const row = works.find(known => known.what === what) ?? { what, by: new Set() };
  works.includes(row) || works.push(row);
  row.by.add(wallet.key);
}

async function prepare(t) {
  node = await Localnet.start();
  t.after(() => node.stop());
  place = await settle(node);
  wallets = [new Web3Wallet(node), new KitWallet(node), await RustWallet.start(node)];
  if (SplTokenWallet.isThere()) {
    wallets.push(new SplTokenWallet(node));
  }
  t.after(() => wallets.forEach(wallet => wallet.stop?.()));
  stage = {
    cli: (...args) => node.cli(...args),
    warp: by => node.warp(by),
    arg: who => node.arg(who),
    people: who => node.people.get(who),
    mint: place.mint,
    wallet: wallets[0],
    keep: {},
  };
}

/** Everybody's shares, to see that a refusal changed nothing. */
async function holdings() {
  const holders = ['olivia', 'ada', 'ben', 'carl', 'dora', 'gina', 'karl'];
  return Promise.all(holders.map(name => wallets[0].shares(place.mint, stage.people(name))));
}

/** What the programs logged of the refusal, or the last instruction if nothing, and who failed. */
function tail(logs) {
  const logged = logs.filter(line => line.startsWith('Program log: '));
  const words = logged.filter(line => !line.startsWith('Program log: Instruction: '));
  const failed = logs.find(line => / failed: /.test(line));
  return [...(words.length > 0 ? words : logged.slice(-1)), failed].filter(Boolean);
}

/** Every client that has the operation is refused, and says what the page will quote. */
async function refused(row) {
  await row.prepare?.(stage);
  const { operation, from, to, signer, ...more } = row.attempt;
  const request = { ...more, mint: place.mint, from: stage.people(from), to: stage.people(to) };
  if (signer) {
    request.signer = stage.people(signer);
  }
  row.said = new Map();
  const before = await holdings();
  const known = names(node, place);
  for (const wallet of wallets.filter(wallet => wallet[operation] && wallet.key !== row.notBy)) {
    const refusal = await seen(() => wallet[operation](request));
    assert.ok(refusal, `${wallet.name} was not refused`);
    row.said.set(wallet.key, normalised(refusal.message, known));
    const logs = tail(refusal.logs).map(line => normalised(line, known));
    if (logs.length > 0) {
      // What the programs log does not depend on who sent the transaction.
      row.logs ??= logs;
      assert.deepEqual(logs, row.logs, wallet.name);
    }
    if (row.code) {
      const codes = [`0x${row.code.toString(16)}`, `#${row.code}`];
      assert.ok(codes.some(code => refusal.message.includes(code)), refusal.message);
    }
  }
  assert.deepEqual(await holdings(), before);
  await row.undo?.(stage);
}

async function transfers() {
  const [ada, ben] = [stage.people('ada'), stage.people('ben')];
  for (const wallet of wallets) {
    const balances = async () => Promise.all([ada, ben].map(person => wallet.shares(place.mint, person)));
    const [adaBefore, benBefore] = await balances();
    await wallet.transfer({ mint: place.mint, from: ada, to: ben, shares: 7n });
    assert.deepEqual(await balances(), [adaBefore - 7n, benBefore + 7n], wallet.name);
    done('reads balances; sends shares from one member to another', wallet);
    if (wallet.approve) {
      const max = stage.people('max');
      await wallet.approve({ mint: place.mint, from: ada, to: max, shares: 5n });
      await wallet.transfer({ mint: place.mint, from: ada, to: ben, signer: max, shares: 5n });
      assert.deepEqual(await balances(), [adaBefore - 12n, benBefore + 12n], wallet.name);
      done('lets a delegate send, who need not be a member', wallet);
    }
  }
}

async function subscriptions() {
  const [ada, ben] = [stage.people('ada'), stage.people('ben')];
  for (const wallet of wallets.filter(wallet => wallet.watch)) {
    done('confirms over the WebSocket', wallet);
    const expected = (await wallet.shares(place.mint, ben)) + 11n;
    const inbox = await wallet.watch(place.mint, ben);
    await wallets[0].transfer({ mint: place.mint, from: ada, to: ben, shares: 11n });
    assert.equal(await inbox.next(shares => shares === expected), expected);
    inbox.stop();
    done('hears of shares that a transfer brings (`accountSubscribe`)', wallet);
  }
}

async function money() {
  // Of 1,000 USDC each of the 10,000,000 shares is credited 0.0001, which are 100 units.
  await node.cli('olivia', 'ledger', 'faucet', '1000');
  const sale = ['--proceeds', '1000', '--kind', 'company-equity', '--asset', 'text:Alpha Ltd', '--evidence', 'text:x'];
  await node.cli('olivia', 'proceeds', 'deposit', place.mint, ...sale);
  const holders = ['ada', 'ben', 'carl', 'dora'].map(stage.people);
  for (const [index, wallet] of wallets.entries()) {
    const holder = holders[index];
    const due = (await wallet.shares(place.mint, holder)) * 100n;
    await (wallet.openMoneyAccount ? wallet : wallets[0]).openMoneyAccount(holder);
    assert.equal(await wallet.money(holder), 0n, wallet.name);
    const inbox = await wallet.watch?.(node.quoteMint, holder);
    await node.cli('max', 'proceeds', 'claim', place.mint, holder.address);
    if (inbox) {
      assert.equal(await inbox.next(money => money === due), due);
      inbox.stop();
      done('hears of money that a claim by somebody else brings (`accountSubscribe`)', wallet);
    }
    assert.equal(await wallet.money(holder), due, wallet.name);
    done('reads the money that a claim brought, to the unit', wallet);
  }
}

/** Generic clients build a program from the IDL on chain, which Anchor moved with 1.0. */
async function idls() {
  const idl = JSON.parse(readFileSync(new URL('../../../idl/personal_token.json', import.meta.url)));
  for (const { Program } of [anchorBeforeOne, anchorOne]) {
    assert.deepEqual(await Program.fetchIdl(idl.address, { connection: node.connection }), idl);
    const program = await Program.at(idl.address, { connection: node.connection });
    const tokens = await program.account.token.all();
    assert.ok(tokens.some(({ account }) => account.mint.toBase58() === `${place.mint}`));
  }
}

async function report() {
  const seen = { works, refusals: REFUSALS };
  const clients = wallets.filter(wallet => wallet.key !== 'spl-token');
  const other = wallets.find(wallet => wallet.key === 'spl-token');
  settlePage(page({ clients, ...seen }), other && commandLine(other, seen));
}

test('the ecosystem’s own clients on a localnet', async t => {
  const steps = [
    ['a village', () => prepare(t)],
    ...REFUSALS.map(row => [`refused: ${row.title ?? row.name}`, () => refused(row)]),
    ['shares move between two members', transfers],
    ['subscriptions report shares', subscriptions],
    ['claimable money arrives', money],
    ['Anchor’s clients find the IDL and read accounts', idls],
    ['the page says what was seen', report],
  ];
  for (const [name, run] of steps) {
    // Each step builds on the state that the ones before it left, so the first failure ends the run.
    let failure;
    await t.test(name, () => run().catch(error => { failure = error; throw error; }));
    assert.equal(failure, undefined, `${name} failed`);
  }
});
