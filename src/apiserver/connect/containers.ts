/** Which container of a Pod a connection is for, in upstream's words. */
import type { Pod } from '../../api/core/v1.ts';
import { badRequest } from '../../machinery/apiError.ts';

const defaultContainer = 'kubectl.kubernetes.io/default-container';

/** `wanted` is '' when the request names none. 400 when it cannot be told, or is none of the Pod's. */
export function containerOf(pod: Pod, wanted: string): string {
  const { spec, metadata } = pod;
  const name = metadata?.name ?? '';
  const main = (spec?.containers ?? []).map((c) => c.name);
  const init = (spec?.initContainers ?? []).map((c) => c.name);
  const ephemeral = (spec?.ephemeralContainers ?? []).map((c) => c.name);
  if (wanted !== '') {
    if (![...main, ...init, ...ephemeral].includes(wanted))
      throw badRequest(`container ${wanted} is not valid for pod ${name}`);
    return wanted;
  }
  const [first] = main;
  if (main.length === 1 && first !== undefined) return first;
  const preferred = metadata?.annotations?.[defaultContainer];
  if (preferred !== undefined && main.includes(preferred)) return preferred;
  if (main.length === 0) throw badRequest(`a container name must be specified for pod ${name}`);
  const inits = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${main.join(' ')}]${inits}`);
}
