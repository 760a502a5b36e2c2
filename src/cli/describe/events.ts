/** The block of events at the end of a description. */
import type { Event } from '../../api/core/v1.ts';
import { goSort } from '../kube/goSort.ts';
import { since, type Description } from './description.ts';

export type CoreEvent = Event;

export function describeEvents(to: Description, events: readonly CoreEvent[]): void {
  if (events.length === 0) return to.line(0, 'Events:\t<none>');
  to.flush();
  const last = (e: CoreEvent): number => (e.lastTimestamp ? Date.parse(e.lastTimestamp) : 0);
  to.line(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage');
  to.line(1, '----\t------\t----\t----\t-------');
  for (const e of goSort(events, (a, b) => last(a) < last(b))) {
    const message = (e.message ?? '').trim();
    to.line(
      1,
      [e.type ?? '', e.reason ?? '', interval(e), e.source?.component || (e.reportingComponent ?? ''), message].join(
        '\t',
      ),
    );
  }
}

/** '5m', or '10s (x3 over 5m)' for what happened more than once. */
export function interval(e: CoreEvent): string {
  const first = since(e.eventTime ?? e.firstTimestamp);
  if (e.series) return `${since(e.series.lastObservedTime)} (x${e.series.count ?? 0} over ${first})`;
  return (e.count ?? 0) > 1 ? `${since(e.lastTimestamp)} (x${e.count ?? 0} over ${first})` : first;
}
