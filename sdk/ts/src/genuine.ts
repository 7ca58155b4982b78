import { getAddressEncoder, type Address, type ReadonlyUint8Array } from '@solana/kit';
import { hex, Malformed } from './accounts/fields.js';
import { decodeShareMint, SHARE_MINT_EXTENSIONS, type ShareMint } from './accounts/shareMint.js';
import { tokenAccountOrNull } from './accounts/tokenAccount.js';
import { extraAccountMetasAddress, mintAddress, tokenAddress, vaultAddress } from './addresses.js';
import type { Token } from './generated/accounts/token.js';
import { PERSONAL_TOKEN_PROGRAM_ADDRESS } from './generated/programs/address.js';
import { memberKind, tokenKind } from './kinds.js';
import type { At } from './preview/position.js';
import { TOKEN_PROGRAM } from './programs.js';
import { decodeChecked, fetchMany, type ReadRpc } from './read.js';
import { displayText, isPlain } from './text.js';

/** Something about a mint that is not as the program creates it. Texts are safe to show. */
export interface Finding {
  /** What differs. */
  readonly subject: string;
  /** What the program creates. */
  readonly expected: string;
  /** What is there. */
  readonly found: string;
}

const shown = (value: Address | bigint | number | null) => (value === null ? 'none' : String(value));

/** The longest texts of a token, in bytes. */
const LONGEST = { name: 32, symbol: 10, uri: 128 } as const;
/** Nothing but the blanks of all scripts. */
const BLANK = /^[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]*$/u;

/** Every way in which a mint differs from what the program creates for the token; none if it is the token's mint. */
export async function verifyShareMint(address: Address, mint: ShareMint, token: Token): Promise<Finding[]> {
  const [authority, own] = [await tokenAddress(address), await mintAddress(token.owner)];
  const same = (subject: string, expected: Address | bigint | number | null, found: typeof expected) =>
    expected === found ? [] : [{ subject, expected: shown(expected), found: shown(found) }];
  return [
    ...same("address of the owner's mint", own, address),
    ...same('address in the token', token.mint, address),
    ...same('supply', token.total, mint.supply),
    ...same('decimals', 0, mint.decimals),
    ...same('mint authority', authority, mint.mintAuthority),
    ...same('freeze authority', null, mint.freezeAuthority),
    ...same('transfer hook', PERSONAL_TOKEN_PROGRAM_ADDRESS, mint.hookProgram),
    ...same('authority of the transfer hook', null, mint.hookAuthority),
    ...same('permanent delegate', authority, mint.permanentDelegate),
    ...same('permissioned burn authority', authority, mint.burnAuthority),
    ...same('authority of the metadata pointer', null, mint.metadataPointerAuthority),
    ...same('metadata address', address, mint.metadataAddress),
    ...verifyExtensions(mint),
    ...same('authority of the metadata', authority, mint.metadata?.updateAuthority ?? null),
    ...same('mint in the metadata', address, mint.metadata?.mint ?? null),
    ...verifyTexts(mint, token),
  ];
}

function verifyExtensions({ extensions }: ShareMint): Finding[] {
  const expected: readonly number[] = Object.values(SHARE_MINT_EXTENSIONS);
  const list = (kinds: readonly number[]) => [...kinds].sort((one, other) => one - other).join(', ');
  if (list(extensions) === list(expected)) return [];
  return [{ subject: 'types of extensions', expected: list(expected), found: list(extensions) }];
}

function verifyTexts({ metadata }: ShareMint, token: Token): Finding[] {
  if (metadata === null) return [];
  const { name, symbol, uri, additional } = metadata;
  const fits = (text: string, longest: number) => new TextEncoder().encode(text).length <= longest && isPlain(text);
  const isAccepted =
    fits(name, LONGEST.name) &&
    fits(symbol, LONGEST.symbol) &&
    fits(uri, LONGEST.uri) &&
    ![name, symbol].some((text) => BLANK.test(text));
  const list = (fields: ShareMint['metadata'] & object) =>
    fields.additional
      .map(([key, value]) => `${displayText(key)}=${displayText(value)}`)
      .sort()
      .join(', ');
  const expected = `terms_hash=${hex(token.termsHash)}, voting_rights=none`;
  const texts = isAccepted
    ? []
    : [
        {
          subject: 'name, symbol and link',
          expected: 'texts as the program accepts them',
          found: [name, symbol, uri].map(displayText).join(', '),
        },
      ];
  const isExact = additional.length === 2 && list(metadata) === expected;
  return isExact ? texts : [...texts, { subject: 'fields of the metadata', expected, found: list(metadata) }];
}

/** First bytes of sha256("spl-transfer-hook-interface:execute"), by which Token-2022 finds the list. */
const EXECUTE = [105, 37, 101, 197, 75, 251, 102, 26];

/** The data of a token's hook account list, which is written once and for ever; see "A transfer" in docs/wallets.md. */
export function hookAccounts(token: Address, network: Address): ReadonlyUint8Array {
  const entries = [literal(token), literal(network), read(0, 133, 1), read(2, 133, 1), read(7, 16, 0), read(8, 16, 0)];
  const length = 4 + 35 * entries.length;
  return Uint8Array.from([...EXECUTE, length, 0, 0, 0, entries.length, 0, 0, 0, ...entries.flat()]);
}

/** An entry of the list that is an address. */
const literal = (address: Address) => [0, ...getAddressEncoder().encode(address), 0, 0];
/** An entry of the list that is an address in the data of an account listed before. */
const read = (account: number, offset: number, writable: number) => [
  ...[2, 2, account, offset],
  ...Array<number>(29).fill(0),
  ...[0, writable],
];

/**
 * Everything about a mint that is not as the program creates it: addresses, authorities, extensions, metadata, the hook's
 * list, the vault and the owner. Nothing if it is genuine. Anybody can make a mint that looks alike, so ask before showing
 * one as a personal token.
 */
export async function examineMint(rpc: ReadRpc, mint: Address): Promise<Finding[]> {
  const address = await tokenAddress(mint);
  const [vaultAt, listAt] = [await vaultAddress(mint), await extraAccountMetasAddress(mint)];
  const [account, mintAccount, list, vault] = await fetchMany(rpc, [address, mint, listAt, vaultAt]);
  const none = (subject: string, found = 'none'): Finding[] => [{ subject, expected: 'one of this program', found }];
  if (!account) return none('token');
  if (!mintAccount) return none('share mint');
  try {
    const token: At<Token> = { address, data: decodeChecked(tokenKind(), account) };
    const isOurs = list?.programAddress === PERSONAL_TOKEN_PROGRAM_ADDRESS;
    const isList = isOurs && hex(list.data) === hex(hookAccounts(address, token.data.network));
    return [
      ...(await verifyShareMint(mint, decodeShareMint(mintAccount), token.data)),
      ...(isList ? [] : none('hook accounts', list ? 'something else: do not transfer' : 'none')),
      ...verifyVault(token, vaultAt, vault ? tokenAccountOrNull(vault) : null),
      ...(await verifyOwner(rpc, token)),
    ];
  } catch (error) {
    if (error instanceof Malformed) return none('accounts of the mint', displayText(error.message));
    throw error;
  }
}

function verifyVault(token: At<Token>, address: Address, vault: ReturnType<typeof tokenAccountOrNull>): Finding[] {
  const { data } = token;
  const isOwn =
    data.vault === address &&
    vault?.programAddress === TOKEN_PROGRAM &&
    vault.owner === token.address &&
    vault.mint === data.quoteMint &&
    vault.delegate === null &&
    vault.closeAuthority === null &&
    !vault.isFrozen;
  const owed = data.deposited - data.paid;
  if (isOwn && vault.amount >= owed) return [];
  const found = isOwn ? `${vault.amount} quote units` : 'another account, or one that cannot pay';
  return [{ subject: 'vault', expected: `the token's own, with at least ${owed} quote units`, found }];
}

async function verifyOwner(rpc: ReadRpc, token: At<Token>): Promise<Finding[]> {
  const [account] = await fetchMany(rpc, [token.data.owner]);
  const owner = account ? decodeChecked(memberKind(), account) : null;
  if (owner?.network === token.data.network && owner.token === token.address) return [];
  return [{ subject: 'owner', expected: 'a member whose token this is', found: token.data.owner }];
}

/** Whether a mint is exactly what this program creates; see `examineMint` for what is not. */
export async function isGenuine(rpc: ReadRpc, mint: Address): Promise<boolean> {
  return (await examineMint(rpc, mint)).length === 0;
}
