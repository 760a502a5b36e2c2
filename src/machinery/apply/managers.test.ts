import assert from 'node:assert/strict';
import test from 'node:test';
import { codecOf, schemaOf } from '../scheme.ts';
import { applyConflictError } from './conflictError.ts';
import { structType } from './fieldType.ts';
import { capped, managedFieldsOf } from './managedFields.ts';
import { apply, ApplyConflict, update } from './managers.ts';
import type { Applied, Manager, ManagerId, Write } from './managers.ts';
import { parseYaml } from '../yaml.ts';
import { validateApplied } from './validate.ts';

/** One object of a kind, as its managers change it. */
class Live {
  readonly #kind: { group: string; version: string; kind: string };
  readonly type;
  object: object;
  managers: readonly Manager[] = [];
  clock = 0;

  constructor(group: string, version: string, kind: string) {
    this.#kind = { group, version, kind };
    const schema = schemaOf(this.#kind);
    assert.ok(schema);
    this.type = structType(schema);
    this.object = codecOf(this.#kind)?.decode({}).object ?? {};
  }

  decode(value: unknown): object {
    const codec = codecOf(this.#kind);
    assert.ok(codec);
    const { object } = codec.decode(value);
    codec.applyDefaults(object);
    return object;
  }

  #write(manager: string, operation: ManagerId['operation']): Write {
    const { group, version } = this.#kind;
    this.clock += 1;
    return {
      type: this.type,
      managers: this.managers,
      self: { manager, operation, apiVersion: group === '' ? version : `${group}/${version}`, subresource: '' },
      now: `2025-01-01T00:00:0${this.clock}Z`,
      filter: (set) => set,
    };
  }

  update(manager: string, yaml: string): void {
    const next = this.decode(parseYaml(yaml));
    this.managers = update(this.#write(manager, 'Update'), this.object, next);
    this.object = next;
  }

  apply(manager: string, yaml: string, force = false): Applied {
    const config = parseYaml(yaml) as object;
    assert.deepEqual(validateApplied(this.type, config), []);
    const applied = apply(this.#write(manager, 'Apply'), this.object, config, force);
    this.object = this.decode(applied.object);
    this.managers = applied.managers;
    return applied;
  }

  owned(manager: string): string {
    return JSON.stringify(this.managers.find((m) => m.manager === manager)?.fields);
  }
}

const deployment = (): Live => new Live('apps', 'v1', 'Deployment');
const conflictOf = (act: () => void): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ApplyConflict) return applyConflictError(error.conflicts).message;
    throw error;
  }
  return '';
};

test('A creation owns what was sent and defaulted, in the form that upstream records', () => {
  const live = deployment();
  live.update(
    'kubectl-create',
    `
metadata: {name: web, namespace: default, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: nginx, image: nginx, ports: [{containerPort: 443}, {containerPort: 80}], env: [{name: A, value: b}]}`,
  );
  assert.equal(
    live.owned('kubectl-create'),
    '{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},' +
      '"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},' +
      '"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"nginx\\"}":{".":{},' +
      '"f:env":{".":{},"k:{\\"name\\":\\"A\\"}":{".":{},"f:name":{},"f:value":{}}},"f:image":{},"f:name":{},' +
      '"f:ports":{".":{},"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:protocol":{}},' +
      '"k:{\\"containerPort\\":443,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{},' +
      '"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},' +
      '"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}',
  );
});

test('An apply owns what it names, and a list by the keys of its items, with the default protocol of a port', () => {
  const live = new Live('', 'v1', 'Service');
  live.apply('a', 'spec: {selector: {app: x}, ports: [{port: 80}]}\nmetadata: {name: s, finalizers: [z, w]}');
  assert.equal(
    live.owned('a'),
    '{"f:metadata":{"f:finalizers":{"v:\\"w\\"":{},"v:\\"z\\"":{}}},"f:spec":{"f:ports":{"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:port":{}}},"f:selector":{}}}',
  );
});

test('What another manager owns and has another value conflicts, and force takes it over', () => {
  const live = deployment();
  live.apply('kubectl', 'spec: {replicas: 3, minReadySeconds: 5}');
  live.update('scaler', 'spec: {replicas: 4, minReadySeconds: 5}');
  assert.equal(live.owned('kubectl'), '{"f:spec":{"f:minReadySeconds":{}}}');
  assert.equal(
    conflictOf(() => live.apply('kubectl', 'spec: {replicas: 3, minReadySeconds: 5}')),
    'Apply failed with 1 conflict: conflict with "scaler" using apps/v1: .spec.replicas',
  );
  assert.equal(
    conflictOf(() => live.apply('other', 'spec: {replicas: 3, minReadySeconds: 6}')),
    'Apply failed with 2 conflicts: conflicts with "kubectl":\n- .spec.minReadySeconds\nconflicts with "scaler" using apps/v1:\n- .spec.replicas',
  );
  live.apply('kubectl', 'spec: {replicas: 3}', true);
  assert.equal(live.owned('kubectl'), '{"f:spec":{"f:replicas":{}}}');
  assert.ok(!live.owned('scaler')?.includes('replicas'));
});

test('The same value is shared, and goes only when its last applier lets it go', () => {
  const live = new Live('', 'v1', 'ConfigMap');
  live.apply('a', 'data: {x: "1", w: "1"}');
  live.apply('b', 'data: {x: "1"}');
  live.apply('a', 'data: {w: "1"}');
  assert.deepEqual((live.object as { data: object }).data, { x: '1', w: '1' });
  live.apply('b', 'metadata: {labels: {l: m}}');
  assert.deepEqual((live.object as { data: object }).data, { w: '1' });
  live.apply('a', '{}');
  assert.ok(!('data' in live.object));
  assert.equal(live.owned('a'), undefined);
});

test('What an update set stays when an applier that never named it applies', () => {
  const live = deployment();
  live.apply('a', 'spec: {template: {spec: {containers: [{name: one, image: i}, {name: two, image: i}]}}}');
  live.apply('sidecar', 'spec: {template: {spec: {containers: [{name: mesh, image: m}]}}}');
  live.apply('a', 'spec: {template: {spec: {containers: [{name: two, image: j}]}}}');
  const names = (): unknown =>
    (
      live.object as { spec: { template: { spec: { containers: { name: string; image: string }[] } } } }
    ).spec.template.spec.containers.map(({ name, image }) => `${name}=${image}`);
  assert.deepEqual(names(), ['two=j', 'mesh=m']);
});

test('An item that an applier lets go stays while another owns a field in it', () => {
  const live = deployment();
  live.apply('a', 'spec: {template: {spec: {containers: [{name: one, image: i, env: [{name: A, value: "1"}]}]}}}');
  live.apply('b', 'spec: {template: {spec: {containers: [{name: one, env: [{name: B, value: "2"}]}]}}}');
  live.apply('a', 'spec: {replicas: 1}');
  const { containers } = (live.object as { spec: { template: { spec: { containers: Record<string, unknown>[] } } } })
    .spec.template.spec;
  assert.equal(containers.length, 1);
  assert.deepEqual(containers[0]?.env, [{ name: 'B', value: '2' }]);
  assert.equal(containers[0]?.image, undefined);
});

test('An atomic selector is one field', () => {
  const live = deployment();
  live.apply('a', 'spec: {selector: {matchLabels: {a: b}}}');
  assert.equal(
    conflictOf(() => live.apply('b', 'spec: {selector: {matchLabels: {c: d}}}')),
    'Apply failed with 1 conflict: conflict with "a": .spec.selector',
  );
});

test('Applied items come in their order, and the items of others stay where they are', () => {
  const live = deployment();
  const containers = (names: string): string =>
    `spec: {template: {spec: {containers: [${names
      .split(' ')
      .map((n) => `{name: ${n}}`)
      .join(', ')}]}}}`;
  const names = (): string =>
    (live.object as { spec: { template: { spec: { containers: { name: string }[] } } } }).spec.template.spec.containers
      .map((c) => c.name)
      .join(' ');
  live.apply('a', containers('a b c d'));
  live.apply('b', containers('d x b'));
  assert.equal(names(), 'a c d x b');
});

test('An update that changes nothing leaves its managers and their times', () => {
  const live = deployment();
  live.update('u', 'spec: {replicas: 3}');
  const before = live.managers;
  live.update('v', 'spec: {replicas: 3}');
  assert.equal(live.managers, before);
});

test('Beyond ten updaters the oldest become ancient-changes', () => {
  const live = new Live('', 'v1', 'ConfigMap');
  const data: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    data.push(`k${i}: v`);
    live.clock = Math.min(i, 8);
    live.update(`m${String(i).padStart(2, '0')}`, `data: {${data.join(', ')}}`);
    live.managers = capped(live.managers);
  }
  const entries = managedFieldsOf(live.managers) ?? [];
  assert.equal(entries.length, 10);
  assert.equal(entries[0]?.manager, 'ancient-changes');
  assert.deepEqual(entries[0]?.fieldsV1, { 'f:data': { '.': {}, 'f:k0': {}, 'f:k1': {}, 'f:k2': {} } });
});

test('A configuration that does not fit the schema is told as upstream tells it', () => {
  const { type } = deployment();
  const cases: [string, string][] = [
    ['spec: {replica: 1}', '.spec.replica: field not declared in schema'],
    ['spec: {replicas: "1"}', '.spec.replicas: expected numeric (int or float), got string'],
    ['spec: {paused: 1}', '.spec.paused: expected boolean, got 1'],
    [
      'spec: {template: {spec: {containers: {name: a}}}}',
      '.spec.template.spec.containers: expected list, got {name="a"}',
    ],
    [
      'spec: {template: {spec: {containers: [{name: a}, {name: a}]}}}',
      '.spec.template.spec.containers: duplicate entries for key [name="a"]',
    ],
  ];
  for (const [yaml, problem] of cases) assert.deepEqual(validateApplied(type, parseYaml(yaml)), [problem]);
});
