import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { idChecksum, luhnDigit, samplePerson } from './people.ts';
import { awaitCustodian, demoPlatforms, PLATFORM_NOS } from './platforms.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'demo-keys-'));

test('the platforms keep their keys from start to start, readable by their owner alone', () => {
  const dataDir = folder();
  const first = demoPlatforms(dataDir, 'http://127.0.0.1:9000');
  assert.deepEqual(demoPlatforms(dataDir, 'http://127.0.0.1:9000'), first);
  assert.deepEqual(
    first.map(({ no, dialect, notifyUrl }) => [no, dialect, notifyUrl]),
    [
      ['6000000001', 'lianyintong', 'http://127.0.0.1:9000/notify/lianyintong'],
      ['6000000002', 'depository', 'http://127.0.0.1:9000/notify/depository'],
    ],
  );
  for (const { no, publicKeyPem } of first) {
    assert.equal(createPublicKey(publicKeyPem).asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(statSync(join(dataDir, 'demo', `${no}.pem`)).mode & 0o777, 0o600);
  }
});

test('the demo waits until the custodian knows both platforms', async () => {
  const dataDir = folder();
  demoPlatforms(dataDir);
  const waiting = awaitCustodian(dataDir);
  const file = join(dataDir, 'demo', 'custodian.json');
  const registration = { keySerial: '1', custodianKeySerial: '1', custodianPublicKey: '', platformPassword: '' };
  const write = (nos: readonly string[]): void => {
    const platforms = Object.fromEntries(nos.map((no) => [no, registration]));
    writeFileSync(`${file}.new`, JSON.stringify({ baseUrl: 'http://127.0.0.1:8080', platforms }));
    renameSync(`${file}.new`, file);
  };
  write([PLATFORM_NOS.lianyintong]);
  write(Object.values(PLATFORM_NOS));
  assert.equal((await waiting).baseUrl, 'http://127.0.0.1:8080');
});

test('sample people pass the checks of the custodian and the bank', () => {
  for (let time = 0; time < 200; time += 1) {
    const { idNumber, cardNumber, mobile } = samplePerson(time % 2 === 0 ? 'investor' : 'borrower', 'U1');
    assert.equal(idNumber.at(-1), idChecksum(idNumber.slice(0, 17)));
    assert.match(idNumber, /^\d{17}[\dX]$/);
    assert.equal(cardNumber.at(-1), luhnDigit(cardNumber.slice(0, -1)));
    assert.match(cardNumber, /^(622202|621700)\d{13}$/);
    assert.doesNotMatch(cardNumber, /000\d$/);
    assert.match(mobile, /^1[3-9]\d{9}$/);
  }
});

test('check digits are those of the published examples', () => {
  assert.equal(idChecksum('11010519491231002'), 'X');
  assert.equal(luhnDigit('7992739871'), '3');
});
