import { expect, it } from 'vitest';
import { decodeBody } from '../../../shared/alerts/decode-body.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

it.each([
  { case: 'plain text', bytes: utf8('buy €'), text: 'buy €', repairs: [] },
  { case: 'a byte order mark', bytes: utf8('\uFEFF{}'), text: '{}', repairs: ['byte_order_mark'] },
  { case: 'Windows and old Mac line ends', bytes: utf8('a\r\nb\rc'), text: 'a\nb\nc', repairs: ['line_endings'] },
  { case: 'NUL', bytes: utf8('a\0b'), text: 'ab', repairs: ['control_character'] },
  {
    case: 'bytes that are no UTF-8',
    bytes: new Uint8Array([0x61, 0xff, 0x62]),
    text: 'a\uFFFDb',
    repairs: ['invalid_utf8'],
  },
  { case: 'a character cut in two', bytes: utf8('a€').slice(0, 3), text: 'a\uFFFD', repairs: ['invalid_utf8'] },
  { case: 'a replacement character that was sent', bytes: utf8('\uFFFD'), text: '\uFFFD', repairs: [] },
  { case: 'nothing', bytes: new Uint8Array(), text: '', repairs: [] },
])('decodeBody() reads $case', ({ bytes, text, repairs }) => {
  expect(decodeBody(bytes)).toEqual({ text, repairs });
});
