/** Wrong manifests and requests: each gets upstream's status code, reason and message, and changes nothing. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import test from 'node:test';
import type { ConfigMap, Pod } from '../../src/api/core/v1.ts';
import type { Status } from '../../src/api/meta/v1.ts';
import { createHttpsTransport, type HttpsTransport } from '../../src/client/httpsTransport.ts';
import type { KubeObject, Stored } from '../../src/machinery/object.ts';
import {
  configMaps,
  deployments,
  namespaces,
  pods,
  replicaSets,
  secrets,
  serviceAccounts,
} from '../../src/machinery/resources.ts';
import { openLmdbStore } from '../../src/store/lmdbStore.ts';
import { changes } from './badInput/changes.ts';
import { invalid } from './badInput/invalid.ts';
import { requests } from './badInput/requests.ts';
import { configMap, configMapsPath, deployment, deploymentsPath, podsPath, type Row } from './badInput/row.ts';
import { undecodable } from './badInput/undecodable.ts';
import { startControlPlane, type TestControlPlane } from '../../src/testing/controlPlane.ts';

test('bad input', async (t) => {
  await using controlPlane = await startControlPlane('bad-input');
  const { client } = controlPlane;
  const kept = await prepare(controlPlane);
  using identities = await identitiesOf(controlPlane);
  const before = await everything(controlPlane);

  for (const row of [...undecodable, ...invalid, ...changes(kept.metadata.uid), ...requests]) {
    await t.test(`the API server refuses ${row.what}`, async () => {
      const { code, body } = await send(identities.of(row), row);
      // A named seam: the server answers errors with a Status.
      const status = JSON.parse(body) as Status;
      assert.deepEqual(
        {
          kind: status.kind,
          apiVersion: status.apiVersion,
          status: status.status,
          http: code,
          code: status.code,
          reason: status.reason,
        },
        { kind: 'Status', apiVersion: 'v1', status: 'Failure', http: row.code, code: row.code, reason: row.reason },
        body.slice(0, 1000),
      );
      if (typeof row.message === 'string') assert.equal(status.message, row.message);
      else assert.match(status.message ?? '', row.message);
      if (row.fields)
        assert.deepEqual(
          status.details?.causes?.map((cause) => cause.field),
          row.fields,
        );
    });
  }

  await t.test('a path that leads nowhere is answered in plain text', async () => {
    const { code, body } = await send(client.transport, { method: 'GET', path: '/nowhere' });
    assert.equal(code, 404);
    assert.equal(body, '404 page not found\n');
  });

  await t.test('none of it has written anything', async () => {
    assert.deepEqual(await everything(controlPlane), before);
  });

  await t.test('a field that is not strictly checked is dropped, and warned of', async () => {
    const body = JSON.stringify(configMap('warned', { colour: 'red' }));
    const response = await client.transport.raw({
      method: 'POST',
      path: `${configMapsPath}?fieldValidation=Warn&dryRun=All`,
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.equal(response.statusCode, 201);
    assert.equal(response.headers['warning'], '299 - "unknown field \\"colour\\""');
    assert.ok(!(await textOf(response)).includes('colour'));
  });

  await t.test('a watch from a revision that is compacted is told that it has expired', async () => {
    await controlPlane.kill();
    {
      await using store = await openLmdbStore(controlPlane.layout.store);
      await store.compact(await store.revision());
    }
    await controlPlane.start();
    const { body } = await send(client.transport, {
      method: 'GET',
      path: `${podsPath}?watch=true&resourceVersion=1&timeoutSeconds=5`,
    });
    const event = JSON.parse(body) as { type: string; object: Status };
    assert.equal(event.type, 'ERROR');
    assert.equal(event.object.code, 410);
    assert.equal(event.object.reason, 'Expired');
    assert.match(event.object.message ?? '', /^too old resource version: 1 \(\d+\)$/);
  });
});

interface Answer {
  readonly code: number;
  readonly body: string;
}

async function send(
  transport: HttpsTransport,
  { method = 'POST', path, body, type, accept }: Pick<Row, 'method' | 'path' | 'body' | 'type' | 'accept'>,
): Promise<Answer> {
  const response = await transport.raw({
    method,
    path,
    headers: {
      accept: accept ?? 'application/json',
      ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { code: response.statusCode ?? 0, body: await textOf(response) };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Makes what the rows try to change, and waits until the controllers and the scheduler are done with it. */
async function prepare({ client }: TestControlPlane): Promise<Stored<ConfigMap>> {
  const signal = AbortSignal.timeout(20_000);
  for await (const event of client.resource(serviceAccounts).watch('default', {}, signal))
    if (event.type === 'ADDED') break;
  const kept = await client
    .resource(configMaps)
    .create({ metadata: { name: 'kept', namespace: 'default' }, data: { a: '1' } });
  const created = await send(client.transport, { path: deploymentsPath, body: deployment('kept') });
  assert.equal(created.code, 201, created.body);
  const pod: Pod = {
    metadata: { name: 'kept', namespace: 'default' },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  };
  await client.resource(pods).create(pod);
  const named = { fieldSelector: 'metadata.name=kept' };
  for await (const event of client.resource(pods).watch('default', named, signal)) {
    if (event.type !== 'BOOKMARK' && event.object.status?.conditions?.some((c) => c.type === 'PodScheduled')) break;
  }
  for await (const event of client.resource(deployments).watch('default', named, signal)) {
    if (event.type === 'BOOKMARK') continue;
    const { metadata, status } = event.object;
    if (status?.observedGeneration === metadata.generation && status?.conditions?.some((c) => c.type === 'Progressing'))
      break;
  }
  signal.throwIfAborted();
  return kept;
}

interface Identities extends Disposable {
  of(row: Row): HttpsTransport;
}

async function identitiesOf({ client }: TestControlPlane): Promise<Identities> {
  const { server, ca } = client.transport.connection;
  const { status } = await client
    .resource(serviceAccounts)
    .createSubresource<{ status: { token: string } }>('default', 'default', 'token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
  const nobody = createHttpsTransport({ server, ca });
  const liar = createHttpsTransport({ server, ca, token: 'eyJhbGciOiJub25lIn0.e30.' });
  const account = createHttpsTransport({ server, ca, token: status.token });
  return {
    of: ({ as }) =>
      as === 'nobody' ? nobody : as === 'a liar' ? liar : as === 'a service account' ? account : client.transport,
    [Symbol.dispose]() {
      for (const transport of [nobody, liar, account]) transport[Symbol.dispose]();
    },
  };
}

/** Every object that the rows could have made or changed, with its revision. */
async function everything({ client }: TestControlPlane): Promise<string[]> {
  const lists = await Promise.all(
    [configMaps, deployments, namespaces, pods, replicaSets, secrets, serviceAccounts].map(async (resource) => {
      const { items } = await client.resource<KubeObject>(resource).list();
      return items.map(
        ({ metadata }) =>
          `${resource.resource} ${metadata.namespace ?? ''}/${metadata.name} at ${metadata.resourceVersion}`,
      );
    }),
  );
  return lists.flat().sort();
}
