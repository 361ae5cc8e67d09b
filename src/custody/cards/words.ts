/** Words about cards. */

/** How a card was verified: with the mobile (four elements) or without (three). */
export type AccessType = 'FULL' | 'PART';
