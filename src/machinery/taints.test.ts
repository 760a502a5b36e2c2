import assert from 'node:assert/strict';
import test from 'node:test';
import type { Taint } from '../api/core/v1.ts';
import { secondsTolerated, tolerates, untolerated } from './taints.ts';

const taint = (key: string, value?: string): Taint => ({
  key,
  effect: 'NoExecute',
  ...(value !== undefined && { value }),
});

test('a toleration compares key, value and effect, of which the absent ones match any', () => {
  assert.ok(tolerates({ operator: 'Exists' }, taint('a')));
  assert.ok(tolerates({ key: 'a', operator: 'Exists', effect: 'NoExecute' }, taint('a', 'x')));
  assert.ok(tolerates({ key: 'a', value: 'x' }, taint('a', 'x')));
  assert.ok(!tolerates({ key: 'a', value: 'y' }, taint('a', 'x')));
  assert.ok(!tolerates({ key: 'a', operator: 'Exists', effect: 'NoSchedule' }, taint('a')));
});

test('a Pod stays as long as the shortest of the tolerations that it needs', () => {
  const tolerations = [
    { key: 'a', operator: 'Exists' as const, tolerationSeconds: 300 },
    { key: 'b', operator: 'Exists' as const },
    { key: 'c', operator: 'Exists' as const, tolerationSeconds: -1 },
  ];
  assert.equal(secondsTolerated([taint('a'), taint('b')], tolerations), 300);
  assert.equal(secondsTolerated([taint('b')], tolerations), Infinity);
  assert.equal(secondsTolerated([taint('c')], tolerations), 0);
  assert.equal(secondsTolerated([taint('b'), taint('d')], tolerations), 0);
  assert.equal(untolerated([taint('b'), taint('d')], tolerations)?.key, 'd');
});
