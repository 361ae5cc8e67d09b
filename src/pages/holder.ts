/** Whose money and which card a page is about, in words; rows that several pages show. */
import type { PageView } from '../custody/api.ts';
import type { Holder, PlatformAccount } from '../custody/vocabulary.ts';
import { tailOfCard } from './checks.ts';
import type { FactRow } from './layout.ts';
import { bankName, said, type Said, yuan } from './phrases.ts';
import { type Scene, say } from './scene.ts';

const ACCOUNTS: Readonly<Record<PlatformAccount, Said>> = {
  FEE: said('平台收入账户', 'Platform income account'),
  COMPENSATION: said('平台代偿账户', 'Platform compensation account'),
  MARKETING: said('平台营销账户', 'Platform marketing account'),
};

/** Whose money moves, in words; the person's own number at the platform, or the platform's account. */
export function holderOf(scene: Scene, holder: Holder): string {
  return holder.kind === 'member' ? holder.userNo : say(scene, ACCOUNTS[holder.account]);
}

/** The card as people name it, with its bank: the bound one, where none is named. */
export function cardText(scene: Scene, card: PageView['card'] = scene.view.card): string | null {
  return card && `${say(scene, bankName(card.bank))} ${tailOfCard(card.masked)}`;
}

export function available(scene: Scene): FactRow {
  const { available: fen, order } = scene.view;
  const hidden = fen === null || order.presentation?.hideBalance === true;
  return [say(scene, said('可用余额', 'Available balance')), hidden ? null : say(scene, yuan(fen))];
}

/** The custodian's fee, and in words who pays it; nothing where it is not known. */
export function feeRow(scene: Scene): FactRow {
  const { fee } = scene.view;
  const borne = (amount: Said) => said(`${amount.zh}（平台承担）`, `${amount.en} (paid by the platform)`);
  return [say(scene, said('手续费', 'Fee')), fee !== null && say(scene, fee === 0n ? yuan(0n) : borne(yuan(fee)))];
}

export function remark(scene: Scene): FactRow {
  return [say(scene, said('备注', 'Remark')), scene.view.order.presentation?.remark];
}
