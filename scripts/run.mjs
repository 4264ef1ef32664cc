// The first file that runs, in a Node of any age: it says what is too old instead of failing on TypeScript.
const NEEDED = { node: 24, npm: 10 };

const [, , script, ...rest] = process.argv;
const npm = /^npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.[1];
const node = process.versions.node;

if (Number.parseInt(node, 10) < NEEDED.node) {
  fail(`This needs Node ${NEEDED.node}, and runs on ${node}: "npm ci" installs the right one, then use the npm scripts`);
} else if (npm !== undefined && Number(npm) < NEEDED.npm) {
  fail(`This needs npm ${NEEDED.npm} or newer, and runs with npm ${npm}: update it with "npm install --global npm"`);
} else {
  process.argv.splice(1, 2, script, ...rest.slice(0, 0));
  await import(new URL(`./${script}.ts`, import.meta.url).href);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
