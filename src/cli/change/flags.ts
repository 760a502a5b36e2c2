/** Flags that changing verbs share; a verb spreads those that it takes into its own. */
import { boolFlag, stringFlag, type Flag } from '../kube/flags.ts';
import { outputFlags } from '../kube/selectionFlags.ts';

export type DryRun = 'none' | 'client' | 'server';
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export const dryRunFlag = {
  'dry-run': {
    initial: 'none' satisfies DryRun as string,
    bare: 'unchanged',
    help: 'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
    parse: (text) => text,
  } satisfies Flag<string>,
};

/** Throws Error in kubectl's words. */
export function dryRunOf(text: string): DryRun {
  switch (text) {
    case 'unchanged':
      // kubectl says the same with a time and a place of its source before it.
      process.stderr.write('Warning: --dry-run is deprecated and can be replaced with --dry-run=client.\n');
      return 'client';
    case 'none':
    case 'client':
    case 'server':
      return text;
    default:
      throw new Error(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`);
  }
}

export const validateFlag = {
  validate: {
    initial: 'strict',
    bare: 'strict',
    help: 'Must be one of: strict (or true), warn, ignore (or false). "strict" fails the request when a field is unknown or given twice; "warn" warns about it; "ignore" drops such fields in silence.',
    parse: (text) => text,
  } satisfies Flag<string>,
};

/** Throws Error in kubectl's words. */
export function validationOf(text: string): FieldValidation {
  switch (text) {
    case 'strict':
    case 'true':
      return 'Strict';
    case 'warn':
      return 'Warn';
    case 'ignore':
    case 'false':
      return 'Ignore';
    default:
      throw new Error(
        `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}

export const fieldManagerFlag = (initial: string) => ({
  'field-manager': stringFlag('Name of the manager used to track field ownership.', { initial }),
});

export const saveConfigFlag = {
  'save-config': boolFlag(
    'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
  ),
};

/** What verbs take that make one new object. */
export const createFlags = (manager: string) => ({
  ...outputFlags,
  ...dryRunFlag,
  ...validateFlag,
  ...saveConfigFlag,
  ...fieldManagerFlag(manager),
});
