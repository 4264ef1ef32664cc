export type CollectOptions = { maxBatch: number; maxInFlight: number };

/**
 * Lets callers that come at the same moment share one round trip: calls made in one turn of the event loop, or while
 * `maxInFlight` batches are under way, go out together. Each caller waits for the batch that carries it, and gets its own
 * result: `flush` answers with one for each input, in order, or throws for all of them.
 */
export function collect<Input, Output>(
  flush: (batch: Input[]) => Promise<PromiseSettledResult<Output>[]>,
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
      .then((results) => {
        batch.forEach((one, at) => {
          const result = results[at];
          if (result?.status === 'fulfilled') one.resolve(result.value);
          else one.reject(result?.reason ?? new Error('A batch came back shorter than it was sent'));
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
