import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { Exchange } from './exchange.ts';
import { listenLocally } from './localListener.ts';

const user = { name: 'somebody', groups: ['system:authenticated'] };

const ask = (socketPath: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ socketPath, path: '/version' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

test('the local socket belongs to its owner alone, and says whose requests come by it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'peapod-socket-'));
  const path = join(folder, 'api.sock');
  // As a process that was killed leaves it.
  writeFileSync(path, '');
  const seen: Pick<Exchange, 'url' | 'user'>[] = [];
  try {
    const listener = await listenLocally({ path, user }, (exchange) => {
      seen.push({ url: exchange.url, user: exchange.user });
      exchange.send(200, {}, 'ok');
    });
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(await ask(path), 200);
    assert.deepEqual(seen, [{ url: '/version', user }]);
    await listener[Symbol.asyncDispose]();
    assert.ok(!existsSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
