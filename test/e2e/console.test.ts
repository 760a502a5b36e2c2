/** The console in a real browser, on a real cluster, as `peapod console` opens it and as a token signs in. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { ServiceAccount } from '../../src/api/core/v1.ts';
import { deployments, pods, roleBindings, roles, serviceAccounts } from '../../src/machinery/resources.ts';
import { findProgram } from '../../src/node/runtime/detect.ts';
import { start, type RunningCommand } from './command.ts';
import { root, startTestCluster, type TestCluster } from './cluster.ts';
import { waitFor } from './waiting.ts';
import { join } from 'node:path';

const limit = 40_000;
let cluster: TestCluster;
let proxy: RunningCommand;
let browser: Browser;
let page: Page;
let url: string;
let pod: string;
const problems: string[] = [];

test.before(async () => {
  cluster = await startTestCluster({ name: 'console', manifests: [join(root, 'examples', 'hello.yaml')] });
  proxy = start(join(root, 'bin', 'peapod'), ['--data-dir', cluster.layout.data, 'console', '--no-browser']);
  const [found] = /http:\/\/\S+/.exec(await proxy.output(/http:\/\/\S+/)) ?? [];
  url = found ?? '';
  const executablePath = await findProgram('chromium');
  assert.ok(executablePath, 'chromium is missing');
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  page = await newPage();
  await page.goto(url);
  [pod = ''] = (await cluster.client.resource(pods).list('default')).items.map((p) => p.metadata.name);
});
test.after(async () => {
  await browser?.close();
  await proxy?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(limit);
  const opened = await context.newPage();
  opened.on('pageerror', (error) => problems.push(error.message));
  return opened;
}

test('the address that peapod console prints works once, and only in the browser that used it', async () => {
  await page
    .getByRole('heading', { name: 'Cluster' })
    .waitFor()
    .catch(async (error: unknown) => {
      throw new Error(`the page shows: ${await page.locator('body').innerText()}`, { cause: error });
    });
  const second = await fetch(url, { redirect: 'manual' });
  assert.equal(second.status, 403);
  assert.equal((await fetch(new URL('/api', url))).status, 403);
});

test('a Pod is found, and its YAML read down to its status', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByRole('heading', { name: 'Pods' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('app=hello running');
  await page.getByRole('link', { name: pod }).click();
  await page.getByText('ContainersReady').waitFor();
  await page.getByRole('link', { name: 'YAML' }).click();
  const editor = page.getByRole('textbox', { name: `YAML of ${pod}` });
  await editor.click();
  await page.keyboard.press('Control+End');
  await editor.getByText('startTime', { exact: true }).waitFor();
});

test('logs follow', async () => {
  await page.getByRole('link', { name: 'Logs' }).click();
  const log = page.getByRole('log');
  await page.getByLabel('Container').selectOption('web');
  await cluster.kubectl()(['exec', pod, '-c', 'web', '--', 'sh', '-c', 'echo said-just-now > /proc/1/fd/1']);
  await log.getByText('said-just-now').waitFor();
});

test('a shell opens and answers', async () => {
  await page.getByRole('link', { name: 'Terminal' }).click();
  await page.locator('.xterm-rows').getByText('#').first().waitFor();
  await page.keyboard.type('echo $((6*7))-answered\n');
  await page.locator('.xterm-rows').getByText('42-answered').first().waitFor();
});

test('a Deployment is scaled, and seen to happen', async () => {
  await page.goto(`${new URL('/console/', url).href}#/deployments.apps/default/hello`);
  await page.getByRole('button', { name: 'Scale' }).click();
  await page.getByLabel('Replicas').fill('3');
  await page.getByRole('dialog').getByRole('button', { name: 'Scale' }).click();
  await page.getByText('3/3 ready').waitFor();
  const { spec } = await cluster.client.resource(deployments).get('hello', 'default');
  assert.equal(spec?.replicas, 3);
});

test('a mistake in YAML is told at its line, and a good change is compared and applied', async () => {
  await page.getByRole('link', { name: 'YAML' }).click();
  const editor = page.getByRole('textbox', { name: 'YAML of hello' });
  await editor.getByText('replicas', { exact: true }).first().dblclick();
  await page.keyboard.type('replicsa');
  await page.getByRole('alert').getByText('1 mistake').waitFor();
  await page.getByText('unknown field "replicsa"; did you mean "replicas"?').first().waitFor();
  assert.ok(await page.getByRole('button', { name: 'Review changes' }).isDisabled());
  await page.getByRole('button', { name: 'Discard' }).click();
  await editor.getByText('replicas', { exact: true }).first().dblclick();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1');
  await page.getByRole('button', { name: 'Review changes' }).click();
  const changes = page.getByRole('region', { name: 'Changes' });
  await changes.getByText('replicas: 1', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: 'Apply' }).click();
  await waitFor(cluster.client.resource(deployments), {
    what: 'the Deployment with one replica',
    timeout: limit,
    until: ({ metadata, spec }) => metadata.name === 'hello' && spec?.replicas === 1,
  });
});

test('what is wrong with a Pod is explained on top of its page', async () => {
  await cluster.client.resource(pods).create({
    metadata: { name: 'broken', namespace: 'default' },
    spec: {
      containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'echo cannot find my settings; exit 3'] }],
    },
  });
  await page.goto(`${new URL('/console/', url).href}#/pods/default/broken`);
  await page.getByRole('region', { name: 'Why' }).getByText('cannot find my settings').first().waitFor();
});

test('with little rights, what is not allowed is said, and the rest works', async () => {
  const account: ServiceAccount = { metadata: { name: 'viewer', namespace: 'default' } };
  await cluster.client.resource(serviceAccounts).create(account);
  await cluster.client.resource(roles).create({
    metadata: { name: 'viewer', namespace: 'default' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  });
  await cluster.client.resource(roleBindings).create({
    metadata: { name: 'viewer', namespace: 'default' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'viewer' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'default', name: 'viewer' }],
  });
  const { stdout, code } = await cluster.peapod(['console', '--token', '--service-account', 'default/viewer']);
  assert.equal(code, 0);
  const own = await newPage();
  await own.goto(`${cluster.client.transport.connection.server}/`);
  await own.getByLabel('Bearer token').fill('not a token');
  await own.getByRole('button', { name: 'Sign in' }).click();
  await own.getByText('not accepted').waitFor();
  await own.goto(`${cluster.client.transport.connection.server}/console/#token=${stdout.trim()}`);
  await own.reload();
  await own.getByText('system:serviceaccount:default:viewer').waitFor();
  assert.ok(!own.url().includes('token'), own.url());
  await own.getByRole('link', { name: 'Pods', exact: true }).first().click();
  await own.locator('tr.row a').first().click();
  await own.getByText('ContainersReady').waitFor();
  await own.getByRole('button', { name: 'Delete', disabled: true }).waitFor();
  await own.goto(`${cluster.client.transport.connection.server}/console/#/nodes`);
  await own.getByText('You may not list Nodes').waitFor();
});

test('no page threw', () => assert.deepEqual(problems, []));
