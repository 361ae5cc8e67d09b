/** Names of people as platforms pass them, in both protocols by the one rule (G-26). */
import assert from 'node:assert/strict';
import test from 'node:test';
import { cardNumber, idNumber } from '../testing/people.ts';
import { wireStage } from '../testing/wire-stage.ts';

const [id, card] = [idNumber(), cardNumber('621768')];
const COMMON = { requestNo: 'R1', mobile: '13812345678' };
const PERSON = {
  lianyintong: { platformUserNo: 'u1', idCardType: 'PRC_ID', userRole: 'NORMAL', idCardNo: id, bankcardNo: card },
  depository: { userNo: 'u1', userRole: 'INVESTOR', idNumber: id, cardNumber: card },
} as const;

for (const name of ['lianyintong', 'depository'] as const) {
  const passed = async (realName: string) => {
    const stage = wireStage(name);
    const { answered } = await stage.gateway('PERSONAL_REGISTER', { ...COMMON, ...PERSON[name], realName });
    const command = stage.asked[0]?.command;
    if (command?.verb === 'REGISTER_PERSON') return command.realName;
    return answered.kind === 'error-page' ? `! ${answered.message}` : null;
  };

  test(`G-26 ${name}: a passed name is taken whole, in one way of writing`, async () => {
    const names = {
      李〇: '李〇',
      ' 李 ': '李',
      '王\ue863': '王\ue863',
      '阿里・买买提': '阿里·买买提',
      'Jose\u0301': 'José',
    };
    for (const [given, kept] of Object.entries(names)) assert.equal(await passed(given), kept, given);
    assert.equal(await passed(`　${'𠮷'.repeat(50)} `), '𠮷'.repeat(50));
  });

  test(`G-26 G-7 ${name}: what is no name is refused, the field named`, async () => {
    const inner = ['\n', '\t', '\u200b', '\u202e', '😀', '<', '>', '<b>', '1'];
    for (const realName of [...inner.map((each) => `李${each}四`), '𠮷'.repeat(51), '李四\n', ' ']) {
      assert.match(String(await passed(realName)), /^! realName.*应为1–50 字的姓名/, JSON.stringify(realName));
    }
  });
}
