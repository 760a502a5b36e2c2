/** The console in a real browser, on a real cluster, as `peapod console` opens it and as a token signs in. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { ServiceAccount } from '../../src/api/core/v1.ts';
import {
  cronJobs,
  deployments,
  jobs,
  nodes,
  pods,
  roleBindings,
  roles,
  serviceAccounts,
} from '../../src/machinery/resources.ts';
import { patience, startBrowser, type TestBrowser } from './browser.ts';
import { root, startTestCluster, type TestCluster } from './cluster.ts';
import { start, type RunningCommand } from './command.ts';
import { cronJob, widget, widgetKind } from './console.manifest.ts';
import { eventually, waitFor } from './waiting.ts';

let cluster: TestCluster;
let proxy: RunningCommand;
let browser: TestBrowser;
let page: Page;
let url: string;
let pod: string;

test.before(async () => {
  cluster = await startTestCluster({ name: 'console', manifests: [join(root, 'examples', 'hello.yaml')] });
  proxy = start(join(root, 'bin', 'peapod'), ['--data-dir', cluster.layout.data, 'console', '--no-browser']);
  const [found] = /http:\/\/\S+/.exec(await proxy.output(/http:\/\/\S+/)) ?? [];
  url = found ?? '';
  browser = await startBrowser();
  page = await browser.newPage();
  await page.goto(url);
  [pod = ''] = (await cluster.client.resource(pods).list('default')).items.map((p) => p.metadata.name);
});
test.after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** Goes to a place of the console, as a link does. */
const go = (to: string): Promise<void> => page.evaluate(`location.hash = '${to}'`);
const button = (name: string, at: Page | Locator = page): Locator => at.getByRole('button', { name, exact: true });
const told = (text: string): Promise<void> => page.getByRole('status').getByText(text).first().waitFor();

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

test('parts of a YAML are folded and unfolded', async () => {
  const editor = page.getByRole('textbox', { name: `YAML of ${pod}` });
  await page.keyboard.press('Control+Home');
  await editor.getByText('pod-template-hash').first().waitFor();
  await page.getByTitle('Fold line', { exact: true }).first().click();
  await editor.getByText('pod-template-hash').waitFor({ state: 'detached' });
  await page.getByTitle('Unfold line').last().click();
  await editor.getByText('pod-template-hash').first().waitFor();
});

test('logs follow', async () => {
  await page.getByRole('link', { name: 'Logs' }).click();
  const log = page.getByRole('log');
  await page.getByLabel('Container').selectOption('web');
  await cluster.kubectl()(['exec', pod, '-c', 'web', '--', 'sh', '-c', 'echo said-just-now > /proc/1/fd/1']);
  await log.getByText('said-just-now').waitFor();
});

test('a log is searched, followed only while its end is in sight, and downloaded', async () => {
  const log = page.getByRole('log');
  const say = (words: string): Promise<unknown> =>
    cluster.kubectl()(['exec', pod, '-c', 'web', '--', 'sh', '-c', `${words} > /proc/1/fd/1`]);
  await say('for i in $(seq 300); do echo line-$i; done');
  await log.getByText('line-300', { exact: true }).waitFor();
  await page.getByLabel('Search lines').fill('LINE-29');
  await page.getByText('11 lines', { exact: true }).waitFor();
  assert.equal(await log.locator('mark').first().textContent(), 'line-29');
  await page.getByLabel('Search lines').fill('');
  await log.evaluate((element) => element.scrollTo(0, 0));
  await button('Follow').waitFor();
  await say('echo said-later');
  await button('Follow').click();
  await log.getByText('said-later').waitFor();
  await button('Following').waitFor();
  const download = page.waitForEvent('download');
  await button('Download').click();
  assert.equal((await download).suggestedFilename(), `${pod}-web.log`);
});

test('a shell opens and answers', async () => {
  await page.getByRole('link', { name: 'Terminal' }).click();
  await page.locator('.xterm-rows').getByText('#').first().waitFor();
  await page.keyboard.type('echo $((6*7))-answered\n');
  await page.locator('.xterm-rows').getByText('42-answered').first().waitFor();
});

test('a Deployment is scaled, and seen to happen', async () => {
  await go('#/deployments.apps/default/hello');
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
    timeout: patience,
    until: ({ metadata, spec }) => metadata.name === 'hello' && spec?.replicas === 1,
  });
  await eventually('one Pod of the Deployment', patience, async () => {
    const left = (await cluster.client.resource(pods).list('default')).items.filter(
      (p) => !p.metadata.deletionTimestamp,
    );
    assert.equal(left.length, 1);
    pod = left[0]?.metadata.name ?? '';
  });
});

test('what is wrong with a Pod is explained on top of its page', async () => {
  await cluster.client.resource(pods).create({
    metadata: { name: 'broken', namespace: 'default' },
    spec: {
      containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'echo cannot find my settings; exit 3'] }],
    },
  });
  await go('#/pods/default/broken');
  await page.getByRole('region', { name: 'Why' }).getByText('cannot find my settings').first().waitFor();
});

test('objects are created from YAML, after mistakes in it are told', async () => {
  await page.getByRole('link', { name: 'Pods', exact: true }).first().click();
  await page.getByRole('link', { name: 'Create' }).click();
  const editor = page.getByRole('textbox', { name: 'YAML to create' });
  const write = async (text: string): Promise<void> => {
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  await write(cronJob.replace('schedule:', 'shedule:'));
  await page.getByRole('alert').getByText('unknown field "shedule"; did you mean "schedule"?').waitFor();
  assert.ok(await button('Create').isDisabled());
  await write(`${widgetKind}---\n${cronJob}`);
  await button('Try it').click();
  const results = page.getByRole('list', { name: 'Results' });
  await results.getByText('would be created').nth(1).waitFor();
  await button('Create').click();
  await results.getByText('created', { exact: true }).nth(1).waitFor();
  await results.getByRole('link', { name: 'CronJob clock' }).click();
  await page.getByText('0 0 1 1 *').waitFor();
});

test('a CronJob is suspended, resumed, and run now', async () => {
  const api = cluster.client.resource(cronJobs);
  await button('Suspend').click();
  await button('Resume').waitFor();
  assert.equal((await api.get('clock', 'default')).spec?.suspend, true);
  await button('Resume').click();
  await button('Suspend').waitFor();
  assert.equal((await api.get('clock', 'default')).spec?.suspend, false);
  await button('Run now').click();
  await page.getByRole('link', { name: 'CronJob clock' }).waitFor();
  const [job] = (await cluster.client.resource(jobs).list('default')).items;
  assert.equal(job?.metadata.ownerReferences?.[0]?.name, 'clock');
  await page.getByText('1 of 1').waitFor();
});

test('a kind added to the cluster has a table and pages as any other', async () => {
  await go('#/+kinds');
  await page.getByLabel('Search kinds').fill('wd');
  await page.getByRole('link', { name: 'Widget', exact: true }).click();
  await page.getByText('No Widgets').waitFor();
  const apply = (colour: string): Promise<unknown> =>
    cluster.kubectl()(['apply', '-f', '-'], { input: widget('one', colour) });
  await apply('red');
  const row = page.getByRole('row', { name: 'one' });
  await row.getByText('red').waitFor();
  await row.getByRole('link').click();
  const about = page.getByRole('region', { name: 'About' });
  await about.getByText('Colour').waitFor();
  await about.getByText('red').waitFor();
  await apply('green');
  await about.getByText('green').waitFor();
});

test('several objects are marked and deleted at once', async () => {
  const input = ['two', 'three', 'four'].map((name) => widget(name, 'red')).join('---\n');
  await cluster.kubectl()(['apply', '-f', '-'], { input });
  await page.keyboard.press('Escape');
  // In order of their names: four, one, three, two.
  await page.getByLabel('Mark one').check();
  await page.getByLabel('Mark two').click({ modifiers: ['Shift'] });
  await button('Delete 3').click();
  const dialog = page.getByRole('dialog', { name: 'Delete 3 Widgets?' });
  assert.deepEqual(await dialog.getByRole('listitem').allInnerTexts(), ['one', 'three', 'two']);
  await button('Delete', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  for (const name of ['one', 'two', 'three'])
    await page.locator('tr.row', { hasText: name }).waitFor({ state: 'detached' });
  assert.deepEqual(await page.locator('tr.row').getByRole('link').allInnerTexts(), ['four']);
});

test('the logs of a workload are those of its Pods', async () => {
  await go('#/deployments.apps/default/hello/logs');
  await page.getByLabel('Pod', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('Pod', { exact: true }).inputValue(), pod);
  await cluster.kubectl()(['exec', pod, '-c', 'web', '--', 'sh', '-c', 'echo said-in-a-pod > /proc/1/fd/1']);
  await page.getByRole('log').getByText('said-in-a-pod').waitFor();
});

test('a node is cordoned and uncordoned', async () => {
  const unschedulable = async (): Promise<boolean | undefined> =>
    (await cluster.client.resource(nodes).get(cluster.nodeName)).spec?.unschedulable;
  await go(`#/nodes/-/${cluster.nodeName}`);
  await button('Cordon').click();
  await page.getByText('Ready,SchedulingDisabled').first().waitFor();
  assert.equal(await unschedulable(), true);
  await button('Uncordon').click();
  await button('Cordon').waitFor();
  assert.equal(await unschedulable(), undefined);
});

test('what can be typed in a terminal is there to copy', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await go(`#/pods/default/${pod}`);
  await button('Terminal commands').click();
  const row = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'port-forward' });
  await button('Copy this command', row).click();
  await button('Copied', row).waitFor();
  assert.equal(
    await page.evaluate<string>('navigator.clipboard.readText()'),
    `kubectl port-forward pod/${pod} -n default 8080:80`,
  );
  await button('Close').click();
});

test('what is deleted has to be confirmed, and is told to be gone', async () => {
  await go('#/pods/default/broken');
  await button('Delete').click();
  const dialog = page.getByRole('dialog', { name: 'Delete Pod broken?' });
  await button('Keep it', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await cluster.client.resource(pods).get('broken', 'default')).metadata.deletionTimestamp, undefined);
  await button('Delete').click();
  await dialog.getByLabel('Grace period').fill('0');
  await button('Delete', dialog).click();
  await page.getByText('Pod broken is gone').waitFor();
});

test('all of it can be reached by keys alone', async () => {
  const { keyboard } = page;
  await keyboard.press('Control+k');
  await keyboard.type('deployments');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Workloads' }).waitFor();
  await keyboard.press('Control+k');
  await keyboard.type('hello');
  await page.getByRole('option', { name: 'hello Deployment in default' }).waitFor();
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'hello', exact: true }).waitFor();
  await keyboard.press('Escape');
  await keyboard.press('g');
  await keyboard.press('p');
  await page.getByRole('row', { name: 'hello' }).first().waitFor();
  await keyboard.press('j');
  await keyboard.press('j');
  const second = await page.locator('tr.row').nth(1).getByRole('link').innerText();
  assert.equal(await page.locator('tr.row[aria-selected=true]').getByRole('link').innerText(), second);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: second }).waitFor();
  await keyboard.press('2');
  await page.getByRole('log').waitFor();
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('log').waitFor();
});

test('the theme is dark when it is chosen, and stays so', async () => {
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await ground();
  await button('Theme: system').click();
  await button('Theme: light').click();
  await button('Theme: dark').waitFor();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await button('Theme: dark').waitFor();
  assert.equal(await ground(), dark);
});

test('it fits a phone, and is used by touch', async () => {
  const phone = await browser.newPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    storageState: await page.context().storageState(),
  });
  await phone.goto(new URL('/console/', url).href);
  await button('Menu', phone).tap();
  await phone.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Pods', exact: true }).tap();
  const row = phone.getByRole('row').filter({ hasText: pod });
  await row.getByText('Running').waitFor();
  await row.getByText('default').waitFor();
  const wide = (): Promise<boolean> => phone.evaluate('document.documentElement.scrollWidth > innerWidth');
  assert.equal(await wide(), false);
  await row.tap();
  await phone.getByRole('region', { name: 'Containers' }).getByText('writer').waitFor();
  assert.equal(await wide(), false);
  await phone.context().close();
});

test('what a Pod uses is drawn', async () => {
  await go(`#/pods/default/${pod}`);
  const usage = page.getByRole('region', { name: 'Usage' });
  const label = (await usage.getByRole('img', { name: /^Memory: / }).getAttribute('aria-label')) ?? '';
  assert.match(label, /^Memory: [\d.]+ MiB now, [\d.]+ MiB at most$/);
  assert.ok(Number(/[\d.]+/.exec(label)?.[0]) > 0, label);
  await usage.getByRole('img', { name: /^CPU: \d+m now/ }).waitFor();
});

test('a workload is restarted, and rolled back to what it was', async () => {
  const api = cluster.client.resource(deployments);
  const restartedAt = 'kubectl.kubernetes.io/restartedAt';
  await go('#/deployments.apps/default/hello');
  await button('Restart').click();
  await told('its Pods are replaced');
  const restarted = await api.get('hello', 'default');
  assert.ok(restarted.spec?.template.metadata?.annotations?.[restartedAt]);
  await page.getByRole('link', { name: 'History' }).click();
  await button('Compare and roll back').click();
  const dialog = page.getByRole('dialog', { name: 'Back to revision 1?' });
  await dialog.getByText(restartedAt).waitFor();
  await button('Roll back', dialog).click();
  await waitFor(api, {
    what: 'the Deployment with its first template',
    timeout: patience,
    until: ({ metadata, spec }) =>
      metadata.name === 'hello' && !spec?.template.metadata?.annotations?.[restartedAt] && metadata.generation !== 1,
  });
  await page.getByRole('row', { name: '3 current' }).waitFor();
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
  const own = await browser.newPage();
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

test('no page threw', () => assert.deepEqual(browser.problems, []));
