/** 资金解冻 (D-EXT): the whole of a freeze, once; asked again it answers success (G-8). */
import { defineDirect } from '../../catalogue/service.ts';
import { oriRequestNo } from '../fields.ts';

export const unfreeze = defineDirect({
  name: 'UNFREEZE',
  title: '资金解冻',
  meaning: 'Releases the whole of a freeze; has no number of its own and may be repeated.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: true,
  verb: 'UNFREEZE',
  orderNo: 'oriRequestNo',
  told: null,
  fields: { oriRequestNo },
  answer: { oriRequestNo },
  toCommand: (input) => ({ verb: 'UNFREEZE', freezeNo: input.oriRequestNo }),
  toAnswer: (input) => ({ oriRequestNo: input.oriRequestNo }),
});
