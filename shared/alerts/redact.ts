import type { NotUnderstood } from './alert.ts';
import { isScalar, type JsonMember, type JsonScalar, type JsonValue, type Span } from './json-value.ts';
import type { ParsedJson } from './parse-json.ts';
import { routeHint } from './route-hint.ts';
import { type Scrub, scrubber, unique } from './scrub.ts';
import { isSecretName } from './secret-names.ts';
import { findSecretSpans, REDACTED } from './secrets-in-text.ts';
import { findUnnamedSecret, isTradeCode, redactCode, secretsInCode, withSecretPart } from './unnamed-secrets.ts';

/** More than any honest message brings; each costs a pass over the text. */
const MAX_SECRETS = 64;

export type Redacted = {
  raw: string;
  secrets: string[];
  /** The message with its secrets taken out, when it is JSON. */
  value?: JsonValue;
  /** Stands for the secret at the start of a text. */
  hint?: string;
  failure?: NotUnderstood;
};

type Edit = Span & { replacement: string };

/**
 * Takes the secrets out of a message: from the text that is stored and from the values that are read, so that nothing read
 * later can repeat one. JSON stays JSON.
 */
export function redact(text: string, parsed: ParsedJson | undefined): Redacted {
  const redacted = parsed?.value === undefined ? redactText(text) : redactJson(text, parsed.value);
  if (redacted.secrets.length <= MAX_SECRETS) {
    const failure = parsed?.failure && scrubFailure(parsed.failure, redacted.secrets);
    return { ...redacted, ...(failure && { failure }) };
  }
  const reason = `Cannot read the message: it has ${redacted.secrets.length} values in secret fields, more than ${MAX_SECRETS}`;
  return {
    raw: REDACTED,
    secrets: redacted.secrets.slice(0, MAX_SECRETS),
    failure: { code: 'too_many_secrets', reason },
  };
}

function redactText(text: string): Redacted {
  const unnamed = findUnnamedSecret(text);
  const rest = unnamed === undefined ? text : applyEdits(text, [{ ...unnamed, replacement: REDACTED }]);
  const spans = findSecretSpans(rest);
  const secrets = unique([unnamed, ...spans].flatMap((span) => span?.values.flatMap(withSecretPart) ?? []));
  if (secrets.length > MAX_SECRETS) return { raw: REDACTED, secrets };
  const edits = spans.map((span) => ({ ...span, replacement: REDACTED }));
  const route = unnamed?.values.at(-1);
  return { raw: scrubber(secrets)(applyEdits(rest, edits)), secrets, ...(route && { hint: routeHint(route) }) };
}

function redactJson(text: string, value: JsonValue): Redacted {
  const secrets = unique(secretsIn(value, false));
  if (secrets.length > MAX_SECRETS) return { raw: REDACTED, secrets };
  const scrub = scrubber(secrets);
  const edits: Edit[] = [];
  const clean = withoutSecrets(value, { isSecret: false, scrub, edits });
  return { raw: scrubLeftovers(applyEdits(text, edits), secrets), secrets, value: clean };
}

function secretsIn(value: JsonValue, isSecret: boolean): string[] {
  if (isScalar(value)) return secretsInScalar(value, isSecret);
  if (value.kind === 'array') return value.items.flatMap((item) => secretsIn(item, isSecret));
  return value.members.flatMap((member) => {
    if (!isSecret && isScalar(member.value) && isTradeCode(value.members, member)) return secretsInCode(member.value);
    return secretsIn(member.value, isSecret || isSecretName(member.key));
  });
}

function secretsInScalar(value: JsonScalar, isSecret: boolean): string[] {
  const isEmpty = value.kind === 'absent' || value.text === '' || value.text === REDACTED;
  return isSecret && !isEmpty ? [value.text] : [];
}

type Pass = { isSecret: boolean; isCode?: boolean; scrub: Scrub; edits: Edit[] };

function withoutSecrets(value: JsonValue, pass: Pass): JsonValue {
  if (isScalar(value)) return cleanScalar(value, pass);
  if (value.kind === 'array') return { ...value, items: value.items.map((item) => withoutSecrets(item, pass)) };
  const { members } = value;
  return {
    ...value,
    members: members.map((member) => cleanMember(member, { ...pass, isCode: isTradeCode(members, member) })),
  };
}

function cleanMember(member: JsonMember, pass: Pass): JsonMember {
  const key = pass.scrub(member.key);
  if (key !== member.key) pass.edits.push({ ...member.keySpan, replacement: JSON.stringify(key) });
  if (pass.isCode && !pass.isSecret && isScalar(member.value)) {
    const { value } = member;
    const clean = replaceWith(value, pass.scrub(redactCode(value.text)), pass);
    const route = secretsInCode(value).at(-1);
    return { ...member, key, value: route === undefined ? clean : { ...clean, hint: routeHint(route) } };
  }
  const isSecret = pass.isSecret || isSecretName(member.key);
  return { ...member, key, value: withoutSecrets(member.value, { ...pass, isSecret, isCode: false }) };
}

function cleanScalar(value: JsonScalar, pass: Pass): JsonScalar {
  if (value.kind === 'absent' || value.text === '') return value;
  return pass.isSecret
    ? replaceWith(value, REDACTED, pass)
    : replaceWith(value, pass.scrub(withoutEmbedded(value)), pass);
}

function replaceWith(value: JsonScalar, text: string, { edits }: Pass): JsonScalar {
  if (text === value.text) return value;
  edits.push({ start: value.start, end: value.end, replacement: JSON.stringify(text) });
  return { ...value, kind: 'string', text, hint: routeHint(value.text) };
}

/**
 * A text value may itself hold a message, as `{{strategy.order.alert_message}}` does. What looks like a secret in it is taken out
 * here and nowhere else: `key: BTCUSDT` in a comment must not cost the alert its symbol.
 */
function withoutEmbedded(value: JsonScalar): string {
  if (value.kind !== 'string') return value.text;
  const spans = findSecretSpans(value.text);
  return applyEdits(
    value.text,
    spans.map((span) => ({ ...span, replacement: REDACTED })),
  );
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.replacement);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** A secret made of punctuation can also stand between the values; there, keeping it out counts more than valid JSON. */
function scrubLeftovers(raw: string, secrets: readonly string[]): string {
  return scrubber(secrets)(raw);
}

function scrubFailure(failure: NotUnderstood, secrets: readonly string[]): NotUnderstood {
  return { ...failure, reason: scrubber(secrets)(failure.reason) };
}
