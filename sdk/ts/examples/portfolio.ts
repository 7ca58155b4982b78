// Everything that a wallet holds, over all tokens and networks: what can be sent, what is locked, what can be claimed.
//
//   RPC_URL=… WALLET=… node portfolio.js
import { address, createSolanaRpc, type Address } from '@solana/kit';
import { fetchPortfolio, isGenuine, type FindRpc, type PortfolioEntry } from '@personal-token/client';

/** Decimals of each kind of money that came up. */
async function decimalsOf(rpc: FindRpc, entries: readonly PortfolioEntry[]): Promise<Map<Address, number>> {
  const mints = [...new Set(entries.map(({ quoteMint }) => quoteMint))];
  const { value } = await rpc.getMultipleAccounts(mints, { encoding: 'base64' }).send();
  // In a mint of the classic Token program the decimals are byte 44.
  return new Map(mints.map((mint, index) => [mint, Buffer.from(value[index]?.data[0] ?? '', 'base64')[44] ?? 0]));
}

/** Units of a currency as people write them. */
export function money(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
}

const day = (time: bigint) => new Date(Number(time) * 1000).toISOString().slice(0, 10);

function describe(entry: PortfolioEntry, decimals: number): string {
  const parts = [`${entry.symbol}  ${entry.shares} shares of ${entry.name}`, `${entry.sendable} can be sent`];
  if (entry.unlocksAt !== null) parts.push(`${entry.locked} are locked until ${day(entry.unlocksAt)}`);
  if (entry.listed > 0n) parts.push(`${entry.listed} are listed for sale`);
  parts.push(`${money(entry.claimable, decimals)} can be claimed${entry.isMarked ? ' by the holder himself' : ''}`);
  if (entry.replacedBy !== null) parts.push('moved to a new wallet');
  return parts.join(', ');
}

/** One line a holding. A token that is not what it seems is left out, and said to be. */
export async function portfolio(rpc: FindRpc, wallet: Address): Promise<string[]> {
  const entries = await fetchPortfolio(rpc, wallet);
  const decimals = await decimalsOf(rpc, entries);
  const lines: string[] = [];
  // One after the other: public nodes refuse whoever asks much at once.
  for (const entry of entries) {
    if (await isGenuine(rpc, entry.mint)) lines.push(describe(entry, decimals.get(entry.quoteMint) ?? 0));
    else lines.push(`${entry.mint}  is not a genuine personal token`);
  }
  return lines;
}

const { RPC_URL = 'http://127.0.0.1:8899', WALLET } = process.env;
if (WALLET !== undefined) {
  const lines = await portfolio(createSolanaRpc(RPC_URL), address(WALLET));
  console.log(lines.length > 0 ? lines.join('\n') : 'This wallet holds no personal tokens.');
}
