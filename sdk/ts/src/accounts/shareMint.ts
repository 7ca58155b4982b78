import { type Address } from '@solana/kit';
import { TOKEN_2022_PROGRAM } from '../programs.js';
import { displayText } from '../text.js';
import { extensionsOf, Fields, Malformed } from './fields.js';
import type { Fetched } from './tokenAccount.js';

/** Types of Token-2022's extensions that a share mint has, all of them and no other. */
export const SHARE_MINT_EXTENSIONS = {
  permanentDelegate: 12,
  transferHook: 14,
  metadataPointer: 18,
  metadata: 19,
  permissionedBurn: 28,
} as const;

/** A mint of Token-2022 with what could matter to a holder; null where there is no such authority or extension. */
export interface ShareMint {
  readonly mintAuthority: Address | null;
  readonly supply: bigint;
  readonly decimals: number;
  readonly freezeAuthority: Address | null;
  readonly hookAuthority: Address | null;
  readonly hookProgram: Address | null;
  readonly permanentDelegate: Address | null;
  readonly burnAuthority: Address | null;
  readonly metadataPointerAuthority: Address | null;
  readonly metadataAddress: Address | null;
  readonly metadata: ShareMetadata | null;
  /** Types of all extensions, ascending. */
  readonly extensions: readonly number[];
}

/** Metadata in a mint. The texts are as their author wrote them: show them by `displayText`. */
export interface ShareMetadata {
  readonly updateAuthority: Address | null;
  readonly mint: Address;
  readonly name: string;
  readonly symbol: string;
  readonly uri: string;
  readonly additional: readonly (readonly [key: string, value: string])[];
}

const SPACE = 82;
const MINT_TYPE = 1;

/**
 * The mint in what was fetched, with whatever extensions; `verifyShareMint` tells whether it is one of this program.
 *
 * @throws Malformed if it is no initialised mint of Token-2022.
 */
export function decodeShareMint({ programAddress, data }: Fetched): ShareMint {
  const what = 'share mint';
  if (programAddress !== TOKEN_2022_PROGRAM) throw new Malformed(what, `it belongs to ${programAddress}`);
  const extensions = extensionsOf(what, data, SPACE, MINT_TYPE);
  const base = new Fields(what, data);
  const mintAuthority = base.option((rest) => rest.address());
  const [supply, decimals] = [base.unsigned(8), base.byte()];
  if (base.byte() !== 1) throw base.malformed('not initialised');
  const freezeAuthority = base.option((rest) => rest.address());

  const addresses = (kind: number, count: number): (Address | null)[] => {
    const value = extensions.get(kind);
    if (value === undefined) return Array<null>(count).fill(null);
    if (value.length !== 32 * count) throw new Malformed(what, `an extension of type ${kind} of another length`);
    const fields = new Fields(what, value);
    return Array.from({ length: count }, () => fields.addressOrNone());
  };
  const [hookAuthority = null, hookProgram = null] = addresses(SHARE_MINT_EXTENSIONS.transferHook, 2);
  const [permanentDelegate = null] = addresses(SHARE_MINT_EXTENSIONS.permanentDelegate, 1);
  const [burnAuthority = null] = addresses(SHARE_MINT_EXTENSIONS.permissionedBurn, 1);
  const [metadataPointerAuthority = null, metadataAddress = null] = addresses(SHARE_MINT_EXTENSIONS.metadataPointer, 2);
  const metadata = extensions.get(SHARE_MINT_EXTENSIONS.metadata);
  return {
    mintAuthority,
    supply,
    decimals,
    freezeAuthority,
    hookAuthority,
    hookProgram,
    permanentDelegate,
    burnAuthority,
    metadataPointerAuthority,
    metadataAddress,
    metadata: metadata === undefined ? null : decodeMetadata(new Fields('token metadata', metadata)),
    extensions: [...extensions.keys()].sort((one, other) => one - other),
  };
}

function decodeMetadata(fields: Fields): ShareMetadata {
  const [updateAuthority, mint] = [fields.addressOrNone(), fields.address()];
  const [name, symbol, uri] = [fields.text(), fields.text(), fields.text()];
  const additional: (readonly [string, string])[] = [];
  // The count is hostile; a pair that is not there ends it.
  for (let left = fields.u32(); left > 0; left -= 1) additional.push([fields.text(), fields.text()]);
  if (fields.left !== 0) throw fields.malformed('too long');
  return { updateAuthority, mint, name, symbol, uri, additional };
}

/** Name and symbol of a share mint, safe to show; empty without metadata. */
export function displayNames(mint: Pick<ShareMint, 'metadata'>): { readonly name: string; readonly symbol: string } {
  return { name: displayText(mint.metadata?.name ?? ''), symbol: displayText(mint.metadata?.symbol ?? '') };
}
