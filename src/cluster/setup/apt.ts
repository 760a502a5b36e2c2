/**
 * Installing Debian packages. Services that a package brings are neither started nor left enabled: Peapod runs its own
 * containerd, and one that the machine had before is not touched.
 */
import { execFile, spawn } from 'node:child_process';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { UserError } from '../userError.ts';
import { parseAptStatus } from './aptStatus.ts';

const run = promisify(execFile);

/** @param report Called with the share that is done, 0 to 100, and what is being done. */
export async function installPackages(
  names: readonly string[],
  report: (percent: number, doing: string) => void,
): Promise<void> {
  await using _guard = await withoutServiceStarts();
  const args = [
    'install',
    '-y',
    '-q',
    '--no-install-recommends',
    '--no-remove',
    '-o',
    'APT::Status-Fd=3',
    '-o',
    'DPkg::Lock::Timeout=120',
    '-o',
    'Dpkg::Options::=--force-confold',
    ...names,
  ];
  let result = await apt(args, report);
  if (
    result.code !== 0 &&
    /Unable to locate package|has no installation candidate|Failed to fetch|404/.test(result.errors)
  ) {
    report(0, 'updating the lists of packages');
    await apt(['update', '-q', '-o', 'DPkg::Lock::Timeout=120'], () => {});
    result = await apt(args, report);
  }
  if (result.code !== 0) throw installError(names, result.errors);
  if (names.includes('containerd')) await disableService('containerd');
}

export function installError(names: readonly string[], errors: string): UserError {
  const reasons = [...errors.matchAll(/^E: (.*)$/gm)].map((match) => match[1] ?? '');
  const reason = reasons[0] ?? 'apt-get failed without a reason';
  const hint = /lock/.test(reason)
    ? 'another package manager is at work: wait until it is done, then run this again'
    : /space/.test(errors)
      ? 'make room on the disk, then run this again'
      : /resolve|connect|Failed to fetch/i.test(errors)
        ? 'check the network and the sources in /etc/apt, then run this again'
        : `see what 'apt-get install ${names.join(' ')}' says`;
  return new UserError(`packages cannot be installed (${names.join(', ')}): ${reason}`, hint);
}

function apt(
  args: readonly string[],
  report: (percent: number, doing: string) => void,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', NEEDRESTART_SUSPEND: '1' };
    const child = spawn('apt-get', args, { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      for (const status of parseAptStatus(chunk.toString())) report(status.percent, status.doing);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, errors }));
  });
}

const policyFile = '/usr/sbin/policy-rc.d';
const policy = '#!/bin/sh\n# Made by Peapod while it installs packages; can be removed.\nexit 101\n';

/** Debian's own switch against starting services. A machine that has one already keeps its own. */
async function withoutServiceStarts(): Promise<AsyncDisposable> {
  const present = await readFile(policyFile, 'utf8').catch(() => undefined);
  if (present !== undefined && present !== policy) return { async [Symbol.asyncDispose]() {} };
  await writeFile(policyFile, policy, { mode: 0o755 });
  return { [Symbol.asyncDispose]: () => rm(policyFile, { force: true }) };
}

/** The package enables its service for the next boot; where systemd runs, that is taken back. */
async function disableService(name: string): Promise<void> {
  const systemd = await access('/run/systemd/system').then(
    () => true,
    () => false,
  );
  if (systemd) await run('systemctl', ['disable', '--now', name]).catch(() => {});
}
