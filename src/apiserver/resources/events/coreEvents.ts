/** Events of the core group: what happened to an object. */
import type { Event } from '../../../api/core/v1.ts';
import { age } from '../../../machinery/duration.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { isPathSegmentName } from '../../../machinery/names.ts';
import { coreEvents } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import type { TableShape } from '../../registration.ts';
import { column, nameColumn, nameOf, wide } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

export const eventTable: TableShape<Event> = {
  columns: [
    column('Last Seen', 'string', 'Time since it last happened.'),
    column('Type', 'string', 'Normal or Warning.'),
    column('Reason', 'string', 'What happened, in one word.'),
    column('Object', 'string', 'What it happened to.'),
    wide('Subobject', 'string', 'Which part of the object.'),
    wide('Source', 'string', 'Who reports it.'),
    column('Message', 'string', 'What happened.'),
    wide('First Seen', 'string', 'Time since it first happened.'),
    wide('Count', 'string', 'How often it happened.'),
    { ...nameColumn, priority: 1 },
  ],
  row(event, now) {
    const first = age(event.firstTimestamp || event.eventTime, now);
    const last = event.series
      ? age(event.series.lastObservedTime, now)
      : event.lastTimestamp
        ? age(event.lastTimestamp, now)
        : first;
    const { kind = '', name, fieldPath = '' } = event.involvedObject;
    return [
      last,
      event.type ?? '',
      event.reason ?? '',
      name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase(),
      fieldPath,
      sourceOf(event),
      (event.message ?? '').trim(),
      first,
      event.series?.count ?? (event.count || 1),
      nameOf(event),
    ];
  },
};

function sourceOf({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const host = source?.host || reportingInstance || '';
  return host ? `${component}, ${host}` : component;
}

/** Events about objects without a namespace live in the default namespace, or where the system lives. */
export function validateNamespace(event: Event): FieldError[] {
  const own = event.metadata.namespace ?? '';
  const involved = event.involvedObject.namespace ?? '';
  const fits = involved === '' ? ['', 'default', 'kube-system'].includes(own) : own === involved;
  return fits ? [] : [invalidValue(path('involvedObject', 'namespace'), involved, 'does not match event.namespace')];
}

export const coreEventRegistration = registration<Event>({
  resource: coreEvents,
  verbs: allVerbs,
  table: eventTable,
  strategy: {
    validateName: isPathSegmentName,
    validate: validateNamespace,
    validateUpdate: validateNamespace,
    createOnUpdate: true,
    unconditionalUpdate: true,
  },
  selectableFields: (event) => ({
    'involvedObject.kind': event.involvedObject.kind ?? '',
    'involvedObject.namespace': event.involvedObject.namespace ?? '',
    'involvedObject.name': event.involvedObject.name ?? '',
    'involvedObject.uid': event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': event.involvedObject.fieldPath ?? '',
    reason: event.reason ?? '',
    reportingComponent: event.reportingComponent ?? '',
    source: event.source?.component || event.reportingComponent || '',
    type: event.type ?? '',
  }),
});
