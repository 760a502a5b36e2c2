import assert from 'node:assert/strict';
import test from 'node:test';
import { silent } from '../../machinery/log.ts';
import { ClusterUsage } from './clusterUsage.ts';
import { parseResourceMetrics } from './parse.ts';
import { usageBetween } from './rate.ts';

const t0 = 1_700_000_000_000;

test('the text of a node agent is read: labels with escapes, numbers with exponents, times', () => {
  const { node, pods } = parseResourceMetrics(
    [
      '# HELP container_cpu_usage_seconds_total [STABLE] …',
      '# TYPE container_cpu_usage_seconds_total counter',
      `container_cpu_usage_seconds_total{container="a",namespace="ns",pod="p"} 1.25e+01 ${t0}`,
      `container_memory_working_set_bytes{container="a",namespace="ns",pod="p"} 1.048576e+06 ${t0}`,
      `container_start_time_seconds{container="a",namespace="ns",pod="p"} ${t0 / 1000 - 5}`,
      `container_memory_working_set_bytes{container="b\\"\\\\,{",namespace="ns",pod="p"} 7 ${t0}`,
      `node_cpu_usage_seconds_total 100.5 ${t0 + 1}`,
      `node_memory_working_set_bytes 2048 ${t0 + 1}`,
      `pod_cpu_usage_seconds_total{namespace="ns",pod="p"} 13 ${t0}`,
      'scrape_error 0',
      '',
    ].join('\n'),
    t0 + 9,
  );
  assert.deepEqual(node, { time: t0 + 1, cpu: 100.5, memory: 2048, startedAt: 0 });
  assert.deepEqual([...pods.keys()], ['ns/p']);
  assert.deepEqual(Object.fromEntries(pods.get('ns/p') ?? []), {
    a: { time: t0, cpu: 12.5, memory: 1_048_576, startedAt: t0 - 5000 },
    'b"\\,{': { time: t0 + 9, cpu: undefined, memory: 7, startedAt: 0 },
  });
});

test('CPU use is what was used between two looks, by the time between them', () => {
  const base = { time: t0, cpu: 10, memory: 1, startedAt: t0 - 60_000 };
  assert.deepEqual(usageBetween(base, { ...base, time: t0 + 15_000, cpu: 13, memory: 5 }), {
    time: t0 + 15_000,
    window: 15_000,
    cpu: 0.2,
    memory: 5,
  });
});

test('the window of a container that started meanwhile begins with its start; one that ran shorter than a second has none', () => {
  const last = { time: t0 + 15_000, cpu: 2, memory: 5, startedAt: t0 + 5_000 };
  const expected = { time: t0 + 15_000, window: 10_000, cpu: 0.2, memory: 5 };
  assert.deepEqual(usageBetween(undefined, last), expected);
  // One of the same name ran before: its count is another one's.
  assert.deepEqual(usageBetween({ time: t0, cpu: 100, memory: 1, startedAt: t0 - 60_000 }, last), expected);
  assert.equal(usageBetween(undefined, { ...last, startedAt: t0 + 14_500 }), undefined);
});

test('a count that went backwards says nothing', () => {
  const base = { time: t0, cpu: 10, memory: 1, startedAt: 0 };
  assert.equal(usageBetween(base, { ...base, time: t0 + 5000, cpu: 9 }), undefined);
});

/** A node whose containers use half a core; counts how often it is asked. */
function fakeNode(): { asked: string[]; ask: (node: string) => Promise<string> } {
  const asked: string[] = [];
  return {
    asked,
    ask(node) {
      asked.push(node);
      if (node === 'away') return Promise.reject(new Error('connect ECONNREFUSED'));
      const now = Date.now();
      const labels = '{container="a",namespace="ns",pod="p"}';
      return Promise.resolve(
        `container_cpu_usage_seconds_total${labels} ${now / 2000} ${now}\n` +
          `container_memory_working_set_bytes${labels} 1024 ${now}\n` +
          `container_start_time_seconds${labels} 1\nnode_cpu_usage_seconds_total ${now / 1000} ${now}\n` +
          `node_memory_working_set_bytes 4096 ${now}\n`,
      );
    },
  };
}

test('many readers at once cost two looks, and later ones none while the numbers are fresh', async () => {
  const { asked, ask } = fakeNode();
  const usage = new ClusterUsage({ ask, log: silent });
  const [first] = await Promise.all(Array.from({ length: 20 }, () => usage.of('n')));
  await usage.of('n');
  assert.equal(asked.length, 2);
  const container = first?.pods.get('ns/p')?.get('a');
  assert.ok(Math.abs((container?.cpu ?? 0) - 0.5) < 0.01, `${container?.cpu} cores`);
  assert.ok((container?.window ?? 0) >= 1000);
  assert.ok(Math.abs((first?.node?.cpu ?? 0) - 1) < 0.01);
});

test('numbers that are no longer fresh cost one look, over the time since the last', async () => {
  const { asked, ask } = fakeNode();
  const usage = new ClusterUsage({ ask, log: silent, freshFor: 0 });
  const first = await usage.of('n');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const second = await usage.of('n');
  assert.equal(asked.length, 3);
  assert.ok((second?.node?.time ?? 0) > (first?.node?.time ?? 0));
});

test('a node that does not answer has no numbers, and keeps no other from having them', async () => {
  const { ask } = fakeNode();
  const [away, here] = await new ClusterUsage({ ask, log: silent }).ofAll(['away', 'n']);
  assert.equal(away, undefined);
  assert.equal(here?.node?.memory, 4096);
});
