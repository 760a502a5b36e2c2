import assert from 'node:assert/strict';
import test from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { lifecycleEvent } from './containerdEvents.ts';
import { containerdConfig } from './containerdConfig.ts';
import { EnvelopeSchema, TaskExitSchema } from './cri/generated/containerdEvents_pb.js';
import { EventQueue } from './eventQueue.ts';
import { parseMountinfo } from '../mounts.ts';
import { runtimePaths } from './paths.ts';

test('containerdConfig() keeps everything under the two folders and names every runtime', () => {
  const config = containerdConfig({
    paths: runtimePaths({ dataDir: '/data', stateDir: '/state' }),
    sandboxImage: 'peapod.local/pause:1',
    cniBinDir: '/opt/cni/bin',
    snapshotter: 'native',
    cgroupDriver: 'systemd',
    canLowerOomScore: false,
    runtimes: { runc: '/usr/sbin/runc', crun: '/usr/bin/crun' },
    defaultRuntime: 'runc',
  });
  for (const line of [
    'version = 2',
    'root = "/data/containerd"',
    'state = "/state/containerd"',
    'address = "/state/containerd.sock"',
    'sandbox_image = "peapod.local/pause:1"',
    'restrict_oom_score_adj = true',
    'oom_score = 0',
    'snapshotter = "native"',
    'config_path = "/data/registries"',
    'conf_dir = "/data/cni/net.d"',
    'default_runtime_name = "runc"',
    '[plugins."io.containerd.grpc.v1.cri".containerd.runtimes."crun".options]',
    'BinaryName = "/usr/bin/crun"',
    'SystemdCgroup = true',
    'Root = "/state/containerd/runc"',
  ]) {
    assert(config.includes(`\n${line}\n`), line);
  }
});

test('parseMountinfo() reads names with blanks and the options of overlays', () => {
  const text = `36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
40 36 0:42 / / rw,relatime - overlay overlay rw,lowerdir=/a,upperdir=/b,workdir=/c
`;
  assert.deepEqual(parseMountinfo(text), [
    { mountPoint: '/mnt 2', type: 'ext3', superOptions: 'rw,errors=continue' },
    { mountPoint: '/', type: 'overlay', superOptions: 'rw,lowerdir=/a,upperdir=/b,workdir=/c' },
  ]);
});

test("lifecycleEvent() tells a container's end from that of a process exec'd in it", () => {
  const exit = (id: string) =>
    create(EnvelopeSchema, {
      topic: '/tasks/exit',
      event: { value: toBinary(TaskExitSchema, create(TaskExitSchema, { containerId: 'c', id })) },
    });
  assert.deepEqual(lifecycleEvent(exit('c')), { type: 'stopped', containerId: 'c' });
  assert.equal(lifecycleEvent(exit('exec-1')), undefined);
  assert.equal(lifecycleEvent(create(EnvelopeSchema, { topic: '/images/create' })), undefined);
});

test('an EventQueue gives items in order, also to one that waits, and what was pushed before its end', async () => {
  const queue = new EventQueue<number>();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const item of queue) seen.push(item);
  })();
  queue.push(1);
  queue.push(2);
  await Promise.resolve();
  queue.push(3);
  queue.end();
  queue.push(4);
  await reading;
  assert.deepEqual(seen, [1, 2, 3]);
});
