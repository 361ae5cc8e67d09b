/**
 * Who has counted the latest tries at a password or a code: the ids of their commands, newest first, each with what it
 * was told. A batch whose commit was answered by silence is run again whole, and each try in it must find itself,
 * however many there were of one holder (G-17, G-18); and be told what it was told, not what stands now.
 */

/**
 * Of one holder: what one batch can hold, and some of another node's. A password takes five tries until it is locked,
 * a code as many until it is void; what is refused leaves no mark.
 */
const KNOWN = 32;

/** What a try was told; null when it is not among the latest. */
export function toldTo(tries: string | null, tryId: string): string | null {
  const found = tries?.split(' ').find((each) => each.startsWith(`${tryId}=`));
  return found ? found.slice(tryId.length + 1) : null;
}

/** The latest tries with one more. */
export function withTry(tries: string | null, tryId: string, told: string): string {
  return [`${tryId}=${told}`, ...(tries?.split(' ') ?? [])].slice(0, KNOWN).join(' ');
}
