/** A container runs and is not ready: what its probe asks, and what it got back. */
import type { LifecycleHandler, Probe } from '../../api/core/v1.ts';
import { finding, type Finding } from '../explanation.ts';
import { isAbout, type ContainerView, type PodCause, type PodView } from '../podView.ts';
import { clause, inNamespace, title } from '../words.ts';

export const probes: PodCause = (view) =>
  view.containers.filter(({ init, spec }) => !init || spec.restartPolicy === 'Always').flatMap((c) => probeOf(view, c));

function probeOf({ about, events }: PodView, container: ContainerView): Finding[] {
  const { spec, status } = container;
  if (!status?.state?.running || status.ready) return [];
  const starting = spec.startupProbe !== undefined && status.started !== true;
  const kind = starting ? 'startup' : 'readiness';
  const probe = starting ? spec.startupProbe : spec.readinessProbe;
  if (!probe) return [];
  const failure = events.find(
    (e) =>
      e.reason === 'Unhealthy' && isAbout(e, container) && e.message?.toLowerCase().startsWith(`${kind} probe failed`),
  );
  const evidence = [`probe: ${probeText(probe)}`];
  if (!failure)
    return [
      finding({
        cause: `${kind}-probe`,
        verdict: 'waiting',
        about,
        summary: `${title(about)}: ${container.title} runs, and its ${kind} probe has not succeeded yet.`,
        evidence,
      }),
    ];
  const got = failure.message?.replace(/^\w+ probe failed: ?/, '') ?? '';
  return [
    finding({
      cause: `${kind}-probe`,
      about,
      summary: `${title(about)}: ${container.title} runs but is not ${starting ? 'started' : 'ready'}: its ${kind} probe fails: ${clause(got) || 'it gave no output'}.`,
      evidence: [...evidence, `failed ${failure.count ?? failure.series?.count ?? 1} times so far`],
      advice: [
        starting
          ? `After ${probe.failureThreshold ?? 3} failures in a row it is killed. Mend what the probe asks for, or give it longer.`
          : 'It gets no traffic from Services until the probe succeeds. Mend what the probe asks for, or the probe.',
      ],
      commands: [
        `kubectl logs ${about.name} -c ${spec.name}${inNamespace(about)}`,
        ...(probe.httpGet
          ? [`kubectl port-forward pod/${about.name} 8080:${probe.httpGet.port}${inNamespace(about)}`]
          : []),
      ],
    }),
  ];
}

/** `GET http://:8080/healthz every 10s, timeout 1s, 3 failures`. */
export function probeText(probe: Probe): string {
  const { periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3 } = probe;
  return `${handlerText(probe)}, every ${periodSeconds}s, at most ${timeoutSeconds}s, ${failureThreshold} failures count`;
}

/** What a probe or a hook does: `GET http://:8080/healthz`, `run cat /ready`. */
export function handlerText({ httpGet, tcpSocket, exec, grpc, sleep }: Probe & LifecycleHandler): string {
  if (httpGet)
    return `GET ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${httpGet.host ?? ''}:${httpGet.port}${httpGet.path ?? '/'}`;
  if (tcpSocket) return `connect to TCP port ${tcpSocket.port}`;
  if (exec) return `run ${(exec.command ?? []).join(' ')}`;
  return sleep ? `sleep ${sleep.seconds}s` : `ask gRPC health on port ${grpc?.port ?? '?'}`;
}
