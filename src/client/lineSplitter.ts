/** Cuts a byte stream into lines, wherever its chunks end: also within a character. */
export class LineSplitter {
  #parts: Uint8Array[] = [];
  readonly #decoder = new TextDecoder();

  /** The lines that `chunk` completes, without their newline; empty lines are left out. */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = this.#take(chunk.subarray(start, end));
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
    return lines;
  }

  /** What is left when the stream has ended. */
  rest(): string {
    return this.#take(new Uint8Array(0));
  }

  #take(last: Uint8Array): string {
    if (this.#parts.length === 0) return this.#decoder.decode(last);
    const whole = Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    return this.#decoder.decode(whole);
  }
}
