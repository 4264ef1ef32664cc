import { expect, it } from 'vitest';
import { readConfig } from '../../../shared/config/read-config.ts';
import { httpVariables } from '../../../shared/http/config.ts';

it('httpVariables read a list of origins, and none when it is absent', () => {
  const read = (CORS_ORIGINS: string | undefined) => readConfig(httpVariables, { CORS_ORIGINS }).CORS_ORIGINS;
  expect(read(undefined)).toEqual([]);
  expect(read('https://a.example, http://localhost:3000')).toEqual(['https://a.example', 'http://localhost:3000']);
  expect(read('*')).toEqual(['*']);
});

it.each(['https://a.example/', 'a.example', 'https://*.example'])('httpVariables refuse %s as an origin', (origin) => {
  expect(() => readConfig(httpVariables, { CORS_ORIGINS: origin })).toThrow(/CORS_ORIGINS/);
});

it('httpVariables read the public address without the slash at its end', () => {
  expect(readConfig(httpVariables, { PUBLIC_URL: 'https://bot.example.com/' }).PUBLIC_URL).toBe(
    'https://bot.example.com',
  );
});
