/** Kinds that `peapod why` knows nothing of its own about. */
import type { CustomResourceDefinition } from '../../../src/api/apiextensions/v1.ts';
import { configMaps, coreEvents, customResourceDefinitions } from '../../../src/machinery/resources.ts';
import { formatTime } from '../../../src/machinery/time.ts';
import { made, type Case } from './make.ts';

const definition = (plural: string, kind: string): CustomResourceDefinition => ({
  metadata: { name: `${plural}.why.example.com` },
  spec: {
    group: 'why.example.com',
    scope: 'Namespaced',
    names: { plural, kind },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
});

export const otherwise: readonly Case[] = [
  {
    why: 'crd/gadgets.why.example.com',
    make: ['widgets', 'gadgets'].map((plural) => made(customResourceDefinitions, definition(plural, 'Widget'))),
    chain: ['condition'],
    says: /says Established=False: .*names/,
  },
  {
    why: 'configmap/settled',
    // As an operator tells of what it looks after.
    make: [
      made(configMaps, { metadata: { name: 'settled' } }),
      made(coreEvents, {
        metadata: { name: 'settled.1' },
        involvedObject: { kind: 'ConfigMap', name: 'settled', namespace: 'default' },
        type: 'Warning',
        reason: 'Refused',
        message: 'the backup could not be written.',
        lastTimestamp: formatTime(Date.now()),
      }),
    ],
    chain: ['warning-event'],
    says: /^✖ ConfigMap settled: the backup could not be written\.\n {2}Refused: /,
  },
];
