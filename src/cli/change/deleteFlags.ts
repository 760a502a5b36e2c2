/** How what depends on an object goes with it. */
import type { Flag } from '../kube/flags.ts';
import type { DeleteRequest } from './requests.ts';

export const cascadeFlag = {
  cascade: {
    initial: 'background',
    bare: 'background',
    help: 'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
    parse: (text) => text,
  } satisfies Flag<string>,
};

/** Throws Error in kubectl's words. */
export function cascadeOf(text: string): NonNullable<DeleteRequest['propagationPolicy']> {
  switch (text) {
    case 'background':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
      return 'Orphan';
    default:
      break;
  }
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) {
    deprecated(text, 'background');
    return 'Background';
  }
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) {
    deprecated(text, 'orphan');
    return 'Orphan';
  }
  throw new Error(`invalid cascade value (${text}). Must be "background", "foreground", or "orphan"`);
}

function deprecated(given: string, better: string): void {
  process.stderr.write(
    `warning: --cascade=${given} is deprecated (boolean value) and can be replaced with --cascade=${better}.\n`,
  );
}
