/** Runs every check. One that fails to run is a finding too: the others still count. */
import { readConfig } from '../config.ts';
import type { Layout } from '../layout.ts';
import { currentState } from '../process/observe.ts';
import { membersOf } from '../process/members.ts';
import { certificates } from './checks/certificates.ts';
import { cgroups } from './checks/cgroups.ts';
import { clusterHealth } from './checks/clusterHealth.ts';
import { disk } from './checks/disk.ts';
import { kernel } from './checks/kernel.ts';
import { leftovers } from './checks/leftovers.ts';
import { limits } from './checks/limits.ts';
import { memory } from './checks/memory.ts';
import { nameServers } from './checks/nameServers.ts';
import { nftables } from './checks/nftables.ts';
import { nodeConditions } from './checks/nodeConditions.ts';
import { platform } from './checks/platform.ts';
import { ports } from './checks/ports.ts';
import { programs } from './checks/programs.ts';
import { store } from './checks/store.ts';
import { about, type Check, type Finding, type Patient } from './check.ts';

const checks: readonly Check[] = [
  platform,
  kernel,
  cgroups,
  programs,
  nftables,
  disk,
  memory,
  limits,
  nameServers,
  ports,
  certificates,
  store,
  clusterHealth,
  nodeConditions,
  leftovers,
];

/** In the order of the list; `tell` hears of each check as soon as it and those before it have ended. */
export async function examine(layout: Layout, tell: (findings: readonly Finding[]) => void): Promise<Finding[]> {
  const states = await Promise.all(membersOf(layout).map((member) => currentState(member.layout, member.role)));
  const patient: Patient = {
    layout,
    config: readConfig(layout),
    processes: states.filter((state) => state !== undefined),
    isRoot: process.getuid?.() === 0,
    now: Date.now(),
  };
  const running = checks.map((check) => runCheck(check, patient));
  const all: Finding[] = [];
  for (const one of running) {
    const findings = await one;
    tell(findings);
    all.push(...findings);
  }
  return all;
}

async function runCheck(check: Check, patient: Patient): Promise<readonly Finding[]> {
  const { unknown } = about(check.what);
  if (check.needsRoot && !patient.isRoot) return [unknown('only root can look at this: run it again with sudo')];
  try {
    return await check.run(patient);
  } catch (error) {
    return [unknown(`could not be looked at: ${error instanceof Error ? error.message : String(error)}`)];
  }
}
