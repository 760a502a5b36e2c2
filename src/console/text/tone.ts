/** How a state is shown: a tone has a shape and a colour, so that neither has to be told apart alone. */
export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'off';

const ok =
  /^(Running|Ready|Active|Bound|Available|True|Complete|Completed|Succeeded|Healthy|Normal|Approved|Approved,Issued)$/;
const busy =
  /^(Pending|ContainerCreating|PodInitializing|Init:\d+\/\d+|Terminating|Progressing|Released|Unknown|SchedulingGated|Waiting|Suspended)$/;
const off = /^(Completed|Succeeded|Complete|Suspended|None)$/;
const bad =
  /(Error|BackOff|Failed|Evicted|OOMKilled|Invalid|Lost|NotReady|Unschedulable|ErrImage|Unhealthy|DeadlineExceeded|StartError|ContainerStatusUnknown|Preempt)/;

/** Of a status word as kubectl prints it. */
export function toneOf(status: string): Tone {
  if (off.test(status)) return 'off';
  if (bad.test(status)) return 'bad';
  if (status.startsWith('Ready,')) return 'warn';
  if (ok.test(status)) return 'ok';
  if (busy.test(status)) return 'busy';
  return /Warning/.test(status) ? 'warn' : 'off';
}

/** Of 'ready/wanted': all, or not yet. undefined when the text is no such pair. */
export function toneOfFraction(text: string): Tone | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (!match) return undefined;
  const [have, want] = [Number(match[1]), Number(match[2])];
  if (want === 0) return 'off';
  return have >= want ? 'ok' : 'warn';
}
