/** Encrypts and decrypts the secrets of the stacks in tests, as Pulumi's passphrase provider does. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** The passphrase of all stacks in tests: that of the stored state in `test/e2e/fixtures`, so that they can import it. */
export const passphrase = "stored-state";

/** The salt of the key, and a known text encrypted with the key, as `pulumi stack init` writes them. */
export const encryptionSalt = "v1:jIfROBJX2H8=:v1:y0xoP9h5in0+Z0Uj:2jSI6gM24LE7E3D+aABPG7KRe2oohQ==";

/** PBKDF2-SHA256 of the passphrase and the salt with 1,000,000 iterations, which takes 0.3 s: too long for each test file. */
const key = Buffer.from("sncO3ElziY0eJ5GGY8Q/Wn8g41Bb4ztsXdi6XvjyNL0=", "base64");

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Returns `v1:NONCE:CIPHERTEXT`. */
export function encrypt(text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${encrypted.toString("base64")}`;
}

/** Throws if the text was encrypted with another key. */
export function decrypt(text: string): string {
  const [, nonce = "", encrypted = ""] = text.split(":");
  const bytes = Buffer.from(encrypted, "base64");
  const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, "base64"), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return decipher.update(bytes.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}
