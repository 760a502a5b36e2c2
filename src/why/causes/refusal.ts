/** The API server refuses what a controller wants to create: quota, security level, limits, and what a Pod names that is not there. */
import { finding, type Finding, type Reference } from '../explanation.ts';
import { clause, inNamespace, shortened, title } from '../words.ts';

interface Meaning {
  readonly cause: string;
  readonly says: string;
  readonly advice: string;
  readonly commands: readonly string[];
}

/** What a `FailedCreate` says; `what` is refused: `its Pods`. */
export function refusal(about: Reference, message: string, what = 'its Pods'): Finding {
  const text = message.replace(/^(?:Error creating(?: job)?: |create Pod .*? failed error: )/, '');
  const at = inNamespace(about);
  const { cause, says, advice, commands } = meaningOf(text, at);
  return finding({
    cause,
    about,
    summary: `${title(about)} cannot create ${what}: ${says}.`,
    evidence: [shortened(message, 800)],
    advice: [advice],
    commands,
  });
}

function meaningOf(text: string, at: string): Meaning {
  const quota = /exceeded quota: ([^,]+), requested: (.+), used: (.+), limited: (.+)$/.exec(text);
  if (quota) {
    const [, name = '', requested = '', used = '', limited = ''] = quota;
    return {
      cause: 'quota',
      says: `the ResourceQuota ${name} is used up: asked for ${requested}, used ${used} of ${clause(limited)}`,
      advice: 'Delete or scale down something else in the namespace, ask for less, or raise the quota.',
      commands: [`kubectl describe quota ${name}${at}`],
    };
  }
  const must = /failed quota: ([^:]+): must specify (.+)$/.exec(text);
  if (must)
    return {
      cause: 'quota',
      says: `the ResourceQuota ${must[1] ?? ''} wants ${clause(must[2] ?? '')} stated`,
      advice: 'State requests and limits in the Pod template, or give defaults by a LimitRange.',
      commands: [`kubectl describe quota ${must[1] ?? ''}${at}`],
    };
  const security = /violates PodSecurity "([^"]+)": (.+)$/s.exec(text);
  if (security)
    return {
      cause: 'pod-security',
      says: `the namespace's security level ${security[1] ?? ''} forbids ${clause(shortened(security[2] ?? '', 300))}`,
      advice: 'Change the securityContext of the Pod template as told, or run it in a namespace with a lower level.',
      commands: [`kubectl get namespace${at.replace(' -n', '') || ' default'} --show-labels`],
    };
  const limit = /forbidden: \[?((?:minimum|maximum|cpu|memory|\S+) .*(?:per|ratio|limit|request).*?)\]?$/.exec(text);
  if (limit && /\b(usage per|max limit to request ratio)\b/.test(text))
    return {
      cause: 'limit-range',
      says: `a LimitRange forbids it: ${clause(limit[1] ?? '')}`,
      advice: 'Change resources in the template so that they lie within the range, or change the LimitRange.',
      commands: [`kubectl describe limitrange${at}`],
    };
  const account = /serviceaccount "([^"]+)" not found|service account [^/]+\/(\S+?):? /.exec(text);
  if (account) {
    const name = account[1] ?? account[2] ?? '';
    return {
      cause: 'missing-serviceaccount',
      says: `the ServiceAccount ${name} does not exist`,
      advice: 'Create it, or correct serviceAccountName in the template.',
      commands: [`kubectl create serviceaccount ${name}${at}`],
    };
  }
  const runtime = /RuntimeClass "?([^"\s]+)"? not found|runtimeclass(?:es)?\.node\.k8s\.io "([^"]+)" not found/i.exec(
    text,
  );
  if (runtime)
    return {
      cause: 'missing-runtimeclass',
      says: `the RuntimeClass ${runtime[1] ?? runtime[2] ?? ''} does not exist`,
      advice: 'Create it, or correct runtimeClassName in the template.',
      commands: ['kubectl get runtimeclasses'],
    };
  const priority = /no PriorityClass with name (\S+) was found/.exec(text);
  if (priority)
    return {
      cause: 'missing-priorityclass',
      says: `the PriorityClass ${priority[1] ?? ''} does not exist`,
      advice: 'Create it, or correct priorityClassName in the template.',
      commands: ['kubectl get priorityclasses'],
    };
  return {
    cause: 'refused',
    says: clause(shortened(text, 300)),
    advice: 'Change what the server objects to; it is tried again and again.',
    commands: [],
  };
}
