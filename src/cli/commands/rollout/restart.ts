import { valueAt } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import { changeEach, templateVerbFlags } from './templateVerb.ts';

export default defineVerb({
  name: 'restart',
  summary: 'Restart a resource',
  usage: 'restart RESOURCE',
  description: `Restart a resource: its Pods are replaced, as a rollout of the same template.`,
  examples: `peapod rollout restart deployment/web

# By label
peapod rollout restart deployment --selector=app=web`,
  flags: templateVerbFlags,
  run: (context) =>
    changeEach(context, 'restarted', (object, kind) => {
      if (kind !== 'Deployment' && kind !== 'DaemonSet' && kind !== 'StatefulSet')
        throw new Error('restarting is not supported');
      if (valueAt(object, 'spec', 'paused') === true)
        throw new Error("can't restart paused deployment (run rollout resume first)");
      const annotations = { 'kubectl.kubernetes.io/restartedAt': localTime(new Date()) };
      return { spec: { template: { metadata: { annotations } } } };
    }),
});

/** With the zone of this machine: '2025-01-31T09:00:00+01:00', 'Z' for UTC. */
function localTime(now: Date): string {
  const ahead = -now.getTimezoneOffset();
  const text = new Date(now.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  if (ahead === 0) return `${text}Z`;
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(ahead);
  return `${text}${ahead < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
