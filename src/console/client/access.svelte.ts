/** What the user may do, as the server's own access review says it. Asked once for each question, and kept for a while. */
import { SvelteMap } from 'svelte/reactivity';
import type { SelfSubjectAccessReview } from '../../api/authorization/v1.ts';
import { request } from './http.ts';
import { nameOfKind, type Kind } from './kind.ts';

export interface Question {
  readonly verb: string;
  readonly kind: Kind;
  readonly subresource?: string;
  readonly namespace?: string | undefined;
  readonly name?: string;
}

export interface Answer {
  readonly allowed: boolean;
  /** For a tooltip; '' when it is allowed. */
  readonly reason: string;
}

const freshMilliseconds = 60_000;
const answers = new SvelteMap<string, Answer>();
const asked = new Map<string, number>();

/** undefined while the server has not answered: what is not known to be forbidden is shown. */
function access(question: Question): Answer | undefined {
  const { verb, kind, subresource = '', namespace = '', name = '' } = question;
  const key = [verb, nameOfKind(kind), subresource, namespace, name].join(' ');
  const at = asked.get(key) ?? 0;
  if (Date.now() - at > freshMilliseconds) {
    asked.set(key, Date.now());
    void ask(key, question);
  }
  return answers.get(key);
}

/** Whether it may be tried: not known to be forbidden. */
export const may = (question: Question): boolean => access(question)?.allowed !== false;

/** Why not; undefined when it may be tried. */
export const whyNot = (question: Question): string | undefined => {
  const answer = access(question);
  return answer?.allowed === false ? answer.reason : undefined;
};

export function forgetAnswers(): void {
  answers.clear();
  asked.clear();
}

/** Asks at once; for decisions that are made before anything is shown. */
export async function ask(key: string, question: Question): Promise<Answer | undefined> {
  const { verb, kind, subresource, namespace, name } = question;
  const body: SelfSubjectAccessReview = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        verb,
        group: kind.group,
        version: kind.version,
        resource: kind.resource,
        ...(subresource && { subresource }),
        ...(namespace && kind.namespaced && { namespace }),
        ...(name && { name }),
      },
    },
  };
  try {
    const review = await request<SelfSubjectAccessReview>('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      method: 'POST',
      body,
    });
    const allowed = review.status?.allowed === true;
    const what = `${verb} ${nameOfKind(kind)}${subresource ? `/${subresource}` : ''}`;
    const where = namespace && kind.namespaced ? ` in ${namespace}` : '';
    const answer = { allowed, reason: allowed ? '' : `Your roles do not let you ${what}${where}.` };
    answers.set(key, answer);
    return answer;
  } catch {
    // The action itself will tell.
    asked.delete(key);
    return undefined;
  }
}
