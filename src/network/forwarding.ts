/**
 * Lets Pod traffic through where another program has set the machine's forwarding policy to drop, as Docker does: no
 * accept in a table of ours can overrule that, the rule must be in that very chain.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

function rules(bridge: string): string[][] {
  const mark = ['-m', 'comment', '--comment', `peapod ${bridge}`, '-j', 'ACCEPT'];
  return [
    ['FORWARD', '-i', bridge, ...mark],
    ['FORWARD', '-o', bridge, ...mark],
  ];
}

/** Adds the two rules where the policy is to drop and they are not there yet. Says whether they are needed. */
export async function allowForwarding(bridge: string): Promise<boolean> {
  if (!(await forwardPolicyDrops())) return false;
  for (const rule of rules(bridge)) {
    await run('iptables', ['-w', '-C', ...rule]).catch(() => run('iptables', ['-w', '-I', ...rule]));
  }
  return true;
}

/** Removes the rules; there may be none. */
export async function removeForwarding(bridge: string): Promise<void> {
  if (!(await forwardPolicyDrops())) return;
  for (const rule of rules(bridge)) await run('iptables', ['-w', '-D', ...rule]).catch(() => {});
}

async function forwardPolicyDrops(): Promise<boolean> {
  const chain = await run('nft', ['list', 'chain', 'ip', 'filter', 'FORWARD']).catch(() => undefined);
  if (chain) return /policy drop/.test(chain.stdout);
  const legacy = await run('iptables-legacy', ['-w', '-S', 'FORWARD']).catch(() => undefined);
  return legacy !== undefined && legacy.stdout.startsWith('-P FORWARD DROP');
}
