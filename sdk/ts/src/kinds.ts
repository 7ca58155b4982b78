import { getListingDecoder, LISTING_DISCRIMINATOR, type Listing } from './generated/accounts/listing.js';
import { getMemberDecoder, MEMBER_DISCRIMINATOR, type Member } from './generated/accounts/member.js';
import { getNetworkDecoder, NETWORK_DISCRIMINATOR, type Network } from './generated/accounts/network.js';
import { getPositionDecoder, POSITION_DISCRIMINATOR, type Position } from './generated/accounts/position.js';
import { getRoundDecoder, ROUND_DISCRIMINATOR, type Round } from './generated/accounts/round.js';
import { getTokenDecoder, TOKEN_DISCRIMINATOR, type Token } from './generated/accounts/token.js';
import { getWalletLinkDecoder, WALLET_LINK_DISCRIMINATOR, type WalletLink } from './generated/accounts/walletLink.js';
import type { AccountKind } from './read.js';

/** A network. */
export const networkKind = (): AccountKind<Network> => ({
  name: 'network',
  decoder: getNetworkDecoder(),
  discriminator: NETWORK_DISCRIMINATOR,
  space: 400,
});

/** A member. */
export const memberKind = (): AccountKind<Member> => ({
  name: 'member',
  decoder: getMemberDecoder(),
  discriminator: MEMBER_DISCRIMINATOR,
  space: 336,
});

/** The link from a wallet to its member. */
export const walletLinkKind = (): AccountKind<WalletLink> => ({
  name: 'wallet link',
  decoder: getWalletLinkDecoder(),
  discriminator: WALLET_LINK_DISCRIMINATOR,
  space: 144,
});

/** A token. */
export const tokenKind = (): AccountKind<Token> => ({
  name: 'token',
  decoder: getTokenDecoder(),
  discriminator: TOKEN_DISCRIMINATOR,
  space: 448,
});

/** A position. */
export const positionKind = (): AccountKind<Position> => ({
  name: 'position',
  decoder: getPositionDecoder(),
  discriminator: POSITION_DISCRIMINATOR,
  space: 448,
});

/** A round. */
export const roundKind = (): AccountKind<Round> => ({
  name: 'round',
  decoder: getRoundDecoder(),
  discriminator: ROUND_DISCRIMINATOR,
  space: 296,
});

/** A listing. */
export const listingKind = (): AccountKind<Listing> => ({
  name: 'listing',
  decoder: getListingDecoder(),
  discriminator: LISTING_DISCRIMINATOR,
  space: 240,
});

/** Where a position's member, token and wallet lie in its data, for filters. */
export const POSITION_OFFSETS = { member: 16n, token: 48n, wallet: 112n } as const;
