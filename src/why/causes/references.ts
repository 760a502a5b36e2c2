/** What a Pod refers to is not there: a ConfigMap, a Secret, a key in one; said by a container that cannot be made or a volume that cannot be mounted. */
import type { FindingParts, Reference } from '../explanation.ts';
import { inNamespace, title } from '../words.ts';

type Meaning = Pick<FindingParts, 'cause' | 'summary' | 'advice' | 'commands'>;

/** Undefined when the message tells of nothing missing. `who` needs it: `container web`, `volume settings`. */
export function missingReference(about: Reference, who: string, message: string): Meaning | undefined {
  const whole = /\b(configmap|secret) "([^"]+)" not found/i.exec(message);
  if (whole) {
    const [, word = '', name = ''] = whole;
    const kind = word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
    return {
      cause: `missing-${kind.toLowerCase()}`,
      summary: `${title(about)}: the ${kind} ${name} that ${who} needs does not exist.`,
      advice: [`Create it: the Pod goes on by itself. Or mark the reference optional.`],
      commands: [
        `kubectl create ${kind === 'Secret' ? 'secret generic' : 'configmap'} ${name}${inNamespace(about)} --from-literal=<key>=<value>`,
      ],
    };
  }
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/.exec(message);
  if (key) {
    const [, wanted = '', kind = '', name = ''] = key;
    return {
      cause: 'missing-key',
      summary: `${title(about)}: the ${kind} ${name} has no key ${wanted}, which ${who} needs.`,
      advice: ['Add the key: the Pod goes on by itself. Or correct the name of the key in the Pod.'],
      commands: [
        `kubectl describe ${kind.toLowerCase()} ${name}${inNamespace(about)}`,
        `kubectl edit ${kind.toLowerCase()} ${name}${inNamespace(about)}`,
      ],
    };
  }
  const item = /references non-existent (?:config|secret) key: (\S+)/.exec(message);
  if (item)
    return {
      cause: 'missing-key',
      summary: `${title(about)}: ${who} wants the key ${item[1] ?? ''}, which is not in its ConfigMap or Secret.`,
      advice: ['Add the key: the Pod goes on by itself. Or correct the name of the key in the Pod.'],
    };
  return undefined;
}
