/** Codes of lianyintong that many refusals share. */

export const SYSTEM = '100001';
export const FORM = '100002';
export const SIGNATURE = '100003';
export const NOT_OPENED = '100006';
export const UNKNOWN = '100007';
export const DECLINED = '100008';
export const NOT_ALLOWED = '100011';
export const BANK = '100012';
export const DUPLICATE = '100013';
export const BALANCE = '100014';
export const PROJECT_STATE = '100015';
export const UNDER_WAY = '100020';
