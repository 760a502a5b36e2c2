import assert from 'node:assert/strict';
import net from 'node:net';
import test from 'node:test';
import { UserError } from '../userError.ts';
import { installError } from './apt.ts';
import { parseAptStatus } from './aptStatus.ts';
import { checkPlatform, missingControllers } from './platform.ts';
import { checkPort, isPortFree, listeningInodes } from './ports.ts';
import { installCommand, isOldContainerd, requirements } from './requirements.ts';

test('checkPlatform() takes root on Linux, and says what is wrong otherwise', () => {
  const good = { system: 'linux', architecture: 'arm64', uid: 0 };
  checkPlatform(good);
  assert.throws(() => checkPlatform({ ...good, uid: 1000 }), {
    name: 'UserError',
    message: /must run as root/,
    hint: /sudo/,
  });
  assert.throws(() => checkPlatform({ ...good, system: 'darwin' }), { message: /needs Linux; this is darwin/ });
  assert.throws(() => checkPlatform({ ...good, architecture: 'ia32' }), { message: /processor is ia32/ });
});

test('missingControllers() reads both versions of cgroups', () => {
  assert.deepEqual(missingControllers('cpuset cpu io memory hugetlb pids\n', ''), []);
  assert.deepEqual(missingControllers('cpu pids\n', ''), ['memory']);
  const legacy = '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t2\t1\t1\nmemory\t0\t1\t0\npids\t3\t1\t1\n';
  assert.deepEqual(missingControllers(undefined, legacy), ['memory']);
});

test('isOldContainerd() knows the versions without CRI v1', () => {
  assert.equal(isOldContainerd('containerd github.com/containerd/containerd 1.4.13~ds1 1.4.13~ds1-1'), true);
  assert.equal(isOldContainerd('containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1'), false);
  assert.equal(isOldContainerd('containerd containerd.io v2.1.4 75cb2b7193'), false);
  assert.equal(isOldContainerd('containerd of some vendor'), false);
});

test('installCommand() names the packages of each distribution', () => {
  assert.match(
    installCommand('apt-get', requirements),
    /^apt-get install containerd runc containernetworking-plugins nftables conntrack /,
  );
  assert.match(installCommand('dnf', requirements), /conntrack-tools iproute /);
  assert.match(installCommand('pacman', requirements), /^pacman -S containerd runc cni-plugins /);
});

test('parseAptStatus() counts downloading as the first half and installing as the second', () => {
  const text = 'dlstatus:1:50.0000:Retrieving file 1 of 2\npmstatus:runc:amd64:20.0:Unpacking runc (amd64)\nother\n';
  assert.deepEqual(parseAptStatus(text), [
    { percent: 25, doing: 'Retrieving file 1 of 2' },
    { percent: 60, doing: 'Unpacking runc (amd64)' },
  ]);
});

test('installError() gives the first reason of apt and what to do about it', () => {
  const error = installError(['runc'], 'W: x\nE: Failed to fetch http://deb/x  Could not resolve host\nE: Unable to\n');
  assert(error instanceof UserError);
  assert.match(error.message, /^packages cannot be installed \(runc\): Failed to fetch/);
  assert.match(error.hint, /check the network/);
});

test('checkPort() names the process that has the port', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as net.AddressInfo;
  assert.equal(await isPortFree(port), false);
  await assert.rejects(checkPort(port, 'the API server', '--api-port'), {
    message: new RegExp(`^port ${port}, for the API server, is taken by .+ \\(pid ${process.pid}\\)$`),
    hint: /--api-port/,
  });
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await isPortFree(port), true);
});

test('listeningInodes() passes over connections and other ports', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1111 1 0
   1: 0100007F:192B 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 2222 1 0
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3333 1 0
`;
  assert.deepEqual(listeningInodes(table, 6443), ['1111']);
});
