import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildBundles, bundleNames } from '../../scripts/bundles/build-bundles.ts';
import { readZip } from '../support/read-zip.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const service = temporaryFolder('package');

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };

let output = '';
let resources: Template['Resources'] = {};

beforeAll(async () => {
  for (const file of ['serverless.yml', 'package.json']) cpSync(join(root, file), join(service, file));
  symlinkSync(join(root, 'node_modules'), join(service, 'node_modules'));
  await buildBundles(root, join(service, 'dist'));
  // No account, no home, no credentials.
  const env = { PATH: process.env.PATH, HOME: service };
  const command = [join(root, 'node_modules/osls/bin/serverless.js'), 'package'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: service, env });
  output = stdout + stderr;
  const template = readFileSync(join(service, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
  resources = (JSON.parse(template) as Template).Resources;
});

afterAll(removeTemporaryFolders);

it('sls package says nothing that would need attention', () => {
  expect(output).toContain('Service packaged');
  expect(output).not.toMatch(/warning|deprecat|error/i);
});

it.each(bundleNames(root))('the zip of %s holds its bundle, byte for byte, and nothing else', (name) => {
  const files = readZip(readFileSync(join(service, '.serverless', `${name}.zip`)));
  const built = readdirSync(join(service, 'dist', name), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(service.length + 1));
  expect([...files.keys()].sort()).toEqual(built.sort());
  for (const file of built) expect(files.get(file)?.equals(readFileSync(join(service, file))), file).toBe(true);
});

it('the template has a function per bundle, on Node 24 and arm64', () => {
  const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  expect(functions.map(({ Properties }) => Properties.FunctionName).sort()).toEqual(
    bundleNames(root).map((name) => `tradingbot-production-${name}`),
  );
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  }
});

it('the template takes the routes of the contract', () => {
  const routes = Object.values(resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
    '$connect',
    '$default',
    '$default',
    '$disconnect',
    'GET /api/v1/health',
    'GET /api/v1/health/ready',
    'POST /api/v1/webhook',
    'POST /api/v1/webhook/{token}',
  ]);
});

it('the queue function takes part of a batch back, and what keeps failing goes to the dead letters', () => {
  expect(resources.QueueEventSourceMappingSQSWorkQueue?.Properties).toMatchObject({
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
  expect(resources.WorkQueue?.Properties).toMatchObject({
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['WorkDeadLetters', 'Arn'] }, maxReceiveCount: 5 },
  });
  const { Timeout } = (resources.QueueLambdaFunction?.Properties ?? {}) as { Timeout: number };
  const { VisibilityTimeout } = (resources.WorkQueue?.Properties ?? {}) as { VisibilityTimeout: number };
  expect(VisibilityTimeout, 'AWS asks for six times the function timeout').toBeGreaterThanOrEqual(6 * Timeout);
});

it('the functions know their queue and may write to it', () => {
  expect(resources.WebhookLambdaFunction?.Properties).toMatchObject({
    Environment: { Variables: { QUEUE_URL: { Ref: 'WorkQueue' } } },
  });
  expect(JSON.stringify(resources.IamRoleLambdaExecution)).toContain('sqs:SendMessage');
});

it('the sweeper runs every minute', () => {
  const rules = Object.values(resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
  expect(rules.map(({ Properties }) => Properties.ScheduleExpression)).toEqual(['rate(1 minute)']);
});
