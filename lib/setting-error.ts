/** A `-c name=value` that cannot be used. The message is one sentence that says what to write instead. */
export class SettingError extends Error {
  constructor(name: string, value: unknown, expected: string) {
    super(`-c ${name}=${String(value)} cannot be used: write ${expected}.`);
    this.name = "SettingError";
  }
}
