// A share transfer as a wallet on the first generation of web3.js builds it: @solana/spl-token, from the mint alone.

import { createTransferCheckedWithTransferHookInstruction, TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { Connection, PublicKey } from '@solana/web3.js';
import { answer, clientName, readRequest, run } from './ledger.mjs';

const request = readRequest();

// The real Connection, with only the wire replaced, so that its own decoding is part of what is tested.
const connection = new Connection('http://ledger.invalid', {
  commitment: 'confirmed',
  fetch: async (_url, { body }) =>
    new Response(JSON.stringify(answer(request.accounts, JSON.parse(body))), {
      headers: { 'content-type': 'application/json' },
    }),
});

await run(clientName('@solana/spl-token'), async () => {
  const instruction = await createTransferCheckedWithTransferHookInstruction(
    connection,
    new PublicKey(request.source),
    new PublicKey(request.mint),
    new PublicKey(request.destination),
    new PublicKey(request.owner),
    BigInt(request.amount),
    request.decimals,
    [],
    'confirmed',
    TOKEN_2022_PROGRAM_ID,
  );
  return {
    programId: instruction.programId.toBase58(),
    accounts: instruction.keys.map(({ pubkey, isSigner, isWritable }) => ({
      pubkey: pubkey.toBase58(),
      isSigner,
      isWritable,
    })),
    data: Buffer.from(instruction.data).toString('base64'),
  };
});
