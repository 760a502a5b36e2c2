import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { runningPid } from './containerd.ts';
import { runtimePaths } from './paths.ts';

test('a containerd is found also when the note of its pid was removed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-containerd-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const paths = runtimePaths({ dataDir: folder, stateDir: join(folder, 'run') });
  mkdirSync(paths.root);
  assert.equal(await runningPid(paths), undefined);

  const script = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ['-e', script, '--', '--config', paths.config], { argv0: 'containerd' });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  assert.equal(await runningPid(paths), child.pid);
});
