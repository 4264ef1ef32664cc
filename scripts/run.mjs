// The first file that runs, in a Node of any age: it says what is too old instead of failing on TypeScript.
const NEEDED = { node: 24, npm: 10 };

const [node, , script, ...rest] = process.argv;
const npm = /^npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.[1];
const { version } = process;

if (Number.parseInt(version.slice(1), 10) < NEEDED.node) {
  fail(`This needs Node ${NEEDED.node} and runs on ${version}: "npm ci" brings it along, then start it with npm`);
} else if (npm !== undefined && Number(npm) < NEEDED.npm) {
  fail(`This needs npm ${NEEDED.npm} or newer and runs with npm ${npm}: "npm install --global npm" brings a newer one`);
} else {
  const file = new URL(`./${script}.ts`, import.meta.url);
  process.argv = [node, file.pathname, ...rest];
  await import(file.href);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
