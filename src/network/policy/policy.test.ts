import assert from 'node:assert/strict';
import test from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import type { Pod } from '../../api/core/v1.ts';
import type { NetworkPolicy, NetworkPolicySpec } from '../../api/networking/v1.ts';
import type { Stored } from '../../machinery/object.ts';
import { TableState } from '../tables/state.ts';
import { governs, podRules, policyRules, type PolicyWorld } from './policyRules.ts';
import { policyTableKind } from './policyTable.ts';

const metadata = (name: string) => ({
  name,
  namespace: 'shop',
  uid: name,
  resourceVersion: '1',
  creationTimestamp: '2025-01-01T00:00:00Z',
});

const policy = (name: string, spec: NetworkPolicySpec): Stored<NetworkPolicy> => ({ metadata: metadata(name), spec });

const pod = (name: string, podIP: string): Stored<Pod> => ({
  metadata: metadata(name),
  spec: { containers: [{ name: 'a', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { podIP },
});

const web = pod('web', '10.244.0.5');
const client = pod('client', '10.244.0.6');
const world: PolicyWorld = { podsOf: ({ ipBlock }) => (ipBlock ? [] : [client]), governed: () => [web] };

const rich = policy('rich', {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
  ingress: [
    {
      from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
      ports: [{ port: 80 }, { protocol: 'UDP', port: 5000, endPort: 5100 }],
    },
    { ports: [{ port: 'http' }] },
  ],
  egress: [
    { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'SCTP' }] },
    { to: [{ podSelector: {} }], ports: [{ port: 'http' }] },
  ],
});

test('policies become chains of what they allow, and sets of the Pods that they name', () => {
  const state = new TableState(policyTableKind({ table: 't', dnsAddress: '10.96.0.10' }));
  const everything = new Map([
    ['pod/shop/web', podRules(web, [rich])],
    ['policy/shop/rich', policyRules(rich, world)],
  ]);
  assertGolden(
    'policies.nft',
    state.everything() +
      state.change(everything) +
      state.change(
        new Map([
          ['pod/shop/web', undefined],
          ['policy/shop/rich', undefined],
        ]),
      ),
  );
});

test('a policy without types governs ingress, and egress when it has rules for it', () => {
  const types = (spec: NetworkPolicySpec) =>
    (['Ingress', 'Egress'] as const).filter((type) => governs(policy('p', spec), type));
  assert.deepEqual(types({ podSelector: {} }), ['Ingress']);
  assert.deepEqual(types({ podSelector: {}, egress: [{}] }), ['Ingress', 'Egress']);
  assert.deepEqual(types({ podSelector: {}, policyTypes: ['Egress'] }), ['Egress']);
});

test('a Pod that no policy governs, or without an address, has no rules', () => {
  assert.equal(podRules(web, []), undefined);
  assert.equal(podRules({ ...web, status: {} }, [rich]), undefined);
});

test('a policy with an empty rule allows everything, one without rules nothing', () => {
  const bodies = (spec: NetworkPolicySpec) => [...policyRules(policy('p', spec), world).chains.values()];
  assert.deepEqual(bodies({ podSelector: {}, ingress: [{}] }), [['accept']]);
  assert.deepEqual(bodies({ podSelector: {} }), [[]]);
});
