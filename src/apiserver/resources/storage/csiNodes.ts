/** CSINodes. */
import type { CSINode, CSINodeDriver } from '../../../api/storage/v1.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { complaintsAbout, duplicate, invalidValue, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { byteLength, isQualifiedName } from '../../../machinery/names.ts';
import { csiNodes } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { allVerbs } from '../shared/verbs.ts';
import { validateCsiDriverName } from './csiDriverName.ts';

const at = path('spec', 'drivers');
const nodeIdAtMost = 192;

function validate({ spec }: CSINode): FieldError[] {
  const names = new Set<string>();
  return (spec.drivers ?? []).flatMap((driver, i) => {
    const errors = validateDriver(driver, at.index(i));
    if (names.has(driver.name)) errors.push(duplicate(at.index(i).child('name'), driver.name));
    names.add(driver.name);
    return errors;
  });
}

function validateDriver({ name, nodeID, topologyKeys, allocatable }: CSINodeDriver, here: FieldPath): FieldError[] {
  const errors = validateCsiDriverName(name, here.child('name'));
  if (nodeID === '') errors.push(required(here.child('nodeID'), nodeID));
  else if (byteLength(nodeID) > nodeIdAtMost)
    errors.push(invalidValue(here.child('nodeID'), nodeID, `must be ${nodeIdAtMost} characters or less`));
  const keys = new Set<string>();
  for (const key of topologyKeys ?? []) {
    if (keys.has(key)) errors.push(duplicate(here.child('topologyKeys'), key));
    keys.add(key);
    errors.push(...complaintsAbout(here.child('topologyKeys'), key, isQualifiedName(key)));
  }
  const count = allocatable?.count;
  if (count !== undefined && count < 0)
    errors.push(invalidValue(here.child('allocatable', 'count'), count, 'must be greater than or equal to 0'));
  return errors;
}

/** A driver that stays on the node says the same as before. */
function validateUpdate(each: CSINode, old: CSINode): FieldError[] {
  const errors = validate(each);
  const before = new Map((old.spec.drivers ?? []).map((driver) => [driver.name, driver]));
  (each.spec.drivers ?? []).forEach((driver) => {
    const was = before.get(driver.name);
    if (was && !semanticEqual(was, driver)) errors.push(invalidValue(at, driver, 'field is immutable'));
  });
  return errors;
}

export const csiNodeRegistration = registration<CSINode>({
  resource: csiNodes,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Drivers', 'integer', 'How many drivers the node has.'), ageColumn],
    row: (each, now) => [nameOf(each), each.spec.drivers?.length ?? 0, ageOf(each, now)],
  },
  strategy: { validate, validateUpdate, warnings: notActedUpon('CSINode') },
});
