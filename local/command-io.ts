/** Where a command of `vigia` reads and writes. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Prints to standard output, as it is. */
  readonly out: (text: string) => void;
  /** Prints to standard error, as it is. */
  readonly err: (text: string) => void;
}
