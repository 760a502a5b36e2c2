import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  isQuantity,
  milliValue,
  parseQuantity,
  quantityOf,
  roundedToMilli,
  subtractQuantities,
  value,
} from './quantity.ts';

const canonical: [string, string][] = [
  ['0.5', '500m'],
  ['1024Mi', '1Gi'],
  ['1000M', '1G'],
  ['.001Ki', '1024m'],
  ['.000001Ki', '1024u'],
  ['.000000001Ki', '1024n'],
  ['.000000000001Ki', '2n'],
  ['307200Ki', '300Mi'],
  ['1025024Mi', '1001Gi'],
  ['5000m', '5'],
  ['1.08', '1080m'],
  ['1080000000n', '1080m'],
  ['.001e12', '1e9'],
  ['0.001e0', '1e-3'],
  ['1000e-12', '1e-9'],
  ['00', '0'],
  ['0Ki', '0'],
  ['0', '0'],
  ['1.5Gi', '1536Mi'],
  ['100m', '100m'],
  ['128Mi', '128Mi'],
  ['2', '2'],
  ['100.035k', '100.035k'],
  ['12E', '12E'],
  ['3.001n', '4n'],
  ['0.00000012345', '124n'],
  ['1.3E+6', '1300e3'],
  ['5000', '5k'],
  ['-0.5', '-500m'],
  ['1025', '1025'],
  ['16Gi', '16Gi'],
  ['1024', '1024'],
  ['0.1', '100m'],
  ['1.G', '1.G'],
  ['100.035Ki', '102435840m'],
];
for (const [text, expected] of canonical) {
  test(`canonicalQuantity() writes ${text} as ${expected}`, () => assert.equal(canonicalQuantity(text), expected));
}

test('canonical texts stay as they are', () => {
  for (const [, text] of canonical) assert.equal(canonicalQuantity(text), text);
});

test('a text that is no quantity is refused', () => {
  for (const text of [
    '',
    '1.1.M',
    '1+1.0M',
    '0.1mi',
    '0.1am',
    'aoeu',
    '.5i',
    '1i',
    '-3.01i',
    '-3.01e-',
    ' 1',
    '1 ',
    'Ki',
    '-',
  ]) {
    assert.equal(isQuantity(text), false, text);
  }
  assert.throws(() => parseQuantity('10MB'), { message: /^quantities must match the regular expression/ });
  assert.throws(() => parseQuantity('10mi'), { message: "unable to parse quantity's suffix" });
});

test('binary quantities are capped at the largest int64', () => {
  assert.equal(value('9Ei'), value('9223372036854775807Ki'));
});

test('sums keep the family of the first quantity that is not zero', () => {
  assert.equal(formatQuantity(addQuantities('512Mi', '512Mi')), '1Gi');
  assert.equal(formatQuantity(addQuantities('0', '512Mi')), '512Mi');
  assert.equal(formatQuantity(addQuantities('100m', '1')), '1100m');
  assert.equal(formatQuantity(subtractQuantities('1', '100m')), '900m');
});

test('whole units and thousandths are rounded up', () => {
  assert.equal(value('100m'), 1);
  assert.equal(value('1.5Gi'), 1_610_612_736);
  assert.equal(milliValue('0.0001'), 1);
  assert.equal(milliValue('2'), 2000);
  assert.equal(roundedToMilli('0.1234'), '124m');
  assert.equal(roundedToMilli('1Gi'), '1Gi');
});

test('quantities compare by amount, whatever their suffix', () => {
  assert.equal(compareQuantities('1Gi', '1024Mi'), 0);
  assert.equal(compareQuantities('1G', '1Gi'), -1);
  assert.equal(compareQuantities('2', '1999m'), 1);
  assert.equal(formatQuantity(quantityOf(16 * 1024 ** 3, 'binary')), '16Gi');
});
