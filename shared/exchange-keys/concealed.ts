import { inspect } from 'node:util';

const SHOWN = '[secret]';

/**
 * Holds something that must not be shown. Whatever prints it, as text, as JSON, in a template or through a logger, gets
 * `[secret]`; copying or cloning it gives an empty object. Only `reveal()` gives it out, so that is what to search for.
 */
export class Concealed<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
