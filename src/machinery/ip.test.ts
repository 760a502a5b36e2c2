import assert from 'node:assert/strict';
import test from 'node:test';
import { contains, formatIp, isMapped, networkOf, parseCidr, parseIp, sizeOf } from './ip.ts';

const canonical = (text: string): string | undefined => {
  const ip = parseIp(text);
  return ip && formatIp(ip);
};

test('addresses print in canonical form', () => {
  assert.equal(canonical('10.96.0.1'), '10.96.0.1');
  assert.equal(canonical('FE80:0:0:0:0:0:0:0ABC'), 'fe80::abc');
  assert.equal(canonical('::'), '::');
  assert.equal(canonical('::1'), '::1');
  assert.equal(canonical('1:0:0:2:0:0:0:3'), '1:0:0:2::3');
  assert.equal(canonical('2001:db8::10.0.0.1'), '2001:db8::a00:1');
});

test('what is no address is refused', () => {
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    'g::',
    '1.2.3.4/8',
  ]) {
    assert.equal(parseIp(text), undefined, text);
  }
});

test('blocks know their addresses', () => {
  const block = parseCidr('10.96.3.7/16');
  assert.ok(block);
  assert.equal(formatIp(networkOf(block)), '10.96.0.0');
  assert.equal(sizeOf(block), 65536n);
  const inside = parseIp('10.96.255.255');
  const outside = parseIp('10.97.0.0');
  assert.ok(inside && outside);
  assert.equal(contains(block, inside), true);
  assert.equal(contains(block, outside), false);
  assert.equal(parseCidr('10.0.0.0/33'), undefined);
  const mapped = parseIp('::ffff:10.0.0.1');
  assert.ok(mapped);
  assert.equal(isMapped(mapped), true);
});
