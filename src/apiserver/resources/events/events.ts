/** Events of events.k8s.io: the same stored objects as the core group's, under newer names and stricter rules. */
import type { Event as CoreEvent } from '../../../api/core/v1.ts';
import type { Event } from '../../../api/events/v1.ts';
import { complaintsAbout, invalidValue, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { byteLength, isPathSegmentName, isQualifiedName } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { coreEvents, events } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { allVerbs } from '../shared/verbs.ts';
import { eventTable, validateNamespace } from './coreEvents.ts';

type Fields = readonly (readonly [keyof Event, keyof CoreEvent])[];

const renamed: Fields = [
  ['eventTime', 'eventTime'],
  ['series', 'series'],
  ['reportingController', 'reportingComponent'],
  ['reportingInstance', 'reportingInstance'],
  ['action', 'action'],
  ['reason', 'reason'],
  ['regarding', 'involvedObject'],
  ['related', 'related'],
  ['note', 'message'],
  ['type', 'type'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

function toCore(event: Event): CoreEvent {
  const core: CoreEvent = { metadata: event.metadata ?? {}, involvedObject: {} };
  for (const [from, to] of renamed) if (event[from] !== undefined) Object.assign(core, { [to]: event[from] });
  return core;
}

function fromCore(core: CoreEvent): Event {
  // A core event may have no eventTime: JSON null, as Go writes the zero time.
  const event: Event = { metadata: core.metadata, eventTime: core.eventTime as string };
  for (const [to, from] of renamed) if (core[from] !== undefined) Object.assign(event, { [to]: core[from] });
  return event;
}

const longest = 128;
const noteAtMost = 1024;

function validate(event: Event): FieldError[] {
  const errors = validateNamespace(toCore(event));
  if (!event.eventTime) errors.push(required(path('eventTime')));
  if (event.series && event.series.count < 2)
    errors.push(invalidValue(path('series.count'), '', 'should be at least 2'));
  if (event.series && !event.series.lastObservedTime) errors.push(required(path('series.lastObservedTime')));
  const controller = event.reportingController ?? '';
  if (!controller) errors.push(required(path('reportingController')));
  errors.push(...complaintsAbout(path('reportingController'), controller, isQualifiedName(controller)));
  for (const field of ['reportingInstance', 'action', 'reason'] as const) {
    const value = event[field] ?? '';
    if (!value) errors.push(required(path(field)));
    else if (byteLength(value) > longest)
      errors.push(invalidValue(path(field), '', `can have at most ${longest} characters`));
  }
  if (byteLength(event.note ?? '') > noteAtMost)
    errors.push(invalidValue(path('note'), '', `can have at most ${noteAtMost} characters`));
  if (event.type !== 'Normal' && event.type !== 'Warning') {
    errors.push(invalidValue(path('type'), '', 'has invalid value: ' + (event.type ?? '')));
  }
  return errors;
}

const fixed = [
  'regarding',
  'deprecatedFirstTimestamp',
  'deprecatedLastTimestamp',
  'deprecatedCount',
  'reason',
  'action',
  'related',
  'note',
  'type',
] as const;

export const eventRegistration = registration<Event>({
  resource: events,
  verbs: allVerbs,
  table: { columns: eventTable.columns, row: (event, now) => eventTable.row(toCore(event), now) },
  strategy: {
    validateName: isPathSegmentName,
    validate,
    validateUpdate: (event, old) => fixed.flatMap((field) => validateImmutable(event[field], old[field], path(field))),
    createOnUpdate: true,
    unconditionalUpdate: true,
  },
  selectableFields: (event) => ({
    'regarding.kind': event.regarding?.kind ?? '',
    'regarding.namespace': event.regarding?.namespace ?? '',
    'regarding.name': event.regarding?.name ?? '',
    'regarding.uid': event.regarding?.uid ?? '',
    'regarding.apiVersion': event.regarding?.apiVersion ?? '',
    'regarding.resourceVersion': event.regarding?.resourceVersion ?? '',
    'regarding.fieldPath': event.regarding?.fieldPath ?? '',
    reason: event.reason ?? '',
    reportingController: event.reportingController ?? '',
    type: event.type ?? '',
  }),
  storedAs: {
    resource: coreEvents,
    toStored: toCore,
    fromStored: (object) => fromCore(object as CoreEvent),
  },
});
