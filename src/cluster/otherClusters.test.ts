import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { layoutOf, type Layout } from './layout.ts';
import { checkOtherClusters, claimOf } from './otherClusters.ts';
import { upMarker } from './process/keep.ts';

test('a cluster does not share its bridge or its Pod addresses with another that is up', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'peapod-others-'));
  t.after(() => rmSync(root, { recursive: true }));
  const at = (data: string): Layout => ({ ...layoutOf(data), run: join(root, layoutOf(data).name) });
  const [ours, theirs] = [at('/ours'), at('/theirs')];
  const check = (bridge: string, podCIDR: string) => () => checkOtherClusters(ours, { bridge, podCIDR });
  check('b0', '10.1.0.0/24')();

  mkdirSync(theirs.run);
  writeFileSync(upMarker(theirs), claimOf(theirs, { bridge: 'b0', podCIDR: '10.1.0.0/24' }));
  assert.throws(check('b0', '10.2.0.0/24'), {
    message: 'bridge b0 belongs to the cluster in /theirs, which is up',
    hint: "choose another with --bridge, or stop the other cluster: 'peapod --data-dir /theirs down'",
  });
  assert.throws(check('b1', '10.1.0.0/16'), {
    message: 'the Pod addresses 10.1.0.0/16 overlap with 10.1.0.0/24 of the cluster in /theirs, which is up',
  });
  assert.throws(check('b1', '10.1.0.128/25'), /overlap/);
  check('b1', '10.2.0.0/24')();
  checkOtherClusters(theirs, { bridge: 'b0', podCIDR: '10.1.0.0/24' });

  rmSync(upMarker(theirs));
  check('b0', '10.1.0.0/24')();
});
