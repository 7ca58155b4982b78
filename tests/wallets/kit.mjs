// A share transfer as a wallet on Solana Kit builds it: @solana-program/token-2022, from the mint alone.

import { getTransferCheckedWithTransferHookInstructionAsync } from '@solana-program/token-2022';
import {
  address,
  createNoopSigner,
  createSolanaRpcFromTransport,
  isSignerRole,
  isWritableRole,
} from '@solana/kit';
import { answer, clientName, readRequest, run } from './ledger.mjs';

const request = readRequest();

// Kit's real RPC client over a transport of our own, so that its own encoding and decoding are part of the test.
const rpc = createSolanaRpcFromTransport(async ({ payload }) => answer(request.accounts, payload));

await run(clientName('@solana-program/token-2022'), async () => {
  const instruction = await getTransferCheckedWithTransferHookInstructionAsync(
    { rpc },
    {
      source: address(request.source),
      mint: address(request.mint),
      destination: address(request.destination),
      // A signer and not a bare address: Kit marks an address as a multisig, which does not sign.
      authority: createNoopSigner(address(request.owner)),
      amount: BigInt(request.amount),
      decimals: request.decimals,
    },
  );
  return {
    programId: instruction.programAddress,
    accounts: instruction.accounts.map(account => ({
      pubkey: account.address,
      isSigner: isSignerRole(account.role),
      isWritable: isWritableRole(account.role),
    })),
    data: Buffer.from(instruction.data).toString('base64'),
  };
});
