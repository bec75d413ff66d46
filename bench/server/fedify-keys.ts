/** A key pair as Fedify wants it. */
export function generateFedifyKeys(): Promise<CryptoKeyPair> {
  const rsa = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  };
  return crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
}
