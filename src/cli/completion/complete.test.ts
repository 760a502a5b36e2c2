import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { clusterProgram } from '../program.ts';
import { clusterCommands, type ClusterCommand } from './clusterCommands.ts';
import { textOf } from './candidates.ts';
import { complete } from './complete.ts';
import { verbArguments } from './verbArguments.ts';
import { verbNamed } from '../kube/verbs.ts';

const items = (...names: string[]) => ({ items: names.map((name) => ({ metadata: { name } })) });

/** What a server would answer, by path; everything else is not found. */
const answers: Readonly<Record<string, unknown>> = {
  '/api/v1/namespaces': items('default', 'kube-system'),
  '/api/v1/namespaces/default/pods': items('web-0', 'web-1', 'db-0'),
  '/api/v1/namespaces/other/pods': items('far-0'),
  '/api/v1/namespaces/default/pods/web-0': {
    spec: { containers: [{ name: 'nginx' }, { name: 'side' }], initContainers: [{ name: 'prepare' }] },
  },
  '/apis/apps/v1/namespaces/default/deployments': items('web', 'api'),
  '/apis/apps/v1/namespaces/default/deployments/web': {
    spec: { template: { spec: { containers: [{ name: 'app' }] } } },
  },
  '/api/v1/nodes': items('alder', 'birch'),
};

async function served() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    asked.push(path);
    const answer = answers[path];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    /** The values, and the directive last. */
    of: async (...words: string[]) =>
      textOf(await complete(['--server', url, '--kubeconfig', '/dev/null', ...words]))
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    [Symbol.dispose]: () => void server.close(),
  };
}

const lines: readonly [words: string, candidates: string][] = [
  ['rollo', 'rollout :4'],
  ['tok', 'token :4'],
  ['rollout un', 'undo :4'],
  ['image p', 'pull :4'],
  ['up --node', '--nodes --node-name :4'],
  ['get pods ', 'web-0 web-1 db-0 :4'],
  ['get po w', 'web-0 web-1 :4'],
  ['get pods web-0 w', 'web-1 :4'],
  ['get pods/d', 'pods/db-0 :4'],
  ['get pods -n other ', 'far-0 :4'],
  ['-n other get pods ', 'far-0 :4'],
  ['get -n k', 'kube-system :4'],
  ['get --namespace=k', 'kube-system :4'],
  ['-n k', 'kube-system :4'],
  ['rollout undo ', 'deployment daemonset statefulset :4'],
  ['rollout undo deployment/', 'deployment/web deployment/api :4'],
  ['rollout status deployment/web ', ':4'],
  ['scale deployment ', 'web api :4'],
  ['logs w', 'web-0 web-1 :4'],
  ['logs dep', 'deployments/ :6'],
  ['logs deployment/', 'deployment/web deployment/api :4'],
  ['logs web-0 ', 'nginx side prepare :4'],
  ['logs web-0 -c ', 'nginx side prepare :4'],
  ['exec -it web-0 -c s', 'side :4'],
  ['exec deployment/web -c ', 'app :4'],
  ['exec web-0 -- l', ':0'],
  ['cordon ', 'alder birch :4'],
  ['cordon alder ', 'birch :4'],
  ['taint no', 'node :4'],
  ['taint node b', 'birch :4'],
  ['cp w', 'web-0: web-1: :2'],
  ['cp web-0:/e', ':0'],
  ['get pods -o j', 'json jsonpath jsonpath-as-json jsonpath-file :4'],
  ['get pods --output=ya', 'yaml :4'],
  ['get pods -Aw -o wi', 'wide :4'],
  ['get pods --all', '--all-namespaces --allow-missing-template-keys :4'],
  ['get pods -A --all', '--allow-missing-template-keys :4'],
  ['apply -f ', 'json yaml yml :8'],
  ['apply -k ', ':16'],
  ['delete pod x --cascade=or', 'orphan :4'],
  ['delete -f x.yaml ', ':4'],
  ['completion ', 'bash fish zsh :4'],
  ['nosuch ', ':4'],
  ['get pods -l ', ':0'],
];
for (const [words, candidates] of lines) {
  test(`complete() offers for 'peapod ${words}': ${candidates}`, async () => {
    using server = await served();
    assert.deepEqual(await server.of(...words.split(' ')), candidates.split(' '));
  });
}

test('complete() offers the built-in types where the server does not tell its own', async () => {
  using server = await served();
  const found = await server.of('get', 'po');
  for (const type of ['pods', 'podtemplates']) assert.ok(found.includes(type), type);
  assert.deepEqual(await server.of('get', 'svc,sec'), ['svc,secrets', ':4']);
});

test('complete() asks once for what it offers, and for nothing when nothing is known', async () => {
  using server = await served();
  await server.of('get', 'pods', '');
  await server.of('get', 'pods', '-o', '');
  assert.deepEqual(server.asked, ['/api/v1/namespaces/default/pods']);
});

test("the commands that completion knows are the program's, with their flags", () => {
  interface Declared {
    readonly commands: readonly (Declared & { name(): string })[];
    readonly options: readonly { readonly long?: string | undefined; readonly hidden: boolean }[];
    summary(): string;
  }
  const shape = (command: Declared): ClusterCommand => {
    const flags = command.options.filter((o) => !o.hidden).map((o) => o.long ?? '');
    return {
      help: command.summary(),
      ...(flags.length > 0 && { flags }),
      ...(command.commands.length > 0 && { commands: shapes(command.commands) }),
    };
  };
  const shapes = (commands: Declared['commands']) => Object.fromEntries(commands.map((c) => [c.name(), shape(c)]));
  assert.deepEqual(clusterCommands, shapes(clusterProgram(() => {}).commands));
});

test('every verb whose arguments are known is there', async () => {
  for (const path of Object.keys(verbArguments)) {
    const [name = '', sub] = path.split(' ');
    const verb = (await verbNamed(name)?.load())?.default;
    assert.ok(verb, path);
    if (sub !== undefined) assert.ok(verb.verbs?.[sub], path);
  }
});
