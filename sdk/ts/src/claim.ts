import { AccountRole, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import { Malformed } from './accounts/fields.js';
import { associatedTokenAddress, positionAddress, positionOf, tokenAddress, walletLinkAddress } from './addresses.js';
import { getPositionOpenInstructionAsync } from './generated/instructions/positionOpen.js';
import { getProceedsClaimInstructionAsync } from './generated/instructions/proceedsClaim.js';
import { getProceedsDistributeInstruction } from './generated/instructions/proceedsDistribute.js';
import type { Position } from './generated/accounts/position.js';
import type { Token } from './generated/accounts/token.js';
import { positionKind, tokenKind, walletLinkKind } from './kinds.js';
import { claimable, isMarked, type At } from './preview/position.js';
import { CLOCK_SYSVAR, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './programs.js';
import { clockTime, decodeChecked, fetchMany, fetchOne, type ReadRpc } from './read.js';
import { getCreateAssociatedTokenInstruction } from './spl.js';

/** A claim of everything whole that a holder is owed, as of one moment. */
export interface ClaimPlan {
  /** Whole quote units that it pays. */
  readonly claimable: bigint;
  /** The quote account that it pays into. */
  readonly quoteAccount: Address;
  /** What to send; creates the quote account if it is not there. */
  readonly instructions: readonly Instruction[];
}

/**
 * Plans a claim. Anybody may pay for it; nobody else has to sign, unless the position is marked: then its holder does.
 *
 * @throws Malformed if the wallet has no position in the token.
 */
export async function planClaim(
  rpc: ReadRpc,
  input: {
    readonly mint: Address;
    /** The holder's wallet. */
    readonly wallet: Address;
    /** Pays the rent of the quote account, if it is missing. */
    readonly payer: TransactionSigner;
    /** The holder, for a position that is marked. */
    readonly holder?: TransactionSigner;
  },
): Promise<ClaimPlan> {
  const addresses = [await tokenAddress(input.mint), await positionOf(input.wallet, input.mint)] as const;
  const [tokenAccount, positionAccount, clock = null] = await fetchMany(rpc, [...addresses, CLOCK_SYSVAR]);
  if (!tokenAccount) throw new Malformed('token', `there is none of the mint ${input.mint}`);
  if (!positionAccount) throw new Malformed('position', `${input.wallet} has none in this token`);
  const token = decodeChecked(tokenKind(), tokenAccount);
  const position = decodeChecked(positionKind(), positionAccount);
  const signed = input.holder !== undefined && isMarked(position, clockTime(clock));
  const claim = await getProceedsClaimInstructionAsync({
    token: addresses[0],
    vault: token.vault,
    position: addresses[1],
    quoteAccount: position.quoteAccount,
    ...(signed ? { wallet: input.holder, member: position.member } : {}),
  });
  const [quoteAccount] = await fetchMany(rpc, [position.quoteAccount]);
  const create = getCreateAssociatedTokenInstruction({
    payer: input.payer,
    wallet: position.wallet,
    mint: token.quoteMint,
    tokenProgram: TOKEN_PROGRAM,
  });
  return {
    claimable: claimable(token, position),
    quoteAccount: position.quoteAccount,
    instructions: quoteAccount ? [claim] : [await create, claim],
  };
}

/** Most holders that one transaction pays: two accounts each, and a transaction has 1,232 bytes. */
export const MOST_PAID_AT_ONCE = 14;

/**
 * Pays holders everything whole that they are owed; skips whom it cannot pay, as nothing else could be paid then. Anybody
 * may send it, and nobody signs but the fee payer.
 */
export function getDistributeInstruction(
  token: At<Pick<Token, 'vault'>>,
  positions: readonly At<Pick<Position, 'quoteAccount'>>[],
): Instruction {
  const instruction = getProceedsDistributeInstruction({ token: token.address, vault: token.data.vault });
  const pairs = positions.flatMap(({ address, data }) => [
    { address, role: AccountRole.WRITABLE },
    { address: data.quoteAccount, role: AccountRole.WRITABLE },
  ]);
  return { ...instruction, accounts: [...instruction.accounts, ...pairs] };
}

/**
 * Opens a wallet's position in a token, its share account included, so that it can receive shares. The holder signs, and is
 * an active member of the token's network; anybody may pay.
 */
export async function openPosition(
  rpc: ReadRpc,
  input: { readonly mint: Address; readonly wallet: TransactionSigner; readonly payer: TransactionSigner },
): Promise<readonly Instruction[]> {
  const { mint, payer, wallet } = input;
  const token = await fetchOne(rpc, tokenKind(), await tokenAddress(mint));
  const linkAddress = await walletLinkAddress(token.data.network, wallet.address);
  const link = await fetchOne(rpc, walletLinkKind(), linkAddress);
  const [shareAccount, shareBump] = await associatedTokenAddress(wallet.address, mint, TOKEN_2022_PROGRAM);
  return [
    await getCreateAssociatedTokenInstruction({
      payer,
      wallet: wallet.address,
      mint,
      tokenProgram: TOKEN_2022_PROGRAM,
    }),
    await getPositionOpenInstructionAsync({
      payer,
      wallet,
      token: token.address,
      member: link.data.member,
      shareAccount,
      position: await positionAddress(shareAccount),
      shareBump,
    }),
  ];
}
