/** Codes of depository that many refusals share. */

export const FORM = '00003';
