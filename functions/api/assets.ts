import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export type Asset = { body: string | Uint8Array; contentType: string; etag: string };
export type Assets = (name: string) => Promise<Asset | undefined>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
};
const NAME = /^[a-z0-9-]+\.(html|css|js|png)$/;

/** Reads files that stand in `folder`, each once. A name cannot leave the folder: it has no slash and one dot. */
export function assetsIn(folder: URL): Assets {
  const read = new Map<string, Asset>();
  return async (name) => {
    const extension = NAME.exec(name)?.[1];
    if (extension === undefined) return undefined;
    const asset = read.get(name) ?? (await readAsset(folder, name, extension));
    if (asset !== undefined) read.set(name, asset);
    return asset;
  };
}

async function readAsset(folder: URL, name: string, extension: string): Promise<Asset | undefined> {
  const bytes = await readFile(new URL(name, folder)).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const contentType = CONTENT_TYPES[extension] ?? 'application/octet-stream';
  return { body: extension === 'png' ? bytes : bytes.toString('utf8'), contentType, etag: etagOf(bytes) };
}

export function etagOf(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}
