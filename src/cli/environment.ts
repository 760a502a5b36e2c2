/**
 * Node.js reads the certificates of NODE_EXTRA_CA_CERTS whenever it starts to use TLS. bin/peapod hides them from it under
 * another name; here they get theirs back, for authorities.ts and for the programs that are started from here.
 */
export function restoreEnvironment(): void {
  const { PEAPOD_EXTRA_CA_CERTS: file } = process.env;
  if (file === undefined) return;
  process.env.NODE_EXTRA_CA_CERTS = file;
  delete process.env.PEAPOD_EXTRA_CA_CERTS;
}
