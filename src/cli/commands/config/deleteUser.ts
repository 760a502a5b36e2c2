/** `peapod config delete-user`. */
import { deleteEntryVerb } from './deleteEntry.ts';

export default deleteEntryVerb('user');
