export type CollectOptions = { maxBatch: number; maxInFlight: number };

/**
 * Lets callers that come at the same moment share one round trip: calls made in one turn of the event loop, or while
 * `maxInFlight` batches are under way, go out together. Each caller waits for the batch that carries it.
 */
export function collect<Input, Output>(
  flush: (batch: Input[]) => Promise<Output[]>,
  options: CollectOptions,
): (input: Input) => Promise<Output> {
  type Waiting = { input: Input; resolve: (output: Output) => void; reject: (reason: unknown) => void };
  const waiting: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || waiting.length === 0 || inFlight >= options.maxInFlight) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      send(waiting.splice(0, options.maxBatch));
      schedule();
    });
  };

  const send = (batch: Waiting[]): void => {
    inFlight += 1;
    flush(batch.map((one) => one.input))
      .then((outputs) => {
        batch.forEach((one, at) => {
          const output = outputs[at];
          if (output === undefined) one.reject(new Error('A batch came back shorter than it was sent'));
          else one.resolve(output);
        });
      })
      .catch((reason: unknown) => {
        for (const one of batch) one.reject(reason);
      })
      .finally(() => {
        inFlight -= 1;
        schedule();
      });
  };

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      schedule();
    });
}
