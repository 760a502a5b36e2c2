/**
 * Kinds that are stored and served in full while nothing in this version acts on them yet. Creating one answers with this
 * warning. When a controller arrives, its line goes.
 */
const because: Readonly<Record<string, string>> = {
  Ingress: 'no ingress controller is part of it; one that you install carries it out',
  IngressClass: 'no ingress controller is part of it; one that you install reads it',
  VolumeAttachment: 'no volume is attached by it yet',
  CSIDriver: 'no CSI driver is called yet',
  CSINode: 'no CSI driver is called yet',
  CSIStorageCapacity: 'the scheduler does not look at it yet',
};

/** For Strategy.warnings: one warning when an object of the kind is created. */
export function notActedUpon(kind: string): (object: unknown, old: unknown) => string[] {
  const reason = because[kind];
  const warning = `this version of Peapod stores ${kind} objects but does not act on them: ${reason ?? ''}`;
  return (_, old) => (old === undefined && reason !== undefined ? [warning] : []);
}
