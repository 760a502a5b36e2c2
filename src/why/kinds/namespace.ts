/** Namespaces whose deletion does not end: what is left in them, and which finalizers hold it. */
import type { Namespace } from '../../api/core/v1.ts';
import { getCondition } from '../../machinery/pod.ts';
import { namespaces } from '../../machinery/resources.ts';
import { finding } from '../explanation.ts';
import type { KindExplainer } from '../kind.ts';
import { clause, listed, refOf, since, title } from '../words.ts';

export const namespace: KindExplainer<Namespace> = {
  resource: namespaces,
  async find(object, world) {
    const about = refOf(namespaces, object);
    if (object.status?.phase !== 'Terminating') return [];
    const told = (type: string): string | undefined => {
      const condition = getCondition(object.status?.conditions, type);
      return condition?.status === 'True' ? condition.message : undefined;
    };
    const finalizers = told('NamespaceFinalizersRemaining');
    const content = told('NamespaceContentRemaining');
    const failure = told('NamespaceDeletionContentFailure') ?? told('NamespaceDeletionDiscoveryFailure');
    const names = [...(finalizers ?? '').matchAll(/(\S+) in \d+ resource instances/g)].map(([, name = '']) => name);
    const kinds = [...(content ?? '').matchAll(/(\S+) has (\d+) resource instances/g)].map(([, what = '', n = '']) => ({
      what,
      n,
    }));
    const own = (object.spec?.finalizers ?? []).filter((f) => f !== 'kubernetes');
    const why =
      names.length > 0
        ? `what is left in it is held by the finalizer ${listed(names)}`
        : kinds.length > 0
          ? `there is still ${listed(kinds.map(({ what, n }) => `${n} ${what}`))} in it`
          : own.length > 0
            ? `its own finalizer ${listed(own)} is not done`
            : failure !== undefined
              ? clause(failure)
              : 'its content is being deleted';
    return [
      finding({
        cause: 'namespace-stuck',
        verdict: names.length > 0 || failure !== undefined || own.length > 0 ? 'wrong' : 'waiting',
        about,
        summary: `${title(about)} is being deleted since ${since(object.metadata.deletionTimestamp, world.now) ?? '?'}: ${why}.`,
        evidence: [finalizers, content, failure].flatMap((m) => (m ? [m] : [])),
        advice:
          names.length > 0
            ? ['See whether the program that put the finalizer there runs; else take it off those objects.']
            : [],
        commands: kinds.map(({ what }) => `kubectl get ${what} -n ${about.name}`),
      }),
    ];
  },
  fine: () => 'is active',
};
