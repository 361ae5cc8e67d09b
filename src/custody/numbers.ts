/** A face of the core: what can be told of numbers of cards, identities and mobiles by their form alone. */
export { CARD_PREFIXES, isCardNumber, recogniseCard } from './cards/bins.ts';
export { checkIdNumber, isMobile } from './members/identity.ts';
