// The people and the token that the wallets are tried on. Everything here goes through the command line, as nobody in
// it is the user of a wallet.

import { getAssociatedTokenAddressSync, TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';

/** Words of the charter; three clauses. */
export const CHARTER = '1. Wages are nobody\'s business.\n2. Nobody votes.\n3. Whoever harasses loses reputation.\n';

/** A network without waiting times, so that a test waits for nothing that is not its subject. */
export async function found(node, founder) {
  const charter = node.file('charter.md', CHARTER);
  const args = ['--charter', charter, '--clauses', '3', '--cooling-off', '0s', '--minimum-hold', '0s'];
  const { network } = await node.cli(founder, 'network', 'create', 'Village', ...args);
  node.file('secret', 'a secret of this network, 32 bytes at least');
  return network;
}

/** Admits whoever has applied; the steward has seen the document, which is only a commitment on chain. */
export async function admit(node, steward, who) {
  const name = node.people.has(who) ? who : 'a stranger';
  const document = node.file(`${name}.document`, `passport CH ${name}`);
  const secret = ['--identity-secret-file', node.path('secret')];
  await node.cli(steward, 'member', 'admit', node.arg(who), ...secret, '--document', document);
}

export async function member(node, steward, who) {
  const read = ['--charter-version', '1', '--clauses', '1-3'];
  await node.cli(who, 'member', 'apply', '--role', 'owner,investor', ...read);
  await admit(node, steward, who);
}

/** The token of a member, with 10,000,000 shares. */
export async function token(node, owner, symbol, ...more) {
  const words = ['--name', `${symbol} Token`, '--symbol', symbol, '--terms', 'text:all gains from equity'];
  return (await node.cli(owner, 'token', 'create', ...words, ...more)).mint;
}

/** The village of the compatibility table: people for every refusal, and Olivia's token, which nobody may receive. */
export async function settle(node) {
  const investors = ['ada', 'ben', 'carl', 'dora', 'gina', 'hugo', 'karl'];
  const stewards = ['sam', 'tess', 'judith'];
  const others = ['nora', 'olivia', 'max', 'erik', 'fay', 'new-hugo'];
  for (const name of [...others, ...investors, ...stewards]) {
    await node.person(name);
  }
  const network = await found(node, 'nora');
  await Promise.all(['olivia', 'erik', 'fay', ...investors, ...stewards].map(name => member(node, 'nora', name)));
  for (const name of stewards) {
    const can = name === 'judith' ? 'arbitrate' : 'recover';
    await node.cli('nora', 'network', 'steward', 'appoint', node.arg(name), '--can', can);
  }
  const mint = await token(node, 'olivia', 'OLIV', '--policy', 'closed', '--hold', '90d');
  await token(node, 'gina', 'GINA');
  await Promise.all(investors.map(name => node.cli(name, 'position', 'open', mint)));
  return { network, mint };
}

/** Addresses that the messages of a run may contain, and what stands for them on the page. */
export function names(node, { network, mint }) {
  const known = [[network, 'network'], [mint, 'mint'], [node.quoteMint, 'USDC']];
  for (const { name, address } of node.people.values()) {
    const parts = [new PublicKey(mint), new PublicKey(address), false, TOKEN_2022_PROGRAM_ID];
    known.push([address, name], [getAssociatedTokenAddressSync(...parts).toBase58(), `share account of ${name}`]);
  }
  return known;
}
