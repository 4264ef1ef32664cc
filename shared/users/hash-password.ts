import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's second choice for scrypt: 32 MiB a hash, which a small Lambda can afford. */
const LOG2_COST = 15;
const BLOCK_SIZE = 8;
const PARALLELISM = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

type Parameters = { log2Cost: number; blockSize: number; parallelism: number; salt: Buffer; length: number };

/** Hashes a password into a PHC string, which names its own parameters: they can be raised without breaking old hashes. */
export async function hashPassword(
  password: string,
  random: (size: number) => Uint8Array = randomBytes,
): Promise<string> {
  const salt = Buffer.from(random(SALT_BYTES));
  const parameters = { log2Cost: LOG2_COST, blockSize: BLOCK_SIZE, parallelism: PARALLELISM, salt, length: HASH_BYTES };
  const hash = await derive(password, parameters);
  return `$scrypt$ln=${LOG2_COST},r=${BLOCK_SIZE},p=${PARALLELISM}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether `password` is the one that was hashed. Takes the same time whether it is nearly right or quite wrong. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, log2Cost, blockSize, parallelism, salt, hash] = PHC.exec(phc) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive(password, {
    log2Cost: Number(log2Cost),
    blockSize: Number(blockSize),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    length: expected.length,
  });
  return timingSafeEqual(actual, expected);
}

/** Node refuses by default what needs more than 32 MiB, and counts a little on top of the formula's 128·N·r. */
function derive(password: string, { log2Cost, blockSize, parallelism, salt, length }: Parameters): Promise<Buffer> {
  const cost = 2 ** log2Cost;
  const options = { N: cost, r: blockSize, p: parallelism, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
