import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** How an account proves that a request is its own. RSA is left out: nobody here uses it. */
export type KeyProof = { kind: 'hmac'; secret: string } | { kind: 'ed25519'; publicKey: KeyObject };

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/]{86}==$/;

export function hmacProof(secret: string): KeyProof {
  return { kind: 'hmac', secret };
}

/** @param publicKeyPem SubjectPublicKeyInfo in PEM, as it is uploaded to the exchange */
export function ed25519Proof(publicKeyPem: string): KeyProof {
  return { kind: 'ed25519', publicKey: createPublicKey(publicKeyPem) };
}

/**
 * HMAC signatures are hexadecimal in any case, Ed25519 ones base64 and case-sensitive.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signature-case-sensitivity
 */
export function isSignedBy(proof: KeyProof, payload: string | Buffer, signature: string): boolean {
  if (proof.kind === 'ed25519') {
    return (
      BASE64.test(signature) && verify(null, Buffer.from(payload), proof.publicKey, Buffer.from(signature, 'base64'))
    );
  }
  if (!HEX.test(signature)) return false;
  const expected = createHmac('sha256', proof.secret).update(payload).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
