/** `peapod config delete-cluster`. */
import { deleteEntryVerb } from './deleteEntry.ts';

export default deleteEntryVerb('cluster');
