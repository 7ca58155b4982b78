// docs/new-user.md, walked end to end: the code is the page's own, taken out of it block by block. The other people of
// the story, a steward and an owner, use the command line.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { Keypair } from '@solana/web3.js';
import { Localnet, PATIENCE } from './node.mjs';
import { Inbox } from './seen.mjs';
import { admit, CHARTER, found, member, token } from './village.mjs';

const PAGE = readFileSync(new URL('../../../docs/new-user.md', import.meta.url), 'utf8');

let node;
after(() => node?.stop());

/** The code that the page gives for a file: its blocks, in order. */
function code(file) {
  return [...PAGE.matchAll(/^```js (\S+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === file)
    .map(([, , text]) => text)
    .join('\n');
}

/** A program of the page as a process, and what it prints. */
function start(directory, file, environment, ...args) {
  const env = { PATH: process.env.PATH, HOME: directory, ...environment };
  const child = spawn(process.execPath, [file, ...args], { cwd: directory, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = new Inbox();
  createInterface({ input: child.stdout }).on('line', line => lines.put(line));
  const ended = new Promise(resolve => child.once('exit', resolve));
  ended.then(code => lines.put(`ended with ${code}`));
  const fits = (line, wanted) => {
    assert.doesNotMatch(line, /^ended with/);
    return wanted.test(line);
  };
  return { child, ended, says: wanted => lines.next(line => fits(line, wanted)) };
}

test('a new user joins, receives, is paid and reads the balance', { timeout: 3 * PATIENCE }, async t => {
  node = await Localnet.start();
  for (const name of ['nora', 'olivia']) {
    await node.person(name);
  }
  const network = await found(node, 'nora');
  await member(node, 'nora', 'olivia');
  const mint = await token(node, 'olivia', 'OLIV');
  await node.cli('olivia', 'ledger', 'faucet', '10000');

  const directory = join(node.home, 'join');
  mkdirSync(directory);
  symlinkSync(new URL('../node_modules', import.meta.url), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'charter.md'), CHARTER);
  for (const file of ['join.mjs', 'send.mjs']) {
    writeFileSync(join(directory, file), code(file));
  }
  const place = { RPC: node.rpc, WS: node.ws, NETWORK: network, MINT: mint };
  let user = start(directory, 'join.mjs', place);
  t.after(() => user.child.kill());

  const says = await user.says(/^1\. My wallet is /);
  const file = JSON.parse(readFileSync(join(directory, 'wallet.json'), 'utf8'));
  const wallet = Keypair.fromSecretKey(Uint8Array.from(file)).publicKey.toBase58();
  assert.equal(says, `1. My wallet is ${wallet}`);
  await user.says(/^4\. This is the charter, with 3 clauses:/);
  await user.says(/^5\. I have applied/);
  // A laptop sleeps: the program is ended, and started again.
  user.child.kill();
  await user.ended;
  user = start(directory, 'join.mjs', place);
  await user.says(/^5\. I have applied/);
  await admit(node, 'nora', wallet);
  await user.says(/^6\. I can receive shares/);
  assert.equal(await start(directory, 'send.mjs', place, node.arg('olivia'), wallet, '1500000').ended, 0);
  await user.says(/^7\. I hold 1500000 shares$/);
  // 15 % of a gain of 10,000 are 1,500.
  const sale = ['--proceeds', '10000', '--kind', 'company-equity', '--asset', 'text:Alpha Ltd', '--evidence', 'text:x'];
  await node.cli('olivia', 'proceeds', 'deposit', mint, ...sale);
  await user.says(/^8\. I am owed 1500000000 units$/);
  await user.says(/^9\. I have claimed$/);
  await user.says(/^10\. My wallet holds 1500000000 units of /);
  assert.equal(await user.ended, 0);
});
