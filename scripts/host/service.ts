import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const functionDefinition = z.looseObject({ handler: z.string(), events: z.array(z.unknown()).default([]) });

/** serverless.yml of the stage `local`, with every variable resolved. The build writes it beside the bundles. */
const offlineService = z.looseObject({
  service: z.string(),
  provider: z.looseObject({ stage: z.string() }),
  functions: z.record(z.string(), functionDefinition),
});

export type OfflineService = z.infer<typeof offlineService>;
export const SERVICE_FILE = 'service.json';

export function readService(dist: string): OfflineService {
  return offlineService.parse(JSON.parse(readFileSync(join(dist, SERVICE_FILE), 'utf8')));
}

/** What serverless-offline asks of the Serverless Framework: the service, where it lies, and nothing that only a deploy needs. */
export function serverlessOf(root: string, service: OfflineService): object {
  const named = Object.entries(service.functions).map(([name, definition]) => {
    return [name, { name: functionName(service, name), ...definition }] as const;
  });
  const functions = Object.fromEntries(named);
  return {
    serviceDir: root,
    config: { servicePath: root, serverlessPath: root },
    service: {
      ...service,
      functions,
      getAllFunctions: () => Object.keys(functions),
      getFunction: (name: string) => functions[name],
      getAllEventsInFunction: (name: string) => functions[name]?.events,
    },
  };
}

/** As the Serverless Framework names a function, and as the Lambda Invoke API finds it. */
export function functionName({ service, provider }: OfflineService, name: string): string {
  return `${service}-${provider.stage}-${name}`;
}
