/** A named network namespace, as `ip netns` makes it. Disposing removes it, and the mount that the first of a machine brings. */
import assert from 'node:assert/strict';
import { readFileSync, rmdirSync } from 'node:fs';
import { run } from './command.ts';

const folder = '/run/netns';

const isMounted = (): boolean =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[4] === folder);

export async function addNetworkNamespace(name: string): Promise<AsyncDisposable> {
  const before = isMounted();
  await succeed('ip', 'netns', 'add', name);
  return {
    async [Symbol.asyncDispose]() {
      await succeed('ip', 'netns', 'delete', name);
      if (before) return;
      await succeed('umount', folder);
      rmdirSync(folder);
    },
  };
}

async function succeed(program: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await run(program, args);
  assert.equal(code, 0, stderr);
}
