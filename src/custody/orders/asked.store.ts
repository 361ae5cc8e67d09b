/** How checks read what an order asked for. */

/** The number of the platform's account of a name, as an SQL expression. */
export function accountNo(name: string): string {
  return `case ${name} when 'FEE' then 1 when 'COMPENSATION' then 2 when 'MARKETING' then 3 end`;
}

/** The number of the holder that a command names, as an SQL expression: a member's, or an account's of the platform. */
export function holderOf(command: string): string {
  return `coalesce(${accountNo(`${command} #>> '{holder,account}'`)},
    (select m.member_no from members m where m.user_no = ${command} #>> '{holder,userNo}'))`;
}

/**
 * Whether an order `o` keeps the details of its command, as an SQL condition: confirmations of before commands were
 * kept whole do not (migration 0011 says up to which).
 */
export const TOLD = 'o.order_no > (select untold_no from lanes)';
