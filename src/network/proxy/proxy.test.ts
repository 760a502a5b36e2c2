import assert from 'node:assert/strict';
import test from 'node:test';
import type { Service, ServiceSpec } from '../../api/core/v1.ts';
import type { Endpoint, EndpointSlice } from '../../api/discovery/v1.ts';
import { assertGolden } from '../../../test/golden.ts';
import { servicePortViews } from './backends.ts';
import { TableState } from '../tables/state.ts';
import { staleEntries } from './conntrack.ts';
import { serviceRules } from './serviceRules.ts';
import { serviceTableKind } from './table.ts';

const service = (name: string, spec: ServiceSpec): Service => ({
  metadata: { name, namespace: 'default' },
  spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80 }], ...spec },
});

const endpoint = (ip: string, nodeName = 'here', conditions: Endpoint['conditions'] = {}): Endpoint => ({
  addresses: [ip],
  nodeName,
  conditions,
});

const slice = (endpoints: Endpoint[], protocol: 'TCP' | 'UDP' = 'TCP'): EndpointSlice[] => [
  { addressType: 'IPv4', endpoints, ports: [{ name: 'http', port: 8080, protocol }] },
];

const rules = (each: Service, slices: EndpointSlice[]) => serviceRules(servicePortViews(each, slices, 'here'));
const state = () => new TableState(serviceTableKind({ table: 't', bridge: 'b0' }));

const plain = service('plain', { clusterIP: '10.96.0.10' });
const everyKind = service('kinds', {
  clusterIP: '10.96.0.11',
  type: 'LoadBalancer',
  externalIPs: ['198.51.100.1'],
  loadBalancerSourceRanges: ['203.0.113.0/24'],
  ports: [{ name: 'http', port: 80, nodePort: 30080 }],
});
const local: Service = {
  ...everyKind,
  spec: { ...everyKind.spec, externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Local' },
};
const balanced = (each: Service): Service => ({
  ...each,
  status: { loadBalancer: { ingress: [{ ip: '192.0.2.7', ipMode: 'VIP' }] } },
});

test('an empty table has its hooks and maps, and nothing that grows with Services', () => {
  assertGolden('services-empty.nft', state().everything());
});

test('a Service of every kind is made of map elements, and of chains only where clients are restricted', () => {
  const table = state();
  assertGolden(
    'services-kinds.nft',
    table.change(
      new Map([
        ['default/kinds', rules(balanced(everyKind), slice([endpoint('10.244.0.5'), endpoint('10.244.1.6', 'there')]))],
      ]),
    ),
  );
});

test('local traffic policies keep to the endpoints of the node, and drop where there are only others', () => {
  const table = state();
  assertGolden(
    'services-local.nft',
    table.change(
      new Map([
        ['default/kinds', rules(balanced(local), slice([endpoint('10.244.0.5'), endpoint('10.244.1.6', 'there')]))],
      ]),
    ) + table.change(new Map([['default/kinds', rules(balanced(local), slice([endpoint('10.244.1.6', 'there')]))]])),
  );
});

test('session affinity remembers clients in one set for each endpoint', () => {
  const sticky = service('sticky', {
    clusterIP: '10.96.0.12',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
  });
  const table = state();
  assertGolden(
    'services-affinity.nft',
    table.change(
      new Map([['default/sticky', rules(sticky, slice([endpoint('10.244.0.5'), endpoint('10.244.0.6')]))]]),
    ) +
      table.change(new Map([['default/sticky', rules(sticky, slice([endpoint('10.244.0.6')]))]])) +
      table.change(new Map([['default/sticky', undefined]])),
  );
});

test('a change holds only what differs, and nothing when all is the same', () => {
  const table = state();
  table.change(new Map([['default/plain', rules(plain, slice([endpoint('10.244.0.5'), endpoint('10.244.0.6')]))]]));
  assert.equal(
    table.change(new Map([['default/plain', rules(plain, slice([endpoint('10.244.0.6'), endpoint('10.244.0.5')]))]])),
    '',
  );
  assert.equal(
    table.change(new Map([['default/plain', rules(plain, slice([endpoint('10.244.0.5'), endpoint('10.244.0.7')]))]])),
    [
      'delete element ip t hairpin { 10.244.0.6 . 10.244.0.6 }',
      'delete element ip t tcp_backends { 10.96.0.10 . 80 . 1 }',
      'add element ip t hairpin { 10.244.0.7 . 10.244.0.7 }',
      'add element ip t tcp_backends { 10.96.0.10 . 80 . 1 : 10.244.0.7 . 8080 }',
      '',
    ].join('\n'),
  );
  assert.equal(
    table.change(new Map([['default/plain', rules(plain, [])]])),
    [
      'delete element ip t hairpin { 10.244.0.5 . 10.244.0.5, 10.244.0.7 . 10.244.0.7 }',
      'delete element ip t tcp_backends { 10.96.0.10 . 80 . 0, 10.96.0.10 . 80 . 1 }',
      'delete element ip t services { 10.96.0.10 . tcp . 80 }',
      'add element ip t no_endpoints { 10.96.0.10 . tcp . 80 : goto refuse }',
      '',
    ].join('\n'),
  );
});

test('of two Services with one external address the first has it, until it goes', () => {
  const table = state();
  const at = (name: string, clusterIP: string) => service(name, { clusterIP, externalIPs: ['198.51.100.1'] });
  table.change(new Map([['a', rules(at('a', '10.96.0.1'), slice([endpoint('10.244.0.5')]))]]));
  assert.doesNotMatch(
    table.change(new Map([['b', rules(at('b', '10.96.0.2'), slice([endpoint('10.244.0.6')]))]])),
    /198\.51/,
  );
  assert.match(
    table.change(new Map([['a', undefined]])),
    /add element ip t tcp_backends { 198\.51\.100\.1 \. 80 \. 0 : 10\.244\.0\.6 \. 8080 }/,
  );
});

test('endpoints that end are used while they serve and no other is ready', () => {
  const ending = endpoint('10.244.0.5', 'here', { ready: false, serving: true, terminating: true });
  const unready = endpoint('10.244.0.6', 'here', { ready: false, serving: false, terminating: false });
  const view = (...list: Endpoint[]) => servicePortViews(plain, slice(list), 'here')[0]?.all;
  assert.deepEqual(view(ending, unready), ['10.244.0.5 . 8080']);
  assert.deepEqual(view(ending, unready, endpoint('10.244.0.7')), ['10.244.0.7 . 8080']);
  assert.deepEqual(view(unready), []);
});

test('headless Services, aliases and those of another proxy have no rules', () => {
  for (const other of [
    service('x', { clusterIP: 'None' }),
    service('x', { type: 'ExternalName', externalName: 'example.org' }),
    { ...plain, metadata: { ...plain.metadata, labels: { 'service.kubernetes.io/service-proxy-name': 'other' } } },
  ])
    assert.deepEqual(servicePortViews(other, slice([endpoint('10.244.0.5')]), 'here'), []);
});

test('UDP connections to an endpoint that is gone are forgotten, and those that were refused when there is one', () => {
  const dns = service('dns', { clusterIP: '10.96.0.10', ports: [{ name: 'http', port: 53, protocol: 'UDP' }] });
  const view = (...ips: string[]) =>
    servicePortViews(
      dns,
      slice(
        ips.map((ip) => endpoint(ip)),
        'UDP',
      ),
      'here',
    );
  const filter = ['-p', 'udp', '--orig-dst', '10.96.0.10', '--orig-port-dst', '53'];
  assert.deepEqual(staleEntries(view('10.244.0.5', '10.244.0.6'), view('10.244.0.6')), [
    [...filter, '--reply-src', '10.244.0.5', '--reply-port-src', '8080'],
  ]);
  assert.deepEqual(staleEntries(view(), view('10.244.0.6')), [filter]);
  assert.deepEqual(staleEntries(view('10.244.0.6'), view('10.244.0.6')), []);
});
