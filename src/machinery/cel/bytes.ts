/** Bytes as text, without a platform's encoders: expressions run wherever the machinery does. */
import { base64Decode as decode, getTextEncoding } from '@bufbuild/protobuf/wire';

export const utf8 = (text: string): Uint8Array => getTextEncoding().encodeUtf8(text);
export const utf8Text = (bytes: Uint8Array): string => getTextEncoding().decodeUtf8(bytes);

/** undefined for what is no base64. */
export function base64Decode(text: string): Uint8Array | undefined {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}
